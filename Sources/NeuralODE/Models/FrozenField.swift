import Solvers
import Platform

/// The vector field of a model at one moment of its training: a value that any thread can use.
public struct FrozenField: Sendable {
  /// The model.
  public let model: ModelConfiguration
  /// Dimension of the data.
  public let inputs: Int
  /// The end time of the flow.
  public let end: Double
  /// The input whose field it is, where each has its own.
  let input: [Float]
  let weights: [Float]

  /// Dimension of the states.
  public var features: Int { model.features(inputs: inputs) }
}

extension Evaluator {
  /// The field of the current weights.
  ///
  /// - Parameter input: the input whose field is asked for, where each input has its own.
  public func frozenField(of input: [Float] = []) -> FrozenField {
    FrozenField(
      model: model, inputs: inputs, end: trainer.end, input: input,
      weights: (0..<trainer.layout.count).map { Float(trainer.parameters.base[$0]) })
  }
}

/// Carries states along frozen fields of one model. Confined to its owner.
public final class FieldCarrier<Scalar: LaneScalar> {
  /// The most states at a time.
  public let capacity: Int
  private let model: ModelConfiguration
  private let inputs: Int
  private let end: Double
  private let parameters: AlignedBuffer<Scalar>
  private let map: any FeatureMap<Scalar>
  private let start: FlowStart<Scalar>
  private var input: [Float] = []
  private let state: AlignedBuffer<Scalar>
  private let halfway: AlignedBuffer<Scalar>
  private let slope: AlignedBuffer<Scalar>

  /// A carrier for fields of one model's shape.
  ///
  /// - Precondition: the model is a flow of points.
  public init(_ field: FrozenField, capacity: Int) {
    (model, inputs, end) = (field.model, field.inputs, field.end)
    self.capacity = capacity
    parameters = AlignedBuffer(count: field.weights.count)
    (map, _, start) = makeFeatureMap(
      model, inputs: inputs, parameters: parameters, training: TrainingConfiguration(),
      samples: capacity, end: end, team: .single)
    let count = BatchShape(features: field.features, samples: capacity, of: Scalar.self).count
    state = AlignedBuffer(count: count)
    halfway = AlignedBuffer(count: count)
    slope = AlignedBuffer(count: count)
    use(field)
  }

  /// Whether it can carry along this field.
  public func suits(_ field: FrozenField) -> Bool {
    field.model == model && field.inputs == inputs && field.end == end
  }

  /// Takes a field's weights.
  public func use(_ field: FrozenField) {
    for (i, weight) in field.weights.prefix(parameters.count).enumerated() {
      parameters.base[i] = Scalar(weight)
    }
    input = field.input
    map.prepare()
  }

  /// Moves states (samples × features) by a midpoint step of `step` along the field at time t, which
  /// stays fixed; both as fractions of the flow's time.
  ///
  /// - Parameter slopes: gets dh/dt halfway, samples × features.
  /// - Precondition: `states` and `slopes` are equally long, with at most `capacity` samples.
  public func carry(_ states: inout [Float], slopes: inout [Float], t: Double, step: Double) {
    let features = model.features(inputs: inputs)
    let shape = BatchShape(
      features: features, samples: states.count / features, of: Scalar.self)
    let kernels = Scalar.kernels
    states.withUnsafeMutableBufferPointer { states in
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let states = states.baseAddress, let slopes = slopes.baseAddress else { return }
        let step = Scalar(step * end)
        kernels.load(states, dimension: features, shape: shape, into: state.base)
        start.keep(input, forAll: shape)
        map.displacement(t: t, of: state.base, into: slope.base, shape: shape)
        kernels.addScaled(
          state.base, step / 2, slope.base, stride: 1, count: shape.count, into: halfway.base)
        map.displacement(t: t, of: halfway.base, into: slope.base, shape: shape)
        kernels.addScaled(
          state.base, step, slope.base, stride: 1, count: shape.count, into: state.base)
        kernels.unload(state.base, dimension: features, shape: shape, into: states)
        kernels.unload(slope.base, dimension: features, shape: shape, into: slopes)
      }
    }
  }
}
