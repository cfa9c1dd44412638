/// Neighbouring tiles of one row, and of them some of the vectors of each pixel.
public struct TileRun: Sendable {
  /// Where the pixels lie.
  public let image: PaddedImage
  /// Row of tiles.
  public let row: Int
  /// First tile of it.
  public let first: Int
  /// Tiles.
  public let count: Int
  /// First vector of a pixel.
  public let block: Int
  /// Vectors of a pixel.
  public let blocks: Int

  /// A run of tiles.
  public init(image: PaddedImage, row: Int, first: Int, count: Int, block: Int, blocks: Int) {
    self.image = image
    self.row = row
    self.first = first
    self.count = count
    self.block = block
    self.blocks = blocks
  }

  /// Vectors to a channel of what the run is transformed to.
  @inlinable public var vectors: Int { count * blocks }

  /// Vectors from one point to the next of what the run is transformed to. Two more than there are:
  /// without a gap the 16 points would, for the usual numbers of filters, lie a power of two apart
  /// and share one set of the first cache.
  @inlinable public func pointPitch(channels: Int) -> Int { channels &* vectors &+ 2 }

  /// The vector of pixel (y, x) of a tile of the run, of channel 0.
  @inlinable public func vector(_ tile: Int, _ y: Int, _ x: Int) -> Int {
    image.vector(2 &* row &+ y, 2 &* (first &+ tile) &+ x) &+ block
  }
}
