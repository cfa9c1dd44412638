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
      /// Its weights begin after the column of t, if it has one of its own.
      case linear(weights: Int, bias: Int?, columns: Int, time: Int?)
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
        // The first map also reads constants and controls, which lie beside the state.
        let read = isFirst ? constants + features + controls : width
        let tensor = place.next() ?? 0
        let kind = Step.Kind.linear(
          weights: tensor + shape[1] - read, bias: hasBias ? place.next() : nil,
          columns: shape[1], time: isFirst && isTimeDependent ? tensor : nil)
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
    let piece = min(batch.blocks, BatchPiece<Scalar>.mostBlocks) * Scalar.laneCount
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

  func prepare() {
    for step in steps {
      guard case .linear(let weights, _, let columns, _) = step.kind else { continue }
      Scalar.kernels.transpose(
        parameters.base + weights, rows: step.outputs, columns: step.inputs, stride: columns,
        into: transposed.base + step.transposed)
    }
  }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let base = slot.map { tape.keep($0, t: t) } ?? scratch.base
    shape.forEachPiece(rows, at: base, isKept: slot != nil) { piece in
      var end = piece.gather(constants?.base, rows: constantCount, of: shape, into: piece.memory)
      end = piece.gather(state, rows: features, of: shape, into: end)
      piece.gather(controls?.base, rows: controlCount, of: shape, into: end)
      for step in steps { run(step, t: Scalar(t), piece) }
      scatter(
        piece.memory + (steps.last?.output ?? 0) * piece.row, outputs, of: piece, shape,
        into: derivative + leading * shape.stride)
    }
    if residual != 0 { add(state, to: derivative, factor.base, shape.count) }
    derivative.update(from: state + outputs * shape.stride, count: leading * shape.stride)
  }

  /// What a step reads, writes and keeps.
  private func rows(
    of step: Step, _ piece: BatchPiece<Scalar>
  ) -> (
    x: UnsafeMutablePointer<Scalar>, y: UnsafeMutablePointer<Scalar>,
    kept: UnsafeMutablePointer<Scalar>
  ) {
    (
      piece.memory + step.input * piece.row, piece.memory + step.output * piece.row,
      piece.memory + step.kept * piece.row
    )
  }

  private func run(_ step: Step, t: Scalar, _ piece: BatchPiece<Scalar>) {
    let (x, y, kept) = rows(of: step, piece)
    switch step.kind {
    case .linear(_, let bias, let columns, let time):
      let given = bias.map { UnsafePointer(parameters.base + $0) }
      if let time {
        if given == nil { Scalar.zero(self.bias.base, count: step.outputs) }
        Scalar.kernels.addScaled(
          given ?? UnsafePointer(self.bias.base), t, parameters.base + time, stride: columns,
          count: step.outputs, into: self.bias.base)
      }
      Scalar.kernels.affine(
        AffineMap(
          y: y, x: x, weights: transposed.base + step.transposed, stride: step.outputs,
          bias: time == nil ? given : UnsafePointer(self.bias.base), outputs: step.outputs,
          inputs: step.inputs), blocks: piece.blocks)
    case .activation(let activation, let keepsSlope):
      Scalar.kernels.apply(
        .activation(activation), to: x, into: y, gates: keepsSlope ? kept : nil,
        count: step.outputs * piece.row)
    case .norm:
      Scalar.kernels.normalize(norm(step, piece), blocks: piece.blocks)
    }
  }

  private func norm(_ step: Step, _ piece: BatchPiece<Scalar>) -> LayerNorm<Scalar> {
    guard case .norm(let scale, let bias, let epsilon) = step.kind else {
      preconditionFailure("asked of a layer normalisation")
    }
    let (x, y, kept) = rows(of: step, piece)
    return LayerNorm(
      y: y, x: x, kept: kept, features: step.outputs,
      scale: scale.map { UnsafePointer(parameters.base + $0) },
      bias: bias.map { UnsafePointer(parameters.base + $0) }, epsilon: Scalar(epsilon))
  }

  /// Copies a piece's rows to theirs of a batch.
  private func scatter(
    _ source: UnsafePointer<Scalar>, _ rows: Int, of piece: BatchPiece<Scalar>,
    _ shape: BatchShape, into target: UnsafeMutablePointer<Scalar>
  ) {
    for i in 0..<rows {
      (target + i * shape.stride + piece.place).update(
        from: source + i * piece.row, count: piece.row)
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
    shape.forEachPiece(rows, at: tape.pointer(slot), isKept: true) { piece in
      var (z, other) = (cotangents.0.base, cotangents.1.base)
      piece.gather(cotangent + leading * shape.stride, rows: outputs, of: shape, into: z)
      for step in steps.reversed() {
        pull(step, t: t, piece, z, into: other)
        if case .linear = step.kind { swap(&z, &other) }
      }
      // The rows of the constants come before the state's, if the first layer is a map.
      scatter(z + constantCount * piece.row, features, of: piece, shape, into: stateCotangent)
    }
    if residual != 0 { add(cotangent, to: stateCotangent, factor.base, shape.count) }
    guard leading > 0 else { return }
    add(
      cotangent, to: stateCotangent + outputs * shape.stride, factor.base + 1,
      leading * shape.stride)
  }

  /// Writes a map's cotangent of its input to `other`; any other layer's replaces z.
  private func pull(
    _ step: Step, t: Scalar, _ piece: BatchPiece<Scalar>, _ z: UnsafeMutablePointer<Scalar>,
    into other: UnsafeMutablePointer<Scalar>
  ) {
    let blocks = piece.blocks
    let (x, _, kept) = rows(of: step, piece)
    let sums = self.sums.base + step.sums * Scalar.laneCount
    let second = sums + step.outputs * Scalar.laneCount
    switch step.kind {
    case .linear(let weights, _, let columns, let time):
      withUnsafePointer(to: UnsafePointer(z)) { rows in
        withUnsafePointer(to: UnsafePointer(x)) { inputs in
          var product = OuterProduct(
            nil, rows: rows, rowCount: step.outputs, columns: inputs, columnCount: step.inputs,
            blocks: blocks, evaluations: 1)
          product.startsAtZero = true
          product.totals = gradient.base + weights
          product.totalsPitch = columns
          Scalar.kernels.accumulate(product)
        }
      }
      Scalar.kernels.accumulateRowSums(
        sums, times: time == nil ? nil : second, t: t, rows: z, rowCount: step.outputs,
        rowPitch: blocks, blocks: blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: other, x: z, weights: parameters.base + weights, stride: columns,
          outputs: step.inputs, inputs: step.outputs), blocks: blocks)
    case .activation(let activation, _):
      Scalar.kernels.apply(
        .gate(activation), to: z, into: z, gates: kept, count: step.outputs * piece.row)
    case .norm:
      Scalar.kernels.accumulateRowSums(
        sums, times: nil, t: 0, rows: z, rowCount: step.outputs, rowPitch: blocks, blocks: blocks)
      Scalar.kernels.normalizePullback(
        norm(step, piece), cotangent: z, sums: second, blocks: blocks)
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
      case .linear(_, let bias, let columns, let time):
        reduce(sums, to: bias)
        reduce(second, to: time, pitch: columns)
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
