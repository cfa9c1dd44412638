@testable import Files
import CSystem
import Foundation
import Testing

@testable import NeuralODE

@Suite("PNG images are decoded whole or refused") struct PNGTests {
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(size))
    #expect(compress(&result, &size, bytes, uLong(bytes.count)) == Z_OK)
    return Array(result.prefix(Int(size)))
  }

  private static func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return word(data.count) + body + word(Int(crc32(0, body, uInt(body.count))))
  }

  /// A PNG file; each row begins with its filter, `chunks` go between header and pixels.
  static func png(
    _ width: Int, _ height: Int, colour: UInt8, depth: UInt8, _ rows: [UInt8],
    _ chunks: [UInt8] = [], isInterlaced: Bool = false
  ) -> Data {
    let header = word(width) + word(height) + [depth, colour, 0, 0, isInterlaced ? 1 : 0]
    return Data(
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10] + chunk("IHDR", header) + chunks
        + chunk("IDAT", packed(rows)) + chunk("IEND", []))
  }

  private static let palette = chunk("PLTE", [255, 0, 0, 0, 255, 0, 0, 0, 255])

  @Test(
    "grey, colour, palettes, alpha on black, 1 to 16 bits, interlaced and rotated images are read",
    arguments: [
      (png(3, 2, colour: 0, depth: 8, [0, 0, 128, 255, 0, 1, 2, 3]), 1, [0, 128, 255, 1, 2, 3]),
      (png(3, 1, colour: 0, depth: 1, [0, 0xa0]), 1, [255, 0, 255]),
      (png(2, 1, colour: 0, depth: 4, [0, 0x3f]), 1, [51, 255]),
      (png(2, 1, colour: 0, depth: 16, [0, 0x12, 0x34, 255, 255]), 1, [0x1234, 65535]),
      (png(2, 1, colour: 2, depth: 8, [0, 1, 2, 3, 255, 0, 128]), 3, [1, 2, 3, 255, 0, 128]),
      (png(1, 1, colour: 2, depth: 16, [0, 0, 1, 16, 0, 255, 255]), 3, [1, 4096, 65535]),
      (png(2, 1, colour: 4, depth: 8, [0, 200, 128, 100, 0]), 1, [100, 0]),
      (png(1, 1, colour: 6, depth: 8, [0, 255, 128, 0, 128]), 3, [128, 64, 0]),
      (png(1, 1, colour: 4, depth: 16, [0, 0x80, 0, 0x80, 0]), 1, [16384]),
      (
        png(3, 1, colour: 3, depth: 8, [0, 0, 1, 2], palette), 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]
      ),
      (
        png(2, 1, colour: 3, depth: 8, [0, 0, 1], palette + chunk("tRNS", [255, 128])), 3,
        [255, 0, 0, 0, 128, 0]
      ),
      // A palette of greys gives a grey image.
      (
        png(
          3, 1, colour: 3, depth: 2, [0, 0x18], chunk("PLTE", [0, 0, 0, 9, 9, 9, 255, 255, 255])),
        1, [0, 9, 255]
      ),
      (
        png(2, 2, colour: 0, depth: 8, [0, 10, 0, 20, 0, 30, 40], isInterlaced: true), 1,
        [10, 20, 30, 40]
      ),
      (
        png(
          3, 2, colour: 0, depth: 8, [0, 1, 2, 3, 0, 4, 5, 6],
          chunk(
            "eXIf", [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0])),
        1, [4, 1, 5, 2, 6, 3]
      ),
    ] as [(Data, Int, [UInt16])])
  func kinds(data: Data, channels: Int, samples: [UInt16]) throws {
    let raster = try RasterFile.decode(data, path: "p")
    #expect(raster.channels == channels && raster.samples == samples)
    #expect(raster.greatest == (data[24] == 16 ? 65535 : 255))
  }

  @Test("a PNG image truncated or damaged anywhere is refused with libpng's reason")
  func damaged() {
    let whole = Self.png(3, 2, colour: 0, depth: 8, [0, 0, 128, 255, 0, 1, 2, 3])
    for length in 0..<whole.count - 1 {
      #expect(throws: ImageFailure.self, "\(length) bytes") {
        try RasterFile.decode(whole.prefix(length), path: "p")
      }
    }
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 0x10
      #expect(throws: ImageFailure.self, "byte \(place)") {
        try RasterFile.decode(damaged, path: "p")
      }
    }
    let huge = Self.png(20_000, 1, colour: 0, depth: 8, [0])
    #expect(
      throws: ImageFailure("p", "its header: 20000×1 pixels", expected: "1 to 8192 a side")
    ) { try RasterFile.decode(huge, path: "p") }
  }

  @Test("10,000 mutations of PNG images with valid checksums are decoded whole or refused")
  func mutations() {
    var generator = Xoshiro256(seed: 41)
    for round in 0..<10_000 {
      // With valid checksums libpng looks at the chunks' content, too.
      var header: [UInt8] = [0, 0, 0, 3, 0, 0, 0, 2, 8, [0, 2, 3, 4, 6][round % 5], 0, 0, 0]
      var rows = [UInt8](repeating: 0, count: 2 * (1 + 3 * 4)).enumerated().map { UInt8($0.offset) }
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        header[Int.random(in: 3..<13, using: &generator)] = UInt8.random(
          in: 0...18, using: &generator)
      }
      rows.removeLast(Int.random(in: 0..<rows.count, using: &generator))
      var pixels = Self.packed(rows)
      if round % 3 == 0 {
        pixels[Int.random(in: 0..<pixels.count, using: &generator)] ^= UInt8(1 << (round % 8))
      }
      let palette = [UInt8](repeating: 77, count: Int.random(in: 0...12, using: &generator))
      let data = Data(
        [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10] + Self.chunk("IHDR", header)
          + (round % 2 == 0 ? Self.chunk("PLTE", palette) : [])
          + (round % 7 == 0 ? Self.chunk("tRNS", Array(palette.prefix(5))) : [])
          + Self.chunk("IDAT", pixels) + Self.chunk("IEND", []))
      RasterFileTests.survives(data)
    }
  }
}
