/// 1,797 handwritten digits of 8 × 8 pixels that come with the program.
///
/// The test part of *Optical Recognition of Handwritten Digits*, E. Alpaydin and C. Kaynak, 1998,
/// UCI Machine Learning Repository, DOI 10.24432/C50P49, licensed under CC BY 4.0.
///
/// Every fifth image is tested on (359) and the others are trained on (1,438). The images stand in
/// the order in which 13 persons wrote them, so that both parts hold digits of all of them.
enum Digits {
  static let shape = ImageShape(channels: 1, height: 8, width: 8)

  /// The images, pixels from 0 to 1.
  static var images: ImageSamples {
    var pixels: [Float] = []
    var labels: [Int32] = []
    text.withUTF8Buffer { bytes in
      // A label, 64 pixels, and the end of the line.
      for line in stride(from: 0, to: bytes.count, by: shape.count + 2) {
        labels.append(Int32(bytes[line]) - 48)
        for byte in bytes[(line + 1)...(line + shape.count)] {
          pixels.append(byte == 0x2e ? 0 : Float(byte - 96) / 16)
        }
      }
    }
    return ImageSamples(shape: shape, pixels: pixels, labels: labels)
  }
}
