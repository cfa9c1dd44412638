import Canvas
import NeuralODE

/// A sweep as typed after a colon: `sweep p=0,1,2 rate=1e-3,1e-2 seeds=5 epochs=12`. Each
/// combination is a run with the duel's other settings.
package struct SweepRequest: Sendable, Equatable {
  package struct Cell: Sendable, Equatable {
    /// As typed: "p=5 rate=1e-3".
    package var name: String
    /// The run of the first seed.
    package var run: RunConfiguration
  }

  /// All combinations; the last setting changes fastest.
  package private(set) var cells: [Cell] = []
  /// Runs per cell, with the duel's seed and the seeds after it.
  package private(set) var seeds = 5
  package private(set) var epochs = 12

  /// All settings of runs except the seed.
  static let settings = RunSetting.swept.map { Setting.ofRun($0) }
  /// Words that are not settings, and the values they take.
  private static let numbers:
    [(name: String, kind: SettingKind, path: WritableKeyPath<SweepRequest, Int> & Sendable)] = [
      ("seeds", .integer(1...1000), \.seeds), ("epochs", .integer(1...1_000_000), \.epochs),
    ]

  /// Parses a sweep over a duel's present settings, of the side that has the focus, or, when p is
  /// swept, of an ANODE.
  ///
  /// - Throws: `CommandError` for unknown, unaccepted or repeated words.
  init(_ words: [String], _ state: DuelState) throws(CommandError) {
    if let obstacle = state.setup.dataObstacle { throw CommandError(reason: obstacle) }
    var swept: [(setting: Setting, values: [SettingValue], texts: [String])] = []
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard parts.count == 2 else { throw CommandError(reason: "sweep \(Self.usage)") }
      if let number = Self.numbers.first(where: { $0.name == name }) {
        guard case .integer(let value)? = number.kind.value(of: String(parts[1])) else {
          throw CommandError(
            reason:
              "\(name): unknown value '\(parts[1].prefix(20))'; choose \(number.kind.accepted)")
        }
        self[keyPath: number.path] = value
        continue
      }
      let setting = try Self.setting(name)
      guard !swept.contains(where: { $0.setting.name == setting.name }) else {
        throw CommandError(reason: "\(name) is already swept")
      }
      let texts = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      var values: [SettingValue] = []
      for text in texts {
        guard let value = setting.row.value(of: text) else {
          throw CommandError(
            reason:
              "\(name): unknown value '\(text.prefix(20))'; choose \(setting.kind.accepted)")
        }
        guard !values.contains(value) else {
          throw CommandError(reason: "\(name)=\(text) is given twice")
        }
        values.append(value)
      }
      swept.append((setting, values, texts))
    }
    guard !swept.isEmpty else { throw CommandError(reason: "sweep \(Self.usage)") }
    let count = swept.reduce(1) { min(1000, $0 * $1.values.count) }
    guard count <= SweepBoard.most else {
      throw CommandError(
        reason: "\(count) combinations; at most \(SweepBoard.most) can be compared")
    }
    let names = swept.map(\.setting.name)
    let side = try Self.side(
      state, sweepsAugmentation: names.contains("p") && !names.contains("model"))
    var choices: [[Int]] = [[]]
    for setting in swept {
      choices = choices.flatMap { choice in setting.values.indices.map { choice + [$0] } }
    }
    // A model without added dimensions has one cell for all p, that of 0.
    if let model = names.firstIndex(of: "model"), let p = names.firstIndex(of: "p"),
      let none = swept[p].values.firstIndex(of: .integer(0))
    {
      choices.removeAll { choice in
        ModelFamily(rawValue: swept[model].texts[choice[model]])?.isAugmented == false
          && choice[p] != none
      }
    }
    for choice in choices {
      var changed = state
      let name = zip(swept, choice).map { "\($0.setting.name)=\($0.texts[$1])" }
        .joined(separator: " ")
      // In the table's order: data and model come before the settings that depend on them.
      for setting in Self.settings {
        guard let place = names.firstIndex(of: setting.name) else { continue }
        let value = swept[place].values[choice[place]]
        if let reason = setting.set(&changed, side, value) {
          throw CommandError(reason: "\(name): \(reason)")
        }
      }
      for setting in swept where !setting.setting.isCompared {
        guard setting.setting.isRelevant(changed, side) else {
          throw CommandError(
            reason: "\(name): \(setting.setting.name) has no effect on this run")
        }
      }
      guard !changed.setup.data.kind.isPainted || !changed.setup.data.edits.isEmpty else {
        throw CommandError(reason: "\(name): there are no points on the canvas to learn from")
      }
      cells.append(Cell(name: name, run: changed.setup.run(side)))
    }
  }

  static let usage = "SETTING=VALUE,VALUE... [seeds=N] [epochs=N]"

  private static func setting(_ name: String) throws(CommandError) -> Setting {
    if let setting = SettingTable.named(name), settings.contains(where: { $0.name == setting.name })
    {
      return setting
    }
    let known = settings.map(\.name) + numbers.map(\.name)
    let near =
      known.first { $0.hasPrefix(name) && !name.isEmpty } ?? known.first {
        name.hasSuffix("." + $0)
      }
      ?? known.first { $0.hasPrefix(name.prefix(3)) && name.count >= 3 }
    throw CommandError(
      reason: "sweep has no '\(name.prefix(30))'"
        + (near.map { "; did you mean \($0)?" } ?? ": \(known.joined(separator: ", "))"))
  }

  private static func side(
    _ state: DuelState, sweepsAugmentation: Bool
  ) throws(CommandError) -> Side {
    guard sweepsAugmentation else { return state.navigation.focus.side ?? .right }
    guard let side = state.augmentedSide else {
      throw CommandError(reason: "no side has added dimensions, so there is no p: set model anode")
    }
    return side
  }

  /// Completions of a word that is being typed.
  static func completions(of word: String) -> [String] {
    guard let equals = word.firstIndex(of: "=") else {
      // A complete name comes before longer ones.
      let names = settings.map(\.name) + numbers.map(\.name)
      return ([word].filter(names.contains) + names).map { $0 + "=" }
    }
    guard let setting = try? setting(String(word[..<equals])) else { return [] }
    // Complete the value after the last comma.
    let last = word.lastIndex(of: ",").map { $0 > equals ? $0 : equals } ?? equals
    let given = Set(word[word.index(after: equals)...].split(separator: ",").map(String.init))
    return setting.words.filter { !given.contains($0) }.map { word[...last] + $0 }
  }
}
