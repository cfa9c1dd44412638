import Solvers

/// A setting of a run: a row of the one table behind command-line options, the settings panel,
/// typed commands, the configuration file, share lines, demos, sweeps and the manual. To add a
/// setting, add a row.
@dynamicMemberLookup
public struct RunSetting: Sendable {
  /// A condition without which a setting has no effect.
  public struct Need: Sendable {
    /// The setting that decides it.
    public let setting: String
    /// Why the setting has no effect otherwise.
    public let reason: String
    /// Whether the condition holds.
    public let holds: @Sendable (RunConfiguration) -> Bool

    init(
      _ setting: String, _ reason: String, _ holds: @escaping @Sendable (RunConfiguration) -> Bool
    ) {
      self.setting = setting
      self.reason = reason
      self.holds = holds
    }
  }

  /// Its name, values and texts.
  public let row: SettingRow
  /// The conditions for it to have an effect.
  public let needs: [Need]
  /// A run's value.
  public let get: @Sendable (RunConfiguration) -> SettingValue
  /// Sets a run's value, or returns the reason why it cannot and leaves the run unchanged.
  public let set: @Sendable (inout RunConfiguration, SettingValue) -> String?
  /// Text beside the value, if there is room.
  public let note: @Sendable (RunConfiguration) -> String

  /// A property of its row.
  public subscript<Part>(dynamicMember part: KeyPath<SettingRow, Part>) -> Part {
    row[keyPath: part]
  }

  /// Whether it has an effect on that run.
  public func isRelevant(_ run: RunConfiguration) -> Bool { needs.allSatisfy { $0.holds(run) } }

  /// The setting with that name or alias.
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

  /// A setting stored in a property of the run.
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

  /// The seed `count` after another; after the last comes 0.
  package static func seed(_ first: UInt64, plus count: Int) -> UInt64 {
    (first &+ UInt64(truncatingIfNeeded: count)) & UInt64(Int.max)
  }
}

/// A property that can be a setting.
protocol SettingProperty: Sendable {
  func value(in kind: SettingKind) -> SettingValue
  /// nil if the value is of another kind.
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

/// A seed, without its highest bit: settings are signed.
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
