import Canvas
import NeuralODE

/// Something that a person can set: a row behind the settings panel, the palette, the command
/// line's NAME=VALUE, the configuration file, the share line and demo scripts.
@dynamicMemberLookup
package enum Setting: Sendable {
  /// Of a run: of both, where it is about the data, else each side has its own.
  case ofRun(RunSetting)
  /// Of the screen.
  case ofScreen(ScreenSetting)

  /// Its name, what it takes, and what there is to say of it.
  package var row: SettingRow {
    switch self {
    case .ofRun(let setting): setting.row
    case .ofScreen(let setting): setting.row
    }
  }

  /// What its row says.
  package subscript<Part>(dynamicMember part: KeyPath<SettingRow, Part>) -> Part {
    row[keyPath: part]
  }

  /// Has each side its own?
  package var isOfSide: Bool {
    if case .ofRun(let setting) = self { setting.group != .data } else { false }
  }
  /// Does a linked side follow the other?
  package var isLinkable: Bool { isOfSide && !row.isCompared }

  /// The value now.
  ///
  /// - Parameter runs: those of both sides, where they are known.
  package func get(_ state: DuelState, _ side: Side, _ runs: SideRuns? = nil) -> SettingValue {
    switch self {
    case .ofRun(let setting): setting.get(run(state.setup, side, runs))
    case .ofScreen(let setting): setting.get(state)
    }
  }

  /// Does it mean anything to that side now?
  ///
  /// - Parameter runs: those of both sides, where they are known.
  package func isRelevant(_ state: DuelState, _ side: Side, _ runs: SideRuns? = nil) -> Bool {
    switch self {
    case .ofRun(let setting): setting.isRelevant(run(state.setup, side, runs))
    case .ofScreen(let setting): setting.isRelevant(state)
    }
  }

  /// What is said beside the value where there is room.
  func note(_ state: DuelState, _ side: Side, _ runs: SideRuns) -> String {
    if case .ofRun(let setting) = self { setting.note(runs[side]) } else { "" }
  }

  /// Changes the state; returns why it cannot be, if it cannot.
  func set(_ state: inout DuelState, _ side: Side, _ value: SettingValue) -> String? {
    switch self {
    case .ofScreen(let setting): return setting.set(&state, value)
    case .ofRun(let setting) where isOfSide:
      return state.setup[side].choose(setting, value, state.setup.data)
    case .ofRun(let setting):
      var run = run(state.setup, side, nil)
      if let reason = setting.set(&run, value) { return reason }
      state.setup.seed = run.seed
      if run.data.kind != state.setup.data.kind { return state.setup.learn(run.data) }
      state.setup.data = run.data
      return nil
    }
  }

  /// The run to be asked: one of the same data is enough for what is about them.
  private func run(_ setup: DuelSetup, _ side: Side, _ runs: SideRuns?) -> RunConfiguration {
    runs?[side]
      ?? (isOfSide ? setup.run(side) : RunConfiguration(data: setup.data, seed: setup.seed))
  }

  /// Words that complete what is being typed.
  package var words: [String] { row.ladder.map { NumberText.setting($0) } + row.kind.words }

  /// Its name where room is scarce: the shortest there is, if its own is long.
  var label: String {
    row.name.count <= 10 ? row.name : row.aliases.min { $0.count < $1.count } ?? row.name
  }

  /// A value where room is scarce.
  func shortText(_ value: SettingValue) -> String {
    guard case .word(let word) = value else { return value.text }
    return row.wordAliases.first { $0.value == word }?.key ?? word
  }
}

/// Something that a person can set about the screen and what it shows.
package struct ScreenSetting: Sendable {
  /// Its name, what it takes, and what there is to say of it.
  package let row: SettingRow
  var isRelevant: @Sendable (DuelState) -> Bool = { _ in true }
  let get: @Sendable (DuelState) -> SettingValue
  /// Returns why it cannot be, if it cannot.
  let set: @Sendable (inout DuelState, SettingValue) -> String?
}

extension SettingValue {
  /// As it is typed and shown.
  package var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): String(number)
    case .real(let number): NumberText.exact(number)
    case .counts(let first, let second): "\(first)+\(second)"
    }
  }
}
