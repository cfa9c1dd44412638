import Lanes

/// The elementwise nonlinearity between the maps of a vector field; the kernels that compute it are
/// those of `Lanes`.
public typealias Activation = Lanes.Activation

/// The three families of models compared.
public enum ModelFamily: String, Sendable, CaseIterable {
  /// The flow lives in the input space.
  case node
  /// The flow lives in the input space augmented by p zeros.
  case anode
  /// A residual network: discrete steps x + F(x).
  case resnet

  /// Is it a flow, and not layer after layer?
  public var isFlow: Bool { self != .resnet }
  /// Does it append zeros to its inputs?
  public var isAugmented: Bool { self == .anode }
}

/// Architecture of a model, without its weights. On images p counts channels.
///
/// Shapes are published in DOI 10.48550/arXiv.1904.01681, appendix; parameter counts of the toy
/// models at two inputs: NODE 1253, ANODE with p = 1 1319, p = 5 1583, ResNet 813.
public struct ModelConfiguration: Sendable, Equatable {
  /// Which family.
  public var family: ModelFamily
  /// Zeros appended to each input (0 for a NODE or a ResNet).
  public var augmentation: Int
  /// Width of the hidden layers; of a convolutional field, its filters.
  public var hidden: Int
  /// Nonlinearity of the field (a ResNet uses ReLU, as published).
  public var activation: Activation
  /// Is t an input of the field?
  public var isTimeDependent: Bool
  /// Is there a linear map from features to the output? Without one the first features at T are the
  /// output.
  public var hasReadout: Bool
  /// Residual blocks of a ResNet.
  public var blocks: Int
  /// Extents of the inputs where they are images and the field is convolutional (not a ResNet's);
  /// nil for points.
  public var image: ImageShape?

  /// A model; the defaults are the published toy setting.
  public init(
    family: ModelFamily, augmentation: Int = 0, hidden: Int = 32, activation: Activation = .relu,
    isTimeDependent: Bool = true, hasReadout: Bool = true, blocks: Int = 5,
    image: ImageShape? = nil
  ) {
    self.family = family
    self.augmentation = augmentation
    self.hidden = hidden
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.hasReadout = hasReadout
    self.blocks = blocks
    self.image = image
  }

  /// Dimension of the space the flow lives in: an augmented dimension is a coordinate more, or an
  /// image's channel.
  public func features(inputs d: Int) -> Int { d + augmentation * (image?.pixels ?? 1) }

  /// The published NODE.
  public static func node() -> ModelConfiguration { ModelConfiguration(family: .node) }

  /// The published ANODE with p augmented dimensions; p = 0 is the NODE bit for bit.
  public static func anode(p: Int = 1) -> ModelConfiguration {
    ModelConfiguration(family: .anode, augmentation: p)
  }

  /// The published ResNet of five blocks.
  public static func resnet() -> ModelConfiguration { ModelConfiguration(family: .resnet) }
}
