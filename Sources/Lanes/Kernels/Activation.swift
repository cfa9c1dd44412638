/// The elementwise nonlinearity between the maps of a vector field: its name, and the kernels that
/// it is compiled into. A new one is a `LaneActivation` in a file of its own, and a line in
/// `builtIn`.
///
/// Activations are told apart by their names.
public struct Activation: Sendable {
  /// One object for each, so that an epilogue that names one is no longer than a pointer.
  private final class Table: Sendable {
    let name: String
    let keepsSlope: Bool
    let float: ActivationKernels<Float>
    let double: ActivationKernels<Double>

    init<A: LaneActivation>(_ name: String, _: A.Type) {
      self.name = name
      keepsSlope = A.keepsSlope
      float = ActivationKernels(A.self)
      double = ActivationKernels(A.self)
    }
  }
  private let table: Table

  /// An activation.
  public init<A: LaneActivation>(_ name: String, _: A.Type) { table = Table(name, A.self) }

  /// Is its slope kept beside its value, for the way back?
  public var keepsSlope: Bool { table.keepsSlope }
  var float: ActivationKernels<Float> { table.float }
  var double: ActivationKernels<Double> { table.double }

  /// max(0, z)
  public static let relu = Activation("relu", ReLU.self)
  /// log(1 + eᶻ), PyTorch's: z itself above 20.
  public static let softplus = Activation("softplus", Softplus.self)
  /// tanh z
  public static let tanh = Activation("tanh", Tanh.self)
  /// z · Φ(z), with Φ the normal distribution's
  public static let gelu = Activation("gelu", GELU.self)

  /// The activations of this program.
  public static let builtIn: [Activation] = [.relu, .softplus, .tanh, .gelu]

  /// Activations that somebody else brings along, for as long as a task runs.
  @TaskLocal public static var added: [Activation] = []
}

extension Activation: RawRepresentable, CaseIterable, Hashable, CustomStringConvertible {
  /// Its name.
  public var description: String { rawValue }

  /// Every activation there is.
  public static var allCases: [Activation] { added.isEmpty ? builtIn : builtIn + added }

  /// What it is asked for by.
  public var rawValue: String { table.name }

  /// The activation of that name; nil where there is none.
  public init?(rawValue: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = found
  }

  /// Have two the same name?
  public static func == (a: Activation, b: Activation) -> Bool {
    a.table === b.table || a.rawValue == b.rawValue
  }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// The kernels with an epilogue, compiled for one activation: functions, so that none is chosen
/// inside a loop.
public struct ActivationKernels<Scalar: LaneScalar>: Sendable {
  let affine: @Sendable (AffineMap<Scalar>, _ blocks: Int) -> Void
  let affineGate: @Sendable (AffineMap<Scalar>, _ blocks: Int) -> Void
  let finish: @Sendable (TileFinish<Scalar>) -> Void
  let finishGate: @Sendable (TileFinish<Scalar>) -> Void

  init<A: LaneActivation>(_: A.Type) {
    affine = { Scalar.affineTiles($0, $1, Activate<A>.self) }
    affineGate = { Scalar.affineTiles($0, $1, Gate<A>.self) }
    finish = { Scalar.finishTiles($0, Activate<A>.self) }
    finishGate = { Scalar.finishTiles($0, Gate<A>.self) }
  }
}
