import Solvers

/// The published ResNet: blocks x ← x + relu(W₂ relu(W₁ x + b₁) + b₂), with a ReLU after the second
/// map too. Its depth counts as NFE.
final class ResidualStack<Scalar: LaneScalar>: FeatureMap {
  private let features: Int
  private let hidden: Int
  private let blockCount: Int
  private let parameters: AlignedBuffer<Scalar>
  /// A block's input, hidden layer and residual, one block after another.
  private let kept: AlignedBuffer<Scalar>
  private let keptSize: Int
  /// W₁ and W₂ of each block, transposed.
  private let transposed: AlignedBuffer<Scalar>
  private let residualCotangent: AlignedBuffer<Scalar>
  private let hiddenCotangent: AlignedBuffer<Scalar>
  /// Lane accumulators of a block's b₁ and b₂.
  private let biasSums: AlignedBuffer<Scalar>
  private let one = AlignedBuffer<Scalar>(count: 1)

  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>, samples: Int
  ) {
    features = d
    hidden = model.hidden
    blockCount = model.blocks
    self.parameters = parameters
    let state = BatchShape(features: d, samples: samples, of: Scalar.self)
    let wide = BatchShape(features: hidden, samples: samples, of: Scalar.self)
    keptSize = 2 * state.count + wide.count
    kept = AlignedBuffer(count: keptSize * max(1, blockCount))
    transposed = AlignedBuffer(count: max(1, blockCount) * 2 * model.hidden * d)
    residualCotangent = AlignedBuffer(count: state.count)
    hiddenCotangent = AlignedBuffer(count: wide.count)
    biasSums = AlignedBuffer(count: (model.hidden + d) * Scalar.laneCount)
    one.base[0] = 1
  }

  var evaluations: (forward: Int, backward: Int) { (blockCount, 0) }

  private var parametersPerBlock: Int { 2 * hidden * features + hidden + features }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics {
    prepare()
    for block in 0..<blockCount { apply(block, to: state, shape: shape) }
    var statistics = SolveStatistics()
    statistics.evaluations = blockCount
    statistics.accepted = blockCount
    return statistics
  }

  /// Transposes the current weights.
  func prepare() {
    for block in 0..<blockCount {
      let w1 = parameters.base + block * parametersPerBlock
      let t1 = transposed.base + block * 2 * hidden * features
      Scalar.kernels.transpose(w1, rows: hidden, columns: features, stride: features, into: t1)
      Scalar.kernels.transpose(
        w1 + hidden * features + hidden, rows: features, columns: hidden, stride: hidden,
        into: t1 + hidden * features)
    }
  }

  /// Applies one block in place.
  private func apply(_ block: Int, to state: UnsafeMutablePointer<Scalar>, shape: BatchShape) {
    let b1 = parameters.base + block * parametersPerBlock + hidden * features
    let b2 = b1 + hidden + features * hidden
    let t1 = transposed.base + block * 2 * hidden * features
    let x = kept.base + block * keptSize
    let h = x + shape.count
    let residual = h + hidden * shape.stride
    x.update(from: state, count: shape.count)
    Scalar.kernels.affine(
      AffineMap(
        y: h, x: x, weights: t1, stride: hidden, bias: b1, outputs: hidden, inputs: features,
        epilogue: .activation(.relu)), blocks: shape.blocks)
    Scalar.kernels.affine(
      AffineMap(
        y: residual, x: h, weights: t1 + hidden * features, stride: features, bias: b2,
        outputs: features, inputs: hidden, epilogue: .activation(.relu)), blocks: shape.blocks)
    Scalar.kernels.combine(
      into: state, base: state, scale: 1, terms: residual, stride: shape.count,
      coefficients: one.base, termCount: 1, count: shape.count)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int {
    let sums = biasSums.base
    for block in (0..<blockCount).reversed() {
      let w1 = parameters.base + block * parametersPerBlock
      let w2 = w1 + hidden * features + hidden
      let x = kept.base + block * keptSize
      let h = x + shape.count
      let residual = h + hidden * shape.stride
      let g1 = gradient + block * parametersPerBlock
      let g2 = g1 + hidden * features + hidden
      biasSums.zero()
      Scalar.kernels.gate(cotangent, by: residual, into: residualCotangent.base, count: shape.count)
      Scalar.addOuterProduct(
        to: g2, rows: residualCotangent.base, rowCount: features, columns: h, columnCount: hidden,
        blocks: shape.blocks)
      Scalar.kernels.accumulateRowSums(
        sums + hidden * Scalar.laneCount, times: nil, t: 0, rows: residualCotangent.base,
        rowCount: features,
        rowPitch: shape.blocks, blocks: shape.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: hiddenCotangent.base, x: residualCotangent.base, weights: w2,
          stride: hidden, outputs: hidden, inputs: features, epilogue: .gate(.relu), gates: h),
        blocks: shape.blocks)
      Scalar.addOuterProduct(
        to: g1, rows: hiddenCotangent.base, rowCount: hidden, columns: x, columnCount: features,
        blocks: shape.blocks)
      Scalar.kernels.accumulateRowSums(
        sums, times: nil, t: 0, rows: hiddenCotangent.base, rowCount: hidden,
        rowPitch: shape.blocks, blocks: shape.blocks)
      Scalar.kernels.reduceLanes(sums, count: hidden, into: g1 + hidden * features, pitch: 1)
      Scalar.kernels.reduceLanes(
        sums + hidden * Scalar.laneCount, count: features, into: g2 + features * hidden, pitch: 1)
      Scalar.kernels.affine(
        AffineMap(
          y: cotangent, x: hiddenCotangent.base, weights: w1,
          stride: features, outputs: features, inputs: hidden, epilogue: .accumulate),
        blocks: shape.blocks)
    }
    return 0
  }

  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd {
    prepare()
    visit(state)
    for block in 0..<blockCount {
      apply(block, to: state, shape: shape)
      visit(state)
    }
    var end = PathEnd()
    end.statistics.evaluations = blockCount
    return end
  }

  func displacement(
    t: Double, of state: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    result.update(from: state, count: shape.count)
    let block = min(blockCount - 1, Int(t * Double(blockCount)))
    if block >= 0 { apply(block, to: result, shape: shape) }
    for k in 0..<shape.count { result[k] -= state[k] }
  }
}
