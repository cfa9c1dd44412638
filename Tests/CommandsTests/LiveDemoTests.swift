import Canvas
import Foundation
import Interface
import Synchronization
import Terminal
import Testing

@testable import Commands

/// Demos and lessons on the live screen.
@Suite("A demo on the live screen obeys its keys and ends as it does in lockstep", .serialized)
@MainActor struct LiveDemoTests {
  private static let refused = "seed 3\nset points 60\ndo p 500\ndo theme light\nmark \"never\"\n"

  private func program() throws -> DuelProgram {
    try DuelProgram(
      state: DuelState(width: 100, height: 30), colors: .indexed, glyphs: .unicode,
      painter: PicturePainter {}, wake: WakeDescriptor())
  }

  /// Draws until the demo is over or waits, and returns the screen's text.
  private func play(_ program: DuelProgram) -> String {
    var text = ""
    for frame in 0..<100 {
      _ = program.wake()
      text = program.frame(100, 30, at: Double(frame) * 0.1).plainText
      if frame > 0, program.demo.map({ $0.player.isOver || $0.player.isStopped }) ?? true { break }
    }
    return text
  }

  @Test(
    "A refused command stops a demo live where it stops it in lockstep, and the screen says why")
  func refusedCommand() throws {
    let script = try DemoScript(Self.refused, path: "demos/x.demo")
    let program = try program()
    program.begin(script, stopsAtMarks: false)
    let text = play(program)
    #expect(text.contains("The demo stops. demos/x.demo: line 3, column 4: cannot be done: p: "))
    #expect(program.state.themeName == "dark" && program.demo?.player.markName == "")
    var stage = DemoStage(script)
    while !stage.isOver { _ = stage.advance(by: 0.1) }
    #expect(program.demoFailure != nil && program.demoFailure == stage.failure)
    // It stays there until asked to go.
    #expect(play(program).contains("The demo stops."))
    _ = program.handle(.key(.escape))
    #expect(!play(program).contains("The demo stops."))
    #expect(program.demoFailure != nil)
  }

  @Test(
    "At every mark the terminal shows the recording, on a busy machine, whatever is pressed",
    arguments: Thorough.liveDemos)
  func marks(name: String) throws {
    let demos = packageRoot.appendingPathComponent("demos")
    let (folder, number) = try Self.folder(with: name, of: demos)
    let cast = demos.appendingPathComponent(name + ".cast")
    var recording = RecordingPlayback(try Asciicast(bytes: Array(Data(contentsOf: cast))))
    let busy = BusyLoops(2)
    defer { busy.end() }
    let terminal = try PseudoTerminal(
      [anodeBinary, "lesson", number], environment: ["ANODE_DEMOS": folder.url.path], width: 100,
      height: 30)
    var screen = ScreenEmulator(width: 100, height: 30)
    var fed = 0
    func look() {
      _ = terminal.readSome(milliseconds: 50)
      screen.feed(Array(terminal.output[fed...]))
      fed = terminal.output.count
    }
    let (space, pageUp) = (" ", "\u{1B}[5~")
    var random = RandomNumbers(state: UInt64(name.count))
    var hasGoneBack: Set<Int> = []
    var mark = 0
    // The last known position, and the deadline for the next one.
    var (place, late) = (0, Date())
    let end = Date().addingTimeInterval(600 * Thorough.slowness)
    while mark < recording.markers.count, Date() < end {
      look()
      let text = screen.grid.plainText
      if text.contains("space back to") { terminal.type(space) }
      guard let step = text.firstMatch(of: /step (\d+) of/).flatMap({ Int($0.1) }) else { continue }
      if step > mark + 1 {
        // Space came just at the mark.
        terminal.type(pageUp)
        place = 0
      } else if text.contains("space skip") {
        if random.next(10) == 0 { terminal.type("s") } else { terminal.type(space) }
      } else if text.contains("space go on") {
        guard step == mark + 1 else {
          terminal.type(space)
          continue
        }
        recording.seek(to: recording.markers[mark].time)
        let wanted = Self.text(recording.grid)
        if place != step { (place, late) = (step, Date().addingTimeInterval(PseudoTerminal.limit)) }
        // A space can still be in transit.
        if Self.text(screen.grid) != wanted, Date() < late { continue }
        for (row, recorded) in zip(Self.text(screen.grid), wanted) where row != recorded {
          Issue.record("at \(recording.markers[mark].name): \(row) instead of \(recorded)")
        }
        // A step back shows the previous screen.
        if mark % 3 == 2, hasGoneBack.insert(mark).inserted {
          terminal.type(pageUp)
          mark -= 1
          continue
        }
        // The user's own changes are undone.
        if mark % 2 == 1 {
          for key in ["p", "]", "v", "r"] {
            terminal.type(key)
            look()
          }
        }
        terminal.type(space)
        mark += 1
      }
    }
    #expect(mark == recording.markers.count)
    #expect(terminal.ended(byTyping: "q") == .exited(0))
  }

  /// A folder with a demo as its only lesson, at full speed; the numbers do not depend on tempo.
  private static func folder(
    with name: String, of demos: URL
  ) throws -> (folder: TemporaryFolder, number: String) {
    let folder = try TemporaryFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: demos.path)
    where file.hasSuffix(".safetensors") {
      try FileManager.default.copyItem(
        at: demos.appendingPathComponent(file), to: folder.url.appendingPathComponent(file))
    }
    let text = try String(contentsOf: demos.appendingPathComponent(name + ".demo"), encoding: .utf8)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix("set tempo") ? "set tempo full" : String($0)
    }
    let number = lines.first { $0.hasPrefix("lesson ") }.map { String($0.dropFirst(7)) }
    if number == nil { lines.insert("lesson 1", at: 0) }
    _ = try folder.write("set tempo full\n" + lines.joined(separator: "\n"), name + ".demo")
    return (folder, number ?? "1")
  }

  /// The screen's text without the tempo, the seconds of this machine and the keys in the last row.
  private static func text(_ grid: CellGrid) -> [Substring] {
    let rows = grid.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    return rows[1..<grid.height - 2].map { $0.contains("seconds here") ? "" : $0 }
  }

  @Test("anode demo ends with status 1 and the error, after the screen has shown it")
  func status() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/anode-\(UUID().uuidString).demo"
    try Self.refused.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = "\(path): line 3, column 4: cannot be done: p: "
    let terminal = try PseudoTerminal([anodeBinary, "demo", path], width: 100, height: 30)
    #expect(terminal.wait { $0.contains("stops.") })
    terminal.type("q")
    #expect(terminal.ended() == .exited(1))
    #expect(terminal.text.contains("anode: \(error)"))
    let check = try runWithoutTerminal(["demo", path, "--check"])
    #expect(check.outcome == .exited(1) && check.text.hasPrefix(error))
    let recording = try runWithoutTerminal(["record", path, "--output", "\(path).cast"])
    try? FileManager.default.removeItem(atPath: "\(path).cast")
    #expect(recording.outcome == .exited(1) && recording.text.hasPrefix("anode: \(error)"))
  }

  @Test("In lessons a full stop blanks the screen, whatever becomes of the lesson, and > winds")
  func clicker() throws {
    let program = try program()
    program.begin(
      try DemoScript("set points 60\nset tempo 1000\nmark \"here\"\nsay \"On.\""),
      stopsAtMarks: true)
    _ = play(program)
    #expect(program.demo?.player.isStopped == true)
    func press(_ key: Key) { _ = program.handle(.key(key)) }
    press(.character("<"))
    press(.character("<"))
    let earlier = try #require(program.state.playback.keyframes[.left])
    press(.character("."))
    #expect(program.isBlank && program.state.playback.keyframes[.left] == earlier)
    let blank = program.frame(100, 30, at: 20).plainText
    #expect(blank.allSatisfy { $0 == "\n" })
    press(.pageDown)
    _ = play(program)
    press(.pageDown)
    _ = play(program)
    #expect(program.demo?.player.isOver == true && program.isBlank)
    press(.character("."))
    #expect(!program.isBlank)
    // Winding at the mark was undone when the lesson continued.
    #expect(program.state.playback.keyframes.isEmpty)
    press(.character("<"))
    press(.character("<"))
    let again = try #require(program.state.playback.keyframes[.left])
    press(.character(">"))
    #expect(try #require(program.state.playback.keyframes[.left]) > again)
    // Without a lesson it winds again.
    press(.escape)
    press(.character("."))
    #expect(!program.isBlank && program.state.playback.keyframes.isEmpty)
  }

  @Test("Keys for the list of lessons and for the settings are not the lesson's")
  func typing() throws {
    let program = try program()
    program.state.offer(lessons: ["1. One", "2. Two"])
    program.begin(try DemoScript("mark \"here\"\nsay \"On.\""), stopsAtMarks: true)
    _ = play(program)
    func press(_ keys: Key...) { for key in keys { _ = program.handle(.key(key)) } }
    press(.character("g"), .character("."), .enter, .escape)
    #expect(program.demo?.player.isStopped == true && !program.isBlank)
    press(.escape)
    program.begin(try DemoScript("mark \"here\"\nsay \"On.\""), stopsAtMarks: true)
    _ = play(program)
    press(.character("L"), .down)
    #expect(program.state.overlays.lessonChoice == 1)
    press(.escape)
    #expect(program.state.overlays.lessonChoice == nil && program.demo?.player.isStopped == true)
  }

  @Test("Space goes on with a lesson, never takes it over, and the bottom line names what keys do")
  func space() throws {
    let program = try program()
    program.state.offer(lessons: ["1. One"])
    program.begin(
      try DemoScript(
        "lesson 1\nquestion \"Q?\"\nanswer \"A.\"\nset points 60\nset tempo 20\nsay \"One.\"\n"
          + "mark \"m\"\nplay\nwait iteration 1e9 timeout 1000s\nsay \"Two.\""),
      stopsAtMarks: true)
    func press(_ key: Key) { _ = program.handle(.key(key)) }
    func look() -> String {
      program.frame(100, 30, at: 90).plainText
    }
    var text = play(program)
    #expect(text.contains("space go on") && text.contains("Esc end the lesson"))
    #expect(!text.contains("Enter explain") && !text.contains("space run"))
    press(.character(" "))
    _ = look()
    press(.character(" "))
    press(.pageDown)
    press(.enter)
    text = look()
    #expect(!program.hasTakenOver && !program.state.playback.isPaused)
    #expect(text.contains("still training") && text.contains("One.") && !text.contains("space go"))
    // Any other key takes over, and space returns to the lesson.
    press(.character("+"))
    #expect(program.hasTakenOver && look().contains("space back to the lesson"))
    press(.character(" "))
    #expect(!program.hasTakenOver && program.demo?.player.isOver == false)
    press(.escape)
    text = look()
    #expect(program.demo == nil && text.contains("lesson ended; L lists lessons"))
    #expect(text.contains("space pause"))
  }

  @Test("A lesson whose result differs says so in plain words, and space goes on anyway")
  func plainWords() throws {
    let program = try program()
    program.begin(
      try DemoScript(
        "lesson 1\nquestion \"Q?\"\nanswer \"A.\"\nset points 60\nexpect nfe(left) > 9000\n"
          + "say \"Many.\"\nsay \"On.\"", path: "demos/x.demo"), stopsAtMarks: true)
    let text = play(program)
    #expect(text.contains("the result differs") && text.contains("space go on anyway"))
    #expect(!text.contains("demos/x.demo") && !text.contains("nfe("))
    _ = program.handle(.key(.character(" ")))
    // The caption about the number is dropped.
    let next = play(program)
    #expect(next.contains("On.") && !next.contains("Many."))
    _ = program.handle(.key(.character(" ")))
    #expect(play(program).contains("Question: Q?") && !play(program).contains("A."))
    _ = program.handle(.key(.character(" ")))
    #expect(play(program).contains("Answer: A."))
  }

  @Test("A demo begins from a fresh duel, whatever was on the screen before")
  func fresh() throws {
    let program = try program()
    for line in ["tolerance 1e-5", "tempo 5", "theme light", "probe 1 1"] {
      program.obey(try program.state.perform(line))
    }
    program.begin(try DemoScript("set points 60\nmark \"here\""), stopsAtMarks: true)
    _ = play(program)
    let state = program.state
    #expect(
      state.setup.run(.left).training.tolerance == 1e-3 && state.pointing.pointer == nil
        && state.playback.tempo == 50
    )
    #expect(state.themeName == "light" && state.playback.isPaused && !state.playback.isHeadPlaying)
  }
}

/// Busy threads.
final class BusyLoops: Sendable {
  private let isOver = Atomic<Bool>(false)

  init(_ count: Int) {
    for _ in 0..<count {
      Thread.detachNewThread { [self] in
        while !isOver.load(ordering: .relaxed) {}
      }
    }
  }

  func end() { isOver.store(true, ordering: .relaxed) }
}

extension TerminalProgram {
  /// The screen at a time, in cells.
  func frame(_ width: Int, _ height: Int, at time: Double) -> CellGrid {
    advance(to: time, width: width, height: height, hasPixels: false)
    return draw(width: width, height: height, pictures: nil)
  }
}
