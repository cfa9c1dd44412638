/// `anode lesson`: a demo with what to notice, to try and to answer.
package enum LessonCommand: Command {
  package static let description = CommandDescription(
    name: "lesson", summary: "Teach: a lesson step by step, or the list of lessons",
    discussion: [
      """
      Without a number the lessons are listed. A lesson waits at each of its marks until a key (space, \
      Enter, PgDn, as clickers send) goes on; --auto goes on by itself. It ends with what to notice, what to \
      try, a question and, after the next key, its answer. Meanwhile every other key of the duel works, \
      but for the full stop, with which clickers blank the screen: > winds training forward.
      """,
      """
      --notes, on a second terminal, follows a lesson that runs on the first: what is said, what to notice, \
      the question and its answer.
      """,
    ], operands: "[N]",
    options: ScreenOptions.descriptions + [
      .init(flag: "auto", "go on at each mark"),
      .init(flag: "notes", "follow the lesson that runs on another terminal"),
    ],
    examples: [
      .init(command: "anode lesson 5", purpose: "The annulus, and why a Neural ODE struggles.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    if options.has("notes") { return try NotesClient.follow() }
    let lessons = DemoLibrary.lessons
    guard let text = options.operands.first else {
      guard !lessons.isEmpty else {
        throw UsageError.refused(
          command: "lesson", reason: "no lessons are installed; ANODE_DEMOS names their folder")
      }
      for lesson in lessons {
        try StandardOutput.write(
          "\(DemoLibrary.title(lesson))\n    notice: \(lesson.script.notice)\n")
      }
      return
    }
    guard options.operands.count == 1, let number = Int(text),
      let entry = lessons.first(where: { $0.script.lesson == number })
    else {
      throw UsageError.refused(
        command: "lesson",
        reason: "there is no lesson '\(text)'; there are \(lessons.count), anode lesson lists them")
    }
    try ScreenOptions.play(
      entry.script, options, stopsAtMarks: !options.has("auto"), notes: NotesServer())
  }
}
