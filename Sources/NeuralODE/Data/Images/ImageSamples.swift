/// Images with the classes that they belong to.
public struct ImageSamples: Sendable, Equatable {
  /// Extents of each.
  public let shape: ImageShape
  /// Pixels from 0 to 1, image by image, in each channel by channel and row by row.
  public let pixels: [Float]
  /// Numbers of the classes, from 0.
  public let labels: [Int32]

  /// Images; as many pixels as they have.
  public init(shape: ImageShape, pixels: [Float], labels: [Int32]) {
    precondition(pixels.count == labels.count * shape.count, "images and labels differ in number")
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
  }

  /// How many there are.
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

  /// The same images with rows for columns.
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

  /// The images parted in those to train on and, every fifth, those to test on.
  public var everyFifth: (training: ImageSamples, test: ImageSamples) {
    (rows((0..<count).filter { $0 % 5 != 4 }), rows((0..<count).filter { $0 % 5 == 4 }))
  }

  /// The first images, at most so many.
  public func first(_ limit: Int?) -> ImageSamples {
    guard let limit, limit < count else { return self }
    return rows(0..<limit)
  }
}
