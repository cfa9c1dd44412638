import Solvers
import Platform

/// The vector field of a model: dense, or convolutional for images. A single type keeps solvers,
/// flows and evaluators from being generic over it, at the cost of a comparison per evaluation.
final class ModelField<Scalar: LaneScalar>: DifferentiableVectorField {
  private enum Kind {
    case dense(MLPField<Scalar>)
    case network(NetworkField<Scalar>)
    case convolutional(ConvField<Scalar>)
  }

  private let kind: Kind
  /// Added to the solver's t.
  private let startTime: Double
  /// Each sample's time minus the solver's t, set before a solve; nil if t is every sample's time.
  let offsets: AlignedBuffer<Scalar>?
  /// The batch's inputs x, d × samples, set before a solve; nil if the field does not take them.
  let controls: AlignedBuffer<Scalar>?

  /// A field over parameters that the caller updates, for batches of up to `samples`. The team
  /// works on images only: dense maps are too small to share.
  ///
  /// - Parameter hasOffsets: whether samples can have their own times; ignored for images.
  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>, samples: Int,
    hasOffsets: Bool = false, team: ThreadTeam = .single
  ) {
    startTime = model.span?.start ?? 0
    let constants = hasOffsets ? 1 : 0
    let controlCount = model.family.form?.fieldTakesInput == true ? d : 0
    if let image = model.image {
      kind = .convolutional(
        ConvField(
          shape: image.augmented(by: model.augmentation), filters: model.hidden,
          activation: model.activation, isTimeDependent: model.isTimeDependent,
          parameters: parameters, samples: samples, team: team))
      (offsets, controls) = (nil, nil)
    } else if let network = model.network {
      let field = NetworkField(
        network, features: model.features(inputs: d),
        outputs: model.fieldExtents(inputs: d).outputs, isTimeDependent: model.isTimeDependent,
        parameters: parameters, samples: samples, constants: constants, controls: controlCount)
      (kind, offsets, controls) = (.network(field), field.constants, field.controls)
    } else {
      let field = MLPField(
        features: model.features(inputs: d), outputs: model.fieldExtents(inputs: d).outputs,
        hidden: model.hidden, activation: model.activation,
        isTimeDependent: model.isTimeDependent, parameters: parameters, samples: samples,
        constants: constants, controls: controlCount)
      (kind, offsets, controls) = (.dense(field), field.constants, field.controls)
    }
  }

  /// Sets the start times of the next batches' samples; missing ones are 0. No effect without
  /// offsets.
  func begin(at times: [Double]) {
    guard let offsets else { return }
    offsets.zero()
    for (sample, time) in times.enumerated() { offsets.base[sample] = Scalar(time) }
  }

  func prepare() {
    switch kind {
    case .dense(let field): field.prepare()
    case .network(let field): field.prepare()
    case .convolutional(let field): field.prepare()
    }
  }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let t = startTime + t
    switch kind {
    case .dense(let field):
      field.evaluate(t: t, state: state, derivative: derivative, shape: shape, slot: slot)
    case .network(let field):
      field.evaluate(t: t, state: state, derivative: derivative, shape: shape, slot: slot)
    case .convolutional(let field):
      field.evaluate(t: t, state: state, derivative: derivative, shape: shape, slot: slot)
    }
  }

  var parameterCounts: [Int] {
    switch kind {
    case .dense(let field): field.parameterCounts
    case .network(let field): field.parameterCounts
    case .convolutional(let field): field.parameterCounts
    }
  }

  func zeroGradient() {
    switch kind {
    case .dense(let field): field.zeroGradient()
    case .network(let field): field.zeroGradient()
    case .convolutional(let field): field.zeroGradient()
    }
  }

  func addGradient(to gradient: UnsafeMutablePointer<Scalar>) {
    switch kind {
    case .dense(let field): field.addGradient(to: gradient)
    case .network(let field): field.addGradient(to: gradient)
    case .convolutional(let field): field.addGradient(to: gradient)
    }
  }

  func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    switch kind {
    case .dense(let field):
      field.pullback(
        slot: slot, cotangent: cotangent, stateCotangent: stateCotangent, shape: shape)
    case .network(let field):
      field.pullback(
        slot: slot, cotangent: cotangent, stateCotangent: stateCotangent, shape: shape)
    case .convolutional(let field):
      field.pullback(
        slot: slot, cotangent: cotangent, stateCotangent: stateCotangent, shape: shape)
    }
  }
}
