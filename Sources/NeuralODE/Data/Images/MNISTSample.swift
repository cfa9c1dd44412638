import FoundationEssentials

/// 1,000 of MNIST's 10,000 test images, averaged to 14 × 14 pixels, that come with the program.
///
/// *The MNIST database of handwritten digits*, Y. LeCun, C. Cortes and C. J. C. Burges, 1998,
/// licensed under CC BY-SA 3.0. Of the images that `mnist:DIR` tests on where DIR holds the test
/// images alone, every fifth of them, these are every other: what was trained on the rest there has
/// not seen them. Each pixel is the mean of four, rounded to a byte.
///
/// Every fifth image is tested on (200) and the others are trained on (800).
enum MNISTSample {
  static let shape = ImageShape(channels: 1, height: 14, width: 14)
  static let count = 1000

  /// The images, pixels from 0 to 1.
  static var images: ImageSamples {
    let packed = text.withUTF8Buffer { Data(base64Encoded: Data($0)) } ?? Data()
    var allowance = UnpackingAllowance()
    guard
      let bytes = try? Inflation.unpacked(
        packed, path: "mnist-sample", format: "zlib", &allowance),
      bytes.count == count * (1 + shape.count)
    else { preconditionFailure("the program's own images cannot be unpacked") }
    return ImageSamples(
      shape: shape, pixels: bytes.dropFirst(count).map { Float($0) / 255 },
      labels: bytes.prefix(count).map { Int32($0) })
  }
}
