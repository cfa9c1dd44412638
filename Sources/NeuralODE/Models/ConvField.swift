import Files
import Solvers
import Platform

/// The published vector field of the image models: f(h, t) = W₃ ∗ σ(W₂ ∗ σ(W₁ ∗ [t, h] + b₁) + b₂)
/// + b₃ with filters of 1 × 1, 3 × 3 (zero padding) and 1 × 1 pixels. If the field depends on time,
/// t is a constant image, the first channel of *each* of the three. It is zero-padded too: at a
/// border fewer taps see it.
///
/// Points lie in the lanes: a 1 × 1 convolution is the affine kernel over all pixels, a 3 × 3 one
/// the affine kernel at the 16 points of Winograd's transform (`Winograd.swift`). t is folded into
/// the biases (b₂ has a set per class of border pixels) and costs nothing per point.
///
/// Each row, run of tiles or part of the gradient is computed by one thread: results are
/// bit-identical for any number of threads.
public final class ConvField<Scalar: LaneScalar>: DifferentiableVectorField {
  /// The space of the flow: the images' channels and the added ones.
  public let shape: ImageShape
  /// Channels of both hidden images.
  public let filters: Int
  /// Nonlinearity σ.
  public let activation: Activation
  /// Whether t is a channel.
  public let isTimeDependent: Bool

  /// Scalars of W₁, b₁, W₂, b₂, W₃, b₃.
  public let parameterCounts: [Int]

  /// W₁, b₁, W₂, b₂, W₃, b₃ in the order of `ParameterLayout`.
  private let parameters: AlignedBuffer<Scalar>
  let w1: UnsafeMutablePointer<Scalar>
  private let b1: UnsafeMutablePointer<Scalar>
  private let w2: UnsafeMutablePointer<Scalar>
  private let b2: UnsafeMutablePointer<Scalar>
  let w3: UnsafeMutablePointer<Scalar>
  private let b3: UnsafeMutablePointer<Scalar>
  /// Channels of t: 1 or 0.
  let time: Int
  private let transposed1: AlignedBuffer<Scalar>
  private let transposed3: AlignedBuffer<Scalar>
  /// Transformed filters of W₂ and of its pullback.
  private let filters2: AlignedBuffer<Scalar>
  let pullbackFilters2: AlignedBuffer<Scalar>
  /// For each class of border pixels, the sum of the weights of t that it sees, and b₂ with it.
  private let timeSums: AlignedBuffer<Scalar>
  private let borderBias: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  private let bias3: AlignedBuffer<Scalar>
  let tape: EvaluationTape<Scalar>
  private let scratch: AlignedBuffer<Scalar>
  /// Each thread's transformed run of tiles, and its products.
  private let patches: AlignedBuffer<Scalar>
  private let products: AlignedBuffer<Scalar>
  /// Scalars of each per thread.
  private let runSize: Int
  let team: ThreadTeam
  let epilogue: AffineEpilogue
  let gate: AffineEpilogue
  private let samples: Int
  /// Hidden images kept per evaluation: two, and two of slopes if the activation needs them.
  let layers: Int

  // Memory of the backward pass (`ConvField+Pullback.swift`), allocated on first use.
  lazy var cotangent1 = AlignedBuffer<Scalar>(count: hiddenCount)
  lazy var cotangent2 = AlignedBuffer<Scalar>(count: hiddenCount)
  lazy var sums = AlignedBuffer<Scalar>(count: sumsLayout.count * Scalar.laneCount)
  lazy var reduced = AlignedBuffer<Scalar>(count: sumsLayout.count)

  /// A field over parameters that the caller updates, for batches of up to `samples`.
  public init(
    shape: ImageShape, filters: Int, activation: Activation, isTimeDependent: Bool,
    parameters: AlignedBuffer<Scalar>, samples: Int, team: ThreadTeam = .single
  ) {
    self.team = team
    self.shape = shape
    self.filters = filters
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.parameters = parameters
    self.samples = samples
    time = isTimeDependent ? 1 : 0
    parameterCounts = [
      filters * (shape.channels + time), filters, filters * (filters + time) * 9, filters,
      shape.channels * (filters + time), shape.channels,
    ]
    (w1, b1, w2, b2, w3, b3) = parameters.threeMaps(parameterCounts)
    transposed1 = AlignedBuffer(count: shape.channels * filters)
    transposed3 = AlignedBuffer(count: shape.channels * filters)
    filters2 = AlignedBuffer(count: 16 * filters * filters)
    pullbackFilters2 = AlignedBuffer(count: 16 * filters * filters)
    timeSums = AlignedBuffer(count: 16 * filters)
    borderBias = AlignedBuffer(count: 16 * filters)
    bias = AlignedBuffer(count: filters)
    bias3 = AlignedBuffer(count: shape.channels)
    (epilogue, gate) = (.activation(activation), .gate(activation))
    let state = BatchShape(features: shape.count, samples: samples, of: Scalar.self)
    let image = shape.padded(blocks: state.blocks)
    let hidden = image.pitch * filters * Scalar.laneCount
    layers = Scalar.kernels.keepsSlope(activation) ? 4 : 2
    tape = EvaluationTape(slotSize: layers * hidden + state.count, slotsPerChunk: 4)
    scratch = AlignedBuffer(count: layers * hidden)
    // The longest run: so many vectors at 16 points, or four times as many at four.
    let run = Self.runLength(filters: filters)
    runSize = 16 * (filters * run + 2) * Scalar.laneCount
    patches = AlignedBuffer(count: runSize * team.count)
    products = AlignedBuffer(count: runSize * team.count)
  }

  private var hiddenCount: Int {
    let blocks = BatchShape(features: 1, samples: samples, of: Scalar.self).blocks
    return shape.padded(blocks: blocks).pitch * filters * Scalar.laneCount
  }

  /// Vectors of a channel transformed at a time: products at all 16 points of all filters take about
  /// 256 KiB, half of the smallest L2 caches of today's cores.
  static func runLength(filters: Int) -> Int {
    max(2, (256 << 10) / (16 * filters * Scalar.laneCount * MemoryLayout<Scalar>.stride))
  }

  /// Runs of tiles that cover an image, each at most `length` vectors.
  struct Runs {
    private let image: PaddedImage
    private let blocks: Int
    private let tiles: Int
    private let rowParts: Int
    private let blockParts: Int

    init(_ image: PaddedImage, length: Int) {
      self.image = image
      blocks = min(image.blocks, length)
      tiles = min(image.tileColumns, max(1, length / image.blocks))
      rowParts = (image.tileColumns + tiles - 1) / tiles
      blockParts = (image.blocks + blocks - 1) / blocks
    }

    var count: Int { image.tileRows * rowParts * blockParts }

    /// Run k: row by row, and in a row from left to right.
    subscript(k: Int) -> TileRun {
      let (place, part) = k.quotientAndRemainder(dividingBy: blockParts)
      let (row, column) = place.quotientAndRemainder(dividingBy: rowParts)
      let (first, block) = (column * tiles, part * blocks)
      return TileRun(
        image: image, row: row, first: first, count: min(tiles, image.tileColumns - first),
        block: block, blocks: min(blocks, image.blocks - block))
    }
  }

  func room(
    _ thread: Int
  ) -> (patches: UnsafeMutablePointer<Scalar>, products: UnsafeMutablePointer<Scalar>) {
    (patches.base + thread * runSize, products.base + thread * runSize)
  }

  /// Visits the rows of a run within the image, with offsets into a hidden image and the state, in
  /// vectors. A run has either all vectors of its pixels or a single tile.
  @inline(__always)
  func forEachRow(
    of run: TileRun, _ body: (_ hidden: Int, _ state: Int, _ blocks: Int) -> Void
  ) {
    let image = run.image
    for y in 2 * run.row..<min(2 * run.row + 2, shape.height) {
      let (first, end) = (2 * run.first, min(2 * (run.first + run.count), shape.width))
      let isWhole = run.blocks == image.blocks
      for x in isWhole ? first..<first + 1 : first..<end {
        body(
          image.vector(y, x) + run.block, (y * shape.width + x) * image.blocks + run.block,
          isWhole ? (end - first) * image.blocks : run.blocks)
      }
    }
  }

  /// Transposes and transforms the current weights.
  public func prepare() {
    Scalar.kernels.transpose(
      w1 + time, rows: filters, columns: shape.channels, stride: shape.channels + time,
      into: transposed1.base)
    Scalar.kernels.transpose(
      w3 + time, rows: shape.channels, columns: filters, stride: filters + time,
      into: transposed3.base)
    Scalar.kernels.winogradFilters(filterBank(w2), isPullback: false, into: filters2.base)
    Scalar.kernels.winogradFilters(filterBank(w2), isPullback: true, into: pullbackFilters2.base)
    guard isTimeDependent else { return }
    for borderClass in 0..<16 {
      for o in 0..<filters {
        let taps = w2 + o * (filters + 1) * 9
        var sum: Scalar = 0
        for r in 0..<3 {
          for s in 0..<3 where PaddedImage.sees(borderClass, r, s) { sum += taps[3 * r + s] }
        }
        timeSums.base[borderClass * filters + o] = sum
      }
    }
  }

  /// The filters of W₂ (or its gradient) without those of t.
  func filterBank(_ weights: UnsafePointer<Scalar>) -> FilterBank<Scalar> {
    FilterBank(weights: weights, outputs: filters, inputs: filters, skipped: time)
  }

  /// f(t, state).
  public func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape batch: BatchShape, slot: Int?
  ) {
    let image = shape.padded(blocks: batch.blocks)
    let lanes = Scalar.laneCount
    let hidden = image.pitch * filters * lanes
    let h1 = slot.map { tape.keep($0, t: t) } ?? scratch.base
    let h2 = h1 + hidden
    let (gates1, gates2) = gates(h1, hidden)
    let kept = slot == nil ? nil : h1 + hidden * layers
    let t = isTimeDependent ? Scalar(t) : 0
    let plane = shape.pixels * batch.blocks
    let row = shape.width * batch.blocks

    Scalar.kernels.addScaled(
      b1, t, w1, stride: shape.channels + time, count: filters, into: bias.base)
    for borderClass in 0..<16 {
      Scalar.kernels.addScaled(
        b2, t, timeSums.base + borderClass * filters, stride: 1, count: filters,
        into: borderBias.base + borderClass * filters)
    }
    Scalar.kernels.addScaled(
      b3, t, w3, stride: filters + time, count: shape.channels, into: bias3.base)

    let (filters, shape) = (filters, shape)
    team.run(shape.height) { y, _ in
      let start = y * row * lanes
      if let kept {
        for channel in 0..<shape.channels {
          let place = channel * plane * lanes + start
          (kept + place).update(from: state + place, count: row * lanes)
        }
      }
      Scalar.kernels.affine(
        AffineMap(
          y: h1 + image.vector(y, 0) * lanes, x: state + start, weights: transposed1.base,
          stride: filters, bias: bias.base, outputs: filters, inputs: shape.channels,
          epilogue: epilogue, gates: gates1 + image.vector(y, 0) * lanes, inputPitch: plane,
          outputPitch: image.pitch), blocks: row)
      // Row y clears the borders of some channels.
      let channels = filters * y / shape.height..<filters * (y + 1) / shape.height
      image.clearBorder(h1 + channels.lowerBound * image.pitch * lanes, channels: channels.count)
    }
    let runs = Runs(image, length: Self.runLength(filters: filters))
    team.run(runs.count) { k, thread in
      let run = runs[k]
      convolve(
        h1, filters2.base, run, thread, bias: borderBias.base, epilogue: epilogue,
        gates: gates2,
        into: h2)
      // h2 is still in the cache.
      forEachRow(of: run) { hidden, place, blocks in
        Scalar.kernels.affine(
          AffineMap(
            y: derivative + place * lanes, x: h2 + hidden * lanes, weights: transposed3.base,
            stride: shape.channels, bias: bias3.base, outputs: shape.channels, inputs: filters,
            inputPitch: image.pitch, outputPitch: plane), blocks: blocks)
      }
    }
  }

  /// The inputs of the pullback's gates for both hidden images: their values, or the slopes stored
  /// after them.
  func gates(
    _ h1: UnsafeMutablePointer<Scalar>, _ hidden: Int
  ) -> (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>) {
    let first = h1 + (layers - 2) * hidden
    return (first, first + hidden)
  }

  /// epilogue(filters ∗ x + bias) of a run of tiles, from hidden image to hidden image.
  func convolve(
    _ x: UnsafePointer<Scalar>, _ transformed: UnsafePointer<Scalar>, _ run: TileRun,
    _ thread: Int, bias: UnsafePointer<Scalar>?, epilogue: AffineEpilogue,
    gates: UnsafeMutablePointer<Scalar>?, into y: UnsafeMutablePointer<Scalar>
  ) {
    let (patches, products) = room(thread)
    let filters = filters
    let size = run.pointPitch(channels: filters) * Scalar.laneCount
    // A row of points is multiplied while it is in the first-level cache.
    for row in 0..<4 {
      Scalar.kernels.winogradInput(x, run, channels: filters, row: row, into: patches)
      for point in 0..<4 {
        let k = 4 * row + point
        Scalar.kernels.affine(
          AffineMap(
            y: products + k * size, x: patches + point * size,
            weights: transformed + k * filters * filters, stride: filters, outputs: filters,
            inputs: filters), blocks: run.vectors)
      }
    }
    Scalar.kernels.winogradOutput(
      products, run, channels: filters, bias: bias, epilogue: epilogue, gates: gates, into: y)
  }
}
