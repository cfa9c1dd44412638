import CSystem
import Canvas

/// A picture with few colours.
struct IndexedPicture {
  let width: Int
  let height: Int
  private var indices: [UInt8]
  /// 0xRRGGBB; the first stands for transparent pixels.
  private var palette: [UInt32]
  private var hasHoles = false

  /// Colours whose components agree in five bits become their mean: those of an area stay as they are,
  /// those of a smooth edge move by 4 of 255 at most. Of these means so many are kept that the rest is
  /// near to one of them.
  ///
  /// - Parameter count: of colours, 2…255.
  init(_ image: PixelImage, colors count: Int) {
    (width, height) = (image.width, image.height)
    (indices, palette) = ([], [0])
    var groups = [Group](repeating: Group(), count: 1 << 15)
    var used: [Int] = []
    image.pixels.withUnsafeBufferPointer { pixels in
      for pixel in pixels {
        guard pixel >> 24 >= 128 else {
          hasHoles = true
          continue
        }
        let number = Self.group(pixel)
        if groups[number].count == 0 { used.append(number) }
        groups[number].count += 1
        groups[number].sum &+= SIMD4(pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF, 0)
      }
    }
    var numbers = [UInt8](repeating: 0, count: 1 << 15)
    for (number, color) in Self.choose(used.map { groups[$0] }, count, into: &palette).enumerated()
    {
      numbers[used[number]] = color
    }
    indices = [UInt8](unsafeUninitializedCapacity: image.pixels.count) { result, used in
      used = image.pixels.count
      image.pixels.withUnsafeBufferPointer { pixels in
        for (index, pixel) in pixels.enumerated() {
          result[index] = pixel >> 24 >= 128 ? numbers[Self.group(pixel)] : 0
        }
      }
    }
  }

  private struct Group {
    var count: UInt32 = 0
    /// Red, green, blue. 2²⁴ pixels fit.
    var sum = SIMD4<UInt32>()

    var mean: SIMD4<Int32> {
      SIMD4(truncatingIfNeeded: (sum &+ count / 2) / SIMD4(repeating: max(1, count)))
    }
  }

  private static func group(_ pixel: UInt32) -> Int {
    let (red, green, blue) = (pixel >> 9 & 0x7C00, pixel >> 6 & 0x3E0, pixel >> 3 & 0x1F)
    return Int(red | green | blue)
  }

  /// Appends a palette, and returns each group's colour in it. The most frequent colour comes first,
  /// then again and again the one that is worst served, by its distance and how often it occurs.
  private static func choose(
    _ groups: [Group], _ count: Int, into palette: inout [UInt32]
  ) -> [UInt8] {
    let means = groups.map(\.mean)
    let weights = groups.map { Float($0.count).squareRoot() }
    var distances = [Float](repeating: .greatestFiniteMagnitude, count: groups.count)
    var numbers = [UInt8](repeating: 0, count: groups.count)
    var next = groups.indices.max { groups[$0].count < groups[$1].count }
    for _ in 0..<count {
      guard let chosen = next else { break }
      let color = means[chosen]
      let number = UInt8(palette.count)
      palette.append(UInt32(color.x << 16 | color.y << 8 | color.z))
      next = nil
      var worst: Float = 0
      for index in means.indices {
        let d = means[index] &- color
        // The eye is most sensitive to green, least to blue.
        let distance = Float((d &* d &* SIMD4(3, 6, 2, 0)).wrappedSum())
        if distance < distances[index] { (distances[index], numbers[index]) = (distance, number) }
        let cost = distances[index] * weights[index]
        if cost > worst { (worst, next) = (cost, index) }
      }
    }
    return numbers
  }

  /// As PNG (ISO/IEC 15948); nil if zlib fails.
  ///
  /// - Parameter level: zlib's.
  func png(level: Int32) -> [UInt8]? {
    // Two pixels in a byte where there are few colours.
    let isPacked = palette.count <= 16
    let length = isPacked ? (width + 1) / 2 : width
    // Each row begins with its filter: 0, none, which suits lines on a ground best.
    var rows = [UInt8](repeating: 0, count: (length + 1) * height)
    indices.withUnsafeBufferPointer { indices in
      for y in 0..<height {
        for x in 0..<width {
          let index = indices[y * width + x]
          let place = y * (length + 1) + 1
          if isPacked {
            rows[place + x / 2] |= x % 2 == 0 ? index << 4 : index
          } else {
            rows[place + x] = index
          }
        }
      }
    }
    guard let data = Zlib.deflated(rows, level: level) else { return nil }
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Four or eight bits, a palette, no interlacing.
    Self.append(
      "IHDR", Self.word(width) + Self.word(height) + [isPacked ? 4 : 8, 3, 0, 0, 0], to: &bytes)
    let colors = palette.flatMap { color in
      [16, 8, 0].map { UInt8(truncatingIfNeeded: color >> $0) }
    }
    Self.append("PLTE", colors, to: &bytes)
    if hasHoles { Self.append("tRNS", [0], to: &bytes) }
    Self.append("IDAT", data, to: &bytes)
    Self.append("IEND", [], to: &bytes)
    return bytes
  }

  private static func append(_ name: String, _ body: [UInt8], to bytes: inout [UInt8]) {
    let checked = Array(name.utf8) + body
    bytes += word(body.count) + checked
    bytes += word(Int(crc32(0, checked, uInt(checked.count))))
  }

  private static func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

extension PixelImage {
  /// Each `part` × `part` pixels become their mean: transparent if one of them is.
  func reduced(by part: Int) -> PixelImage {
    guard part > 1, width >= part, height >= part else { return self }
    let (wide, high) = (width / part, height / part)
    let count = UInt32(part * part)
    let reduced = [UInt32](unsafeUninitializedCapacity: wide * high) { result, used in
      used = wide * high
      pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<high {
          for x in 0..<wide {
            var sum = SIMD4<UInt32>()
            var isHole = false
            for row in y * part..<(y + 1) * part {
              for column in x * part..<(x + 1) * part {
                let pixel = pixels[row * width + column]
                if pixel >> 24 < 128 { isHole = true }
                sum &+= SIMD4(pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF, 0)
              }
            }
            let mean = sum / SIMD4(repeating: count)
            result[y * wide + x] =
              isHole ? 0 : 0xFF00_0000 | mean.x << 16 | mean.y << 8 | mean.z
          }
        }
      }
    }
    return PixelImage(width: wide, height: high, pixels: reduced)
  }
}
