/// A decoded image: samples row by row, in each pixel channel by channel.
struct Raster: Equatable {
  var width: Int
  var height: Int
  /// 1: grey, 3: colour.
  var channels: Int
  /// From 0 to `greatest`.
  var samples: [UInt16]
  /// White: 255, or 65535 of images of 16 bits.
  var greatest: UInt16 = 255

  /// The image in 8 bits a sample.
  var bytes: [UInt8] {
    greatest == 255
      ? samples.map { UInt8(truncatingIfNeeded: $0) } : samples.map { UInt8($0 / 257) }
  }

  /// A channel's values from 0 to 1, row by row.
  func plane(_ channel: Int) -> [Float] {
    let white = Float(greatest)
    return stride(from: channel, to: samples.count, by: channels).map { Float(samples[$0]) / white }
  }

  /// The image as its camera was held.
  ///
  /// - Parameter orientation: EXIF's number (CIPA DC-008, 4.6.4): 1 upright, 2 mirrored, 3 upside
  ///   down, 4 both, 5 to 8 with rows for columns.
  func upright(_ orientation: Int) -> Raster {
    guard (2...8).contains(orientation) else { return self }
    let isTransposed = orientation > 4
    var result = self
    if isTransposed { (result.width, result.height) = (height, width) }
    // Where the column, and the row, of the source runs backwards.
    let mirrorsX = [2, 3, 7, 8].contains(orientation)
    let mirrorsY = [3, 4, 6, 7].contains(orientation)
    var place = 0
    for y in 0..<result.height {
      for x in 0..<result.width {
        let (column, row) = isTransposed ? (y, x) : (x, y)
        let source =
          (mirrorsY ? height - 1 - row : row) * width + (mirrorsX ? width - 1 - column : column)
        for channel in 0..<channels {
          result.samples[place] = samples[source * channels + channel]
          place += 1
        }
      }
    }
    return result
  }
}
