import Solvers
import Platform

/// Maps augmented inputs to features φ(x): the flow of a vector field, or a stack of residual
/// blocks. Confined to one queue.
protocol FeatureMap<Scalar>: AnyObject {
  associatedtype Scalar: LaneScalar

  /// Replaces inputs x (features × samples) with φ(x). `record` keeps what `backward` needs.
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics

  /// Replaces the cotangent of the last recorded batch's φ with that of its inputs, and adds the
  /// parameters' gradient to `gradient`, in parameter order.
  ///
  /// - Returns: function evaluations; 0 if the forward pass kept them all.
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int

  /// Visits the states between inputs and features, in order of t.
  ///
  /// - Parameters:
  ///   - state: inputs (features × samples); overwritten.
  ///   - times: fractions of the flow's time, ascending from 0 to 1; ignored by residual blocks,
  ///     which are all visited.
  ///   - options: the solver's for this path.
  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd

  /// Makes `displacement` use the current weights.
  func prepare()

  /// Writes to `result` dh/dt at the fraction t of a flow's time; for residual blocks, the
  /// displacement by the block at t · blocks.
  func displacement(
    t: Double, of state: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>,
    shape: BatchShape)

  /// Changes the solver and the gradient method.
  func retune(_ training: TrainingConfiguration)

  /// Function evaluations of the last forward and backward passes, failed ones included.
  var evaluations: (forward: Int, backward: Int) { get }

  /// The last batch's term of the objective beside the loss.
  var penalty: Double { get }
}

struct PathEnd {
  var statistics = SolveStatistics()
  /// Why the path ended early.
  var failure: SolveFailure?
}

extension FeatureMap {
  var penalty: Double { 0 }

  func retune(_ training: TrainingConfiguration) {}
}

/// The feature map of a model's family; also as a flow, if it is one without a kinetic penalty; and
/// the start of its states.
///
/// - Parameters:
///   - end: the end time of a flow.
///   - hasOffsets: whether samples can have their own start times.
func makeFeatureMap<Scalar: LaneScalar>(
  _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>,
  training: TrainingConfiguration, samples: Int, end: Double = 1,
  hasOffsets: Bool = false, team: ThreadTeam
) -> (any FeatureMap<Scalar>, flow: Flow<ModelField<Scalar>>?, start: FlowStart<Scalar>) {
  func start(_ field: ModelField<Scalar>?) -> FlowStart<Scalar> {
    FlowStart(model, inputs: d, parameters: parameters, samples: samples, field: field)
  }
  guard model.family.isFlow else {
    let stack = ResidualStack(model, inputs: d, parameters: parameters, samples: samples)
    return (stack, nil, start(nil))
  }
  let field = ModelField(
    model, inputs: d, parameters: parameters, samples: samples, hasOffsets: hasOffsets,
    team: team)
  let state = BatchShape(features: model.features(inputs: d), samples: samples, of: Scalar.self)
  if training.kineticPenalty > 0 {
    return (KineticFlow(field, training: training, shape: state, team: team), nil, start(field))
  }
  let flow = Flow(field, training: training, shape: state, end: end, team: team)
  return (flow, flow, start(field))
}
