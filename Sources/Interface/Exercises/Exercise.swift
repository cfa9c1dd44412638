import Math
import LiveSession
import NeuralODE

/// An exercise: a duel to begin from, the settings that may be chosen, and the goals. Only runs with
/// the same settings from their first iteration on are judged: these are the same on every machine,
/// bit for bit.
package struct Exercise: Sendable, Equatable {
  package let script: DemoScript
  package let task: ExerciseTask
  package let start: DuelSetup

  /// The exercise that a script sets, if any.
  ///
  /// - Throws: if a line of the script cannot be performed.
  package init?(_ script: DemoScript) throws(DemoFailure) {
    guard let task = script.exercise else { return nil }
    self.script = script
    self.task = task
    var state = DuelState(width: 100, height: 30)
    _ = try Self.prepare(&state, script)
    start = state.setup
  }

  /// Performs the script on a fresh state, and returns the effects left to the caller.
  package func prepare(_ state: inout DuelState) throws(DemoFailure) -> [Effect] {
    try Self.prepare(&state, script)
  }

  private static func prepare(
    _ state: inout DuelState, _ script: DemoScript
  ) throws(DemoFailure) -> [Effect] {
    var player = DemoPlayer(script)
    let effects = player.advance(by: 0, &state, DuelSnapshot())
    if let failure = player.failure { throw failure }
    if let place = script.exercise?.place { state.movePointer(to: place) }
    return effects + state.settle()
  }

  /// Why this exercise may not be solved with a setup: a setting that is not free differs from its
  /// start. Nil if it may.
  package func objection(to setup: DuelSetup) -> String? {
    // Settings that depend on free ones follow them, so set the free ones on the start again.
    var state = DuelState(setup: start, width: 0, height: 0)
    let wanted = DuelState(setup: setup, width: 0, height: 0)
    for setting in SettingTable.all where setting.group != .program {
      for side in setting.isOfSide ? Side.allCases : [.left] where task.allows(setting.name, side) {
        let value = setting.get(wanted, side)
        guard setting.get(state, side) != value else { continue }
        if let reason = setting.set(&state, side, value) {
          return "\(setting.name) \(value.text): \(reason)"
        }
      }
    }
    for setting in SettingTable.all where setting.group != .program {
      for side in setting.isOfSide ? task.sides : [.left] {
        let (given, found) = (setting.get(state, side), setting.get(wanted, side))
        guard given != found else { continue }
        let name = setting.isOfSide ? "\(side.rawValue).\(setting.name)" : setting.name
        return "\(name) is \(given.text) in this exercise, not \(found.text)"
      }
    }
    if setup.data.edits != start.data.edits, !task.free.contains("paint") {
      return "this exercise allows no painting or erasing"
    }
    state.setup.data.edits = setup.data.edits
    for side in task.sides where state.setup.run(side) != setup.run(side) {
      return "the \(side.rawValue) run does not match its settings"
    }
    return nil
  }

  /// Identifies an exercise by its start, its free settings, its goals and its limits.
  package var digest: String {
    var digest = BitDigest()
    let start = DuelState(setup: start, width: 0, height: 0)
    let lines =
      start.assignments + task.goals.map { "goal \($0)" } + task.limits.map { "limit \($0)" }
      + task.free.sorted().map { "free \($0)" }
      + (task.place.map { ["place \($0.x) \($0.y)"] } ?? [])
    digest.add(lines)
    return digest.text
  }
}

extension DuelState {
  /// The settings that differ from a fresh duel's, as NAME=VALUE, without those of the program.
  var runAssignments: [String] {
    assignments.filter { text in
      let name = text.prefix { $0 != "=" }.split(separator: ".").last.map(String.init) ?? ""
      return SettingTable.named(name)?.group != .program
    }
  }

  /// The command that begins these runs, without settings of the program.
  var runShareLine: String {
    (["anode", "duel"] + runAssignments.map(Self.quoted)).joined(separator: " ")
  }

  /// The duel that a `runShareLine` begins.
  ///
  /// - Throws: `CommandError` if it is not such a line.
  init(runShareLine text: String) throws(CommandError) {
    self.init(width: 0, height: 0)
    let words = text.split(separator: " ").map(String.init)
    guard words.starts(with: ["anode", "duel"]) else {
      throw CommandError(reason: "the line does not begin with anode duel")
    }
    for word in words.dropFirst(2) {
      var word = word
      if word.count > 1, word.hasPrefix("'"), word.hasSuffix("'") {
        word = String(word.dropFirst().dropLast())
      }
      try assign(word)
    }
  }
}
