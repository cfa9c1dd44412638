import FoundationEssentials

/// CIFAR-10's binary batches (https://www.cs.toronto.edu/~kriz/cifar.html): records of a label and
/// 3 × 32 × 32 bytes, red, green, blue; the original files have 10,000, others any number.
enum CIFARFile {
  static let shape = ImageShape(channels: 3, height: 32, width: 32)
  private static let recordSize = 1 + shape.count
  private static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin` in the folder or its
  /// `cifar-10-batches-bin`.
  static func load(_ folder: String) throws(ImageFailure) -> ImageSet {
    let inner = "\(folder)/cifar-10-batches-bin"
    for other in ["\(folder)/data_batch_1", "\(folder)/cifar-10-batches-py"]
    where SystemPath.exists(other) {
      throw ImageFailure(other, ForeignFormat.pickledCIFAR)
    }
    let folder = SystemPath.exists(inner) ? inner : folder
    var pixels: [Float] = []
    var labels: [Int32] = []
    for batch in 1...5 {
      let path = "\(folder)/data_batch_\(batch).bin"
      let samples = try samples(GzipFile.contents(of: path), path: path)
      pixels += samples.pixels
      labels += samples.labels
    }
    let path = "\(folder)/test_batch.bin"
    return ImageSet(
      name: "CIFAR-10", classNames: classNames,
      training: ImageSamples(shape: shape, pixels: pixels, labels: labels),
      test: try samples(GzipFile.contents(of: path), path: path))
  }

  static func samples(_ data: Data, path: String) throws(ImageFailure) -> ImageSamples {
    let records = data.count / recordSize
    guard records > 0, data.count == records * recordSize else {
      throw ImageFailure(
        path, "\(data.count) bytes",
        expected: "whole records of \(recordSize) bytes (10,000 of them are 30,730,000)")
    }
    var labels: [Int32] = []
    var pixels: [Float] = []
    pixels.reserveCapacity(records * shape.count)
    for record in 0..<records {
      let start = data.startIndex + record * recordSize
      guard data[start] < 10 else {
        throw ImageFailure(
          path, "byte \(record * recordSize): label \(data[start])", expected: "0 to 9")
      }
      labels.append(Int32(data[start]))
      for byte in data[start + 1..<start + recordSize] { pixels.append(Float(byte) / 255) }
    }
    return ImageSamples(shape: shape, pixels: pixels, labels: labels)
  }
}
