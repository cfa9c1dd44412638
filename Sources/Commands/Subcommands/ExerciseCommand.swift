import Interface

/// `anode exercise`: something to be reached, and the program that judges whether it is.
package enum ExerciseCommand: Command {
  package static let description = CommandDescription(
    name: "exercise", summary: "Exercises that the program judges, with hints and a record",
    discussion: [
      """
      Without a number the exercises are listed. An exercise opens the live duel and says what is to be \
      reached. Settings are chosen before a run, and r starts it: the run of these settings is judged, every \
      \(ExerciseReport.interval) iterations from its first on. h gives a hint. When it is reached, and on \
      leaving, there is a record to hand in: the command that begins the run, how far it went, what it came \
      to, and digests.
      """,
      """
      check trains the runs of records anew, and tells whether what they say holds, to the bit: the exit \
      status is 0 when every record holds and is reached. --solve does an exercise by a demo script, \
      without a screen. A FILE is an exercise of one's own; demos/README.md describes its lines.
      """,
    ], operands: "[N|FILE] | check RECORD...",
    options: ScreenOptions.descriptions + [
      ScreenOptions.out,
      .init(flag: "list", "list the exercises"),
      .init(
        "output", "FILE", .path, default: "exercise-NN.record",
        "where the record goes; when given, of an exercise that is not reached, too"),
      .init(flag: "force", "replace files that are there"),
      .init("solve", "SCRIPT", .path, default: nil, "do it by a demo script, without a screen"),
      .init(
        "exercise", "FILE", .path, default: "that of the record's number",
        "with check: the exercise that the records are of"),
    ],
    examples: [
      .init(command: "anode exercise 1", purpose: "The first exercise, on the live screen."),
      .init(
        command: "anode exercise check exercise-01.record",
        purpose: "Does what a student has handed in hold?"),
    ])

  package static func run(_ options: ParsedOptions) throws {
    if options.has("exercise"), options.operands.first != "check" {
      throw UsageError.optionNeeds(command: "exercise", option: "--exercise", needed: "check")
    }
    guard let name = options.operands.first, !options.has("list") else {
      for name in ["solve", "output", "out", "force"] where options.has(name) {
        throw UsageError.optionNeeds(
          command: "exercise", option: "--\(name)", needed: "the number of an exercise")
      }
      return try list()
    }
    if name == "check" {
      for name in ["solve", "output", "out", "force"] where options.has(name) {
        throw options.clash(name, nil, "exercise", nil, "check writes and solves nothing")
      }
      return try RecordCheck.run(Array(options.operands.dropFirst()), options)
    }
    guard options.operands.count == 1 else {
      throw UsageError.unexpectedOperand(command: "exercise", operand: options.operands[1])
    }
    let exercise = try find(name)
    let output = (path: options.word("output"), force: options.has("force"))
    // Rather before the work than after it.
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
    var table = TextTable(["no.", "title", "what is to be reached"], words: [1, 2])
    table.rows = entries.map { entry in
      let task = entry.script.exercise
      let wanted = (task?.goals ?? []).map(\.description) + (task?.limits ?? []).map(\.description)
      return [
        "\(task?.number ?? 0)", entry.script.title.harmless, wanted.joined(separator: ", "),
      ]
    }
    try StandardOutput.write(table.text)
  }

  /// The exercise of a number, or in a file.
  static func find(_ name: String) throws -> Exercise {
    let entry: DemoLibrary.Entry
    if let number = Int(name) {
      let all = DemoLibrary.exercises
      guard let found = all.first(where: { $0.script.exercise?.number == number }) else {
        throw UsageError.refused(
          command: "exercise",
          reason:
            "there is no exercise \(number); there are \(all.count), anode exercise lists them")
      }
      entry = found
    } else {
      entry = try DemoLibrary.find(name, command: "exercise")
    }
    let exercise: Exercise?
    do throws(DemoFailure) {
      exercise = try Exercise(entry.script)
    } catch {
      throw InputErrors(
        errors: [
          InputError(
            path: entry.path,
            reason: "line \(error.line), column \(error.column): \(error.reason)")
        ])
    }
    guard let exercise else {
      throw InputErrors(
        errors: [
          InputError(path: entry.path, reason: "is no exercise: expected a line 'exercise N'")
        ])
    }
    return exercise
  }

  /// Has a script do an exercise, and prints the record.
  private static func solve(
    _ exercise: Exercise, by path: String, _ output: (path: String?, force: Bool),
    _ permission: WritePermission
  ) throws {
    let script = try DemoLibrary.entry(path).script
    var stage: DemoStage
    do throws(DemoFailure) {
      stage = try DemoStage(exercise, script)
    } catch {
      throw InputErrors(errors: [InputError(path: error.path, reason: error.reason)])
    }
    while !stage.isOver {
      try DuelFiles.write(stage.advance(by: 0.1), of: stage.duel, by: permission)
    }
    if let failure = stage.player.failure {
      Descriptor.complain("anode: \(failure)")
      throw FallsShort()
    }
    guard let record = stage.conduct?.record else {
      Descriptor.complain("anode: \(path.harmless): nothing was trained that could be judged")
      throw FallsShort()
    }
    try StandardOutput.write(record.text)
    if let path = output.path {
      try WritePermission.person(force: output.force).write(record.text, to: path)
    }
    if !record.isReached { throw FallsShort() }
  }
}
