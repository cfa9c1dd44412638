import Solvers

/// Something that a person can choose about a run: a row of the one table behind the options of
/// every command that trains, the settings panel, commands in words, the configuration file, share
/// lines, demos, sweeps and the manual. A knob more is a row more.
@dynamicMemberLookup
public struct RunSetting: Sendable {
  /// What has to be so for a setting to mean something.
  public struct Need: Sendable {
    /// The setting that decides it.
    public let setting: String
    /// Why the setting means nothing otherwise.
    public let reason: String
    /// Is it so?
    public let holds: @Sendable (RunConfiguration) -> Bool

    init(
      _ setting: String, _ reason: String, _ holds: @escaping @Sendable (RunConfiguration) -> Bool
    ) {
      self.setting = setting
      self.reason = reason
      self.holds = holds
    }
  }

  /// Its name, what it takes, and what there is to say of it.
  public let row: SettingRow
  /// When it means something: all of these.
  public let needs: [Need]
  /// The value that a run has.
  public let get: @Sendable (RunConfiguration) -> SettingValue
  /// Gives a run a value of its kind; returns why that cannot be, if it cannot: the run is then as
  /// it was.
  public let set: @Sendable (inout RunConfiguration, SettingValue) -> String?
  /// What is said beside the value where there is room.
  public let note: @Sendable (RunConfiguration) -> String

  /// What its row says.
  public subscript<Part>(dynamicMember part: KeyPath<SettingRow, Part>) -> Part {
    row[keyPath: part]
  }

  /// Does it mean anything to that run?
  public func isRelevant(_ run: RunConfiguration) -> Bool { needs.allSatisfy { $0.holds(run) } }

  /// The setting of that name, or of that other name.
  public static func named(_ name: String) -> RunSetting? {
    all.first { $0.name == name } ?? all.first { $0.aliases.contains(name) }
  }

  init(
    _ row: SettingRow, if needs: [Need] = [],
    note: @escaping @Sendable (RunConfiguration) -> String = { _ in "" },
    get: @escaping @Sendable (RunConfiguration) -> SettingValue,
    set: @escaping @Sendable (inout RunConfiguration, SettingValue) -> String?
  ) {
    self.row = row
    self.needs = needs
    self.note = note
    self.get = get
    self.set = set
  }

  /// A setting that is a property of the run.
  init<Property: SettingProperty>(
    _ row: SettingRow, if needs: [Need] = [],
    _ path: WritableKeyPath<RunConfiguration, Property> & Sendable,
    unless obstacle: @escaping @Sendable (RunConfiguration, Property) -> String? = { _, _ in nil }
  ) {
    self.init(
      row, if: needs, get: { $0[keyPath: path].value(in: row.kind) },
      set: { run, value in
        guard let new = Property(value, in: row.kind) else { return nil }
        if let reason = obstacle(run, new) { return reason }
        run[keyPath: path] = new
        return nil
      })
  }

  /// The seed that is so many after another; after the last comes 0 again.
  package static func seed(_ first: UInt64, plus count: Int) -> UInt64 {
    (first &+ UInt64(truncatingIfNeeded: count)) & UInt64(Int.max)
  }
}

/// What a property that is a setting can be stored as.
protocol SettingProperty: Sendable {
  /// It, as a setting of that kind says it.
  func value(in kind: SettingKind) -> SettingValue
  /// The property that a value of that kind means; nil for one of another kind.
  init?(_ value: SettingValue, in kind: SettingKind)
}

extension SettingProperty where Self: RawRepresentable<String> {
  func value(in _: SettingKind) -> SettingValue { .word(rawValue) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .word(let word) = value else { return nil }
    self.init(rawValue: word)
  }
}

extension ModelFamily: SettingProperty {}
extension Activation: SettingProperty {}
extension WindowTime: SettingProperty {}
extension RightEnd: SettingProperty {}
extension GradientMethod: SettingProperty {}
extension LossFunction: SettingProperty {}
extension OptimizerKind: SettingProperty {}

extension Int: SettingProperty {
  func value(in _: SettingKind) -> SettingValue { .integer(self) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .integer(let number) = value else { return nil }
    self = number
  }
}

/// A seed: as much of it as a whole number holds.
extension UInt64: SettingProperty {
  func value(in _: SettingKind) -> SettingValue {
    .integer(Int(truncatingIfNeeded: self & UInt64(Int.max)))
  }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .integer(let number) = value else { return nil }
    self.init(exactly: number)
  }
}

extension Double: SettingProperty {
  func value(in _: SettingKind) -> SettingValue { .real(self) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .real(let number) = value else { return nil }
    self = number
  }
}

/// The first of two words means yes.
extension Bool: SettingProperty {
  func value(in kind: SettingKind) -> SettingValue { .word(kind.words[self ? 0 : 1]) }

  init?(_ value: SettingValue, in kind: SettingKind) {
    guard case .word(let word) = value else { return nil }
    self = word == kind.words.first
  }
}

extension Tableau: SettingProperty {
  func value(in _: SettingKind) -> SettingValue { .word(name) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .word(let word) = value, let method = Tableau.named(word) else { return nil }
    self = method
  }
}

extension StepController: SettingProperty {
  func value(in _: SettingKind) -> SettingValue {
    .word(self == .proportionalIntegral ? "pi" : "i")
  }

  init?(_ value: SettingValue, in _: SettingKind) {
    self = value == .word("pi") ? .proportionalIntegral : .integral
  }
}

extension HeldOut: SettingProperty {
  func value(in _: SettingKind) -> SettingValue {
    switch self {
    case .none: .real(0)
    case .share(let share): .real(share)
    case .slice: .word("slice")
    }
  }

  init?(_ value: SettingValue, in _: SettingKind) {
    switch value {
    case .real(let share): self = share > 0 ? .share(share) : .none
    case .word: self = .slice(from: 0, to: .pi / 5)
    case .integer, .counts: return nil
    }
  }
}
