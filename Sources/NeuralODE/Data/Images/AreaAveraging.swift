/// Makes images smaller: each pixel is the mean of the area that it covers, parts of pixels counted
/// by their share.
enum AreaAveraging {
  /// How much of each old pixel is in each new one, along one side: (first old pixel, weights that
  /// sum to 1).
  static func weights(from old: Int, to new: Int) -> [(first: Int, weights: [Float])] {
    (0..<new).map { i in
      let start = Double(i) * Double(old) / Double(new)
      let end = Double(i + 1) * Double(old) / Double(new)
      let first = min(old - 1, Int(start))
      let last = min(old - 1, max(first, Int(end.rounded(.up)) - 1))
      let weights = (first...last).map { pixel in
        Float(
          max(0, min(end, Double(pixel + 1)) - max(start, Double(pixel))) * Double(new)
            / Double(old))
      }
      return (first, weights)
    }
  }

  /// A channel of `height × width` pixels as one of `size × size`, appended to `result`.
  static func average(
    _ plane: ArraySlice<Float>, width: Int, rows: [(first: Int, weights: [Float])],
    columns: [(first: Int, weights: [Float])], into result: inout [Float]
  ) {
    for row in rows {
      for column in columns {
        var sum: Float = 0
        for (y, a) in row.weights.enumerated() {
          let start = plane.startIndex + (row.first + y) * width + column.first
          for (x, b) in column.weights.enumerated() { sum += a * b * plane[start + x] }
        }
        result.append(sum)
      }
    }
  }
}

extension ImageSamples {
  /// The same images, `size × size` pixels each.
  func averaged(to size: Int) -> ImageSamples {
    let small = ImageShape(channels: shape.channels, height: size, width: size)
    guard small != shape else { return self }
    let rows = AreaAveraging.weights(from: shape.height, to: size)
    let columns = AreaAveraging.weights(from: shape.width, to: size)
    var result: [Float] = []
    result.reserveCapacity(count * small.count)
    for plane in 0..<count * shape.channels {
      AreaAveraging.average(
        pixels[plane * shape.pixels..<(plane + 1) * shape.pixels], width: shape.width, rows: rows,
        columns: columns, into: &result)
    }
    return ImageSamples(shape: small, pixels: result, labels: labels)
  }
}
