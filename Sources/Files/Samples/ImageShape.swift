import Math

/// Extents of an image, or of a convolutional flow's state.
public struct ImageShape: Sendable, Equatable {
  /// Numbers per pixel.
  public var channels: Int
  /// Rows of pixels.
  public var height: Int
  /// Pixels in a row.
  public var width: Int

  /// An image's extents.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Pixels of a channel.
  public var pixels: Int { height * width }
  /// Numbers per image, channel by channel, row by row.
  public var count: Int { channels * pixels }

  /// The shape with p added channels.
  public func augmented(by p: Int) -> ImageShape {
    ImageShape(channels: channels + p, height: height, width: width)
  }

  /// The memory layout for `blocks` vectors of samples, with a border of zeros.
  package func padded(blocks: Int) -> PaddedImage {
    PaddedImage(height: height, width: width, blocks: blocks)
  }
}
