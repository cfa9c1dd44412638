import CSystem
import Canvas
import FoundationEssentials
import Glibc
import Synchronization

/// Kitty's graphics protocol: pictures above the text, each in place of the last one at once.
///
/// Above, since what is drawn below text is drawn in three passes by kitty itself, wrongly where
/// OpenGL is software, and not at all by terminals that have the protocol's greater part.
struct KittyEncoder {
  /// Numbers of pictures belong to the whole terminal: they begin where another program's hardly do.
  private let base = 0x6100_0000 + Int(getpid() & 0xFFFF) << 8
  /// The number of the picture that a slot shows.
  private var shown: [Int: Int] = [:]
  private var last = 0
  private var memory = 0

  /// Numbers that pictures go through: more than a screen shows pictures.
  private static let count = 256
  /// Bytes of base64 in a piece, as the protocol allows.
  private static let pieceSize = 4096

  mutating func show(
    _ picture: TerminalPicture, sharesMemory: Bool, into pieces: inout [[UInt8]]
  ) {
    let image = picture.image
    guard image.width > 0, image.height > 0 else { return }
    let old = shown[picture.slot]
    // Numbers go round, past those of pictures that stay while others change. Where every one is
    // taken, the slot keeps what it shows.
    guard shown.count < Self.count else { return }
    let taken = Set(shown.values)
    repeat { last = (last + 1) % Self.count } while taken.contains(base + last)
    let id = base + last
    // Through memory four bytes a pixel cost less than to pack them, through a line more.
    let isWide = sharesMemory || !picture.holes.isEmpty
    let form = "f=\(isWide ? 32 : 24),s=\(image.width),v=\(image.height)"
    let samples = isWide ? Self.wide(image) : Self.narrow(image)
    let name = sharesMemory ? Self.share(samples, number: memory) : nil
    if let name {
      memory = (memory + 1) % SharedMemory.count
      pieces.append(
        Array("\u{1b}_Ga=t,t=s,\(form),i=\(id),q=2;\(Base64.text(name))\u{1b}\\".utf8))
    } else {
      let packed = Zlib.deflated(samples)
      let form = packed == nil ? form : form + ",o=z"
      let text = Array(Data(packed ?? samples).base64EncodedData())
      var start = 0
      while start < text.count {
        let end = min(text.count, start + Self.pieceSize)
        let more = end < text.count ? 1 : 0
        let keys = start == 0 ? "a=t,t=d,\(form),i=\(id),q=2,m=\(more)" : "q=2,m=\(more)"
        pieces.append(Array("\u{1b}_G\(keys);".utf8) + text[start..<end] + Array("\u{1b}\\".utf8))
        start = end
      }
    }
    // Shown and its predecessor taken away in one piece, with the cursor back where curses has it.
    let rect = picture.rect
    var placement =
      "\u{1b}7\u{1b}[\(rect.y + 1);\(rect.x + 1)H"
      + "\u{1b}_Ga=p,i=\(id),p=1,c=\(rect.width),r=\(rect.height),C=1,q=2\u{1b}\\\u{1b}8"
    if let old { placement += Self.deletion(of: old) }
    pieces.append(Array(placement.utf8))
    shown[picture.slot] = id
  }

  mutating func remove(slot: Int, from pieces: inout [[UInt8]]) {
    guard let id = shown.removeValue(forKey: slot) else { return }
    pieces.append(Array(Self.deletion(of: id).utf8))
  }

  private static func deletion(of id: Int) -> String { "\u{1b}_Ga=d,d=I,i=\(id),q=2\u{1b}\\" }

  /// Red, green, blue and alpha of each pixel. Holes are whole pixels, so nothing has to be divided
  /// by alpha.
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

  /// Red, green and blue of each pixel.
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

/// Memory through which a terminal on this machine is given pictures: whoever has read it removes
/// its name.
enum SharedMemory {
  /// Names in use: more than pictures that are on their way at once.
  static let count = 32

  /// Whether names may be made. Pictures are made on another thread than the one that leaves the
  /// terminal: none may come after the last were removed.
  private static let isOpen = Mutex(false)

  /// From now on names can be made.
  static func open() { isOpen.withLock { $0 = true } }

  /// From now on there are no names, and none can be made.
  static func close() {
    isOpen.withLock {
      $0 = false
      clear()
    }
  }

  /// A name, 0 ..< `count`.
  static func name(_ number: Int) -> String { "/anode-\(getpid())-\(number)" }

  /// Makes it, with these bytes; false where there is no shared memory, or it is closed.
  static func write(_ bytes: UnsafeRawBufferPointer, to name: String) -> Bool {
    isOpen.withLock { $0 ? make(name, of: bytes) : false }
  }

  private static func make(_ name: String, of bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    shm_unlink(name)
    let file = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0o600)
    guard file >= 0 else { return false }
    defer { Glibc.close(file) }
    // Written, not mapped: a full disk is an error then, and no signal.
    guard ftruncate(file, bytes.count) == 0 else { return false }
    var done = 0
    while done < bytes.count {
      let written = Glibc.write(file, base + done, bytes.count - done)
      guard written > 0 else {
        shm_unlink(name)
        return false
      }
      done += written
    }
    return true
  }

  /// Removes names that no terminal has taken.
  static func clear() {
    for number in 0..<count { shm_unlink(name(number)) }
    shm_unlink(question)
  }

  /// The one that the terminal is asked about.
  static var question: String { "/anode-\(getpid())-ask" }
}

/// Packing of what goes through the terminal's line.
enum Zlib {
  /// The bytes in zlib's format, at the least effort; nil where that fails.
  static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&result, &length, bytes, uLong(bytes.count), 1) == Z_OK else { return nil }
    result.removeLast(result.count - Int(length))
    return result
  }
}

/// Base64, as kitty's protocol has names in.
enum Base64 {
  static func text(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
