import Solvers
import Platform

/// Evaluates a model without training it: trajectories, outputs, the vector field and the solve's
/// accuracy. Shares a `Trainer`'s weights and queue. Inputs are `samples × d`.
public final class Evaluator<Scalar: LaneScalar> {
  /// The model.
  public let model: ModelConfiguration
  /// Dimension of the space of the flow, such as d + p; for images d + p · pixels.
  public let features: Int

  /// Whether each input has a field of its own.
  public var fieldTakesInput: Bool { model.family.form?.fieldTakesInput ?? false }

  let inputs: Int
  /// Numbers per output.
  public let outputs: Int
  let target: Problem.Target
  let trainer: Trainer<Scalar>
  var training: TrainingConfiguration { trainer.training }
  /// The most samples solved at a time.
  public let capacity: Int
  private let map: any FeatureMap<Scalar>
  /// nil for a ResNet.
  let flow: Flow<ModelField<Scalar>>?
  let start: FlowStart<Scalar>
  private let readoutMap: Readout<Scalar>?
  let state: AlignedBuffer<Scalar>
  private let output: AlignedBuffer<Scalar>

  /// The run's settings without those that only its gradient needs.
  private static func inferenceConfiguration(
    _ training: TrainingConfiguration
  ) -> TrainingConfiguration {
    var training = training
    training.kineticPenalty = 0
    training.gradient = .backpropagation
    return training
  }

  /// See `NeuralODE.Trajectories`.
  public typealias Trajectories = NeuralODE.Trajectories

  /// The number of blocks of a ResNet, or of Euler steps if at most 10: states between them are not
  /// a path. nil for other flows.
  public var jumps: Int? {
    if !model.family.isFlow { return model.blocks }
    let isEuler = training.solver.stages == 1 && !training.solver.isAdaptive
    return isEuler && training.fixedSteps <= 10 ? training.fixedSteps : nil
  }

  /// An evaluator of a trainer's model, for solves of up to `capacity` samples at a time.
  public init(
    _ trainer: Trainer<Scalar>, inputs d: Int, outputs: Int, target: Problem.Target = .sign,
    capacity: Int
  ) {
    model = trainer.model
    self.target = target
    self.trainer = trainer
    inputs = d
    self.outputs = outputs
    self.capacity = capacity
    features = model.features(inputs: d)
    (map, flow, start) = makeFeatureMap(
      model, inputs: d, parameters: trainer.parameters,
      training: Self.inferenceConfiguration(trainer.training), samples: capacity, end: trainer.end,
      hasOffsets: trainer.hasOffsets, team: .single)
    readoutMap = Readout(
      model, layout: trainer.layout, inputs: d, outputs: outputs,
      parameters: trainer.parameters, samples: capacity)
    state = AlignedBuffer(
      count: BatchShape(features: features, samples: capacity, of: Scalar.self).count)
    output = AlignedBuffer(
      count: BatchShape(features: outputs, samples: capacity, of: Scalar.self).count)
  }

  func shape(of samples: [Float], dimension: Int) -> BatchShape {
    BatchShape(features: features, samples: samples.count / dimension, of: Scalar.self)
  }

  /// Loads inputs into lanes as the starts of a flow; missing offsets are 0.
  func load(_ samples: ArraySlice<Float>, _ shape: BatchShape, offsets: [Double] = []) {
    flow?.field.begin(at: offsets)
    fill(samples, dimension: inputs, shape)
    start.begin(state.base, shape: shape)
  }

  private func fill(_ samples: ArraySlice<Float>, dimension: Int, _ shape: BatchShape) {
    samples.withUnsafeBufferPointer { buffer in
      guard let source = buffer.baseAddress else { return }
      Scalar.kernels.load(source, dimension: dimension, shape: shape, into: state.base)
    }
  }

  func unload(
    _ source: UnsafePointer<Scalar>, features: Int, _ shape: BatchShape, into result: inout [Float]
  ) {
    result += Array(unsafeUninitializedCapacity: shape.samples * features) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      Scalar.kernels.unload(source, dimension: features, shape: shape, into: target)
      count = shape.samples * features
    }
  }

  /// States at given fractions of the flow's time; for a ResNet, the states after each block.
  ///
  /// - Parameters:
  ///   - isFine: solve at 1e-6, or the run's tolerance if finer. A fixed-step method, which defines
  ///     its own map, stays as it is.
  ///   - offsets: the start of each sample in the series that it is a window of; missing ones are
  ///     0.
  /// - Precondition: no more than `capacity` samples.
  public func trajectories(
    of samples: [Float], times: [Double], isFine: Bool = false, offsets: [Double] = []
  ) -> Trajectories {
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], shape, offsets: offsets)
    var result = Trajectories()
    let options =
      isFine && training.solver.isAdaptive
      ? probeOptions(min(training.tolerance, Self.probeTolerance))
      : SolverOptions(training, end: trainer.end)
    let end = map.path(state.base, shape: shape, times: times, options: options) { frame in
      unload(frame, features: features, shape, into: &result.states)
      result.frames += 1
    }
    result.statistics = end.statistics
    result.failure = end.failure
    return result
  }

  /// States at given times of the reverse solve: from 0 to t = 1 at the run's tolerance, then back
  /// to 0. Returning to the start proves neither that the solve is accurate nor that its map is
  /// injective. Empty for a ResNet.
  ///
  /// - Parameter times: ascending, from 0 to 1; the frames are in this order.
  /// - Precondition: no more than `capacity` samples.
  public func reverseSolve(of samples: [Float], times: [Double]) -> Trajectories {
    var result = Trajectories()
    guard let flow else { return result }
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], shape)
    let options = SolverOptions(training, end: trainer.end)
    // Frames come in the order of the solve, from t = 1 down.
    var frames: [[Float]] = []
    let there = flow.path(
      state.base, shape: shape, from: 0, to: flow.end, times: [], options: options,
      visit: { _ in })
    if let failure = there.failure {
      result.failure = failure
      return result
    }
    let end = flow.path(
      state.base, shape: shape, from: flow.end, to: 0,
      times: times.reversed().map { $0 * flow.end }, options: options
    ) { frame in
      frames.append([])
      unload(frame, features: features, shape, into: &frames[frames.count - 1])
    }
    if let failure = end.failure {
      result.failure = failure
      return result
    }
    result.frames = frames.count
    result.statistics = end.statistics
    result.states = Array(frames.reversed().joined())
    return result
  }

  /// The model's outputs, `samples × outputs`; NaN if a solve fails.
  public func outputs(of samples: [Float]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(samples.count / inputs * outputs)
    var start = 0
    while start < samples.count {
      let end = min(start + capacity * inputs, samples.count)
      let shape = BatchShape(
        features: features, samples: (end - start) / inputs, of: Scalar.self)
      load(samples[start..<end], shape)
      do throws(SolveFailure) {
        _ = try solve(shape)
        unload(answer(shape), features: outputs, shape, into: &result)
      } catch {
        result += Array(repeating: .nan, count: shape.samples * outputs)
      }
      start = end
    }
    return result
  }

  /// Replaces the starts in `state` with φ(x), as in training.
  func solve(_ shape: BatchShape) throws(SolveFailure) -> SolveStatistics {
    map.retune(Self.inferenceConfiguration(training))
    return try map.forward(state.base, shape: shape, record: false)
  }

  /// The outputs for the features in `state`.
  func answer(_ shape: BatchShape) -> UnsafePointer<Scalar> {
    guard let readoutMap else { return UnsafePointer(state.base) }
    readoutMap.apply(state.base, into: output.base, blocks: shape.blocks)
    return UnsafePointer(output.base)
  }

  /// The outputs (`samples × outputs`) for features at t = 1 (`samples × features`). Without a
  /// readout, outputs are the first features.
  public func outputs(ofFeatures states: [Float]) -> [Float] {
    guard let readoutMap else {
      return stride(from: 0, to: states.count - features + 1, by: features).flatMap {
        states[$0..<$0 + outputs]
      }
    }
    var result: [Float] = []
    result.reserveCapacity(states.count / features * outputs)
    forEachBatch(of: states, dimension: features) { shape in
      readoutMap.apply(state.base, into: output.base, blocks: shape.blocks)
      unload(output.base, features: outputs, shape, into: &result)
    }
    return result
  }

  /// Weights and bias of an output: `features + 1` numbers; weights of coordinates that are not
  /// read are 0. Without a readout they select the feature of that number. nil for a readout with a
  /// hidden layer, which divides the features by no plane.
  public func readout(of output: Int) -> [Float]? {
    guard let readoutMap else { return (0...features).map { $0 == output ? 1 : 0 } }
    guard let plane = readoutMap.plane else { return nil }
    let read = plane.inputs
    return (0..<features).map { $0 < read ? Float(plane.weights[output * read + $0]) : 0 }
      + [Float(plane.bias[output])]
  }

  /// The field at states (`samples × features`) and time t, `samples × features`. For a ResNet, the
  /// displacement by the block at t · blocks.
  ///
  /// - Parameter input: the input whose field is asked for, where each has its own; missing
  ///   coordinates are 0.
  public func field(at states: [Float], t: Double, of input: [Float] = []) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(states.count)
    map.prepare()
    flow?.field.begin(at: [])
    forEachBatch(of: states, dimension: features) { shape in
      start.keep(input, forAll: shape)
      map.displacement(t: t, of: state.base, into: derivative.base, shape: shape)
      unload(derivative.base, features: features, shape, into: &result)
    }
    return result
  }

  /// Loads samples (samples × `dimension`), at most `capacity` at a time, and does something with
  /// each batch.
  private func forEachBatch(
    of samples: [Float], dimension: Int, _ body: (BatchShape) -> Void
  ) {
    for start in stride(from: 0, to: samples.count, by: capacity * dimension) {
      let part = samples[start..<min(start + capacity * dimension, samples.count)]
      let shape = BatchShape(
        features: features, samples: part.count / dimension, of: Scalar.self)
      fill(part, dimension: dimension, shape)
      body(shape)
    }
  }

  private lazy var derivative = AlignedBuffer<Scalar>(count: state.count)

  private var reference: ReferenceFlow?

  /// The flow in Double, for at least so many samples.
  func referenceFlow(_ samples: Int) -> ReferenceFlow {
    if let reference, reference.capacity >= samples { return reference }
    let made = ReferenceFlow(
      model, inputs: inputs, parameters: trainer.layout.count, end: trainer.end,
      hasOffsets: trainer.hasOffsets, capacity: samples)
    reference = made
    return made
  }
}
