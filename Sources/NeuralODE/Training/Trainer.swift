import Solvers
import Platform

/// Trains one model on one data set: gathers a batch, solves forward, differentiates backward,
/// updates. Nothing is allocated in an iteration once the tape has grown to the solve's length.
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

  /// The most samples that a batch can have.
  public let capacity: Int

  private let team: ThreadTeam
  private var table: SampleTable<Scalar>
  /// Updates that the optimiser's moments have seen.
  private var momentUpdates = 0
  private let features: Int
  private let map: any FeatureMap<Scalar>
  private let flow: Flow<ModelField<Scalar>>?
  /// What is minimised where the samples are series.
  private var series: SeriesObjective<Scalar>?
  /// The time at which the flow ends.
  var end: Double { table.end }
  /// Do samples begin at times of their own?
  let hasOffsets: Bool
  private let moments: (AlignedBuffer<Scalar>, AlignedBuffer<Scalar>)
  private let state: AlignedBuffer<Scalar>
  private let output: AlignedBuffer<Scalar>
  private let target: AlignedBuffer<Scalar>
  private let outputCotangent: AlignedBuffer<Scalar>
  private let stateCotangent: AlignedBuffer<Scalar>
  private let readout: Readout<Scalar>?

  /// A trainer that starts from the given weights.
  public convenience init(
    model: ModelConfiguration, training: TrainingConfiguration, dataset: Dataset,
    parameters initial: [Double]
  ) {
    self.init(
      model: model, training: training, table: SampleTable(dataset), parameters: initial)
  }

  /// A trainer on samples that others may train on too.
  ///
  /// - Parameter team: threads that share the work on images; how many there are changes no bit.
  public convenience init(
    model: ModelConfiguration, training: TrainingConfiguration, table: SampleTable<Scalar>,
    parameters initial: [Double], team: ThreadTeam = .single
  ) {
    var training = training
    // Series have no kinetic penalty; settings refuse it, and a configuration made by hand has none.
    if table.series != nil { training.kineticPenalty = 0 }
    let layout = ParameterLayout(model, inputs: table.dimension, outputs: table.outputs)
    precondition(initial.count == layout.count, "as many weights as the model has")
    precondition(
      model.hasReadout || model.features(inputs: table.dimension) >= table.outputs,
      "without a readout the first features are the output")
    precondition(
      table.series == nil || model.family.isFlow && !model.hasReadout,
      "series are learned by a flow without a readout")
    precondition(
      model.image.map { $0.count == table.dimension } ?? true, "images of other extents")
    self.init(
      model: model, training: training, table: table, layout: layout,
      parameters: AlignedBuffer(initial),
      // Room for points that are painted later.
      capacity: max(1, min(training.batchSize, max(table.count, 4096))), team: team)
  }

  /// A trainer in the same state that goes its own way.
  public convenience init(copying other: Trainer) {
    self.init(
      model: other.model, training: other.training, table: other.table, layout: other.layout,
      parameters: AlignedBuffer(copying: other.parameters), capacity: other.capacity,
      team: other.team)
    gradient.base.update(from: other.gradient.base, count: layout.count)
    restore(other.currentState)
  }

  private init(
    model: ModelConfiguration, training: TrainingConfiguration, table: SampleTable<Scalar>,
    layout: ParameterLayout, parameters: AlignedBuffer<Scalar>, capacity: Int, team: ThreadTeam
  ) {
    self.team = team
    self.model = model
    self.training = training
    self.table = table
    self.layout = layout
    self.parameters = parameters
    self.capacity = capacity
    features = model.features(inputs: table.dimension)
    hasOffsets = table.series != nil && model.hasOffsets
    gradient = AlignedBuffer(count: layout.count)
    moments = (AlignedBuffer(count: layout.count), AlignedBuffer(count: layout.count))
    (map, flow) = makeFeatureMap(
      model, inputs: table.dimension, parameters: parameters, training: training,
      samples: capacity, end: table.end, hasOffsets: hasOffsets, team: team)
    let wide = BatchShape(features: features, samples: capacity, of: Scalar.self)
    let narrow = BatchShape(features: table.outputs, samples: capacity, of: Scalar.self)
    state = AlignedBuffer(count: wide.count)
    stateCotangent = AlignedBuffer(count: wide.count)
    output = AlignedBuffer(count: narrow.count)
    target = AlignedBuffer(count: narrow.count)
    outputCotangent = AlignedBuffer(count: narrow.count)
    readout = Readout(
      model, layout: layout, inputs: table.dimension, outputs: table.outputs,
      parameters: parameters)
    series = makeSeriesObjective()
  }

  private func makeSeriesObjective() -> SeriesObjective<Scalar>? {
    guard let series = table.series, let flow else { return nil }
    return SeriesObjective(series, flow: flow, features: features, batch: capacity)
  }

  /// One update on the given rows of the data set.
  ///
  /// - Throws: `SolveFailure` when the flow cannot be solved or the loss or the gradient is not
  ///   finite; the weights are then as they were.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func iterate(_ rows: ArraySlice<Int32>) throws(SolveFailure) -> IterationReport {
    let report = try gradient(rows)
    update()
    return report
  }

  /// Function evaluations of the last iteration's forward solve, and of the last backward pass: of
  /// one that failed, as far as it came, which no report says.
  public var evaluations: (forward: Int, backward: Int) { map.evaluations }

  /// Changes the weights by what is in `gradient`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update() {
    updates += 1
    momentUpdates += 1
    if let decay = training.decayInGradient {
      Scalar.kernels.addDecay(
        Scalar(decay), parameters.base, to: gradient.base, count: layout.count)
    }
    Scalar.kernels.update(
      parameters.base, gradient: gradient.base, memory: (moments.0.base, moments.1.base),
      count: layout.count, training.update(momentUpdates))
  }

  /// The loss of the given rows, and its gradient in `gradient`; nothing is updated.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func gradient(
    _ rows: ArraySlice<Int32>
  ) throws(SolveFailure)
    -> IterationReport
  {
    let shape = BatchShape(features: features, samples: rows.count, of: Scalar.self)
    let narrow = BatchShape(features: table.outputs, samples: rows.count, of: Scalar.self)
    gather(rows, shape, narrow)
    gradient.zero()
    if let series {
      let report = try series.gradient(
        rows, state: state.base, shape: shape, addingTo: gradient.base)
      guard Scalar.kernels.hasFiniteSum(gradient.base, count: layout.count) else {
        throw .nonFinite(t: 0)
      }
      return report
    }
    let statistics = try map.forward(state.base, shape: shape, record: true)
    let predicted = applyReadout(shape)
    let terms = rows.count * (training.loss.averagesOutputs ? table.outputs : 1)
    let scale = 1 / Scalar(terms)
    let loss =
      scale
      * Scalar.kernels.loss(
        training.loss, predicted, target: target.base, gradient: outputCotangent.base, scale: scale,
        shape: narrow)
    guard loss.isFinite, map.penalty.isFinite else { throw .nonFinite(t: 1) }
    pullReadout(shape, narrow)
    let backward = try map.backward(stateCotangent.base, shape: shape, addingTo: gradient.base)
    guard Scalar.kernels.hasFiniteSum(gradient.base, count: layout.count) else {
      throw .nonFinite(t: 0)
    }
    return IterationReport(
      loss: Double(loss), statistics: statistics, backwardEvaluations: backward,
      penalty: map.penalty)
  }

  /// Goes on as `training` says, from the next iteration on. Another optimiser begins with empty
  /// moments.
  ///
  /// - Precondition: `new.canReplace` what it was.
  public func retune(_ new: TrainingConfiguration) {
    precondition(
      new.canReplace(training), "another batch size or objective needs another trainer")
    if new.optimizer != training.optimizer {
      moments.0.zero()
      moments.1.zero()
      momentUpdates = 0
    }
    training = new
    map.retune(new)
  }

  /// Goes on with other data of the same dimensions.
  public func replaceData(_ new: Dataset) {
    precondition(
      new.dimension == table.dimension && new.outputs == table.outputs, "data of other shape")
    precondition(new.series?.end ?? 1 == end, "series that end at another time")
    table = SampleTable(new)
    series = makeSeriesObjective()
  }

  /// Weights and the optimiser's memory at one moment.
  public struct State: Sendable {
    /// Weights, then both moments, `layout.count` each.
    public fileprivate(set) var numbers: [Scalar]
    fileprivate var updates: Int
    fileprivate var momentUpdates: Int
    /// Bytes kept.
    public var size: Int { numbers.count * MemoryLayout<Scalar>.stride }
  }

  /// Where training is now; `restore` brings it back.
  public var currentState: State {
    var numbers: [Scalar] = []
    numbers.reserveCapacity(3 * layout.count)
    for buffer in [parameters, moments.0, moments.1] {
      numbers += UnsafeBufferPointer(start: buffer.base, count: layout.count)
    }
    return State(numbers: numbers, updates: updates, momentUpdates: momentUpdates)
  }

  /// Brings back a state of this trainer, or of one like it.
  public func restore(_ state: State) {
    precondition(state.numbers.count == 3 * layout.count, "a state of another model")
    for (k, buffer) in [parameters, moments.0, moments.1].enumerated() {
      for i in 0..<layout.count { buffer.base[i] = state.numbers[k * layout.count + i] }
    }
    updates = state.updates
    momentUpdates = state.momentUpdates
  }

  /// One iteration on the batch of these rows.
  public func iterate(_ rows: [Int32]) throws(SolveFailure) -> IterationReport {
    try iterate(rows[...])
  }

  /// The gradient of the loss of these rows, without an update.
  public func gradient(_ rows: [Int32]) throws(SolveFailure) -> IterationReport {
    try gradient(rows[...])
  }

  /// The rows as lanes, augmented coordinates at 0; padding lanes are zeros.
  private func gather(
    _ rows: ArraySlice<Int32>, _ shape: BatchShape, _ narrow: BatchShape
  ) {
    let d = table.dimension
    rows.withUnsafeBufferPointer { rows in
      guard let rows = rows.baseAddress else { return }
      Scalar.kernels.gather(
        table.inputs.base, dimension: d, rows: rows, count: shape.samples, stride: shape.stride,
        into: state.base)
      Scalar.kernels.gather(
        table.targets.base, dimension: table.outputs, rows: rows, count: shape.samples,
        stride: narrow.stride, into: target.base)
    }
    let data = d * shape.stride
    Scalar.zero(state.base + data, count: shape.count - data)
  }

  private func applyReadout(_ shape: BatchShape) -> UnsafePointer<Scalar> {
    guard let readout else { return UnsafePointer(state.base) }
    readout.apply(state.base, into: output.base, blocks: shape.blocks)
    return UnsafePointer(output.base)
  }

  /// From the cotangent of the output to that of the features; the readout's gradient.
  private func pullReadout(_ shape: BatchShape, _ narrow: BatchShape) {
    if let readout {
      readout.pullback(
        outputCotangent.base, state: state.base, into: stateCotangent.base,
        addingTo: gradient.base, blocks: shape.blocks)
      return
    }
    // The first features are the output; the loss knows nothing of the others.
    stateCotangent.base.update(from: outputCotangent.base, count: narrow.count)
    Scalar.zero(stateCotangent.base + narrow.count, count: shape.count - narrow.count)
  }
}
