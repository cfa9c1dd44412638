import CellGraphics
import Foundation
import Interface
import Terminal

/// The options of a screen that plays a demo.
enum ScreenOptions {
  static let descriptions: [OptionDescription] = [
    .init(
      "theme", "NAME", .choice(Theme.all.map(\.name)), default: "dark", "colours of the screen"),
    .init(
      "color", "DEPTH", .choice(ColorPreference.allCases.map(\.rawValue)), default: "auto",
      "colours used"),
    .init(flag: "ascii", "draw with ASCII characters only"),
  ]

  /// Opens the screen and plays a demo on it.
  @MainActor static func play(
    _ script: DemoScript, _ options: ParsedOptions, stopsAtMarks: Bool, notes: NotesServer? = nil
  ) throws {
    let terminal = try Terminal(
      TerminalOptions(
        color: options.choice("color") ?? .auto, isASCII: options.has("ascii")))
    defer { terminal.close() }
    var state = DuelState(width: terminal.size.width, height: terminal.size.height)
    state.offer(lessons: DemoLibrary.lessons.map { DemoLibrary.title($0) })
    if let theme = options.word("theme") { _ = try? state.perform("theme \(theme)") }
    let wake = try WakeDescriptor()
    let program = DuelProgram(
      state: state, isMono: terminal.capabilities.colorDepth == .none,
      glyphs: terminal.capabilities.isUTF8 ? .unicode : .ascii, wake: wake)
    program.notes = notes
    program.begin(script, stopsAtMarks: stopsAtMarks)
    let stack = ScreenStack(program)
    let ending = terminal.run(stack, wake: wake, frameRate: 40)
    terminal.close()
    notes?.close()
    for line in stack.leave() { print(line) }
    if let failure = program.demoFailure {
      Descriptor.complain("anode: \(failure)")
      // A signal's status says more than this one.
      if ending == .quit { throw FallsShort() }
    }
    ending.exit()
  }
}

extension DemoLibrary {
  /// What a list of demos says of one.
  static func title(_ entry: Entry) -> String {
    (entry.script.lesson.map { "\($0). " } ?? "") + entry.script.title
  }
}

/// `anode demo`: a script plays on the live screen.
package enum DemoCommand: Command {
  package static let description = CommandDescription(
    name: "demo", summary: "Play a demo script on the live screen, or list them",
    discussion: [
      """
      NAME is a demo of the library (anode demo list), or a file. Any key takes over; space or Enter \
      goes on. A statement that cannot be done, or an expectation that does not hold, stops it: the screen says where, \
      and the exit status is 1. \
      demos/README.md describes the statements of a script.
      """
    ], operands: "list|NAME|FILE",
    options: ScreenOptions.descriptions + [
      .init(
        flag: "check", "play it in lockstep without a screen, and say whether all it expects holds"
      ),
      .init(
        "seeds", "N", .integer(1...1000), default: nil,
        "check it under seeds 0 to N - 1: in how many of them does each expectation hold?"),
    ],
    examples: [
      .init(command: "anode demo list", purpose: "What there is."),
      .init(command: "anode demo annulus", purpose: "How the annulus breaks."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    guard let name = options.operands.first, options.operands.count == 1 else {
      throw UsageError.refused(command: "demo", reason: "name one demo, or list")
    }
    if name == "list" {
      var table = TextTable(["demo", "title"])
      table.rows = DemoLibrary.entries.map { [$0.name, DemoLibrary.title($0)] }
      guard !table.rows.isEmpty else {
        throw UsageError.refused(
          command: "demo", reason: "no demos are installed; ANODE_DEMOS names their folder")
      }
      for row in table.rows {
        try StandardOutput.write(
          row[0].padding(toLength: 20, withPad: " ", startingAt: 0) + " " + row[1] + "\n")
      }
      return
    }
    let entry = try DemoLibrary.find(name, command: "demo")
    if let seeds = options.integer("seeds") { return try check(entry, seeds: seeds) }
    if options.has("check") { return try check(entry) }
    try ScreenOptions.play(entry.script, options, stopsAtMarks: false)
  }

  private static func check(_ entry: DemoLibrary.Entry) throws {
    var stage = DemoStage(entry.script)
    while !stage.isOver { _ = stage.advance(by: 0.1) }
    let seconds = NumberText.fixed(stage.duel.time, 1)
    if let failure = stage.failure {
      try StandardOutput.write("\(failure), after \(seconds) s\n")
      throw FallsShort()
    }
    try StandardOutput.write("\(entry.name): all it expects holds; it takes \(seconds) s\n")
  }
}

extension DemoCommand {
  /// What a demo expects, over several seeds.
  private static func check(_ entry: DemoLibrary.Entry, seeds: Int) throws {
    let trial = DemoTrial(entry.script, seeds: seeds)
    var table = TextTable(["line", "expected", "wanted", "holds", "median"])
    table.rows = trial.claims.map { claim in
      let wanted = claim.least.map { "\($0.seeds) of \($0.of)" } ?? "more than half"
      return [
        "\(claim.line)", "\(claim.condition)", wanted,
        "\(claim.count) of \(seeds)" + (claim.isTrue ? "" : "  FALSE"),
        claim.median.map { NumberText.short($0) } ?? "-",
      ]
    }
    try StandardOutput.write("\(entry.name)\n\(table.text)")
    for (seed, failure) in trial.failures {
      try StandardOutput.write("seed \(seed) ends early: \(failure)\n")
    }
    if !trial.isTrue { throw FallsShort() }
  }
}

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
