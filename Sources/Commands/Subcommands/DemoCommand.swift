import Canvas
import Interface

extension DemoLibrary {
  static func title(_ entry: Entry) -> String {
    (entry.script.lesson.map { "\($0). " } ?? "")
      + (entry.script.exercise.map { "exercise \($0.number): " } ?? "") + entry.script.title
  }
}

/// `anode demo`
package enum DemoCommand: Command {
  package static let description = CommandDescription(
    name: "demo", summary: "Play a demo script on the live screen, or list them",
    discussion: [
      """
      NAME is a demo of the library, or a file; without one the demos are listed. Any key takes over; space or Enter \
      continues. A statement that fails, or an expectation that does not hold, stops it: the screen says where, \
      and the exit status is 1. demos/README.md describes the statements of a script.
      """
    ], operands: "[NAME|FILE]",
    options: ScreenOptions.descriptions + [
      ScreenOptions.big,
      ScreenOptions.out,
      .init(flag: "list", "list the demos"),
      .init(flag: "force", "with --out: replace existing files"),
      .init(
        flag: "check", "play it in lockstep without a screen, and check all its expectations"
      ),
      .init(
        "seeds", "N", .integer(1...1000), default: nil,
        "check it with seeds 0 to N - 1, and count the seeds where each expectation holds"),
    ],
    examples: [
      .init(command: "anode demo --list", purpose: "All demos."),
      .init(command: "anode demo annulus", purpose: "How a flow handles a disk in a ring."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    try options.require("--out", for: ["force"], unless: options.has("out"))
    // "list" is the old form of --list.
    guard let name = try options.operand(), name != "list", !options.has("list") else {
      return try list(options)
    }
    for other in ["check", "seeds"] where options.has(other) && options.has("out") {
      throw options.clash(other, "out", "a script that is checked writes no files")
    }
    let entry = try DemoLibrary.find(name, command: "demo")
    if let seeds = options.integer("seeds") { return try check(entry, seeds: seeds) }
    if options.has("check") { return try check(entry) }
    try ScreenOptions.play(entry.script, options, stopsAtMarks: false)
  }

  private static func list(_ options: ParsedOptions) throws {
    try options.require("the name of a demo", for: ["check", "seeds", "out"])
    guard !DemoLibrary.entries.isEmpty else {
      throw UsageError.refused(
        command: "demo", reason: "no demos are installed; ANODE_DEMOS names their folder")
    }
    var table = TextTable(["demo", "title"], words: [0, 1])
    table.rows = DemoLibrary.entries.map { [$0.name, DemoLibrary.title($0).harmless] }
    try StandardOutput.write(table.text)
  }

  private static func check(_ entry: DemoLibrary.Entry) throws {
    var stage = DemoStage(entry.script)
    while !stage.isOver { _ = stage.advance(by: 0.1) }
    let seconds = NumberText.fixed(stage.duel.time, 1)
    if let failure = stage.failure {
      try StandardOutput.write("\(failure), after \(seconds) s\n")
      throw FallsShort()
    }
    try StandardOutput.write("\(entry.name): all expectations hold; it takes \(seconds) s\n")
  }
}

extension DemoCommand {
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
