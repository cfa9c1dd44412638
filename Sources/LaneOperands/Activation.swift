/// The elementwise nonlinearity between the maps of a vector field: its name, and where its kernels
/// are found. A new one is a `LaneActivation` in a file among the kernels, a case of `BuiltIn`, and
/// what the compiler then asks for.
///
/// Activations are told apart by their names.
public struct Activation: Sendable {
  /// The activations of this program.
  public enum BuiltIn: Int, CaseIterable, Sendable {
    /// max(0, z)
    case relu
    /// log(1 + eᶻ)
    case softplus
    /// tanh z
    case tanh
    /// z · Φ(z)
    case gelu
  }

  /// What tells kernels which it is.
  public enum Form: Sendable {
    /// One of this program's.
    case builtIn(BuiltIn)
    /// One that was brought along.
    case brought(any LaneActivation.Type)
  }

  /// One object for each, so that an epilogue that names one is no longer than a pointer.
  private final class Table: Sendable {
    let name: String
    let keepsSlope: Bool
    let form: Form

    init(_ name: String, keepsSlope: Bool, _ form: Form) {
      self.name = name
      self.keepsSlope = keepsSlope
      self.form = form
    }
  }
  private let table: Table

  /// An activation that is brought along.
  public init<A: LaneActivation>(_ name: String, _: A.Type) {
    table = Table(name, keepsSlope: A.keepsSlope, .brought(A.self))
  }

  private init(_ name: String, _ which: BuiltIn, keepsSlope: Bool = false) {
    table = Table(name, keepsSlope: keepsSlope, .builtIn(which))
  }

  /// Is its slope kept beside its value, for the way back?
  public var keepsSlope: Bool { table.keepsSlope }
  /// Which it is.
  public var form: Form { table.form }

  /// max(0, z)
  public static let relu = Activation("relu", .relu)
  /// log(1 + eᶻ), PyTorch's: z itself above 20.
  public static let softplus = Activation("softplus", .softplus)
  /// tanh z
  public static let tanh = Activation("tanh", .tanh)
  /// z · Φ(z), with Φ the normal distribution's
  public static let gelu = Activation("gelu", .gelu, keepsSlope: true)

  /// The activations of this program.
  public static let builtIn: [Activation] = BuiltIn.allCases.map(of)

  private static func of(_ which: BuiltIn) -> Activation {
    switch which {
    case .relu: .relu
    case .softplus: .softplus
    case .tanh: .tanh
    case .gelu: .gelu
    }
  }

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
