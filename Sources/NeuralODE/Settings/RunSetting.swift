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
