import Canvas
import Foundation
import Terminal
import Testing

@testable import Commands

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A screen with a counter and a constant line.
private func frame(_ number: Int, width: Int = 20, height: Int = 4) -> CellGrid {
  var grid = CellGrid(width: width, height: height)
  grid.write("frame \(number)", x: 1, y: 1, style: Style(Color(hex: 0xFF8700), bold: true))
  grid.write("stays", x: 0, y: 3)
  return grid
}

/// Eleven frames in ten seconds, with two markers and a change of size.
private func record(_ path: String, version: Asciicast.Version = .v2) throws {
  let writer = try CastWriter(path: path, version: version, size: (20, 4), title: "counting")
  for second in 0...10 {
    if second == 4 { try writer.marker("four", at: 4) }
    if second == 8 { try writer.marker("large", at: 8) }
    try writer.frame(
      second < 8 ? frame(second) : frame(second, width: 24, height: 5), at: Double(second))
  }
  try writer.close()
}

@Suite("A recording is written so that whatever there is of it plays")
struct CastWriterTests {
  @Test("Frames, markers and sizes are read back as they were", arguments: [2, 3])
  func roundTrip(version: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.cast")
    try record(path, version: try #require(Asciicast.Version(rawValue: version)))
    let cast = try Asciicast(bytes: Array(try folder.read("a.cast").utf8))
    #expect(cast.header.title == "counting" && cast.header.version.rawValue == version)
    #expect(cast.events.contains(.init(at: 8, .resize(width: 24, height: 5))))
    var playback = RecordingPlayback(cast)
    for second in 0...10 {
      playback.seek(to: Double(second) + 0.5)
      let expected = second < 8 ? frame(second) : frame(second, width: 24, height: 5)
      #expect(playback.grid == expected.quantized(to: .indexed))
    }
    #expect(
      playback.markers.map(\.name) == ["four", "large"] && playback.markers.map(\.time) == [4, 8])
    // Equal frames, equal bytes.
    try record(folder.path("b.cast"), version: cast.header.version)
    #expect(try folder.read("a.cast") == folder.read("b.cast"))
  }

  @Test("Every line is in the file when the call returns, and nothing is when nothing changed")
  func flushed() throws {
    let folder = try TemporaryFolder()
    let writer = try CastWriter(path: folder.path("a.cast"), size: (20, 4))
    for second in 0..<5 {
      try writer.frame(frame(second), at: Double(second))
      let text = try folder.read("a.cast")
      #expect(text.hasSuffix("\n") && text.split(separator: "\n").count == second + 2)
      try writer.frame(frame(second), at: Double(second) + 0.5)
      #expect(try folder.read("a.cast") == text && writer.byteCount == text.utf8.count)
    }
  }

  @Test("A file that is there stays, unless it is to be replaced")
  func overwriting() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("precious", "a.cast")
    #expect(throws: WriteFailure.exists(path: path)) { try CastWriter(path: path, size: (2, 2)) }
    #expect(try folder.read("a.cast") == "precious")
    try CastWriter(path: path, size: (2, 2), permission: .person(force: true)).close()
    #expect(try folder.read("a.cast").hasPrefix("{\"version\": 2, \"width\": 2, \"height\": 2,"))
    let missing = WriteFailure.failed(
      path: "/nonexistent/a", reason: "there is no folder /nonexistent")
    #expect(throws: missing) {
      try CastWriter(path: "/nonexistent/a", size: (2, 2))
    }
  }

  @Test("A full disk is said at once, when there is no room for the first line")
  func fullDevice() {
    #expect(throws: CastError.cannotWrite(path: "/dev/full", ENOSPC)) {
      try CastWriter(path: "/dev/full", size: (2, 2), permission: .person(force: true))
    }
  }

  @Test("What stops taking the recording ends the recording, and is said once")
  func lost() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    signal(SIGPIPE, SIG_IGN)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    let writer = try CastWriter(path: path, size: (20, 4), permission: .person(force: true))
    try writer.frame(frame(0), at: 0)
    close(reader)
    #expect(throws: CastError.cannotWrite(path: path, EPIPE)) {
      try writer.frame(frame(1), at: 1)
    }
    #expect(!writer.isOpen)
    try writer.frame(frame(2), at: 2)
    try writer.marker("ignored", at: 3)
    try writer.close()
  }
}

@Suite("The player goes where its keys say")
struct PlayerTests {
  private func player(speed: Double = 1) throws -> PlayerState {
    let folder = try TemporaryFolder()
    try record(folder.path("a.cast"))
    let cast = try Asciicast(bytes: Array(try folder.read("a.cast").utf8))
    return PlayerState(RecordingPlayback(cast), speed: speed)
  }

  private func press(_ state: inout PlayerState, _ keys: Key...) {
    for key in keys { _ = state.handle(.key(key)) }
  }

  @Test("Time passes while it plays, at its speed, up to the end")
  func playing() throws {
    var state = try player(speed: 2)
    state.advance(by: 1.5)
    #expect(state.playback.time == 3 && state.playback.grid == frame(3).quantized(to: .indexed))
    press(&state, .character(" "))
    state.advance(by: 5)
    #expect(state.playback.time == 3 && !state.isPlaying)
    press(&state, .character(" "))
    state.advance(by: 50)
    #expect(state.isAtEnd && !state.isPlaying && state.playback.time == 10)
    press(&state, .character(" "))
    #expect(state.playback.time == 0 && state.isPlaying)
  }

  @Test("Keys go by frames, leaps and markers and to the ends, and change the speed")
  func keys() throws {
    var state = try player()
    press(&state, .character("."))
    #expect(state.playback.time == 0, "no steps while it plays")
    press(&state, .character(" "), .character("."), .character("."))
    #expect(state.playback.time == 2)
    press(&state, .character(","))
    #expect(state.playback.time == 1)
    press(&state, .character("]"))
    #expect(state.playback.time == 4 && state.playback.markerName == "four")
    press(&state, .character("]"), .character("]"))
    #expect(state.playback.time == 8)
    press(&state, .character("["))
    #expect(state.playback.time == 4)
    press(&state, .right)
    #expect(state.playback.time == 9)
    press(&state, .left, .left)
    #expect(state.playback.time == 0)
    press(&state, .end)
    #expect(state.isAtEnd)
    for _ in 0..<9 { press(&state, .character(">")) }
    #expect(state.speed == 8)
    for _ in 0..<9 { press(&state, .character("-")) }
    #expect(state.speed == 0.25)
    if case .quit = state.handle(.key(.character("q"))) {} else { Issue.record("q quits") }
  }

  @Test("The status line has a row of its own where there is one, and otherwise shows on demand")
  func status() throws {
    var state = try player()
    func text(_ width: Int, _ height: Int) -> [String] {
      state.draw(width: width, height: height, theme: .mono, glyphs: .unicode).plainText
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(text(60, 5)[4].hasPrefix(" ▶ 0:00.0 / 0:10.0  1x"))
    #expect(text(60, 4)[3] == "stays")
    press(&state, .character(" "))
    #expect(text(60, 4)[3].contains("0:00.0"))
    press(&state, .character("s"))
    #expect(text(60, 4)[3] == "stays" && text(60, 5)[4].isEmpty)
    press(&state, .character("s"), .end)
    #expect(text(60, 9)[8].contains("large") && !text(60, 9)[8].contains("cut"))
    #expect(text(60, 4)[3].contains("cut: 24x5 in 60x4"))
    for size in [(1, 1), (3, 2), (17, 3)] { _ = text(size.0, size.1) }
  }

  @Test("A time is read in every form that is promised, and in no other")
  func times() {
    for (text, seconds) in [("12.5s", 12.5), ("12.5", 12.5), ("1:30", 90), ("1:02:03.5", 3723.5)] {
      #expect(TimeText.seconds(text) == seconds)
    }
    for text in ["", "s", ":", "-1", "1:60", "1:2:3:4", "nan", "0x1", "1e3", "1.5:20", ".5", "1:"] {
      #expect(TimeText.seconds(text) == nil, "\(text)")
    }
    #expect(TimeText.text(3723.55) == "1:02:03.5" && TimeText.text(7.31) == "0:07.3")
  }
}

/// `anode play` and `anode export` as programs.
@Suite("anode play and anode export do what they are asked, or say why not", .serialized)
struct CastCommandTests {
  private func anode(_ arguments: String...) throws -> (outcome: Outcome, text: String) {
    try runWithoutTerminal(arguments)
  }

  @Test("A file that does not play ends with status 66, and its line and the reason")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let head = "{\"version\": 2, \"width\": 9, \"height\": 2}\n"
    let bad = try folder.write(head + "[0, \"o\", \"x\"]\n[1, \"o\", 7]\n", "bad.cast")
    for command in [["play"], ["export", "--txt"]] {
      let outcome = try runWithoutTerminal(command + [bad])
      #expect(outcome.outcome == .exited(66))
      #expect(outcome.text == "anode: \(bad): line 3: the data of \"o\" is 7; expected a string\n")
      #expect(try runWithoutTerminal(command + ["/nonexistent"]).outcome == .exited(66))
      #expect(try runWithoutTerminal(command + ["/"]).outcome == .exited(66))
      #expect(try runWithoutTerminal(command).outcome == .exited(64))
      #expect(try runWithoutTerminal(command + [bad, bad]).outcome == .exited(64))
    }
  }

  @Test("Without a terminal play ends with status 2, and names another way")
  func noTerminal() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.cast")
    try record(path)
    let outcome = try anode("play", path)
    #expect(outcome.outcome == .exited(2) && outcome.text.contains("anode export --help"))
    let late = try anode("play", path, "--start", "11")
    #expect(late.outcome == .exited(64) && late.text.contains("a time up to 0:10.0"))
    let lost = try anode("play", path, "--marker", "for")
    #expect(lost.outcome == .exited(64) && lost.text.contains("did you mean four?"))
    #expect(try anode("play", path, "--marker", "four", "--start", "1").outcome == .exited(64))
  }

  @Test("In a terminal it plays, stands, goes on, and gives the terminal back")
  func playing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.cast")
    try record(path)
    let terminal = try PseudoTerminal([anodeBinary, "play", path, "--marker", "four"])
    #expect(terminal.wait { $0.contains("frame 4") || $0.contains("frame") })
    terminal.type(" ")
    #expect(terminal.wait { $0.contains("play") })
    let mark = terminal.output.count
    terminal.type("]")
    #expect(terminal.wait(since: mark) { $0.contains("large") })
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    #expect(terminal.text.hasSuffix("\u{1B}[?1049l") || terminal.text.contains("\u{1B}[?1049l"))
  }

  @Test("A moment is exported as text, as colours and as a picture")
  func stills() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.cast")
    try record(path)
    let text = try anode("export", "--txt", "--at", "3.5s", path)
    #expect(text.outcome == .exited(0) && text.text == "\n frame 3\n\nstays\n")
    #expect(
      try anode("export", "--txt", "--marker", "large", path).text == "\n frame 8\n\nstays\n\n")
    #expect(try anode("export", "--txt", path).text == "\n frame 10\n\nstays\n\n")
    #expect(
      try anode("export", "--ansi", "--at", "0", path).text.contains("\u{1B}[1;38;5;208mframe 0"))
    let picture = try anode("export", "--svg", path).text
    #expect(XMLParser(data: Data(picture.utf8)).parse() && picture.contains(">frame</text>"))
  }

  @Test("A whole recording is exported as a moving picture, and files are replaced on request only")
  func animation() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.cast")
    try record(path)
    let output = folder.path("a.svg")
    #expect(try anode("export", "--animated-svg", "--output", output, path).outcome == .exited(0))
    let picture = try folder.read("a.svg")
    #expect(XMLParser(data: Data(picture.utf8)).parse())
    #expect(picture.contains("dur=\"12.000s\"") && picture.contains("<title>counting</title>"))
    let again = try anode("export", "--svg", "--output", output, path)
    #expect(again.outcome == .exited(74) && again.text.contains("--force"))
    #expect(try folder.read("a.svg") == picture)
    #expect(try anode("export", "--svg", "--force", "--output", output, path).outcome == .exited(0))
    #expect(try folder.read("a.svg") != picture)
    #expect(try anode("export", "--svg", "--output", "/nonexistent/a", path).outcome == .exited(74))
  }

  @Test("Combinations that make no sense end with status 64 and one line")
  func usage() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.cast")
    try record(path)
    for arguments in [
      [], ["--svg", "--txt"], ["--animated-svg", "--at", "1"], ["--txt", "--fps", "3"],
      ["--txt", "--force"], ["--txt", "--at", "soon"], ["--txt", "--marker", "none"],
      ["--txt", "--at", "99"], ["--animated-svg", "--fps", "0"],
    ] {
      let outcome = try runWithoutTerminal(["export"] + arguments + [path])
      #expect(outcome.outcome == .exited(64), "\(arguments): \(outcome.text)")
      #expect(outcome.text.split(separator: "\n").count == 1)
    }
  }

  @Test("A killed recording is exported, and that it was cut off is said")
  func killed() throws {
    let folder = try TemporaryFolder()
    try record(folder.path("a.cast"))
    let text = try folder.read("a.cast")
    let path = try folder.write(String(text.dropLast(20)), "killed.cast")
    let outcome = try anode("export", "--txt", path)
    #expect(outcome.outcome == .exited(0))
    #expect(outcome.text.contains("is incomplete") && outcome.text.contains("frame 10"))
  }
}
