import CImages
import FoundationEssentials
import Platform

/// Files of one image: JPEG, PNG, PPM and PGM, identified by their first bytes.
enum RasterFile {
  /// In lower case.
  static let endings = ["jpg", "jpeg", "png", "ppm", "pgm"]

  /// Pixels: above any image set, and too few for a damaged header to ask for gigabytes.
  static let greatestSide = 8192

  static func read(_ path: String) throws(ImageFailure) -> Raster {
    let data = try retelling({ ImageFailure(path, $0) }) {
      try InputFile.image.bytes(of: path)
    }
    return try decode(data, path: path)
  }

  static func decode(_ data: Data, path: String) throws(ImageFailure) -> Raster {
    if data.starts(with: [0xff, 0xd8]) { return try jpeg([UInt8](data), path) }
    if data.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return try png([UInt8](data), path) }
    if let first = data.first, first == 0x50 {
      return try PortableAnymap.decode([UInt8](data), path)
    }
    throw ImageFailure(
      path, data.isEmpty ? "it is empty" : "byte 0: \(data[data.startIndex])",
      expected: "a JPEG, PNG, PPM or PGM image")
  }

  static func checkSides(
    _ width: Int, _ height: Int, _ path: String
  ) throws(ImageFailure) {
    guard (1...greatestSide).contains(width), (1...greatestSide).contains(height) else {
      throw ImageFailure(
        path, "its header: \(width)×\(height) pixels", expected: "1 to \(greatestSide) a side")
    }
  }

  /// Refuses a file that is too small for its unpacked size.
  private static func checkSize(
    _ unpacked: Int, of data: [UInt8], _ path: String
  ) throws(ImageFailure) {
    if let refusal = UnpackingAllowance().refusal(packed: data.count, unpacked: unpacked) {
      throw ImageFailure(path, refusal)
    }
  }

  private static func message<Text>(_ text: Text) -> String {
    withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func jpeg(_ data: [UInt8], _ path: String) throws(ImageFailure) -> Raster {
    var info = anode_jpeg_info()
    func failure() -> ImageFailure {
      ImageFailure(path, "libjpeg says: \(message(info.message))", expected: "a whole JPEG image")
    }
    guard anode_jpeg_header(data, data.count, &info) == 0 else { throw failure() }
    let (width, height) = (Int(info.width), Int(info.height))
    try checkSides(width, height, path)
    let channels = Int(info.components)
    try checkSize(width * height * channels, of: data, path)
    var bytes = [UInt8](repeating: 0, count: width * height * channels)
    guard anode_jpeg_decode(data, data.count, info.components, &bytes, &info) == 0 else {
      throw failure()
    }
    return Raster(
      width: width, height: height, channels: channels, samples: bytes.map { UInt16($0) }
    ).upright(Orientation.of(data))
  }

  private static func png(_ data: [UInt8], _ path: String) throws(ImageFailure) -> Raster {
    var info = anode_png_info()
    func failure() -> ImageFailure {
      ImageFailure(path, "libpng says: \(message(info.message))", expected: "a whole PNG image")
    }
    guard anode_png_header(data, data.count, &info) == 0 else { throw failure() }
    let (width, height) = (Int(info.width), Int(info.height))
    try checkSides(width, height, path)
    let count = width * height * Int(info.channels)
    try checkSize(count * (info.depth == 16 ? 2 : 1), of: data, path)
    var samples: [UInt16]
    if info.depth == 16 {
      samples = [UInt16](repeating: 0, count: count)
      let status = samples.withUnsafeMutableBytes { bytes in
        anode_png_decode(
          data, data.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), &info)
      }
      guard status == 0 else { throw failure() }
    } else {
      var bytes = [UInt8](repeating: 0, count: count)
      guard anode_png_decode(data, data.count, &bytes, &info) == 0 else { throw failure() }
      samples = bytes.map { UInt16($0) }
    }
    let greatest: UInt16 = info.depth == 16 ? .max : 255
    let hasAlpha = info.channels % 2 == 0
    let colours = Int(info.channels) - (hasAlpha ? 1 : 0)
    if hasAlpha { samples = overBlack(samples, colours, greatest) }
    let isGrey = colours == 3 && info.has_grey_palette != 0
    if isGrey { samples = stride(from: 0, to: samples.count, by: 3).map { samples[$0] } }
    return Raster(
      width: width, height: height, channels: isGrey ? 1 : colours, samples: samples,
      greatest: greatest
    ).upright(Orientation.of(data))
  }

  /// Blends pixels with alpha over black, rounded.
  private static func overBlack(
    _ samples: [UInt16], _ colours: Int, _ greatest: UInt16
  ) -> [UInt16] {
    let white = UInt32(greatest)
    var result: [UInt16] = []
    result.reserveCapacity(samples.count / (colours + 1) * colours)
    for pixel in stride(from: 0, to: samples.count, by: colours + 1) {
      let alpha = UInt32(samples[pixel + colours])
      for colour in samples[pixel..<pixel + colours] {
        // 65535² + 32767 is below 2³².
        result.append(UInt16((UInt32(colour) * alpha + white / 2) / white))
      }
    }
    return result
  }
}
