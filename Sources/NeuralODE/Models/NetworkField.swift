import Solvers

/// A vector field of any sequence of layers, by the kernels of `MLPField`, which is faster for the
/// published three maps.
///
/// A batch goes through all layers in pieces; a recorded evaluation is stored by piece.
final class NetworkField<Scalar: LaneScalar>: DifferentiableVectorField {
  let parameterCounts: [Int]
  /// Constant inputs of each point, as in `MLPField`.
  let constants: AlignedBuffer<Scalar>?
  let controls: AlignedBuffer<Scalar>?

  /// A layer, with the places of its tensors among the parameters and of its rows in a piece.
  private struct Step {
    enum Kind {
      case linear(weights: Int, bias: Int?, columns: Int, takesTime: Bool)
      case activation(Activation, keepsSlope: Bool)
      case norm(scale: Int?, bias: Int?, epsilon: Double)
    }
    var kind: Kind
    /// Rows read and written.
    var (inputs, outputs): (Int, Int)
    /// First rows of what it reads, writes, and keeps for the pullback.
    var (input, output, kept): (Int, Int, Int)
    /// First row of its lane sums: bias, then the column of t or γ.
    var sums = 0
    /// Place of its transposed weights.
    var transposed = 0
  }

  private let features: Int
  private let outputs: Int
  /// Coordinates whose derivatives are others of the state, not of f.
  private let leading: Int
  private let isTimeDependent: Bool
  private let residual: Scalar
  private let constantCount: Int
  private let controlCount: Int
  private let parameters: AlignedBuffer<Scalar>
  private var steps: [Step] = []
  /// Rows kept per point.
  private let rows: Int
  private let transposed: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  private let tape: EvaluationTape<Scalar>
  /// Memory of one piece that is not recorded.
  private let scratch: AlignedBuffer<Scalar>
  /// A piece's cotangents, of a layer's outputs and inputs in turn.
  private let cotangents: (AlignedBuffer<Scalar>, AlignedBuffer<Scalar>)
  private let sums: AlignedBuffer<Scalar>
  private let gradient: AlignedBuffer<Scalar>
  private let factor: AlignedBuffer<Scalar>

  /// Vectors of a piece.
  private static var pieceBlocks: Int { 8 }

  /// A field over parameters that the caller updates, for batches of up to `samples`.
  init(
    _ network: FieldNetwork, features: Int, outputs: Int, isTimeDependent: Bool,
    parameters: AlignedBuffer<Scalar>, samples: Int, constants: Int, controls: Int
  ) {
    (self.features, self.outputs, leading) = (features, outputs, features - outputs)
    (self.isTimeDependent, self.parameters) = (isTimeDependent, parameters)
    (constantCount, controlCount) = (constants, controls)
    residual = Scalar(network.residual.factor)
    precondition(residual == 0 || leading == 0, "a residual sum is of the whole state")
    let inputs = (isTimeDependent ? 1 : 0) + features + controls
    let tensors = network.parameters(
      inputs: inputs, outputs: outputs, isTimeDependent: isTimeDependent)
    parameterCounts = tensors.map { $0.shape.reduce(1, *) }
    var next = 0
    let places = parameterCounts.map { count in
      defer { next += count }
      return next
    }
    var place = places.makeIterator()
    var shapes = tensors.makeIterator()
    var (width, row, end, sumRows, weights) = (features, constants, 0, 0, 0)
    end = constants + features + controls
    var isFirst = true
    for layer in network.layers {
      var step: Step
      switch layer {
      case .linear(_, let hasBias):
        let shape = shapes.next()?.shape ?? [0, 0]
        if hasBias { _ = shapes.next() }
        let kind = Step.Kind.linear(
          weights: place.next() ?? 0, bias: hasBias ? place.next() : nil, columns: shape[1],
          takesTime: isFirst && isTimeDependent)
        // The first map also reads constants and controls, which lie beside the state.
        let read = isFirst ? constants + features + controls : width
        let input = isFirst ? row - constants : row
        step = Step(
          kind: kind, inputs: read, outputs: shape[0], input: input, output: end, kept: input,
          sums: sumRows, transposed: weights)
        isFirst = false
        (width, row) = (shape[0], end)
        weights += read * width
        sumRows += 2 * width
        end += width
      case .activation(let activation):
        let keepsSlope = Scalar.kernels.keepsSlope(activation)
        step = Step(
          kind: .activation(activation, keepsSlope: keepsSlope), inputs: width, outputs: width,
          input: row, output: row, kept: keepsSlope ? end : row)
        if keepsSlope { end += width }
      case .norm(let hasScale, let hasBias, let epsilon):
        for _ in 0..<(hasScale ? 1 : 0) + (hasBias ? 1 : 0) { _ = shapes.next() }
        step = Step(
          kind: .norm(
            scale: hasScale ? place.next() : nil, bias: hasBias ? place.next() : nil,
            epsilon: epsilon),
          inputs: width, outputs: width, input: row, output: end, kept: end + width, sums: sumRows)
        sumRows += 2 * width
        row = end
        end += 2 * width + 1
      }
      precondition(
        !isFirst || constants + controls == 0, "only the state goes through layers before a map")
      steps.append(step)
    }
    rows = end
    let widest = steps.map { max($0.inputs, $0.outputs) }.max() ?? features
    let batch = BatchShape(features: rows, samples: samples, of: Scalar.self)
    let piece = min(batch.blocks, Self.pieceBlocks) * Scalar.laneCount
    tape = EvaluationTape(slotSize: batch.count + Scalar.laneCount)
    scratch = AlignedBuffer(count: rows * piece)
    cotangents = (AlignedBuffer(count: widest * piece), AlignedBuffer(count: widest * piece))
    transposed = AlignedBuffer(count: max(1, weights))
    bias = AlignedBuffer(count: widest)
    sums = AlignedBuffer(count: max(1, sumRows) * Scalar.laneCount)
    gradient = AlignedBuffer(count: max(1, next))
    factor = AlignedBuffer([Double(residual), 1])
    self.constants = constants > 0 ? AlignedBuffer(count: constants * batch.stride) : nil
    self.controls = controls > 0 ? AlignedBuffer(count: controls * batch.stride) : nil
  }

  /// Columns of a map before those that differ between points.
  private func lead(_ step: Step, columns: Int) -> Int { columns - step.inputs }

  func prepare() {
    for step in steps {
      guard case .linear(let weights, _, let columns, _) = step.kind else { continue }
      Scalar.kernels.transpose(
        parameters.base + weights + lead(step, columns: columns), rows: step.outputs,
        columns: step.inputs, stride: columns, into: transposed.base + step.transposed)
    }
  }

  /// Visits the pieces of a batch: first vector, vectors, and memory, in sequence from `base` or,
  /// unless `isKept`, all at `base`.
  @inline(__always) private func forEachPiece(
    of shape: BatchShape, at base: UnsafeMutablePointer<Scalar>, isKept: Bool,
    _ body: (_ first: Int, _ blocks: Int, _ memory: UnsafeMutablePointer<Scalar>) -> Void
  ) {
    var first = 0
    while first < shape.blocks {
      let blocks = min(Self.pieceBlocks, shape.blocks - first)
      body(first, blocks, isKept ? base + first * rows * Scalar.laneCount : base)
      first += blocks
    }
  }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let base = slot.map { tape.keep($0, t: t) } ?? scratch.base
    forEachPiece(of: shape, at: base, isKept: slot != nil) { first, blocks, memory in
      let row = blocks * Scalar.laneCount
      let (place, own) = (first * Scalar.laneCount, memory + constantCount * row)
      if let constants {
        copy(constants.base + place, constantCount, shape.stride, into: memory, row, row)
      }
      copy(state + place, features, shape.stride, into: own, row, row)
      if let controls {
        copy(
          controls.base + place, controlCount, shape.stride, into: own + features * row, row, row)
      }
      for step in steps { run(step, t: Scalar(t), memory, blocks) }
      let result = memory + (steps.last?.output ?? 0) * row
      copy(
        result, outputs, row,
        into: derivative + leading * shape.stride + place, shape.stride, row)
    }
    if residual != 0 { add(state, to: derivative, factor.base, shape.count) }
    derivative.update(from: state + outputs * shape.stride, count: leading * shape.stride)
  }

  private func run(
    _ step: Step, t: Scalar, _ memory: UnsafeMutablePointer<Scalar>, _ blocks: Int
  ) {
    let row = blocks * Scalar.laneCount
    let (x, y, kept) = (
      memory + step.input * row, memory + step.output * row, memory + step.kept * row
    )
    switch step.kind {
    case .linear(let weights, let bias, let columns, let takesTime):
      let given = bias.map { UnsafePointer(parameters.base + $0) }
      if takesTime {
        if given == nil { Scalar.zero(self.bias.base, count: step.outputs) }
        Scalar.kernels.addScaled(
          given ?? UnsafePointer(self.bias.base), t, parameters.base + weights, stride: columns,
          count: step.outputs, into: self.bias.base)
      }
      Scalar.kernels.affine(
        AffineMap(
          y: y, x: x, weights: transposed.base + step.transposed, stride: step.outputs,
          bias: takesTime ? UnsafePointer(self.bias.base) : given, outputs: step.outputs,
          inputs: step.inputs), blocks: blocks)
    case .activation(let activation, let keepsSlope):
      Scalar.kernels.apply(
        .activation(activation), to: x, into: y, gates: keepsSlope ? kept : nil,
        count: step.outputs * row)
    case .norm:
      Scalar.kernels.normalize(norm(step, x: x, y: y, kept: kept), blocks: blocks)
    }
  }

  private func norm(
    _ step: Step, x: UnsafeMutablePointer<Scalar>, y: UnsafeMutablePointer<Scalar>,
    kept: UnsafeMutablePointer<Scalar>
  ) -> LayerNorm<Scalar> {
    guard case .norm(let scale, let bias, let epsilon) = step.kind else {
      preconditionFailure("asked of a layer normalisation")
    }
    return LayerNorm(
      y: y, x: x, kept: kept, features: step.outputs,
      scale: scale.map { UnsafePointer(parameters.base + $0) },
      bias: bias.map { UnsafePointer(parameters.base + $0) }, epsilon: Scalar(epsilon))
  }

  /// Copies `length` numbers of each row.
  private func copy(
    _ source: UnsafePointer<Scalar>, _ rows: Int, _ pitch: Int,
    into target: UnsafeMutablePointer<Scalar>, _ targetPitch: Int, _ length: Int
  ) {
    for i in 0..<rows {
      (target + i * targetPitch).update(from: source + i * pitch, count: length)
    }
  }

  private func add(
    _ terms: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>,
    _ factor: UnsafePointer<Scalar>, _ count: Int
  ) {
    Scalar.kernels.combine(
      into: y, base: y, scale: 1, terms: terms, stride: 0, coefficients: factor, termCount: 1,
      count: count)
  }

  // MARK: Gradient

  func zeroGradient() {
    gradient.zero()
    sums.zero()
  }

  func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    let t = Scalar(tape.time(slot))
    forEachPiece(of: shape, at: tape.pointer(slot), isKept: true) { first, blocks, memory in
      let (row, place) = (blocks * Scalar.laneCount, first * Scalar.laneCount)
      var (z, other) = (cotangents.0.base, cotangents.1.base)
      copy(cotangent + leading * shape.stride + place, outputs, shape.stride, into: z, row, row)
      for step in steps.reversed() {
        pull(step, t: t, memory, blocks, z, into: other)
        if case .linear = step.kind { swap(&z, &other) }
      }
      // The rows of the constants come before the state's, if the first layer is a map.
      copy(z + constantCount * row, features, row, into: stateCotangent + place, shape.stride, row)
    }
    if residual != 0 { add(cotangent, to: stateCotangent, factor.base, shape.count) }
    guard leading > 0 else { return }
    add(
      cotangent, to: stateCotangent + outputs * shape.stride, factor.base + 1,
      leading * shape.stride)
  }

  /// Writes a map's cotangent of its input to `other`; any other layer's replaces z.
  private func pull(
    _ step: Step, t: Scalar, _ memory: UnsafeMutablePointer<Scalar>, _ blocks: Int,
    _ z: UnsafeMutablePointer<Scalar>, into other: UnsafeMutablePointer<Scalar>
  ) {
    let row = blocks * Scalar.laneCount
    let (x, y, kept) = (
      memory + step.input * row, memory + step.output * row, memory + step.kept * row
    )
    let sums = self.sums.base + step.sums * Scalar.laneCount
    let second = sums + step.outputs * Scalar.laneCount
    switch step.kind {
    case .linear(let weights, _, let columns, let takesTime):
      let lead = lead(step, columns: columns)
      withUnsafePointer(to: UnsafePointer(z)) { rows in
        withUnsafePointer(to: UnsafePointer(x)) { inputs in
          var product = OuterProduct(
            nil, rows: rows, rowCount: step.outputs, columns: inputs, columnCount: step.inputs,
            blocks: blocks, evaluations: 1)
          product.startsAtZero = true
          product.totals = gradient.base + weights + lead
          product.totalsPitch = columns
          Scalar.kernels.accumulate(product)
        }
      }
      Scalar.kernels.accumulateRowSums(
        sums, times: takesTime ? second : nil, t: t, rows: z, rowCount: step.outputs,
        rowPitch: blocks, blocks: blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: other, x: z, weights: parameters.base + weights + lead, stride: columns,
          outputs: step.inputs, inputs: step.outputs), blocks: blocks)
    case .activation(let activation, _):
      Scalar.kernels.apply(
        .gate(activation), to: z, into: z, gates: kept, count: step.outputs * row)
    case .norm:
      Scalar.kernels.accumulateRowSums(
        sums, times: nil, t: 0, rows: z, rowCount: step.outputs, rowPitch: blocks, blocks: blocks)
      Scalar.kernels.normalizePullback(
        norm(step, x: x, y: y, kept: kept), cotangent: z, sums: second, blocks: blocks)
    }
  }

  func addGradient(to target: UnsafeMutablePointer<Scalar>) {
    for step in steps {
      let sums = self.sums.base + step.sums * Scalar.laneCount
      let second = sums + step.outputs * Scalar.laneCount
      func reduce(_ sums: UnsafeMutablePointer<Scalar>, to place: Int?, pitch: Int = 1) {
        guard let place else { return }
        Scalar.kernels.reduceLanes(
          sums, count: step.outputs, into: gradient.base + place, pitch: pitch)
      }
      switch step.kind {
      case .linear(let weights, let bias, let columns, let takesTime):
        reduce(sums, to: bias)
        if takesTime { reduce(second, to: weights, pitch: columns) }
      case .norm(let scale, let bias, _):
        reduce(sums, to: bias)
        reduce(second, to: scale)
      case .activation: break
      }
    }
    Scalar.kernels.addDecay(
      1, gradient.base, to: target, count: parameterCounts.reduce(0, +))
    zeroGradient()
  }
}
