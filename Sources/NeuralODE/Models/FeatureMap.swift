import Solvers
import Platform

/// What maps augmented inputs to features φ(x): the flow of a vector field, or a stack of residual
/// blocks. Confined to one queue.
protocol FeatureMap<Scalar>: AnyObject {
  associatedtype Scalar: LaneScalar

  /// Turns inputs (features × samples) into φ of them, in place.
  ///
  /// - Parameter record: keep what `backward` needs.
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics

  /// Turns the cotangent of φ of the last recorded batch into that of its inputs, in place, and
  /// adds the parameters' gradient to `gradient`, laid out as the parameters.
  ///
  /// - Returns: function evaluations that took: 0 where the forward pass kept them all.
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int

  /// The states that inputs go through on their way to features, in order of t.
  ///
  /// - Parameters:
  ///   - state: inputs (features × samples); afterwards of no meaning.
  ///   - times: ascending, from 0 to 1 as shares of the way, where it is one through time; residual
  ///     blocks are passed one by one.
  ///   - options: the solver's for this way.
  ///   - visit: is given each state.
  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd

  /// Makes `displacement` follow the weights as they are now.
  func prepare()

  /// dh/dt of a flow at the share t of its time; of residual blocks, what the block at t · blocks adds. Written to
  /// `result`.
  func displacement(
    t: Double, of state: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>,
    shape: BatchShape)

  /// From now on solves and differentiates as `training` says.
  func retune(_ training: TrainingConfiguration)

  /// Function evaluations of the last forward and of the last backward pass, as far as it came
  /// where it failed.
  var evaluations: (forward: Int, backward: Int) { get }

  /// What the last batch's way through the map adds to the objective, beside the loss.
  var penalty: Double { get }
}

/// How a path through a feature map ended.
struct PathEnd {
  /// What it cost.
  var statistics = SolveStatistics()
  /// Why it ended early.
  var failure: SolveFailure?
}

extension FeatureMap {
  /// Nothing: the loss is all that is minimised.
  var penalty: Double { 0 }

  /// Nothing: there is no solver.
  func retune(_ training: TrainingConfiguration) {}
}

/// The feature map of a model's family, and the flow where it is one without a kinetic penalty.
///
/// - Parameters:
///   - end: the time at which a flow ends.
///   - hasOffsets: may samples begin at times of their own?
func makeFeatureMap<Scalar: LaneScalar>(
  _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>,
  training: TrainingConfiguration, samples: Int, end: Double = 1,
  hasOffsets: Bool = false, team: ThreadTeam
) -> (any FeatureMap<Scalar>, flow: Flow<ModelField<Scalar>>?) {
  switch model.family {
  case .node, .anode:
    let field = ModelField(
      model, inputs: d, parameters: parameters, samples: samples, hasOffsets: hasOffsets,
      team: team)
    let state = BatchShape(features: model.features(inputs: d), samples: samples, of: Scalar.self)
    if training.kineticPenalty > 0 {
      return (KineticFlow(field, training: training, shape: state, team: team), nil)
    }
    let flow = Flow(field, training: training, shape: state, end: end, team: team)
    return (flow, flow)
  case .resnet:
    return (ResidualStack(model, inputs: d, parameters: parameters, samples: samples), nil)
  }
}
