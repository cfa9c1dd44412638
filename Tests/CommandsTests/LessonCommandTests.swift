import Canvas
import Foundation
import Interface
import Terminal
import Testing

@testable import Commands

@Suite("anode lesson", .serialized) @MainActor struct LessonCommandTests {
  /// A library of two short lessons, removed at the end.
  private func withLibrary(_ body: (String, [String: String]) throws -> Void) throws {
    let place = try TemporaryFolder()
    defer { withExtendedLifetime(place) {} }
    let folder = place.url.path
    try FileManager.default.createDirectory(
      atPath: folder + "/demos", withIntermediateDirectories: true)
    for number in 1...2 {
      let text = """
        title "Title \(number)"
        lesson \(number)
        section "Section \(number)"
        notice "Notice \(number)."
        try "Try \(number)."
        question "Question \(number)?"
        answer "Answer \(number)."
        set points 40
        set hidden 4
        set tempo 200
        say "Said in \(number)."
        play
        wait epoch 2
        pause
        mark "m"
        """
      _ = try place.write(text, "demos/lesson-0\(number)-x.demo")
    }
    try body(folder, ["ANODE_DEMOS": folder + "/demos"])
  }

  @Test("--list says how long each lasts, and all of them")
  func list() throws {
    try withLibrary { _, environment in
      let found = try runWithoutTerminal(["lesson", "--list"], environment: environment)
      #expect(found.outcome == .exited(0))
      let lines = found.text.split(separator: "\n").map(String.init)
      #expect(lines.count == 4 && lines[0].hasPrefix("no.  title"))
      let path = (environment["ANODE_DEMOS"] ?? "") + "/lesson-01-x.demo"
      let seconds = try DemoLibrary.entry(path).script.seconds
      let each = try #require(seconds)
      #expect(lines[1].hasSuffix("  \(LessonTable.time(each))"), "\(lines)")
      #expect(lines[3].hasSuffix("  \(LessonTable.time(2 * each))"), "\(lines)")
      // Plain aligned text.
      #expect(!found.text.contains("\u{1B}") && Set(lines.map(\.count)).count == 1)
    }
    #expect(LessonTable.time(59.6) == "1:00" && LessonTable.time(3605) == "60:05")
  }

  @Test("--handout writes a page with its pictures, keeps what is there, and of all an index")
  func handout() throws {
    try withLibrary { folder, environment in
      let page = folder + "/page.md"
      let one = ["lesson", "1", "--handout", "--output", page]
      let first = try runWithoutTerminal(one, environment: environment)
      #expect(first.outcome == .exited(0), "\(first.text)")
      let text = try String(contentsOfFile: page, encoding: .utf8)
      #expect(text.hasPrefix("# 1. Title 1\n") && text.hasSuffix("## Answer\n\nAnswer 1.\n"))
      #expect(text.contains("](page-01.svg)"))
      let picture = try String(contentsOfFile: folder + "/page-01.svg", encoding: .utf8)
      #expect(picture.hasPrefix("<svg") || picture.hasPrefix("<?xml"))
      let second = try runWithoutTerminal(one, environment: environment)
      #expect(second.outcome == .exited(74) && second.text.contains("already"))
      let forced = try runWithoutTerminal(one + ["--force"], environment: environment)
      #expect(forced.outcome == .exited(0))
      let all = try runWithoutTerminal(
        ["lesson", "all", "--handout", "--output", folder + "/course"], environment: environment)
      #expect(all.outcome == .exited(0), "\(all.text)")
      let index = try String(contentsOfFile: folder + "/course/index.md", encoding: .utf8)
      #expect(index.contains("[1. Title 1](lesson-01-x.md)") && index.contains("lesson-02-x.md"))
      #expect(FileManager.default.fileExists(atPath: folder + "/course/lesson-02-x-01.svg"))
    }
  }

  @Test("a wrong command line is refused with what it takes")
  func refused() throws {
    try withLibrary { folder, environment in
      for (arguments, part) in [
        (["3"], "there is no lesson '3'"), (["x"], "there is no lesson 'x'"),
        (["2-1"], "lessons go up: 1-2"), (["1", "2"], "unexpected argument"),
        (["1", "--force"], "--force works with --handout"),
        (["--list", "--auto"], "clash"), (["--handout"], "a lesson's number"),
        (["all", "--handout", "--output", folder + "/x.md"], "a folder"),
      ] {
        let found = try runWithoutTerminal(["lesson"] + arguments, environment: environment)
        #expect(found.outcome == .exited(64) && found.text.contains(part), "\(found.text)")
      }
    }
  }

  @Test("all --auto plays one lesson after the other to the end of the last; q quits")
  func course() throws {
    try withLibrary { _, environment in
      let terminal = try PseudoTerminal(
        [anodeBinary, "lesson", "all", "--auto"], environment: environment, width: 100, height: 30)
      #expect(terminal.wait { shows($0, "Lesson 1 of 2") })
      // Its key goes to the next one at once.
      terminal.type("N")
      #expect(terminal.wait { shows($0, "Lesson 2 of 2") })
      #expect(terminal.wait { shows($0, "Said in 2.") })
      #expect(terminal.wait { shows($0, "Question 2?") })
      #expect(terminal.wait { shows($0, "Answer 2.") })
      terminal.type("q")
      #expect(terminal.ended() == .exited(0))
    }
  }

  @Test("live, one lesson follows the other by itself, and B goes back")
  func follows() throws {
    let scripts = try (1...2).map {
      try DemoScript("title \"T\($0)\"\nlesson \($0)\nset points 40\nset hidden 4\nsay \"S\($0).\"")
    }
    let program = try DuelProgram(
      state: DuelState(width: 100, height: 30), colors: .indexed, glyphs: .unicode,
      painter: PicturePainter {}, wake: WakeDescriptor())
    let course = try #require(Course(scripts))
    program.begin(course, stopsAtMarks: false)
    var texts: [String] = []
    for frame in 0..<400 {
      _ = program.wake()
      texts.append(
        program.frame(100, 30, at: Double(frame) * 0.1).plainText)
    }
    let order = ["Lesson 1 of 2", "S1.", "Lesson 2 of 2", "S2."].map { part in
      texts.firstIndex { $0.contains(part) } ?? -1
    }
    #expect(order == order.sorted() && order[0] >= 0, "\(order)")
    #expect(program.course?.index == 1 && program.demo?.player.isOver == true)
    #expect(texts.last?.contains("the end") == true)
    _ = program.handle(.key(.character("B")))
    #expect(program.course?.index == 0 && program.demo?.player.isOver == false)
    _ = program.handle(.key(.character("B")))
    #expect(program.state.overlays.message == "this is the first lesson of the course")
    _ = program.handle(.key(.escape))
    #expect(program.course == nil && program.demo == nil)
    _ = program.handle(.key(.character("N")))
    #expect(program.state.overlays.message?.contains("no course is running") == true)
  }
}

/// Whether the output, on a 100×30 screen, shows this text.
func shows(_ output: String, _ text: String) -> Bool {
  // One character for each byte.
  var emulator = ScreenEmulator(width: 100, height: 30)
  emulator.feed(output.utf16.map { UInt8(truncatingIfNeeded: $0) })
  return emulator.grid.plainText.contains(text)
}
