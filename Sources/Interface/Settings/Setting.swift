import CellGraphics
import NeuralODE

/// A setting's value.
package typealias SettingValue = RunSetting.Value

extension RunSetting.Value {
  /// As it is typed and shown.
  package var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): String(number)
    case .real(let number): NumberText.exact(number)
    }
  }
}

/// Something that a person can set: one row of the table behind the settings panel, the palette,
/// the command line's NAME=VALUE, the configuration file, the share line and demo scripts.
package struct Setting: Sendable {
  /// Headings.
  package enum Group: String, Sendable, CaseIterable {
    /// What is learned.
    case data
    /// By what.
    case model
    /// How it is solved.
    case solver
    /// How it is trained.
    case training
    /// The program itself.
    case program
  }

  /// The name typed.
  package let name: String
  /// Other names that are understood.
  package let aliases: [String]
  /// Words that are understood for some of its choices.
  let wordAliases: [String: String]
  /// Where it is listed.
  package let group: Group
  /// What it can be.
  package let kind: SettingKind
  /// What it is, in one line.
  package let help: String
  /// Has each side its own?
  package let isOfSide: Bool
  /// Does a linked side follow the other?
  package let isLinkable: Bool
  /// The value now.
  package let get: @Sendable (DuelState, Side) -> SettingValue
  /// Changes the state; returns why it cannot be, if it cannot.
  let set: @Sendable (inout DuelState, Side, SettingValue) -> String?
  /// Does it mean anything to that side now?
  package let isRelevant: @Sendable (DuelState, Side) -> Bool
  /// What of a run it is; nil where it is no run's.
  private(set) var ofRun: RunSetting?

  /// A setting of the whole duel or of the program.
  static func common(
    _ name: String, _ group: Group, _ kind: SettingKind, _ help: String,
    if isRelevant: @escaping @Sendable (DuelState) -> Bool = { _ in true },
    get: @escaping @Sendable (DuelState) -> SettingValue,
    set: @escaping @Sendable (inout DuelState, SettingValue) -> String?
  ) -> Setting {
    Setting(
      name: name, aliases: [], wordAliases: [:], group: group, kind: kind, help: help,
      isOfSide: false, isLinkable: false,
      get: { state, _ in get(state) }, set: { state, _, value in set(&state, value) },
      isRelevant: { state, _ in isRelevant(state) })
  }

  /// A setting of a run: each side has its own.
  init(_ setting: RunSetting) {
    // What the models are is what is compared, and does not follow from one side to the other.
    let isCompared = setting.name == "model" || setting.name == "p"
    self.init(
      name: setting.name, aliases: setting.aliases, wordAliases: setting.wordAliases,
      group: Group(setting.group), kind: SettingKind(setting), help: setting.help, isOfSide: true,
      isLinkable: !isCompared, get: { setting.get($0.setup.run($1)) },
      set: { state, side, value in
        state.setup[side].choose(setting, value, state.setup.data)
      }, isRelevant: { setting.isRelevant($0.setup.run($1)) })
    ofRun = setting
  }

  private init(
    name: String, aliases: [String], wordAliases: [String: String], group: Group,
    kind: SettingKind, help: String, isOfSide: Bool, isLinkable: Bool,
    get: @escaping @Sendable (DuelState, Side) -> SettingValue,
    set: @escaping @Sendable (inout DuelState, Side, SettingValue) -> String?,
    isRelevant: @escaping @Sendable (DuelState, Side) -> Bool
  ) {
    self.name = name
    self.aliases = aliases
    self.wordAliases = wordAliases
    self.group = group
    self.kind = kind
    self.help = help
    self.isOfSide = isOfSide
    self.isLinkable = isLinkable
    self.get = get
    self.set = set
    self.isRelevant = isRelevant
  }

  /// Does it mean anything to that side, whose run is known?
  func isRelevant(_ state: DuelState, _ side: Side, _ runs: SideRuns) -> Bool {
    ofRun?.isRelevant(runs[side]) ?? isRelevant(state, side)
  }

  /// Its value on a side whose run is known.
  func value(_ state: DuelState, _ side: Side, _ runs: SideRuns) -> SettingValue {
    ofRun?.get(runs[side]) ?? get(state, side)
  }

  /// The value that a text stands for; nil when it is not accepted.
  func value(of text: String) -> SettingValue? { kind.value(of: wordAliases[text] ?? text) }

  /// Its name where room is scarce: the shortest there is, if its own is long.
  var label: String {
    name.count <= 10 ? name : aliases.min { $0.count < $1.count } ?? name
  }

  /// A value where room is scarce.
  func shortText(_ value: SettingValue) -> String {
    guard case .word(let word) = value else { return value.text }
    return wordAliases.first { $0.value == word }?.key ?? word
  }
}

extension Setting.Group {
  init(_ group: RunSetting.Group) {
    switch group {
    case .model: self = .model
    case .solver: self = .solver
    case .training: self = .training
    }
  }
}
