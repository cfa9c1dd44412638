import Files
import Solvers

/// The elementwise nonlinearity between the maps of a vector field.
public typealias Activation = Math.Activation

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

/// Which time the field of a window of a longer series gets.
public enum WindowTime: String, Sendable, CaseIterable {
  /// The time since the window's start.
  case start
  /// The time in the series that the window is cut from.
  case absolute
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
  /// Which time it is that a time-dependent field of windows gets.
  public var windowTime = WindowTime.start
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

  /// Does a sample's time depend on when it begins in the series that it is cut from?
  var hasOffsets: Bool { isTimeDependent && windowTime == .absolute }

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

extension ModelConfiguration {
  /// Scalars of the model for inputs of dimension d and that many outputs.
  public func parameterCount(inputs d: Int, outputs: Int) -> Int {
    ParameterLayout(self, inputs: d, outputs: outputs).count
  }

  /// This model with the number of filters (or the hidden width) that brings its parameters nearest
  /// to `count`, so that two models can be compared that differ in nothing but where their
  /// parameters are; of two equally near the smaller. (As published for MNIST: 92 filters of a NODE
  /// against 64 of an ANODE with p = 5.)
  public func withParameters(
    nearest count: Int, inputs d: Int, outputs: Int
  ) -> ModelConfiguration {
    func parameters(_ hidden: Int) -> Int {
      var model = self
      model.hidden = hidden
      return model.parameterCount(inputs: d, outputs: outputs)
    }
    // Parameters grow with the width: the least width that has enough, by halving, or the one
    // before it.
    var (low, high) = (1, 1)
    while parameters(high) < count, high < 65_536 { high *= 2 }
    while low < high {
      let middle = (low + high) / 2
      if parameters(middle) < count { low = middle + 1 } else { high = middle }
    }
    let isNearer = low > 1 && count - parameters(low - 1) <= abs(parameters(low) - count)
    var model = self
    model.hidden = isNearer ? low - 1 : low
    return model
  }

  /// This model with as many parameters as wanted, or nearly, if that leaves it a field worth the
  /// name: with many augmented channels the readout alone can have them all, and then it is given
  /// `filters`, and more parameters.
  public func withParameters(
    nearest count: Int, orFilters filters: Int, inputs d: Int, outputs: Int
  ) -> ModelConfiguration {
    var model = withParameters(nearest: count, inputs: d, outputs: outputs)
    if 4 * model.hidden < filters { model.hidden = filters }
    return model
  }
}
