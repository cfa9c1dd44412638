/// Images with their classes.
public struct ImageSamples: Sendable, Equatable {
  /// Extents of each image.
  public let shape: ImageShape
  /// Pixels from 0 to 1, image by image, channel by channel, row by row.
  public let pixels: [Float]
  /// Numbers of the classes, from 0.
  public let labels: [Int32]

  /// Images; `pixels` must fit their number and shape.
  public init(shape: ImageShape, pixels: [Float], labels: [Int32]) {
    precondition(pixels.count == labels.count * shape.count, "images and labels differ in number")
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
  }

  /// Images.
  public var count: Int { labels.count }

  /// The pixels of one image.
  public func image(_ i: Int) -> ArraySlice<Float> {
    pixels[i * shape.count..<(i + 1) * shape.count]
  }

  /// Some of the images.
  public func rows(_ rows: some Sequence<Int>) -> ImageSamples {
    var pixels: [Float] = []
    var labels: [Int32] = []
    for row in rows {
      pixels += image(row)
      labels.append(self.labels[row])
    }
    return ImageSamples(shape: shape, pixels: pixels, labels: labels)
  }

  /// The images with rows and columns exchanged.
  var transposed: ImageSamples {
    var result: [Float] = []
    result.reserveCapacity(pixels.count)
    for plane in stride(from: 0, to: pixels.count, by: shape.pixels) {
      for column in 0..<shape.width {
        for row in 0..<shape.height { result.append(pixels[plane + row * shape.width + column]) }
      }
    }
    return ImageSamples(
      shape: ImageShape(channels: shape.channels, height: shape.width, width: shape.height),
      pixels: result, labels: labels)
  }

  /// The images to train on, and every fifth one, held out.
  public var everyFifth: (training: ImageSamples, test: ImageSamples) {
    (rows((0..<count).filter { $0 % 5 != 4 }), rows((0..<count).filter { $0 % 5 == 4 }))
  }

  /// The first `limit` images.
  public func first(_ limit: Int?) -> ImageSamples {
    guard let limit, limit < count else { return self }
    return rows(0..<limit)
  }
}

/// Shrinks images: each pixel is the mean of the area that it covers.
enum AreaAveraging {
  /// For each new pixel along one side: the first old pixel, and weights that sum to 1.
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

  /// Appends a channel, averaged to `size × size` pixels, to `result`.
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
  /// The images with `size × size` pixels.
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
