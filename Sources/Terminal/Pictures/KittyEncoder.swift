import CSystem
import Canvas
import FoundationEssentials
import Platform
import Synchronization

/// Kitty's graphics protocol: pictures above the text, each replacing the last one at once.
///
/// Above, since kitty draws pictures below text in three passes, and wrongly with software OpenGL,
/// and other terminals with most of the protocol do not draw them at all.
struct KittyEncoder {
  /// Picture numbers are global to the terminal: start where other programs hardly do.
  private let base = 0x6100_0000 + Int(getpid() & 0xFFFF) << 8
  /// Picture numbers by slot.
  private var shown: [Int: Int] = [:]
  private var last = 0
  private var memory = 0
  /// Pictures sent over a line, by slot.
  private var sent: [Int: Sent] = [:]

  private struct Sent {
    var picture: TerminalPicture
    var level: Int
    var time: Double
    var bytes = 0
  }

  /// Seconds without a change after which a picture is sent again in more detail.
  private static let rest = 0.4

  /// Picture numbers in use: more than a screen has pictures.
  private static let count = 256
  /// The protocol's limit of base64 bytes in a piece.
  private static let pieceSize = 4096

  /// Shows a picture in the detail that the line carries; in all of it from shared memory.
  mutating func show(
    _ picture: TerminalPicture, sharesMemory: Bool, level: Int = 0, at time: Double = 0,
    into pieces: inout [[UInt8]]
  ) {
    if !sharesMemory {
      // What is painted anew can look as before.
      if let before = sent[picture.slot], before.picture == picture, before.level <= level {
        return
      }
      sent[picture.slot] = Sent(picture: picture, level: level, time: time)
    }
    let detail = PictureDetail.levels[sharesMemory ? 0 : level]
    let image = picture.image.reduced(by: detail.part)
    guard image.width > 0, image.height > 0 else { return }
    let old = shown[picture.slot]
    // Cycle through the numbers, skipping pictures still shown. If all are taken, keep the old one.
    guard shown.count < Self.count else { return }
    let taken = Set(shown.values)
    repeat { last = (last + 1) % Self.count } while taken.contains(base + last)
    let id = base + last
    let first = pieces.count
    // With shared memory, sending four bytes per pixel is faster than packing three.
    let isWide = sharesMemory || !picture.holes.isEmpty
    let size = "s=\(image.width),v=\(image.height)"
    if let colors = detail.colors,
      let png = IndexedPicture(image, colors: colors).png(level: detail.deflation)
    {
      send(png, "f=100", id, into: &pieces)
    } else {
      let form = "f=\(isWide ? 32 : 24),\(size)"
      let samples = isWide ? Self.wide(image) : Self.narrow(image)
      if sharesMemory, let name = Self.share(samples, number: memory) {
        memory = (memory + 1) % SharedMemory.count
        pieces.append(
          Array("\u{1b}_Ga=t,t=s,\(form),i=\(id),q=2;\(Base64.text(name))\u{1b}\\".utf8))
      } else if let packed = Zlib.deflated(samples, level: detail.deflation) {
        send(packed, form + ",o=z", id, into: &pieces)
      } else {
        send(samples, form, id, into: &pieces)
      }
    }
    // One piece: show the picture, remove its predecessor, and restore the cursor for curses.
    let rect = picture.rect
    var placement =
      "\u{1b}7\u{1b}[\(rect.y + 1);\(rect.x + 1)H"
      + "\u{1b}_Ga=p,i=\(id),p=1,c=\(rect.width),r=\(rect.height),C=1,q=2\u{1b}\\\u{1b}8"
    if let old { placement += Self.deletion(of: old) }
    sent[picture.slot]?.bytes = pieces.dropFirst(first).reduce(0) { $0 + $1.count }
    pieces.append(Array(placement.utf8))
    shown[picture.slot] = id
  }

  mutating func remove(slot: Int, from pieces: inout [[UInt8]]) {
    sent[slot] = nil
    guard let id = shown.removeValue(forKey: slot) else { return }
    pieces.append(Array(Self.deletion(of: id).utf8))
  }

  /// Sends one of the pictures that have rested again, with more detail; false if it has to be called
  /// again. All colours can take four times the bytes: only where these arrive in half a second.
  ///
  /// - Parameter speed: bytes a second of the line.
  mutating func sharpen(at time: Double, speed: Double, into pieces: inout [[UInt8]]) -> Bool {
    for (slot, last) in sent where last.level == PictureDetail.resting {
      if 4 * Double(last.bytes) > speed / 2 { sent[slot]?.level = 0 }
    }
    let coarse = sent.values.filter { $0.level > 0 }
    if let last = coarse.filter({ time >= $0.time + Self.rest }).max(by: { $0.level < $1.level }) {
      let level = last.level > PictureDetail.resting ? PictureDetail.resting : 0
      show(last.picture, sharesMemory: false, level: level, at: time, into: &pieces)
    }
    return coarse.isEmpty
  }

  private func send(_ data: [UInt8], _ form: String, _ id: Int, into pieces: inout [[UInt8]]) {
    let text = Array(Data(data).base64EncodedData())
    for start in stride(from: 0, to: text.count, by: Self.pieceSize) {
      let end = min(text.count, start + Self.pieceSize)
      let more = end < text.count ? 1 : 0
      let keys = start == 0 ? "a=t,t=d,\(form),i=\(id),q=2,m=\(more)" : "q=2,m=\(more)"
      pieces.append(Array("\u{1b}_G\(keys);".utf8) + text[start..<end] + Array("\u{1b}\\".utf8))
    }
  }

  private static func deletion(of id: Int) -> String { "\u{1b}_Ga=d,d=I,i=\(id),q=2\u{1b}\\" }

  /// RGBA. Alpha is 0 or 255, so there is no need to divide by it.
  private static func wide(_ image: PixelImage) -> [UInt8] {
    let count = image.pixels.count
    return [UInt8](unsafeUninitializedCapacity: 4 * count) { bytes, used in
      used = 4 * count
      guard let base = bytes.baseAddress else { return }
      base.withMemoryRebound(to: UInt32.self, capacity: count) { words in
        image.pixels.withUnsafeBufferPointer { pixels in
          for index in 0..<count {
            let pixel = pixels[index]
            words[index] =
              (pixel & 0xFF00_FF00 | (pixel & 0xFF) << 16 | (pixel >> 16) & 0xFF).littleEndian
          }
        }
      }
    }
  }

  /// RGB.
  private static func narrow(_ image: PixelImage) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 3 * image.pixels.count) { bytes, used in
      used = 3 * image.pixels.count
      image.pixels.withUnsafeBufferPointer { pixels in
        for (index, pixel) in pixels.enumerated() {
          bytes[3 * index] = UInt8(truncatingIfNeeded: pixel >> 16)
          bytes[3 * index + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          bytes[3 * index + 2] = UInt8(truncatingIfNeeded: pixel)
        }
      }
    }
  }

  private static func share(_ samples: [UInt8], number: Int) -> String? {
    let name = SharedMemory.name(number)
    return samples.withUnsafeBytes { SharedMemory.write($0, to: name) } ? name : nil
  }
}

/// Shared memory for pictures to a terminal on this machine, which unlinks each name after reading.
enum SharedMemory {
  /// Names in use: more than pictures in transit.
  static let count = 32

  /// Whether names can be created. Another thread makes the pictures: it must not create a name
  /// after the main thread has removed the last ones.
  private static let isOpen = Mutex(false)

  static func open() { isOpen.withLock { $0 = true } }

  /// Removes all names and prevents new ones.
  static func close() {
    isOpen.withLock {
      $0 = false
      clear()
    }
  }

  static func name(_ number: Int) -> String { "/anode-\(getpid())-\(number)" }

  /// Creates a name with these bytes; false without shared memory, or when closed.
  static func write(_ bytes: UnsafeRawBufferPointer, to name: String) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return isOpen.withLock { $0 && shim_share(name, base, bytes.count) != 0 }
  }

  /// Removes names that the terminal has not read.
  static func clear() {
    for number in 0..<count { shm_unlink(name(number)) }
    shm_unlink(question)
  }

  /// The name used in the query.
  static var question: String { "/anode-\(getpid())-ask" }
}

enum Zlib {
  /// nil on failure.
  ///
  /// - Parameter level: 1 (fastest) to 9.
  static func deflated(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&result, &length, bytes, uLong(bytes.count), level) == Z_OK else { return nil }
    result.removeLast(result.count - Int(length))
    return result
  }
}

enum Base64 {
  static func text(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
