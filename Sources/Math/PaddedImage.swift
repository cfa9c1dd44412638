/// The memory layout of a batch of images whose channels have a border of zeros, for 3 × 3 filters
/// that reach past the edge: channel-major, each pixel `blocks` whole vectors.
///
/// One zero pixel separates rows: the right border of one and the left border of the next. An odd
/// height or width is rounded up to whole tiles of 2 × 2.
public struct PaddedImage: Sendable, Equatable {
  /// Rows of pixels.
  public let height: Int
  /// Pixels in a row.
  public let width: Int
  /// Vectors of lanes per pixel.
  public let blocks: Int

  /// A layout.
  public init(height: Int, width: Int, blocks: Int) {
    self.height = height
    self.width = width
    self.blocks = blocks
  }

  /// Rows of tiles of 2 × 2 pixels.
  @inlinable public var tileRows: Int { (height + 1) / 2 }
  /// Tiles per row.
  @inlinable public var tileColumns: Int { (width + 1) / 2 }
  /// Pixels from one row to the next.
  @inlinable public var rowPixels: Int { 2 * tileColumns + 1 }
  /// Pixels of a channel, border included.
  @inlinable public var pixels: Int { (2 * tileRows + 2) * rowPixels + 1 }
  /// Vectors from one channel to the next.
  @inlinable public var pitch: Int { pixels * blocks }
  /// Vectors from one row to the next.
  @inlinable public var rowPitch: Int { rowPixels * blocks }

  /// The first vector of pixel (y, x) of channel 0; −1 and the height or width are the border.
  @inlinable public func vector(_ y: Int, _ x: Int) -> Int {
    (1 + (y + 1) * rowPixels + x) * blocks
  }

  /// Which neighbours of pixel (y, x) are within the image: 1 above, 2 below, 4 to the left, 8 to
  /// the right. Pixels of one class see the same part of a filter.
  @inlinable public func borderClass(_ y: Int, _ x: Int) -> Int {
    (y > 0 ? 1 : 0) | (y < height - 1 ? 2 : 0) | (x > 0 ? 4 : 0) | (x < width - 1 ? 8 : 0)
  }

  /// Whether tap (r, s) of a 3 × 3 filter, from 0, is within the image for a pixel of that class.
  public static func sees(_ borderClass: Int, _ r: Int, _ s: Int) -> Bool {
    (r != 0 || borderClass & 1 != 0) && (r != 2 || borderClass & 2 != 0)
      && (s != 0 || borderClass & 4 != 0) && (s != 2 || borderClass & 8 != 0)
  }

  /// Sets the border to zero.
  public func clearBorder<Scalar: LaneNumber>(
    _ image: UnsafeMutablePointer<Scalar>, channels: Int
  ) {
    let bytes = blocks * Scalar.laneCount * MemoryLayout<Scalar>.stride
    for channel in 0..<channels {
      let raw = UnsafeMutableRawPointer(image) + channel * pixels * bytes
      func clear(_ from: Int, _ to: Int) {
        (raw + from * bytes).initializeMemory(
          as: UInt8.self, repeating: 0, count: (to - from) * bytes)
      }
      var start = 0
      for y in 0..<height {
        let first = 1 + (y + 1) * rowPixels
        clear(start, first)
        start = first + width
      }
      clear(start, pixels)
    }
  }
}

/// Neighbouring tiles of one row, and some of the vectors of each of their pixels.
public struct TileRun: Sendable {
  /// The layout.
  public let image: PaddedImage
  /// Row of tiles.
  public let row: Int
  /// First tile in the row.
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

  /// Vectors per channel of the transformed run.
  @inlinable public var vectors: Int { count * blocks }

  /// Vectors from one point to the next of the transformed run, with a gap of two. Without it the
  /// 16 points would often be a power of two apart and share one set of the first-level cache.
  @inlinable public func pointPitch(channels: Int) -> Int { channels &* vectors &+ 2 }

  /// The vector of pixel (y, x) of a tile, in channel 0.
  @inlinable public func vector(_ tile: Int, _ y: Int, _ x: Int) -> Int {
    image.vector(2 &* row &+ y, 2 &* (first &+ tile) &+ x) &+ block
  }
}

/// Filters in PyTorch's layout, outputs × channels × 3 × 3. The first channels can be outside the
/// map (the time).
public struct FilterBank<Scalar: LaneNumber> {
  /// The weights of output 0 from channel 0.
  public var weights: UnsafePointer<Scalar>
  /// Outputs.
  public var outputs: Int
  /// Channels of the map.
  public var inputs: Int
  /// Channels before those.
  public var skipped: Int

  /// Filters.
  public init(weights: UnsafePointer<Scalar>, outputs: Int, inputs: Int, skipped: Int) {
    self.weights = weights
    self.outputs = outputs
    self.inputs = inputs
    self.skipped = skipped
  }

  /// The index of the first weight from an input to an output.
  @inlinable public func offset(_ output: Int, _ input: Int) -> Int {
    (output &* (inputs &+ skipped) &+ skipped &+ input) &* 9
  }
}
