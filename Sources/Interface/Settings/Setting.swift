import Canvas
import NeuralODE

/// A setting: a row of the settings panel, the palette, the command line's NAME=VALUE, the
/// configuration file, the share line and demo scripts.
@dynamicMemberLookup
package enum Setting: Sendable {
  /// Shared by both sides if it is about the data; otherwise each side has its own value.
  case ofRun(RunSetting)
  case ofScreen(ScreenSetting)

  package var row: SettingRow {
    switch self {
    case .ofRun(let setting): setting.row
    case .ofScreen(let setting): setting.row
    }
  }

  package subscript<Part>(dynamicMember part: KeyPath<SettingRow, Part>) -> Part {
    row[keyPath: part]
  }

  package var isOfSide: Bool {
    if case .ofRun(let setting) = self { setting.group != .data } else { false }
  }
  /// Whether a linked side follows the other.
  package var isLinkable: Bool { isOfSide && !row.isCompared }

  /// - Parameter runs: the runs of both sides, if known.
  package func get(_ state: DuelState, _ side: Side, _ runs: SideRuns? = nil) -> SettingValue {
    switch self {
    case .ofRun(let setting): setting.get(run(state.setup, side, runs))
    case .ofScreen(let setting): setting.get(state)
    }
  }

  /// Whether it has an effect on that side now.
  ///
  /// - Parameter runs: the runs of both sides, if known.
  package func isRelevant(_ state: DuelState, _ side: Side, _ runs: SideRuns? = nil) -> Bool {
    switch self {
    case .ofRun(let setting):
      setting.isRelevant(run(state.setup, side, runs))
        && state.setup[side].watched?.leavesOpen(setting.name) != true
    case .ofScreen(let setting): setting.isRelevant(state)
    }
  }

  /// A note beside the value, if there is room.
  func note(_ state: DuelState, _ side: Side, _ runs: SideRuns) -> String {
    if case .ofRun(let setting) = self { setting.note(runs[side]) } else { "" }
  }

  /// Changes the state; returns the reason if the value is refused.
  func set(_ state: inout DuelState, _ side: Side, _ value: SettingValue) -> String? {
    switch self {
    case .ofScreen(let setting): return setting.set(&state, value)
    case .ofRun(let setting) where isOfSide:
      return state.setup[side].choose(setting, value, state.setup.data)
    case .ofRun(let setting):
      if let reason = state.setup.dataObstacle { return reason }
      var run = run(state.setup, side, nil)
      if let reason = setting.set(&run, value) { return reason }
      state.setup.seed = run.seed
      if run.data.kind != state.setup.data.kind { return state.setup.learn(run.data) }
      state.setup.data = run.data
      return nil
    }
  }

  /// The run to read from: settings about the data need only the data.
  private func run(_ setup: DuelSetup, _ side: Side, _ runs: SideRuns?) -> RunConfiguration {
    runs?[side]
      ?? (isOfSide ? setup.run(side) : RunConfiguration(data: setup.data, seed: setup.seed))
  }

  /// Completions for its value.
  package var words: [String] { row.ladder.map { NumberText.setting($0) } + row.kind.words }

  /// Its name, or its shortest alias if the name is long.
  var label: String {
    row.name.count <= 10 ? row.name : row.aliases.min { $0.count < $1.count } ?? row.name
  }

  /// A value's text, or its alias if it has one.
  func shortText(_ value: SettingValue) -> String {
    guard case .word(let word) = value else { return value.text }
    return row.wordAliases.first { $0.value == word }?.key ?? word
  }
}

/// A setting of the screen.
package struct ScreenSetting: Sendable {
  package let row: SettingRow
  var isRelevant: @Sendable (DuelState) -> Bool = { _ in true }
  let get: @Sendable (DuelState) -> SettingValue
  /// Returns the reason if the value is refused.
  let set: @Sendable (inout DuelState, SettingValue) -> String?
}

extension SettingValue {
  /// As typed and shown.
  package var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): String(number)
    case .real(let number): NumberText.exact(number)
    case .counts(let first, let second): "\(first)+\(second)"
    }
  }
}
