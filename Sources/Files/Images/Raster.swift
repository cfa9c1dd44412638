/// A decoded image: samples row by row, pixel by pixel, channel by channel.
struct Raster: Equatable {
  var width: Int
  var height: Int
  /// 1: grey, 3: colour.
  var channels: Int
  /// From 0 to `greatest`.
  var samples: [UInt16]
  /// White: 255, or 65535 for 16 bits.
  var greatest: UInt16 = 255

  /// A channel's values from 0 to 1, row by row.
  func plane(_ channel: Int) -> [Float] {
    let white = Float(greatest)
    return stride(from: channel, to: samples.count, by: channels).map { Float(samples[$0]) / white }
  }

  /// The image turned upright.
  ///
  /// - Parameter orientation: EXIF's number (CIPA DC-008, 4.6.4): 1 upright, 2 mirrored, 3 upside
  ///   down, 4 both, 5 to 8 with rows and columns exchanged.
  func upright(_ orientation: Int) -> Raster {
    guard (2...8).contains(orientation) else { return self }
    let isTransposed = orientation > 4
    var result = self
    if isTransposed { (result.width, result.height) = (height, width) }
    // Whether the source's columns and rows run backwards.
    let mirrorsX = [2, 3, 7, 8].contains(orientation)
    let mirrorsY = [3, 4, 6, 7].contains(orientation)
    var place = 0
    for y in 0..<result.height {
      for x in 0..<result.width {
        let (column, row) = isTransposed ? (y, x) : (x, y)
        let source =
          (mirrorsY ? height - 1 - row : row) * width + (mirrorsX ? width - 1 - column : column)
        for channel in 0..<channels {
          result.samples[place] = samples[source * channels + channel]
          place += 1
        }
      }
    }
    return result
  }
}

/// The camera's orientation in the EXIF block of a JPEG or PNG image (CIPA DC-008-2019, 4.5 and
/// 4.6.4). An unreadable block is ignored.
enum Orientation {
  /// 1 (upright, the default) to 8.
  static func of(_ data: [UInt8]) -> Int {
    let block = data.starts(with: [0xff, 0xd8]) ? jpegBlock(data) : pngBlock(data)
    return block.flatMap { tag($0) } ?? 1
  }

  /// The TIFF block of a JPEG image: in a segment APP1 that begins with "Exif", before the image.
  private static func jpegBlock(_ data: [UInt8]) -> ArraySlice<UInt8>? {
    var place = 2
    while place + 4 <= data.count, data[place] == 0xff {
      let marker = data[place + 1]
      if marker == 0xff {
        place += 1
        continue
      }
      // The image itself, or its end.
      if marker == 0xda || marker == 0xd9 { return nil }
      let length = Int(data.number(at: place + 2, size: 2))
      let end = place + 2 + length
      guard length >= 2, end <= data.count else { return nil }
      let segment = data[place + 4..<end]
      if marker == 0xe1, segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) {
        return segment.dropFirst(6)
      }
      place = end
    }
    return nil
  }

  /// The TIFF block of a PNG image: its chunk eXIf.
  private static func pngBlock(_ data: [UInt8]) -> ArraySlice<UInt8>? {
    var place = 8
    while place + 12 <= data.count {
      let length = Int(data.number(at: place, size: 4))
      guard length <= data.count - place - 12 else { return nil }
      if data[place + 4..<place + 8].elementsEqual("eXIf".utf8) {
        return data[place + 8..<place + 8 + length]
      }
      place += 12 + length
    }
    return nil
  }

  /// Tag 0x0112 of the first directory.
  private static func tag(_ block: ArraySlice<UInt8>) -> Int? {
    guard block.count >= 8 else { return nil }
    let isLittle = block.starts(with: [0x49, 0x49, 42, 0])
    guard isLittle || block.starts(with: [0x4d, 0x4d, 0, 42]) else { return nil }
    func number(_ offset: Int, _ size: Int) -> Int? {
      guard offset >= 0, offset + size <= block.count else { return nil }
      return Int(block.number(at: offset, size: size, isLittle: isLittle))
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<count {
      let offset = directory + 2 + 12 * entry
      guard let tag = number(offset, 2) else { return nil }
      // A SHORT (3).
      if tag == 0x0112, number(offset + 2, 2) == 3, let value = number(offset + 8, 2) {
        return (1...8).contains(value) ? value : nil
      }
    }
    return nil
  }
}
