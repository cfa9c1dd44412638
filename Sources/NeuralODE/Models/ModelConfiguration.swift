import Files
import Solvers

/// The elementwise nonlinearity of a vector field.
public typealias Activation = Math.Activation

/// The families of models.
public enum ModelFamily: String, Sendable, CaseIterable {
  /// A flow in the input space.
  case node
  /// A flow in the input space with p added dimensions.
  case anode
  /// An ANODE whose added dimensions have a trained start.
  case learned
  /// A flow of second order, of positions and velocities.
  case second
  /// A flow whose field takes the input, too.
  case control
  /// A residual network: discrete steps x + F(x).
  case resnet

  /// What distinguishes it from other flows; nil for a ResNet.
  public var form: FlowForm? {
    switch self {
    case .node: .node
    case .anode: .anode
    case .learned: .learned
    case .second: .second
    case .control: .control
    case .resnet: nil
    }
  }

  /// Whether it is a flow.
  public var isFlow: Bool { form != nil }
  /// Whether it can have added dimensions p.
  public var isAugmented: Bool { form?.isAugmented ?? false }

  /// Whether it is a flow that the authors' program does not have: its field is not in a block.
  public var isRelative: Bool { form.map { $0.block == nil } ?? false }
  static let relatives = allCases.filter { $0.isRelative }

  /// The usual spelling.
  public var title: String { form?.title ?? "ResNet" }
}

/// A hidden layer of a readout: W₂ σ(W₁ φ + b₁) + b₂.
public struct ReadoutLayer: Sendable, Equatable {
  /// Its width.
  public var units: Int
  /// σ
  public var activation: Activation

  /// A hidden layer.
  public init(units: Int, activation: Activation) {
    (self.units, self.activation) = (units, activation)
  }
}

/// Times t₀ < t₁ of a flow. The solver's t goes from 0 to t₁ − t₀; the field is given t₀ + t.
public struct TimeSpan: Sendable, Equatable {
  /// t₀
  public let start: Double
  /// t₁
  public let end: Double
  /// t₁ − t₀
  public var length: Double { end - start }

  /// The time at a fraction of the span.
  public func time(_ fraction: Double) -> Double { start + fraction * length }

  /// A span; nil unless both times are finite and in order.
  public init?(_ start: Double, _ end: Double) {
    guard start.isFinite, end.isFinite, start < end else { return nil }
    (self.start, self.end) = (start, end)
  }

  /// From 0 to 1.
  public static let unit = TimeSpan(ordered: 0, 1)

  private init(ordered start: Double, _ end: Double) { (self.start, self.end) = (start, end) }

  /// A span from text, such as `0,5`.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let start = parts[0], let end = parts[1] else { return nil }
    self.init(start, end)
  }
}

/// The time passed to the field for a window of a longer series.
public enum WindowTime: String, Sendable, CaseIterable {
  /// The time since the window's start.
  case start
  /// The time since the series' start.
  case absolute
}

/// Architecture of a model, without its weights. For images, p counts channels.
///
/// Shapes are from DOI 10.48550/arXiv.1904.01681, appendix. Parameters of the toy models with two
/// inputs: NODE 1253, ANODE 1319 (p = 1) and 1583 (p = 5), ResNet 813.
public struct ModelConfiguration: Sendable, Equatable {
  /// The family.
  public var family: ModelFamily
  /// Added dimensions p (0 for a family that has none).
  public var augmentation: Int
  /// Width of the hidden layers; filters of a convolutional field.
  public var hidden: Int {
    didSet { if hidden != oldValue { network?.setWidth(hidden) } }
  }
  /// Activation of the field (a ResNet uses ReLU, as published).
  public var activation: Activation {
    didSet { if activation != oldValue { network?.setActivation(activation) } }
  }
  /// Whether t is an input of the field.
  public var isTimeDependent: Bool
  /// The time passed to a time-dependent field for windows.
  public var windowTime = WindowTime.start
  /// Whether a linear map takes features to outputs; without it, outputs are the first features.
  public var hasReadout: Bool
  /// Activation and width of a layer before the readout's last map; nil for a linear readout.
  public var readoutLayer: ReadoutLayer?
  /// The field's layers; nil for the published three maps.
  public var network: FieldNetwork?
  /// The times of the flow's start and end; nil for 0 and 1 or, for series, the last observation.
  public var span: TimeSpan?
  /// Residual blocks of a ResNet.
  public var blocks: Int
  /// Shape of input images, for a convolutional field; nil for points.
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

  var hasOffsets: Bool {
    isTimeDependent && windowTime == .absolute && network?.beginsWithMap ?? true
  }

  /// How long its flow takes: to the end of the series that it learns, or else its own span.
  func length(ofSeries end: Double?) -> Double { end ?? span?.length ?? 1 }

  /// Dimension of the space of the flow, whose states the solver sees; for images, each added
  /// dimension is a channel.
  public func features(inputs d: Int) -> Int {
    d + (family.form?.added(inputs: d, augmentation: augmentation) ?? 0) * (image?.pixels ?? 1)
  }

  /// The coordinates of a final state that are φ(x), its first ones: of a flow of second order the
  /// positions alone.
  public func readFeatures(inputs d: Int) -> Int {
    family.form?.isSecondOrder == true ? d : features(inputs: d)
  }

  /// Inputs and outputs of a dense field.
  package func fieldExtents(inputs d: Int) -> (inputs: Int, outputs: Int) {
    let features = features(inputs: d)
    return (
      (isTimeDependent ? 1 : 0) + features + (family.form?.fieldTakesInput == true ? d : 0),
      family.form?.isSecondOrder == true ? d : features
    )
  }

  /// Takes field, times and hidden readout layer from a model that was read, as far as they suit
  /// this one's family.
  public mutating func takeLayers(of other: ModelConfiguration) {
    guard let form = family.form, image == nil else { return }
    (readoutLayer, span) = (other.readoutLayer, other.span)
    (hidden, activation) = (other.hidden, other.activation)
    if let own = other.network, own.suits(form) { network = own }
  }

  /// The published NODE.
  public static func node() -> ModelConfiguration { ModelConfiguration(family: .node) }

  /// The published ANODE with p added dimensions; p = 0 is the NODE bit for bit.
  public static func anode(p: Int = 1) -> ModelConfiguration {
    ModelConfiguration(family: .anode, augmentation: p)
  }

  /// The published ResNet of five blocks.
  public static func resnet() -> ModelConfiguration { ModelConfiguration(family: .resnet) }
}

extension ModelConfiguration {
  /// Scalars of the model.
  public func parameterCount(inputs d: Int, outputs: Int) -> Int {
    ParameterLayout(self, inputs: d, outputs: outputs).count
  }

  /// This model with the filters (or hidden width) that bring its parameter count nearest to
  /// `count`, for fair comparisons; the smaller on a tie. (Published for MNIST: 92 filters of a
  /// NODE against 64 of an ANODE with p = 5.)
  public func withParameters(
    nearest count: Int, inputs d: Int, outputs: Int
  ) -> ModelConfiguration {
    func parameters(_ hidden: Int) -> Int {
      var model = self
      model.hidden = hidden
      return model.parameterCount(inputs: d, outputs: outputs)
    }
    // Find by bisection the least width with enough parameters; take it or the one before.
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

  /// Like `withParameters(nearest:inputs:outputs:)`, but with `filters` if that would leave too
  /// small a field: with many added channels, the readout alone can take up all parameters.
  public func withParameters(
    nearest count: Int, orFilters filters: Int, inputs d: Int, outputs: Int
  ) -> ModelConfiguration {
    var model = withParameters(nearest: count, inputs: d, outputs: outputs)
    if 4 * model.hidden < filters { model.hidden = filters }
    return model
  }
}
