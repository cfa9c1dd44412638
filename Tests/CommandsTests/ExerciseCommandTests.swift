import Canvas
import Foundation
import Interface
import Terminal
import Testing

@testable import Commands

/// Exercises from the command line, and on the live screen.
@Suite("anode exercise", .serialized) @MainActor struct ExerciseCommandTests {
  private static let small = """
    title "Small"
    exercise 90
    task "Train for three epochs."
    goal epoch >= 3
    limit p(right) <= 2
    free right.p learning-rate
    hint "One."
    set points 40
    set hidden 4
    set tempo 200
    """

  /// A folder with the exercise, removed at the end.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    _ = try folder.write(Self.small, "small.demo")
    _ = try folder.write("play\nwait epoch 6\n", "good.demo")
    _ = try folder.write("set right.p 3\nplay\nwait epoch 6\n", "bad.demo")
    try body(folder.url.path)
  }

  private let demos = ["ANODE_DEMOS": packageRoot.appendingPathComponent("demos").path]

  @Test("lists what there is to reach")
  func list() throws {
    let found = try runWithoutTerminal(["exercise"], environment: demos)
    #expect(found.outcome == .exited(0))
    let lines = found.text.split(separator: "\n")
    #expect(lines.count == 10 && lines[1].contains("loss(left) < 0.01, evaluations(left) <= 60000"))
    let none = try runWithoutTerminal(["exercise", "77"], environment: demos)
    #expect(none.outcome == .exited(64) && none.text.contains("there is no exercise 77"))
  }

  @Test("a record that was made by a script is checked: it holds, or it is named what differs")
  func check() throws {
    try withFolder { folder in
      let (exercise, record) = (folder + "/small.demo", folder + "/a.record")
      let solved = try runWithoutTerminal(
        ["exercise", exercise, "--solve", folder + "/good.demo", "--output", record])
      #expect(solved.outcome == .exited(0) && solved.text.contains("reached yes"))
      // An existing file is kept.
      let again = try runWithoutTerminal(
        ["exercise", exercise, "--solve", folder + "/good.demo", "--output", record])
      #expect(again.outcome == .exited(74) && again.text.contains("already"))
      let check = ["exercise", "check", record, "--exercise", exercise]
      let good = try runWithoutTerminal(check)
      #expect(good.outcome == .exited(0) && good.text.contains("holds, reached"), "\(good.text)")
      let text = try String(contentsOfFile: record, encoding: .utf8)
      try text.replacing("figure epoch 1", with: "figure epoch 2")
        .write(toFile: record, atomically: true, encoding: .utf8)
      let forged = try runWithoutTerminal(check)
      #expect(forged.outcome == .exited(1) && forged.text.contains("does not hold"))
      #expect(forged.text.contains("the seal does not fit"), "\(forged.text)")
      #expect(forged.text.contains("epoch: the record says 2"), "\(forged.text)")
      try "anode exercise record 1\n\u{1B}[2Jx\n".write(
        toFile: record, atomically: true, encoding: .utf8)
      let broken = try runWithoutTerminal(check)
      #expect(broken.outcome == .exited(66) && broken.text.contains("line 2: expected exercise"))
      #expect(!broken.text.contains("\u{1B}"))
    }
  }

  @Test("what is not reached is said, with status 1, and so is a record of it")
  func notReached() throws {
    try withFolder { folder in
      let (exercise, record) = (folder + "/small.demo", folder + "/a.record")
      let found = try runWithoutTerminal(
        ["exercise", exercise, "--solve", folder + "/bad.demo", "--output", record])
      #expect(found.outcome == .exited(1) && found.text.contains("reached no"))
      let check = try runWithoutTerminal(["exercise", "check", record, "--exercise", exercise])
      #expect(check.outcome == .exited(1) && check.text.contains("holds, but is not reached"))
    }
  }

  @Test("a wrong file is refused with its line, and a wrong command line with what it takes")
  func refused() throws {
    try withFolder { folder in
      let path = folder + "/wrong.demo"
      try (Self.small + "\ngoal loss > 1\n").write(
        toFile: path, atomically: true, encoding: .utf8)
      let wrong = try runWithoutTerminal(["exercise", path])
      #expect(wrong.outcome == .exited(66))
      #expect(wrong.text.contains("wrong.demo: line 11, column 6: expected loss(left)"))
      let demo = try runWithoutTerminal(["exercise", folder + "/good.demo"])
      #expect(demo.outcome == .exited(66) && demo.text.contains("is not an exercise"))
    }
    for (arguments, part) in [
      (["exercise", "1", "2"], "unexpected argument"), (["exercise", "check"], "records to check"),
      (["exercise", "--force"], "--force works with"),
      (["exercise", "1", "--exercise", "x"], "--exercise works with check"),
      (["exercise", "check", "x", "--solve", "y"], "clash"),
    ] {
      let found = try runWithoutTerminal(arguments, environment: demos)
      #expect(found.outcome == .exited(64) && found.text.contains(part), "\(found.text)")
    }
    let none = try runWithoutTerminal(["exercise", "check", "/nowhere"], environment: demos)
    #expect(none.outcome == .exited(66) && none.text.contains("cannot be read"))
  }

  @Test("live: it is judged while it trains, hints come by a key, and the record holds")
  func live() throws {
    try withFolder { folder in
      let record = folder + "/live.record"
      let terminal = try PseudoTerminal(
        [anodeBinary, "exercise", folder + "/small.demo", "--output", record], width: 100,
        height: 30)
      #expect(terminal.wait { shows($0, "Train for three epochs.") })
      terminal.type("h")
      #expect(terminal.wait { shows($0, "Hint 1 of 1: One.") })
      terminal.type(" ")
      #expect(terminal.wait { shows($0, "Reached at iteration") })
      terminal.type("q")
      #expect(terminal.ended() == .exited(0))
      #expect(terminal.text.contains("written to \(record)"))
      let text = try String(contentsOfFile: record, encoding: .utf8)
      #expect(text.contains("reached yes\n") && text.contains("hints 1\n"))
      let check = try runWithoutTerminal(
        ["exercise", "check", record, "--exercise", folder + "/small.demo"])
      #expect(check.outcome == .exited(0), "\(check.text)")
    }
  }

  @Test("a hint that is asked for before the first look at the runs stays")
  func earlyHint() throws {
    let exercise = try #require(try Exercise(DemoScript(Self.small)))
    let program = try DuelProgram(
      state: DuelState(width: 100, height: 30), colors: .indexed, glyphs: .unicode,
      painter: PicturePainter {}, wake: WakeDescriptor())
    try program.begin(exercise, output: (nil, false))
    _ = program.handle(.key(.character("h")))
    for _ in 0..<3 { program.judge() }
    program.showTask()
    #expect(program.state.strip.caption == "Hint 1 of 1: One.")
    // Restarting runs the settings.
    #expect(program.state.playback.isPaused)
    _ = program.handle(.key(.character("r")))
    #expect(!program.state.playback.isPaused)
  }

  @Test("the live record is that of the lockstep run, to the bit")
  func liveIsLockstep() throws {
    let script = try DemoScript(Self.small)
    let exercise = try #require(try Exercise(script))
    try withFolder { folder in
      let program = try DuelProgram(
        state: DuelState(width: 100, height: 30), colors: .indexed, glyphs: .unicode,
        painter: PicturePainter {}, wake: WakeDescriptor())
      try program.begin(exercise, output: (folder + "/x.record", false))
      _ = program.handle(.key(.character(" ")))
      let end = Date().addingTimeInterval(60 * Thorough.slowness)
      while program.exercise?.conduct.solution == nil, Date() < end {
        _ = program.wake()
        usleep(10_000)
      }
      var stage = try DemoStage(exercise, DemoScript("play\nwait epoch 6"))
      while !stage.isOver { stage.advance(by: 0.1) }
      let found = try #require(program.exercise?.conduct.solution)
      #expect(found == stage.conduct?.solution)
      _ = program.leave()
    }
  }
}
