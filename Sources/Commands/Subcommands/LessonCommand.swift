import Interface

/// `anode lesson`
package enum LessonCommand: Command {
  package static let description = CommandDescription(
    name: "lesson", summary: "Teach: a lesson, the whole course, handouts, or the list of lessons",
    discussion: [
      """
      Without a number the lessons are listed. A lesson waits at each of its marks for a key (space, Enter, PgDn, as \
      clickers send); --auto continues by itself. It ends with what to notice, what to try, a question and, after the \
      next key, its answer. Every other key of the duel works meanwhile, except the full stop, with which clickers \
      blank the screen: > winds training forward.
      """,
      """
      all plays every lesson, and 3-6 only some, each after its title; N goes to the next one, B to the previous one.
      """,
      """
      --notes, on a second terminal, follows a lesson or course that runs on the first: captions, what to notice, the \
      question and its answer.
      """,
      """
      --handout writes a lesson as a page to print, in Markdown, with a picture of each caption beside it and the \
      answer at its end; for several lessons, a page each and an index.
      """,
    ], operands: "[N|A-B|all]",
    options: ScreenOptions.descriptions + [
      ScreenOptions.big,
      ScreenOptions.out,
      .init(flag: "list", "list the lessons with their sections and durations"),
      .init(flag: "auto", "continue at each mark by itself"),
      .init(flag: "notes", "follow the lesson that runs on another terminal"),
      .init(flag: "handout", "write a page to print"),
      .init(
        "output", "PATH", .path, default: "the lesson's name",
        "with --handout: the page, NAME.md, or the folder for several pages"),
      .init(flag: "png", "with --handout: pictures as PNG, not as SVG"),
      .init(flag: "force", "with --handout or --out: replace existing files"),
    ],
    examples: [
      .init(command: "anode lesson 7", purpose: "The annulus, and why a Neural ODE struggles."),
      .init(command: "anode lesson all --auto", purpose: "The whole course as one show."),
      .init(
        command: "anode lesson all --handout --output course",
        purpose: "All handouts, with an index, in a folder."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    try options.require("--handout", for: ["output", "png"], unless: options.has("handout"))
    try options.require(
      "--handout or --out", for: ["force"], unless: options.has("handout") || options.has("out"))
    let given = ["list", "auto", "notes", "handout"].filter { options.has($0) }
    if given.count > 1 {
      throw options.clash(given[0], given[1], "choose one")
    }
    for name in given where name != "auto" && options.has("out") {
      throw options.clash(name, "out", "only playing a lesson writes files")
    }
    if options.has("notes") { return try NotesClient.follow() }
    let lessons = DemoLibrary.lessons
    guard !lessons.isEmpty else {
      throw UsageError.refused(
        command: "lesson", reason: "no lessons are installed; ANODE_DEMOS names their folder")
    }
    guard let text = options.operands.first else {
      if let name = given.first, name != "list" {
        throw UsageError.missingName(command: "lesson", accepted: "a lesson's number, or all")
      }
      return try options.has("list") ? LessonTable.write(lessons) : writeNotices(of: lessons)
    }
    let (chosen, isCourse) = try choose(text, lessons, options)
    if options.has("list") { return try LessonTable.write(chosen) }
    if options.has("handout") {
      return try HandoutFiles.write(chosen, isCourse: isCourse, options)
    }
    let isByHand = !options.has("auto")
    if isCourse, let course = Course(chosen.map(\.script)) {
      return try ScreenOptions.play(options, notes: NotesServer()) {
        $0.begin(course, stopsAtMarks: isByHand)
      }
    }
    try ScreenOptions.play(
      chosen[0].script, options, stopsAtMarks: isByHand, notes: NotesServer())
  }

  /// One by its number, several as 3-6, or all.
  private static func choose(
    _ text: String, _ lessons: [DemoLibrary.Entry], _ options: ParsedOptions
  ) throws(UsageError) -> (lessons: [DemoLibrary.Entry], isCourse: Bool) {
    func refused(_ reason: String) -> UsageError { .refused(command: "lesson", reason: reason) }
    _ = try options.operand()
    if text == "all" { return (lessons, true) }
    let none = "there is no lesson '\(text)'; anode lesson lists all \(lessons.count)"
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else {
      throw refused(none)
    }
    guard first <= last else { throw refused("lessons go up: \(last)-\(first), not \(text)") }
    let chosen = lessons.filter { (first...last).contains($0.script.lesson ?? 0) }
    guard !chosen.isEmpty else { throw refused(none) }
    return (chosen, ends.count == 2)
  }

  private static func writeNotices(of lessons: [DemoLibrary.Entry]) throws {
    for lesson in lessons {
      try StandardOutput.write(
        "\(DemoLibrary.title(lesson))\n    notice: \(lesson.script.notice)\n")
    }
  }
}
