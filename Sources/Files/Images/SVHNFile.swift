import FoundationEssentials

/// Street View House Numbers, cropped (http://ufldl.stanford.edu/housenumbers): MATLAB files with
/// an array X, rows × columns × 3 × images, and an array y of labels 1 to 10; 10 is the digit 0.
enum SVHNFile {
  /// `train_32x32.mat` and `test_32x32.mat`, held out; with only one of them, every fifth image is
  /// held out.
  ///
  /// - Parameter limit: the most images of each; the files are read whole.
  static func load(_ folder: String, limit: Int?) throws(ImageFailure) -> ImageSet {
    func part(_ name: String, _ limit: Int?) throws(ImageFailure) -> ImageSamples? {
      let path = "\(folder)/\(name)_32x32.mat"
      guard SystemPath.exists(path) else { return nil }
      return try samples(GzipFile.contents(of: path), path: path, limit: limit)
    }
    let isWhole = ["train", "test"].allSatisfy {
      SystemPath.exists("\(folder)/\($0)_32x32.mat")
    }
    let training = try part("train", isWhole ? limit : nil)
    let test = try part("test", isWhole ? limit : nil)
    let parts = try ImageSet.parts(
      training, test, of: folder, "test", files: "train_32x32.mat and test_32x32.mat")
    return ImageSet(
      name: "SVHN", classNames: ImageSet.digitNames, training: parts.training, test: parts.test)
  }

  static func samples(
    _ data: Data, path: String, limit: Int? = nil
  ) throws(ImageFailure) -> ImageSamples {
    let file = try MATFile(data, path: path)
    func array(_ name: String) throws(ImageFailure) -> MATFile.Matrix {
      guard let array = file.arrays[name] else {
        let names = file.arrays.keys.sorted().prefix(8).map(\.short).joined(separator: ", ")
        throw ImageFailure(
          path, names.isEmpty ? "no arrays of numbers" : "arrays \(names)",
          expected: "an array \(name)")
      }
      return array
    }
    let (x, y) = (try array("X"), try array("y"))
    func text(_ extents: [Int]) -> String { extents.map { "\($0)" }.joined(separator: "×") }
    let images = x.extents.count == 3 ? 1 : x.extents.last ?? 0
    guard (3...4).contains(x.extents.count), x.type == .uint8, x.extents[2] == 3, images > 0,
      x.extents[..<2].allSatisfy(ImageSet.sides.contains)
    else {
      throw ImageFailure(
        path, "array X of \(text(x.extents))",
        expected: "bytes, rows × columns × 3 × images, 1 to \(ImageSet.sides.upperBound) a side")
    }
    guard y.count == images else {
      throw ImageFailure(
        path, "array y of \(text(y.extents))", expected: "\(images) labels, as X has images")
    }
    let kept = min(images, limit ?? images)
    var labels: [Int32] = []
    for i in 0..<kept {
      let label = y.number(i)
      guard (1...10).contains(label), label == label.rounded() else {
        throw ImageFailure(
          path, "label \(i + 1): \(label)", expected: "1 to 10, of which 10 is digit 0")
      }
      labels.append(Int32(label) % 10)
    }
    let shape = ImageShape(channels: 3, height: x.extents[0], width: x.extents[1])
    return ImageSamples(shape: shape, pixels: pixels(x.data, shape, kept), labels: labels)
  }

  /// Turns MATLAB's columns into rows.
  private static func pixels(_ data: Data, _ shape: ImageShape, _ count: Int) -> [Float] {
    let (height, width) = (shape.height, shape.width)
    return [Float](unsafeUninitializedCapacity: count * shape.count) { target, filled in
      data.withUnsafeBytes { bytes in
        var place = 0
        for plane in 0..<count * shape.channels {
          let start = plane * shape.pixels
          for row in 0..<height {
            for column in 0..<width {
              target[place] = Float(bytes[start + column * height + row]) / 255
              place += 1
            }
          }
        }
      }
      filled = count * shape.count
    }
  }
}
