import Math

/// Extents of an image, or of the space of images that a convolutional flow lives in.
public struct ImageShape: Sendable, Equatable {
  /// Numbers to a pixel.
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
  /// Numbers in all, channel by channel and row by row.
  public var count: Int { channels * pixels }

  /// The same image with so many channels more.
  public func augmented(by p: Int) -> ImageShape {
    ImageShape(channels: channels + p, height: height, width: width)
  }

  /// Where the pixels of so many vectors of samples lie when each channel has a border of zeros.
  package func padded(blocks: Int) -> PaddedImage {
    PaddedImage(height: height, width: width, blocks: blocks)
  }
}
