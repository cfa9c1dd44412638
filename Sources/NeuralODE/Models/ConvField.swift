import DifferentialEquations
import Lanes

/// The published vector field of the image models: f(h, t) = W₃ ∗ σ(W₂ ∗ σ(W₁ ∗ [t, h] + b₁) + b₂) + b₃ with filters of
/// 1 × 1, 3 × 3 (zeros around the image) and 1 × 1 pixels, and t, where the field depends on it, a constant image that is
/// the first channel of *each* of the three. The zeros around the image surround t's too: at a border fewer taps see it.
///
/// Samples lie in the lanes, so that a 1 × 1 convolution is the affine kernel over all pixels, and a 3 × 3 one is the affine
/// kernel at the 16 points of Winograd's transform (`Winograd.swift`). t is folded into the biases, of which the second has
/// one set for each class of border pixels; it costs nothing a sample.
public final class ConvField<Scalar: LaneScalar>: DifferentiableVectorField {
  /// The space of the flow: the images' channels and the augmented ones.
  public let shape: ImageShape
  /// Channels of both hidden images.
  public let filters: Int
  /// Nonlinearity σ.
  public let activation: Activation
  /// Is t a channel?
  public let isTimeDependent: Bool

  /// Scalars of W₁, b₁, W₂, b₂, W₃, b₃.
  public let parameterCounts: [Int]

  /// W₁, b₁, W₂, b₂, W₃, b₃ as `ParameterLayout` has them; the addresses of each.
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
  /// Transformed filters of W₂, and those of its pullback.
  private let filters2: AlignedBuffer<Scalar>
  let pullbackFilters2: AlignedBuffer<Scalar>
  /// For each class of border pixels, the weights of t that it sees, summed; and b₂ with them.
  private let timeSums: AlignedBuffer<Scalar>
  private let borderBias: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  let tape: EvaluationTape<Scalar>
  private let scratch: AlignedBuffer<Scalar>
  /// Between image and kernel: a run of tiles transformed, and its products.
  let patches: AlignedBuffer<Scalar>
  let products: AlignedBuffer<Scalar>
  let epilogue: AffineEpilogue
  let gate: AffineEpilogue
  private let samples: Int

  // Memory of the backward pass (`ConvField+Pullback.swift`), made when it is first needed.
  lazy var cotangent1 = AlignedBuffer<Scalar>(count: hiddenCount)
  lazy var cotangent2 = AlignedBuffer<Scalar>(count: hiddenCount)
  lazy var sums = AlignedBuffer<Scalar>(count: sumsLayout.count * Scalar.laneCount)
  lazy var reduced = AlignedBuffer<Scalar>(count: sumsLayout.count)

  /// A field over parameters that somebody else updates, for batches of up to `samples`.
  public init(
    shape: ImageShape, filters: Int, activation: Activation, isTimeDependent: Bool,
    parameters: AlignedBuffer<Scalar>, samples: Int
  ) {
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
    bias = AlignedBuffer(count: max(filters, shape.channels))
    (epilogue, gate) = (activation.epilogue, activation.gate)
    let state = BatchShape(features: shape.count, samples: samples, of: Scalar.self)
    let image = shape.padded(blocks: state.blocks)
    let hidden = image.pitch * filters * Scalar.laneCount
    tape = EvaluationTape(slotSize: 2 * hidden + state.count, slotsPerChunk: 4)
    scratch = AlignedBuffer(count: 2 * hidden)
    // No run is longer: as many vectors of 16 points, or four times as many of four.
    let run = Self.runLength(filters: filters)
    patches = AlignedBuffer(count: 16 * (filters * run + 2) * Scalar.laneCount)
    products = AlignedBuffer(count: 16 * (filters * run + 2) * Scalar.laneCount)
  }

  private var hiddenCount: Int {
    let blocks = BatchShape(features: 1, samples: samples, of: Scalar.self).blocks
    return shape.padded(blocks: blocks).pitch * filters * Scalar.laneCount
  }

  /// Vectors of a channel that are transformed at a time: so many that all 16 points of all filters take about 128 KiB,
  /// which leaves the products their room in a core's second cache.
  static func runLength(filters: Int) -> Int {
    max(2, (128 << 10) / (16 * filters * Scalar.laneCount * MemoryLayout<Scalar>.stride))
  }

  /// Calls `body` with runs of tiles that cover the image, of at most so many vectors each.
  @inline(__always)
  func forEachRun(_ image: PaddedImage, length: Int, _ body: (TileRun) -> Void) {
    let blocks = min(image.blocks, length)
    let tiles = min(image.tileColumns, max(1, length / image.blocks))
    for row in 0..<image.tileRows {
      for first in stride(from: 0, to: image.tileColumns, by: tiles) {
        for block in stride(from: 0, to: image.blocks, by: blocks) {
          body(
            TileRun(
              image: image, row: row, first: first,
              count: min(tiles, image.tileColumns - first), block: block,
              blocks: min(blocks, image.blocks - block)))
        }
      }
    }
  }

  /// Transposes and transforms the weights as they are now.
  public func prepare() {
    Scalar.transpose(
      w1 + time, rows: filters, columns: shape.channels, stride: shape.channels + time,
      into: transposed1.base)
    Scalar.transpose(
      w3 + time, rows: shape.channels, columns: filters, stride: filters + time,
      into: transposed3.base)
    Scalar.winogradFilters(filterBank(w2), isPullback: false, into: filters2.base)
    Scalar.winogradFilters(filterBank(w2), isPullback: true, into: pullbackFilters2.base)
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

  /// The filters of W₂ (or of its gradient) without those of t.
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
    var h1 = scratch.base
    if let slot {
      h1 = tape.keep(slot, t: t)
      (h1 + 2 * hidden).update(from: state, count: batch.count)
    }
    let h2 = h1 + hidden
    let t = isTimeDependent ? Scalar(t) : 0
    let plane = shape.pixels * batch.blocks
    let row = shape.width * batch.blocks

    Scalar.addScaled(
      b1, t, w1, stride: shape.channels + time, count: filters, into: bias.base)
    for y in 0..<shape.height {
      Scalar.affine(
        AffineMap(
          y: h1 + image.vector(y, 0) * lanes, x: state + y * row * lanes,
          weights: transposed1.base, stride: filters, bias: bias.base, outputs: filters,
          inputs: shape.channels, epilogue: epilogue, inputPitch: plane,
          outputPitch: image.pitch), blocks: row)
    }
    image.clearBorder(h1, channels: filters)

    for borderClass in 0..<16 {
      Scalar.addScaled(
        b2, t, timeSums.base + borderClass * filters, stride: 1, count: filters,
        into: borderBias.base + borderClass * filters)
    }
    convolve(
      h1, filters2.base, image, bias: borderBias.base, epilogue: epilogue, gates: nil, into: h2)

    Scalar.addScaled(
      b3, t, w3, stride: filters + time, count: shape.channels, into: bias.base)
    for y in 0..<shape.height {
      Scalar.affine(
        AffineMap(
          y: derivative + y * row * lanes, x: h2 + image.vector(y, 0) * lanes,
          weights: transposed3.base, stride: shape.channels, bias: bias.base,
          outputs: shape.channels, inputs: filters, inputPitch: image.pitch, outputPitch: plane),
        blocks: row)
    }
  }

  /// epilogue(filters ∗ x + bias), from hidden image to hidden image.
  func convolve(
    _ x: UnsafePointer<Scalar>, _ transformed: UnsafePointer<Scalar>, _ image: PaddedImage,
    bias: UnsafePointer<Scalar>?, epilogue: AffineEpilogue, gates: UnsafePointer<Scalar>?,
    into y: UnsafeMutablePointer<Scalar>
  ) {
    let (patches, products, filters) = (patches.base, products.base, filters)
    forEachRun(image, length: Self.runLength(filters: filters)) { run in
      let size = run.pointPitch(channels: filters) * Scalar.laneCount
      for row in 0..<4 {
        Scalar.winogradInput(
          x, run, channels: filters, row: row, into: patches + 4 * row * size)
      }
      for point in 0..<16 {
        Scalar.affine(
          AffineMap(
            y: products + point * size, x: patches + point * size,
            weights: transformed + point * filters * filters, stride: filters, outputs: filters,
            inputs: filters), blocks: run.vectors)
      }
      Scalar.winogradOutput(
        products, run, channels: filters, bias: bias, epilogue: epilogue, gates: gates, into: y)
    }
  }
}
