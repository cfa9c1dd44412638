import LiveSession
import NeuralODE

/// An exercise: a duel to begin from, what may be chosen about it, and what has to be reached. It is
/// judged by the runs that settings give from their first iteration on, which are the same on every
/// machine, to the bit.
package struct Exercise: Sendable, Equatable {
  /// The script that sets it.
  package let script: DemoScript
  /// What it sets.
  package let task: ExerciseTask
  /// The duel that it begins with.
  package let start: DuelSetup

  /// The exercise that a script sets; nil when it sets none.
  ///
  /// - Throws: a line that cannot be done.
  package init?(_ script: DemoScript) throws(DemoFailure) {
    guard let task = script.exercise else { return nil }
    self.script = script
    self.task = task
    var state = DuelState(width: 100, height: 30)
    _ = try Self.prepare(&state, script)
    start = state.setup
  }

  /// Does on a fresh state what the script says, and returns what is left for the outside.
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

  /// Why a setup is none that this exercise may be solved with: a setting that is not free is
  /// another than at its start. Nil where it may.
  package func objection(to setup: DuelSetup) -> String? {
    // What depends on a free setting follows it, so the free ones are chosen from the start anew.
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
      return "no points are painted or erased in this exercise"
    }
    state.setup.data.edits = setup.data.edits
    for side in task.sides where state.setup.run(side) != setup.run(side) {
      return "the \(side.rawValue) run is none that its settings give"
    }
    return nil
  }

  /// Tells exercises apart by all that is judged: where they begin, what is free, what is wanted.
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
  /// The settings of the runs that differ from those of a fresh duel, as NAME=VALUE: without those
  /// of the program.
  var runAssignments: [String] {
    assignments.filter { text in
      let name = text.prefix { $0 != "=" }.split(separator: ".").last.map(String.init) ?? ""
      return SettingTable.named(name)?.group != .program
    }
  }

  /// The command that begins these runs, whatever the screen is like.
  var runShareLine: String {
    (["anode", "duel"] + runAssignments.map(Self.quoted)).joined(separator: " ")
  }

  /// The duel that such a command begins.
  ///
  /// - Throws: `CommandError` where it is no command of that kind.
  init(runShareLine text: String) throws(CommandError) {
    self.init(width: 0, height: 0)
    let words = text.split(separator: " ").map(String.init)
    guard words.starts(with: ["anode", "duel"]) else {
      throw CommandError(reason: "a line that begins with anode duel")
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
