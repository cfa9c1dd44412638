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
  /// What each sample's time is ahead of the solver's t, a number a sample, to be written before a
  /// solve; nil where t is every sample's time.
  let offsets: AlignedBuffer<Scalar>?

  /// The field of a model for inputs of dimension d, over parameters that somebody else updates,
  /// for batches of up to `samples`. A team shares the work on images; fully connected maps on a
  /// batch are too little to share.
  ///
  /// - Parameter hasOffsets: may samples have times of their own? Images may not.
  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>, samples: Int,
    hasOffsets: Bool = false, team: ThreadTeam = .single
  ) {
    if let image = model.image {
      kind = .convolutional(
        ConvField(
          shape: image.augmented(by: model.augmentation), filters: model.hidden,
          activation: model.activation, isTimeDependent: model.isTimeDependent,
          parameters: parameters, samples: samples, team: team))
      offsets = nil
    } else {
      let field = MLPField(
        features: model.features(inputs: d), hidden: model.hidden, activation: model.activation,
        isTimeDependent: model.isTimeDependent, parameters: parameters, samples: samples,
        constants: hasOffsets ? 1 : 0)
      kind = .dense(field)
      offsets = field.constants
    }
  }

  /// Lets the samples of the next batches begin at these times, those beyond the last at 0. Does
  /// nothing where t is every sample's time.
  func begin(at times: [Double]) {
    guard let offsets else { return }
    offsets.zero()
    for (sample, time) in times.enumerated() { offsets.base[sample] = Scalar(time) }
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
