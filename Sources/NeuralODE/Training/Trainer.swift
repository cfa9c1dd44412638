import DifferentialEquations
import Lanes

/// What one iteration found, before its update.
public struct IterationReport: Sendable, Equatable {
  /// Mean loss of the batch.
  public var loss: Double
  /// Cost of the forward solve.
  public var statistics: SolveStatistics
  /// Function evaluations of the backward pass: those of an adjoint solve, or repeated from checkpoints.
  public var backwardEvaluations: Int
}

/// Trains one model on one data set: gathers a batch, solves forward, differentiates backward, updates. Nothing is
/// allocated in an iteration once the tape has grown to the solve's length.
///
/// A reference that owns its memory, confined to whoever trains with it.
public final class Trainer<Scalar: LaneScalar> {
  /// The model.
  public let model: ModelConfiguration
  /// How it is trained.
  public private(set) var training: TrainingConfiguration
  /// Where each tensor lies.
  public let layout: ParameterLayout
  /// The weights, `layout.count` scalars.
  public let parameters: AlignedBuffer<Scalar>
  /// The last iteration's gradient, laid out as the parameters.
  public let gradient: AlignedBuffer<Scalar>
  /// Updates done.
  public private(set) var updates = 0

  private let dataset: Dataset
  private let inputs: AlignedBuffer<Scalar>
  private let targets: AlignedBuffer<Scalar>
  private let features: Int
  private let map: any FeatureMap<Scalar>
  private let moments: (AlignedBuffer<Scalar>, AlignedBuffer<Scalar>)
  private let state: AlignedBuffer<Scalar>
  private let output: AlignedBuffer<Scalar>
  private let target: AlignedBuffer<Scalar>
  private let outputCotangent: AlignedBuffer<Scalar>
  private let stateCotangent: AlignedBuffer<Scalar>
  private let readoutSums: AlignedBuffer<Scalar>
  private let transposedReadout: AlignedBuffer<Scalar>

  /// A trainer that starts from the given weights.
  public init(
    model: ModelConfiguration, training: TrainingConfiguration, dataset: Dataset,
    parameters initial: [Double]
  ) {
    self.model = model
    self.training = training
    self.dataset = dataset
    layout = ParameterLayout(model, inputs: dataset.dimension, outputs: dataset.outputs)
    precondition(initial.count == layout.count, "as many weights as the model has")
    precondition(
      model.hasReadout || dataset.dimension + model.augmentation == dataset.outputs,
      "without a readout the features are the output")
    inputs = AlignedBuffer(dataset.inputs)
    targets = AlignedBuffer(dataset.targets)
    features = dataset.dimension + model.augmentation
    parameters = AlignedBuffer(count: layout.count)
    for i in initial.indices { parameters.base[i] = Scalar(initial[i]) }
    gradient = AlignedBuffer(count: layout.count)
    moments = (AlignedBuffer(count: layout.count), AlignedBuffer(count: layout.count))
    let samples = min(training.batchSize, dataset.count)
    map = makeFeatureMap(
      model, inputs: dataset.dimension, parameters: parameters, training: training, samples: samples
    )
    let wide = BatchShape(features: features, samples: samples, of: Scalar.self)
    let narrow = BatchShape(features: dataset.outputs, samples: samples, of: Scalar.self)
    state = AlignedBuffer(count: wide.count)
    stateCotangent = AlignedBuffer(count: wide.count)
    output = AlignedBuffer(count: narrow.count)
    target = AlignedBuffer(count: narrow.count)
    outputCotangent = AlignedBuffer(count: narrow.count)
    readoutSums = AlignedBuffer(count: (features + 1) * dataset.outputs * Scalar.laneCount)
    transposedReadout = AlignedBuffer(count: features * dataset.outputs)
  }

  /// A trainer in the same state that goes its own way.
  public init(copying other: Trainer) {
    model = other.model
    training = other.training
    layout = other.layout
    dataset = other.dataset
    inputs = other.inputs
    targets = other.targets
    features = other.features
    updates = other.updates
    parameters = AlignedBuffer(copying: other.parameters)
    gradient = AlignedBuffer(copying: other.gradient)
    moments = (
      AlignedBuffer(copying: other.moments.0), AlignedBuffer(copying: other.moments.1)
    )
    map = makeFeatureMap(
      model, inputs: dataset.dimension, parameters: parameters, training: training,
      samples: min(training.batchSize, dataset.count))
    state = AlignedBuffer(count: other.state.count)
    stateCotangent = AlignedBuffer(count: other.stateCotangent.count)
    output = AlignedBuffer(count: other.output.count)
    target = AlignedBuffer(count: other.target.count)
    outputCotangent = AlignedBuffer(count: other.outputCotangent.count)
    readoutSums = AlignedBuffer(count: other.readoutSums.count)
    transposedReadout = AlignedBuffer(count: other.transposedReadout.count)
  }

  private var readout: UnsafeMutablePointer<Scalar> {
    parameters.base + (layout.count - dataset.outputs * (features + 1))
  }

  /// One update on the given rows of the data set.
  ///
  /// - Throws: `SolveFailure` when the flow cannot be solved or the loss or the gradient is not finite; the weights are
  ///   then as they were.
  public func iterate(
    _ rows: ArraySlice<Int32>
  ) throws(SolveFailure)
    -> IterationReport
  {
    let report = try gradient(rows)
    updates += 1
    Scalar.adam(
      parameters.base, gradient: gradient.base, moments: (moments.0.base, moments.1.base),
      count: layout.count,
      update: AdamUpdate(learningRate: training.learningRate, k: updates))
    return report
  }

  /// The loss of the given rows, and its gradient in `gradient`; nothing is updated.
  public func gradient(
    _ rows: ArraySlice<Int32>
  ) throws(SolveFailure)
    -> IterationReport
  {
    let shape = BatchShape(features: features, samples: rows.count, of: Scalar.self)
    let narrow = BatchShape(features: dataset.outputs, samples: rows.count, of: Scalar.self)
    gather(rows, shape, narrow)
    gradient.zero()
    let statistics = try map.forward(state.base, shape: shape, record: true)
    let predicted = applyReadout(shape, narrow)
    let scale = 1 / Scalar(rows.count * dataset.outputs)
    let loss =
      scale
      * Scalar.smoothL1(
        predicted, target: target.base, gradient: outputCotangent.base, scale: scale, shape: narrow)
    guard loss.isFinite else { throw .nonFinite(t: 1) }
    pullReadout(shape, narrow)
    let backward = try map.backward(stateCotangent.base, shape: shape, addingTo: gradient.base)
    guard Scalar.hasFiniteSum(gradient.base, count: layout.count) else { throw .nonFinite(t: 0) }
    return IterationReport(
      loss: Double(loss), statistics: statistics, backwardEvaluations: backward)
  }

  /// See `iterate(_:)` of a slice.
  public func iterate(_ rows: [Int32]) throws(SolveFailure) -> IterationReport {
    try iterate(rows[...])
  }

  /// See `gradient(_:)` of a slice.
  public func gradient(_ rows: [Int32]) throws(SolveFailure) -> IterationReport {
    try gradient(rows[...])
  }

  /// The rows as lanes, augmented coordinates at 0; padding lanes are zeros.
  private func gather(
    _ rows: ArraySlice<Int32>, _ shape: BatchShape, _ narrow: BatchShape
  ) {
    let d = dataset.dimension
    rows.withUnsafeBufferPointer { rows in
      guard let rows = rows.baseAddress else { return }
      Scalar.gather(
        inputs.base, dimension: d, rows: rows, count: shape.samples, stride: shape.stride,
        into: state.base)
      Scalar.gather(
        targets.base, dimension: dataset.outputs, rows: rows, count: shape.samples,
        stride: narrow.stride, into: target.base)
    }
    let data = d * shape.stride
    UnsafeMutableRawPointer(state.base + data).initializeMemory(
      as: UInt8.self, repeating: 0, count: (shape.count - data) * MemoryLayout<Scalar>.stride)
  }

  private func applyReadout(_ shape: BatchShape, _ narrow: BatchShape) -> UnsafePointer<Scalar> {
    guard model.hasReadout else { return UnsafePointer(state.base) }
    Scalar.transpose(
      readout, rows: dataset.outputs, columns: features, stride: features,
      into: transposedReadout.base)
    Scalar.affine(
      AffineMap(
        y: output.base, x: state.base, weights: transposedReadout.base, stride: dataset.outputs,
        bias: readout + dataset.outputs * features, outputs: dataset.outputs, inputs: features),
      blocks: shape.blocks)
    return UnsafePointer(output.base)
  }

  /// From the cotangent of the output to that of the features; the readout's gradient.
  private func pullReadout(_ shape: BatchShape, _ narrow: BatchShape) {
    guard model.hasReadout else {
      stateCotangent.base.update(from: outputCotangent.base, count: narrow.count)
      return
    }
    readoutSums.zero()
    let weights = dataset.outputs * features
    Scalar.accumulateOuterProduct(
      readoutSums.base, rows: outputCotangent.base, rowCount: dataset.outputs, columns: state.base,
      columnCount: features, blocks: shape.blocks)
    Scalar.accumulateRowSums(
      readoutSums.base + weights * Scalar.laneCount, times: nil, t: 0, rows: outputCotangent.base,
      rowCount: dataset.outputs, blocks: shape.blocks)
    Scalar.reduceLanes(
      readoutSums.base, count: weights + dataset.outputs,
      into: gradient.base + (layout.count - weights - dataset.outputs))
    Scalar.affine(
      AffineMap(
        y: stateCotangent.base, x: outputCotangent.base, weights: readout, stride: features,
        outputs: features, inputs: dataset.outputs), blocks: shape.blocks)
  }
}

/// The feature map of a model's family.
func makeFeatureMap<Scalar: LaneScalar>(
  _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>,
  training: TrainingConfiguration, samples: Int
) -> any FeatureMap<Scalar> {
  switch model.family {
  case .node, .anode:
    Flow(
      model, inputs: d, parameters: parameters,
      training: training, samples: samples)
  case .resnet:
    ResidualStack(model, inputs: d, parameters: parameters, samples: samples)
  }
}
