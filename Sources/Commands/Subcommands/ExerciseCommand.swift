import Interface

/// `anode exercise`
package enum ExerciseCommand: Command {
  package static let description = CommandDescription(
    name: "exercise", summary: "Exercises that the program judges, with hints and a record",
    discussion: [
      """
      Without a number the exercises are listed. An exercise opens the live duel and states the goal. Choose settings \
      before a run; r starts it: the run of these settings is judged every \(ExerciseReport.interval) iterations from \
      its first. h gives a hint. When the goal is reached, and on leaving, there is a record to hand in: the command \
      that starts the run, its length, its results, and digests.
      """,
      """
      check repeats the runs of records and compares their results to the bit: the exit status is 0 when every \
      record holds and is reached. --solve does an exercise by a demo script, without a screen. A FILE is your own \
      exercise; demos/README.md describes its lines.
      """,
    ], operands: "[N|FILE] | check RECORD...",
    options: ScreenOptions.descriptions + [
      ScreenOptions.big,
      ScreenOptions.out,
      .init(flag: "list", "list the exercises"),
      .init(
        "output", "FILE", .path, default: "exercise-NN.record",
        "where the record goes; if given, unreached exercises are recorded too"),
      .init(flag: "force", "replace existing files"),
      .init("solve", "SCRIPT", .path, default: nil, "do it by a demo script, without a screen"),
      .init(
        "exercise", "FILE", .path, default: "the one with the record's number",
        "with check: the exercise of the records"),
    ],
    examples: [
      .init(command: "anode exercise 1", purpose: "The first exercise, on the live screen."),
      .init(
        command: "anode exercise check exercise-01.record",
        purpose: "Check a record that a student handed in."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    try options.require("check", for: ["exercise"], unless: options.operands.first == "check")
    let ofOne = ["solve", "output", "out", "force"]
    guard let name = options.operands.first, !options.has("list") else {
      try options.require("the number of an exercise", for: ofOne)
      return try list()
    }
    if name == "check" {
      for name in ofOne where options.has(name) {
        throw options.clash(name, "exercise", "check writes and solves nothing")
      }
      return try RecordCheck.run(Array(options.operands.dropFirst()), options)
    }
    _ = try options.operand()
    let exercise = try find(name)
    let output = (path: options.word("output"), force: options.has("force"))
    // Before the work, not after it.
    if let path = output.path {
      try WritePermission.person(force: output.force).check(path, option: "--output")
    }
    if let path = options.word("solve") {
      return try solve(
        exercise, by: path, output, ScreenOptions.scriptPermission(options))
    }
    try ScreenOptions.play(options) { try $0.begin(exercise, output: output) }
  }

  private static func list() throws {
    let entries = DemoLibrary.exercises
    guard !entries.isEmpty else {
      throw UsageError.refused(
        command: "exercise", reason: "no exercises are installed; ANODE_DEMOS names their folder")
    }
    var table = TextTable(["no.", "title", "goal"], words: [1, 2])
    table.rows = entries.map { entry in
      let task = entry.script.exercise
      let wanted = (task?.goals ?? []).map(\.description) + (task?.limits ?? []).map(\.description)
      return [
        "\(task?.number ?? 0)", entry.script.title.harmless, wanted.joined(separator: ", "),
      ]
    }
    try StandardOutput.write(table.text)
  }

  /// By number, or in a file.
  static func find(_ name: String) throws -> Exercise {
    let entry: DemoLibrary.Entry
    if let number = Int(name) {
      let all = DemoLibrary.exercises
      guard let found = all.first(where: { $0.script.exercise?.number == number }) else {
        throw UsageError.refused(
          command: "exercise",
          reason:
            "there is no exercise \(number); anode exercise lists all \(all.count)")
      }
      entry = found
    } else {
      entry = try DemoLibrary.find(name, command: "exercise")
    }
    let exercise: Exercise?
    do throws(DemoFailure) {
      exercise = try Exercise(entry.script)
    } catch {
      throw InputErrors(entry.path, "line \(error.line), column \(error.column): \(error.reason)")
    }
    guard let exercise else {
      throw InputErrors(entry.path, "is not an exercise: expected a line 'exercise N'")
    }
    return exercise
  }

  /// Runs the script and prints the record.
  private static func solve(
    _ exercise: Exercise, by path: String, _ output: (path: String?, force: Bool),
    _ permission: WritePermission
  ) throws {
    let script = try DemoLibrary.entry(path).script
    var stage: DemoStage
    do throws(DemoFailure) {
      stage = try DemoStage(exercise, script)
    } catch {
      throw InputErrors(error.path, error.reason)
    }
    while !stage.isOver {
      try DuelFiles.write(stage.advance(by: 0.1), of: stage.duel, by: permission)
    }
    if let failure = stage.player.failure {
      Descriptor.complain("anode: \(failure)")
      throw FallsShort()
    }
    guard let record = stage.conduct?.record else {
      Descriptor.complain("anode: \(path.harmless): the script trained nothing to judge")
      throw FallsShort()
    }
    try StandardOutput.write(record.text)
    if let path = output.path {
      try WritePermission.person(force: output.force).write(record.text, to: path)
    }
    if !record.isReached { throw FallsShort() }
  }
}
