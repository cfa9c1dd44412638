import LiveSession
import NeuralODE

/// Commands in words, as typed after a colon or written in demo scripts.
///
///     ACTION                      an action of the table, by name
///     [left.|right.]NAME VALUE    a setting
///     VERB ...                    one of `Verb.all`, with its arguments
package enum CommandLine {
  /// Completions of the last word, in the tables' order.
  package static func completions(of text: String, _ state: DuelState) -> [String] {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let last = words.last else { return [] }
    let candidates: [String]
    if words.count == 1 {
      let sides = last.hasPrefix("left.") ? "left." : last.hasPrefix("right.") ? "right." : nil
      if let sides {
        candidates = SettingTable.all.filter(\.isOfSide).map { sides + $0.name }
      } else {
        candidates =
          SettingTable.all.map(\.name) + Verb.all.map(\.name) + ActionTable.all.map(\.name)
          + ["left.", "right."]
      }
    } else if words.count == 2, words[0] != "time", let (setting, _) = setting(words[0]) {
      candidates = setting.words
    } else {
      candidates = Verb.named(words[0])?.completions(state, Array(words.dropFirst())) ?? []
    }
    let stem = words.dropLast().map { $0 + " " }.joined()
    var seen: Set<String> = []
    return candidates.filter { $0.hasPrefix(last) && $0 != last && seen.insert($0).inserted }
      .map { stem + $0 }
  }

  /// The help for the first word and its arguments.
  static func hint(for text: String) -> String? {
    guard let word = text.split(separator: " ").first.map(String.init) else { return nil }
    if let (setting, _) = setting(word) { return "\(setting.help): \(setting.kind.accepted)" }
    if let verb = Verb.named(word) {
      return verb.usage + (word == "sweep" ? "; alone: the play head" : "")
    }
    return ActionTable.action(named: word)?.help
  }

  /// The setting a word names, and its side; nil for both.
  static func setting(_ word: String) -> (setting: Setting, side: Side?)? {
    for side in Side.allCases where word.hasPrefix(side.rawValue + ".") {
      guard let setting = SettingTable.named(String(word.dropFirst(side.rawValue.count + 1))),
        setting.isOfSide
      else { return nil }
      return (setting, side)
    }
    return SettingTable.named(word).map { ($0, nil) }
  }
}

extension DuelState {
  /// Performs a command; returns what is left for the caller to do.
  ///
  /// - Throws: `CommandError`, with the state unchanged.
  package mutating func perform(_ text: String) throws(CommandError) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { return [] }
    var changed = self
    let effects = try changed.carryOut(first, Array(words.dropFirst()))
    self = changed
    return effects + settle()
  }

  private mutating func carryOut(
    _ word: String, _ rest: [String]
  ) throws(CommandError) -> [Effect] {
    // "time 0.5" moves the play head, "time yes" is the setting.
    let isNumber = word == "time" && rest.first.flatMap(Double.init) != nil
    if !isNumber, let (setting, side) = CommandLine.setting(word) {
      guard rest.count == 1 else {
        throw CommandError(reason: "\(word) takes one value: \(setting.kind.accepted)")
      }
      guard let value = setting.row.value(of: rest[0]) else {
        throw CommandError(
          reason: "\(word): unknown value '\(rest[0])'; choose \(setting.kind.accepted)")
      }
      return try set(setting, side, value)
    }
    let verb = Verb.named(word)
    if let action = ActionTable.action(named: word), rest.isEmpty || verb == nil {
      guard rest.isEmpty else { throw CommandError(reason: "\(word) takes no value") }
      return apply(action)
    }
    guard let verb else {
      let known = SettingTable.all.map(\.name) + ActionTable.all.map(\.name)
      let near = known.first { $0.hasPrefix(word) } ?? known.first { $0.contains(word) }
      throw CommandError(
        reason: "unknown command '\(word.prefix(40))'"
          + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    guard let effects = try verb.carryOut(&self, rest) else {
      throw CommandError(reason: "usage: \(word) \(verb.usage)")
    }
    return effects
  }
}

/// A refused command, with the reason in one line.
package struct CommandError: Error, Equatable, CustomStringConvertible {
  package var reason: String
  package var description: String { reason }

  package init(reason: String) { self.reason = reason }
}
