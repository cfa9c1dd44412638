import Solvers
import Platform

/// The vector field of a model: of fully connected maps, or of convolutions where the model has
/// images for inputs. One type, so that solvers, flows and evaluators need not be generic over it;
/// choosing costs a comparison an evaluation.
final class ModelField<Scalar: LaneScalar>: DifferentiableVectorField {
  private enum Kind {
    case dense(MLPField<Scalar>)
    case convolutional(ConvField<Scalar>)
  }

  private let kind: Kind

  /// The field of a model for inputs of dimension d, over parameters that somebody else updates,
  /// for batches of up to `samples`. A team shares the work on images; fully connected maps on a
  /// batch are too little to share.
  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>, samples: Int,
    team: ThreadTeam = .single
  ) {
    if let image = model.image {
      kind = .convolutional(
        ConvField(
          shape: image.augmented(by: model.augmentation), filters: model.hidden,
          activation: model.activation, isTimeDependent: model.isTimeDependent,
          parameters: parameters, samples: samples, team: team))
    } else {
      kind = .dense(
        MLPField(
          features: model.features(inputs: d), hidden: model.hidden,
          activation: model.activation, isTimeDependent: model.isTimeDependent,
          parameters: parameters, samples: samples))
    }
  }

  func prepare() {
    switch kind {
    case .dense(let field): field.prepare()
    case .convolutional(let field): field.prepare()
    }
  }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    switch kind {
    case .dense(let field):
      field.evaluate(t: t, state: state, derivative: derivative, shape: shape, slot: slot)
    case .convolutional(let field):
      field.evaluate(t: t, state: state, derivative: derivative, shape: shape, slot: slot)
    }
  }

  var parameterCounts: [Int] {
    switch kind {
    case .dense(let field): field.parameterCounts
    case .convolutional(let field): field.parameterCounts
    }
  }

  func zeroGradient() {
    switch kind {
    case .dense(let field): field.zeroGradient()
    case .convolutional(let field): field.zeroGradient()
    }
  }

  func addGradient(to gradient: UnsafeMutablePointer<Scalar>) {
    switch kind {
    case .dense(let field): field.addGradient(to: gradient)
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
    case .convolutional(let field):
      field.pullback(
        slot: slot, cotangent: cotangent, stateCotangent: stateCotangent, shape: shape)
    }
  }
}
