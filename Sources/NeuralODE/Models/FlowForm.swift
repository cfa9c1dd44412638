/// What distinguishes a family of flows: where its state starts, what its field takes and gives,
/// and which coordinates of its final state are features.
///
/// The state that a solver sees is the input x and the coordinates added to it. A family's form has
/// a file of its own, with its source.
public struct FlowForm: Sendable, Equatable {
  /// How a family's name is written.
  public var title: String
  /// Whether p coordinates are added to the input.
  public var isAugmented = false
  /// Whether as many coordinates as the input has are its velocity: x′ = v, and the field gives v′.
  /// Then x(1) alone is features.
  public var isSecondOrder = false
  /// Whether the field takes the input x, which stays the same along a path, after the state.
  public var fieldTakesInput = false
  /// The PyTorch module that makes the added coordinates, A x + b; nil if they start at 0.
  public var startModule: String?
  /// The PyTorch module that holds the field of a model with a readout; nil if the model does.
  public var block: String?
  /// Whether it has a convolutional field, for images.
  public var hasConvolutions = false

  /// A form in which nothing is added.
  init(_ title: String) { self.title = title }

  /// Whether the path's kinetic energy can be penalised: with a velocity in the state, ‖dh/dt‖²
  /// would be of the acceleration too.
  public var hasKineticPenalty: Bool { !isSecondOrder }

  /// The symbol of the added coordinates.
  public var symbol: String { isSecondOrder ? "v" : "a" }

  /// Its field and its start.
  public func equation(p: Int) -> String {
    let start = startModule == nil ? "0" : "Ax + b"
    if isSecondOrder { return "dx/dt = v,  dv/dt = f([x; v], t),  v(0) = \(start)" }
    let input = fieldTakesInput ? ", x" : ""
    return p > 0
      ? "d[h; a]/dt = f([h; a], t\(input)),  [h; a](0) = [x; \(start)]"
      : "dh/dt = f(h(t), t\(input)),  h(0) = x"
  }

  /// Coordinates added to an input of dimension d.
  func added(inputs d: Int, augmentation: Int) -> Int { isSecondOrder ? d : augmentation }

  /// The prefix of the field's tensors.
  func fieldName(hasReadout: Bool) -> String {
    (hasReadout ? block.map { "\($0)." } ?? "" : "") + "odefunc"
  }
}

extension FlowForm {
  /// The NODE: a flow in the input space. Chen, Rubanova, Bettencourt, Duvenaud 2018, DOI
  /// 10.48550/arXiv.1806.07366.
  static let node: FlowForm = {
    var form = FlowForm("NODE")
    form.block = "odeblock"
    form.hasConvolutions = true
    return form
  }()

  /// The ANODE: p coordinates are added, which start at 0. Dupont, Doucet, Teh 2019, DOI
  /// 10.48550/arXiv.1904.01681.
  static let anode: FlowForm = {
    var form = FlowForm("ANODE")
    form.isAugmented = true
    form.block = "odeblock"
    form.hasConvolutions = true
    return form
  }()
}
