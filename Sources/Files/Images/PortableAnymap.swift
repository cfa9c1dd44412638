/// Netpbm's P2 and P5 (grey), P3 and P6 (colour), with 8 or 16 bits:
/// https://netpbm.sourceforge.net/doc/ppm.html.
enum PortableAnymap {
  static func decode(_ data: [UInt8], _ path: String) throws(ImageFailure) -> Raster {
    guard data.count > 1, [0x32, 0x33, 0x35, 0x36].contains(data[1]) else {
      throw ImageFailure(path, "byte 1", expected: "P2, P3, P5 or P6")
    }
    var reader = Reader(data: data, path: path)
    let width = try reader.number("its width", upTo: RasterFile.greatestSide)
    let height = try reader.number("its height", upTo: RasterFile.greatestSide)
    try RasterFile.checkSides(width, height, path)
    let greatest = try reader.number("its greatest value", upTo: 65_535)
    guard greatest > 0 else {
      throw ImageFailure(path, "a greatest value of 0", expected: "1 to 65535")
    }
    let channels = data[1] == 0x33 || data[1] == 0x36 ? 3 : 1
    let count = width * height * channels
    let isPlain = data[1] < 0x34
    let values =
      isPlain
      ? try reader.plain(count, upTo: greatest)
      : try reader.binary(count, upTo: greatest, "\(width)×\(height), \(channels) a pixel")
    // Scaled to the white of 8 or 16 bits.
    let white = greatest > 255 ? 65_535 : 255
    return Raster(
      width: width, height: height, channels: channels,
      samples: values.map { UInt16((Int($0) * white + greatest / 2) / greatest) },
      greatest: UInt16(white))
  }

  private struct Reader {
    let data: [UInt8]
    let path: String
    var place = 2

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    /// The next number, after blanks and comments.
    mutating func number(_ what: String, upTo limit: Int) throws(ImageFailure) -> Int {
      let before = place
      while place < data.count, isSpace(data[place]) || data[place] == 0x23 {
        if data[place] == 0x23 {
          while place < data.count, data[place] != 0x0a { place += 1 }
        } else {
          place += 1
        }
      }
      let start = place
      var value = 0
      while place < data.count, (0x30...0x39).contains(data[place]), value <= limit {
        value = 10 * value + Int(data[place] - 0x30)
        place += 1
      }
      guard place > start, start > before, value <= limit else {
        throw ImageFailure(
          path, "byte \(start)", expected: "\(what), a whole number up to \(limit)")
      }
      return value
    }

    mutating func plain(_ count: Int, upTo greatest: Int) throws(ImageFailure) -> [UInt16] {
      var values: [UInt16] = []
      for _ in 0..<count { values.append(UInt16(try number("a sample", upTo: greatest))) }
      while place < data.count, isSpace(data[place]) { place += 1 }
      guard place == data.count else {
        throw ImageFailure(path, "byte \(place)", expected: "the file's end")
      }
      return values
    }

    /// Bytes, or above 255 pairs of bytes, higher byte first.
    mutating func binary(
      _ count: Int, upTo greatest: Int, _ extents: String
    ) throws(ImageFailure) -> [UInt16] {
      let size = greatest > 255 ? 2 : 1
      guard place < data.count, isSpace(data[place]), data.count - place - 1 == size * count else {
        throw ImageFailure(
          path, "\(max(0, data.count - place - 1)) bytes after its header",
          expected: "\(size * count) (\(extents)\(size == 2 ? ", 2 bytes a sample" : ""))")
      }
      let first = place + 1
      var values: [UInt16] = []
      values.reserveCapacity(count)
      for sample in 0..<count {
        let value =
          size == 1
          ? UInt16(data[first + sample])
          : UInt16(data[first + 2 * sample]) << 8 | UInt16(data[first + 2 * sample + 1])
        guard value <= greatest else {
          throw ImageFailure(path, "sample \(sample): \(value)", expected: "0 to \(greatest)")
        }
        values.append(value)
      }
      return values
    }
  }
}
