import CellGraphics
import FoundationEssentials
import Glibc

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
