/// How a camera was held, as a JPEG or PNG image's EXIF says (CIPA DC-008-2019, 4.5 and 4.6.4). What
/// cannot be read says nothing: the picture is whole without.
enum Orientation {
  /// The number from 1 (upright) to 8; 1 where there is none.
  static func of(_ data: [UInt8]) -> Int {
    let block = data.starts(with: [0xff, 0xd8]) ? jpegBlock(data) : pngBlock(data)
    return block.flatMap { tag($0) } ?? 1
  }

  /// The TIFF block of a JPEG image: in a segment APP1 that begins with "Exif", ahead of the image.
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
      let length = Int(data[place + 2]) << 8 | Int(data[place + 3])
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
      let length = data[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
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
      let bytes = block[block.startIndex + offset..<block.startIndex + offset + size]
      return isLittle
        ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
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
