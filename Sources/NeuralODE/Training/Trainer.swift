import Solvers
import Platform

/// Trains one model on one data set: gathers a batch, solves forward, differentiates backward,
/// updates. Iterations allocate nothing once the tape has grown to the solve's length. Confined to
/// its owner.
public final class Trainer<Scalar: LaneScalar> {
  /// The model.
  public let model: ModelConfiguration
  /// The training settings.
  public private(set) var training: TrainingConfiguration
  /// The place of each tensor.
  public let layout: ParameterLayout
  /// The weights, `layout.count` scalars.
  public let parameters: AlignedBuffer<Scalar>
  /// The last iteration's gradient, in parameter order.
  public let gradient: AlignedBuffer<Scalar>
  /// Updates done.
  public private(set) var updates = 0

  /// The largest batch.
  public let capacity: Int

  private let team: ThreadTeam
  private var table: SampleTable<Scalar>
  /// Updates of the optimiser's moments.
  private var momentUpdates = 0
  private let features: Int
  private let map: any FeatureMap<Scalar>
  private let flow: Flow<ModelField<Scalar>>?
  private let start: FlowStart<Scalar>
  /// The objective of series; nil for other data.
  private var series: SeriesObjective<Scalar>?
  /// The end time of the flow.
  var end: Double { model.length(ofSeries: table.series?.end) }
  /// Whether samples have their own start times.
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

  /// A trainer on a shared table.
  ///
  /// - Parameter team: threads that share the work on images; results are bit-identical for any
  ///   number.
  public convenience init(
    model: ModelConfiguration, training: TrainingConfiguration, table: SampleTable<Scalar>,
    parameters initial: [Double], team: ThreadTeam = .single
  ) {
    var training = training
    // Settings refuse a kinetic penalty of these; a configuration made in code can have it.
    if table.series != nil || model.family.form?.hasKineticPenalty == false {
      training.kineticPenalty = 0
    }
    let layout = ParameterLayout(model, inputs: table.dimension, outputs: table.outputs)
    precondition(initial.count == layout.count, "weights of another model")
    precondition(
      model.hasReadout || model.readFeatures(inputs: table.dimension) >= table.outputs,
      "without a readout, outputs are the first features")
    precondition(
      table.series == nil || model.family.isFlow && !model.hasReadout,
      "series are learned by a flow without a readout")
    precondition(
      model.image.map { $0.count == table.dimension } ?? true, "images of another shape")
    precondition(
      model.image == nil || model.family.form?.hasConvolutions == true,
      "images need a convolutional field")
    self.init(
      model: model, training: training, table: table, layout: layout,
      parameters: AlignedBuffer(initial),
      // Leave room for points painted later.
      capacity: max(1, min(training.batchSize, max(table.count, 4096))), team: team)
  }

  /// An independent copy.
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
    (map, flow, start) = makeFeatureMap(
      model, inputs: table.dimension, parameters: parameters, training: training,
      samples: capacity, end: model.length(ofSeries: table.series?.end), hasOffsets: hasOffsets,
      team: team)
    let wide = BatchShape(features: features, samples: capacity, of: Scalar.self)
    let narrow = BatchShape(features: table.outputs, samples: capacity, of: Scalar.self)
    state = AlignedBuffer(count: wide.count)
    stateCotangent = AlignedBuffer(count: wide.count)
    output = AlignedBuffer(count: narrow.count)
    target = AlignedBuffer(count: narrow.count)
    outputCotangent = AlignedBuffer(count: narrow.count)
    readout = Readout(
      model, layout: layout, inputs: table.dimension, outputs: table.outputs,
      parameters: parameters, samples: capacity)
    series = makeSeriesObjective()
  }

  private func makeSeriesObjective() -> SeriesObjective<Scalar>? {
    guard let series = table.series, let flow else { return nil }
    return SeriesObjective(series, flow: flow, features: features, batch: capacity)
  }

  /// One update on the given rows of the data set.
  ///
  /// - Throws: `SolveFailure` when the solve fails or the loss or gradient is not finite; the
  ///   weights are then unchanged.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func iterate(_ rows: ArraySlice<Int32>) throws(SolveFailure) -> IterationReport {
    let report = try gradient(rows)
    update()
    return report
  }

  /// Function evaluations of the last forward and backward passes, failed ones included.
  public var evaluations: (forward: Int, backward: Int) { map.evaluations }

  /// Updates the weights by `gradient`.
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

  /// The loss of the given rows, and its gradient in `gradient`, without an update.
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
      start.pullback(state.base, shape: shape, addingTo: gradient.base)
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
    start.pullback(stateCotangent.base, shape: shape, addingTo: gradient.base)
    guard Scalar.kernels.hasFiniteSum(gradient.base, count: layout.count) else {
      throw .nonFinite(t: 0)
    }
    return IterationReport(
      loss: Double(loss), statistics: statistics, backwardEvaluations: backward,
      penalty: map.penalty)
  }

  /// Replaces training settings, keeps weights. Another optimiser starts with zero moments.
  ///
  /// - Precondition: `new.canReplace(training)`.
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

  /// Replaces the weights by others in the order of `layout`.
  package func load(_ weights: [Double]) {
    precondition(weights.count == layout.count, "weights of another model")
    for i in 0..<layout.count { parameters.base[i] = Scalar(weights[i]) }
  }

  /// Replaces the data with others of the same dimensions.
  public func replaceData(_ new: Dataset) {
    precondition(
      new.dimension == table.dimension && new.outputs == table.outputs, "data of another shape")
    precondition(
      new.series == nil || new.series?.end == end, "series that end at another time")
    table = SampleTable(new)
    series = makeSeriesObjective()
  }

  /// Weights and the optimiser's moments.
  public struct State: Sendable {
    /// Weights, then both moments, `layout.count` each.
    public fileprivate(set) var numbers: [Scalar]
    fileprivate var updates: Int
    fileprivate var momentUpdates: Int
    /// Bytes of memory.
    public var size: Int { numbers.count * MemoryLayout<Scalar>.stride }
  }

  /// The current state, for `restore`.
  public var currentState: State {
    var numbers: [Scalar] = []
    numbers.reserveCapacity(3 * layout.count)
    for buffer in [parameters, moments.0, moments.1] {
      numbers += UnsafeBufferPointer(start: buffer.base, count: layout.count)
    }
    return State(numbers: numbers, updates: updates, momentUpdates: momentUpdates)
  }

  /// Restores a state of this trainer or an equal one.
  public func restore(_ state: State) {
    precondition(state.numbers.count == 3 * layout.count, "a state of another model")
    for (k, buffer) in [parameters, moments.0, moments.1].enumerated() {
      for i in 0..<layout.count { buffer.base[i] = state.numbers[k * layout.count + i] }
    }
    updates = state.updates
    momentUpdates = state.momentUpdates
  }

  /// One update on the given rows.
  public func iterate(_ rows: [Int32]) throws(SolveFailure) -> IterationReport {
    try iterate(rows[...])
  }

  /// The loss of the given rows, and its gradient, without an update.
  public func gradient(_ rows: [Int32]) throws(SolveFailure) -> IterationReport {
    try gradient(rows[...])
  }

  /// Loads rows into lanes as the starts of a flow, and their targets.
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
    start.begin(state.base, shape: shape)
  }

  private func applyReadout(_ shape: BatchShape) -> UnsafePointer<Scalar> {
    guard let readout else { return UnsafePointer(state.base) }
    readout.apply(state.base, into: output.base, blocks: shape.blocks)
    return UnsafePointer(output.base)
  }

  /// Pulls the output's cotangent back to the features and adds the readout's gradient.
  private func pullReadout(_ shape: BatchShape, _ narrow: BatchShape) {
    let read: Int
    if let readout {
      readout.pullback(
        outputCotangent.base, x: state.base, into: stateCotangent.base,
        addingTo: gradient.base, blocks: shape.blocks)
      read = readout.inputs * shape.stride
    } else {
      // Outputs are the first features.
      stateCotangent.base.update(from: outputCotangent.base, count: narrow.count)
      read = narrow.count
    }
    // The loss does not depend on the other coordinates.
    Scalar.zero(stateCotangent.base + read, count: shape.count - read)
  }
}
