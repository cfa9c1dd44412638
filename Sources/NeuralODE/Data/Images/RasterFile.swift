import CJPEG
import Foundation

/// A decoded image: bytes row by row, in each pixel channel by channel.
struct Raster {
  var width: Int
  var height: Int
  /// 1: grey, 3: colour.
  var channels: Int
  var bytes: [UInt8]
}

/// Files of one image each: JPEG, PPM and PGM, known by their first bytes.
enum RasterFile {
  /// Endings of files that are read, in lower case.
  static let endings = ["jpg", "jpeg", "ppm", "pgm"]

  /// Reads a file.
  static func read(_ path: String) throws(ImageFailure) -> Raster {
    let data: Data
    do throws(Safetensors.Failure) {
      data = try Safetensors.contents(of: path)
    } catch {
      throw ImageFailure(path: path, place: error.description, expected: "a file")
    }
    return try decode(data, path: path)
  }

  /// Decodes a file's bytes.
  static func decode(_ data: Data, path: String) throws(ImageFailure) -> Raster {
    if data.starts(with: [0xff, 0xd8]) { return try jpeg([UInt8](data), path) }
    if let first = data.first, first == 0x50 { return try pnm([UInt8](data), path) }
    throw ImageFailure(
      path: path, place: data.isEmpty ? "it is empty" : "byte 0: \(data[data.startIndex])",
      expected: "a JPEG, PPM or PGM image")
  }

  private static func checkSides(
    _ width: Int, _ height: Int, _ path: String
  ) throws(ImageFailure) {
    // Far above any image set, and so little that a damaged header does not ask for gigabytes.
    guard (1...8192).contains(width), (1...8192).contains(height) else {
      throw ImageFailure(
        path: path, place: "its header: \(width)×\(height) pixels", expected: "1 to 8192 a side")
    }
  }

  private static func jpeg(_ data: [UInt8], _ path: String) throws(ImageFailure) -> Raster {
    var info = anode_jpeg_info()
    func failure() -> ImageFailure {
      let message = withUnsafeBytes(of: info.message) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      return ImageFailure(
        path: path, place: "libjpeg says: \(message)", expected: "a whole JPEG image")
    }
    guard anode_jpeg_header(data, data.count, &info) == 0 else { throw failure() }
    let (width, height) = (Int(info.width), Int(info.height))
    try checkSides(width, height, path)
    let channels = Int(info.components)
    var bytes = [UInt8](repeating: 0, count: width * height * channels)
    guard anode_jpeg_decode(data, data.count, info.components, &bytes, &info) == 0 else {
      throw failure()
    }
    return Raster(width: width, height: height, channels: channels, bytes: bytes)
  }

  /// Netpbm's P2 and P5 (grey), P3 and P6 (colour): https://netpbm.sourceforge.net/doc/ppm.html.
  private static func pnm(_ data: [UInt8], _ path: String) throws(ImageFailure) -> Raster {
    var place = 1
    guard data.count > 1, [0x32, 0x33, 0x35, 0x36].contains(data[1]) else {
      throw ImageFailure(path: path, place: "byte 1", expected: "P2, P3, P5 or P6")
    }
    let isPlain = data[1] < 0x34
    let channels = data[1] == 0x33 || data[1] == 0x36 ? 3 : 1
    place = 2
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
    func number(_ what: String, upTo limit: Int) throws(ImageFailure) -> Int {
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
          path: path, place: "byte \(start)", expected: "\(what), a whole number up to \(limit)")
      }
      return value
    }
    let width = try number("its width", upTo: 8192)
    let height = try number("its height", upTo: 8192)
    try checkSides(width, height, path)
    let greatest = try number("its greatest value", upTo: 255)
    guard greatest > 0 else {
      throw ImageFailure(path: path, place: "a greatest value of 0", expected: "1 to 255")
    }
    let count = width * height * channels
    var bytes: [UInt8] = []
    bytes.reserveCapacity(isPlain ? 0 : count)
    func append(_ value: Int) throws(ImageFailure) {
      guard value <= greatest else {
        throw ImageFailure(
          path: path, place: "sample \(bytes.count): \(value)", expected: "0 to \(greatest)")
      }
      bytes.append(UInt8((value * 255 + greatest / 2) / greatest))
    }
    if isPlain {
      for _ in 0..<count { try append(try number("a sample", upTo: greatest)) }
      while place < data.count, isSpace(data[place]) { place += 1 }
      guard place == data.count else {
        throw ImageFailure(path: path, place: "byte \(place)", expected: "the file's end")
      }
    } else {
      guard place < data.count, isSpace(data[place]), data.count - place - 1 == count else {
        throw ImageFailure(
          path: path, place: "\(max(0, data.count - place - 1)) bytes after its header",
          expected: "\(count) (\(width)×\(height), \(channels) a pixel)")
      }
      for byte in data[(place + 1)...] { try append(Int(byte)) }
    }
    return Raster(width: width, height: height, channels: channels, bytes: bytes)
  }
}
