import Canvas
import Foundation
import Interface
import LiveSession
import Terminal
import Testing

@testable import Commands

@Suite("What is written is written where a person has said, and replaces nothing unasked")
@MainActor struct WritePermissionTests {
  /// A folder's contents, by name.
  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test("A script writes into the folder that was named for it, by relative names, through no link")
  func scriptsStayInside() throws {
    let (outside, inside) = (try TemporaryFolder(), try TemporaryFolder())
    let precious = try outside.write("precious", "x")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: inside.path("link"), withDestinationPath: precious)
    try files.createSymbolicLink(
      atPath: inside.path("away"), withDestinationPath: outside.url.path)
    try files.createDirectory(atPath: inside.path("sub"), withIntermediateDirectories: false)
    let up = "../\(outside.url.lastPathComponent)"
    for force in [false, true] {
      let permission = WritePermission.script(into: inside.url.path, force: force)
      for name in [
        precious, "\(up)/x", "\(up)/new", "sub/../\(up)/x", "away/x", "away/new", "link", "..", ".",
        "", "/", "sub//x", "./x", "sub", "none/x",
      ] {
        #expect(throws: WriteFailure.self, "\(name)") { try permission.write("bad", to: name) }
        if name != "link" || !force {
          #expect(throws: WriteFailure.self, "\(name)") { _ = try permission.open(name) }
        }
      }
    }
    #expect(try names(outside) == ["x"] && outside.read("x") == "precious")
    #expect(try names(inside) == ["away", "link", "sub"])
    let permission = WritePermission.script(into: inside.url.path)
    try permission.write("good", to: "a")
    try permission.write("good", to: "sub/b")
    #expect(try inside.read("a") == "good" && inside.read("sub/b") == "good")
  }

  @Test("Where no folder was named, a script writes nothing")
  func scriptsWithoutFolder() throws {
    let folder = try TemporaryFolder()
    let permission = WritePermission.script(into: nil, force: true)
    for name in ["anode-x", folder.path("x")] {
      do {
        try permission.write("bad", to: name)
        Issue.record("\(name) was written")
      } catch {
        #expect(error.description.contains("\(name) is not written"))
        #expect(error.description.contains("--out"))
      }
    }
    #expect(try names(folder).isEmpty)
  }

  @Test("A script replaces a file only where that is allowed, and not its other links")
  func scriptsReplace() throws {
    let (outside, inside) = (try TemporaryFolder(), try TemporaryFolder())
    let precious = try outside.write("precious", "x")
    #expect(link(precious, inside.path("a")) == 0)
    #expect(throws: WriteFailure.exists(path: "a")) {
      try WritePermission.script(into: inside.url.path).write("new", to: "a")
    }
    try WritePermission.script(into: inside.url.path, force: true).write("new", to: "a")
    #expect(try inside.read("a") == "new" && outside.read("x") == "precious")
    #expect(try names(inside) == ["a"])
  }

  @Test("A person's file is written whole, follows their links, and is replaced only by request")
  func persons() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old", "x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "x")
    #expect(throws: WriteFailure.exists(path: path)) {
      try WritePermission.person.write("new", to: path)
    }
    #expect(chmod(path, 0o640) == 0)
    try WritePermission.person(force: true).write("new", to: folder.path("link"))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(try folder.read("x") == "new")
    try WritePermission.person.write("another", to: folder.path("y"))
    try WritePermission.person(force: true).write("nowhere", to: "/dev/null")
    #expect(throws: WriteFailure.self) {
      try WritePermission.person(force: true).write("x", to: folder.url.path)
    }
    #expect(try names(folder) == ["link", "x", "y"] && folder.read("y") == "another")
  }

  @Test("To try whether a file can be written leaves nothing, and says the option and the path")
  func check() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old", "x")
    try WritePermission.person.check(folder.path("y"), option: "--save")
    try WritePermission.person(force: true).check(path, option: "--save")
    #expect(throws: WriteFailure.exists(path: path)) {
      try WritePermission.person.check(path, option: "--save")
    }
    let missing = folder.path("none/x")
    let failure = WriteFailure.failed(
      path: missing, reason: "there is no folder \(folder.path("none"))", option: "--save")
    #expect(throws: failure) {
      try WritePermission.person.check(missing, option: "--save")
    }
    #expect(failure.description.contains("--save") && failure.description.contains(missing))
    #expect(try names(folder) == ["x"] && folder.read("x") == "old")
  }

  @Test("Nothing in the program makes a file or a folder in another way")
  func onePlace() throws {
    let sources = packageRoot.appendingPathComponent("Sources")
    let found = try #require(FileManager.default.enumerator(atPath: sources.path))
    // A terminal's shared memory has a name, but is not a file.
    let exceptions = ["WritePermission.swift", "KittyEncoder.swift"]
    for case let name as String in found where name.hasSuffix(".swift") {
      guard !exceptions.contains(where: { name.hasSuffix($0) }) else { continue }
      let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      for call in ["O_CREAT", ".write(to", "createDirectory(", "createFile(", "fopen("] {
        #expect(!text.contains(call), "\(name): \(call)")
      }
    }
  }

  /// Every command with an output option, and valid arguments for it.
  private static let outputs: [(command: String, option: String, arguments: [String])] = [
    ("demo", "out", ["annulus"]), ("lesson", "out", ["1"]), ("exercise", "out", ["1"]),
    ("record", "out", ["annulus", "--output", "/dev/null", "--force"]),
    ("record", "output", ["annulus"]), ("export", "output", ["none.cast", "--txt"]),
    ("exercise", "output", ["1"]), ("lesson", "output", ["1", "--handout"]),
    ("train", "save", ["--epochs", "1"]), ("images", "save", ["--epochs", "1"]),
    ("sweep", "out", ["p=0,1", "--epochs", "1"]), ("experiment", "out", ["nfe-growth"]),
  ]

  @Test("Every command tries where it is to write before it works, and names option and path")
  func everyCommand() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a file", "file")
    for command in Program.commands {
      let name = command.description.name
      for option in ["output", "out", "save"]
      where command.description.options.contains(where: { $0.name == option }) {
        let row = Self.outputs.first { $0.command == name && $0.option == option }
        let arguments = try #require(row, "anode \(name) --\(option) is not tried here").arguments
        // These two make their folder and its parents.
        let makes = option == "out" && (name == "sweep" || name == "experiment")
        let ending = option == "output" && name == "lesson" ? "x.md" : "x"
        let paths = ["\(file)/\(ending)"] + (makes ? [] : [folder.path("none/\(ending)")])
        for path in paths {
          do {
            try command.run(parse(arguments + ["--\(option)", path], for: command.description))
            Issue.record("anode \(name) --\(option) \(path) was done")
          } catch let failure as WriteFailure {
            #expect(failure.description.contains("--\(option): "), "\(name): \(failure)")
            #expect(failure.description.contains(path), "\(name): \(failure)")
          }
        }
      }
    }
    #expect(try names(folder) == ["file"] && folder.read("file") == "a file")
  }

  // MARK: Scripts and users

  private func program() throws -> DuelProgram {
    try DuelProgram(
      state: DuelState(width: 100, height: 30), colors: .indexed, glyphs: .unicode,
      painter: PicturePainter {}, wake: WakeDescriptor())
  }

  /// Plays a script up to its mark.
  private func play(_ text: String, on program: DuelProgram) throws {
    program.begin(try DemoScript("set points 60\n\(text)\nmark \"m\""), stopsAtMarks: true)
    for frame in 0..<10_000 where program.demo?.player.isStopped == false {
      usleep(1000)
      _ = program.wake()
      _ = program.frame(100, 30, at: Double(frame) * 0.1)
    }
    #expect(program.demo?.player.isStopped == true)
  }

  private func type(_ text: String, on program: DuelProgram) {
    for character in text { _ = program.handle(.key(.character(character))) }
  }

  /// Every statement that writes a file.
  private static func statements(_ path: String) -> [String] {
    [
      "do share \(path)", "do export \(path)", "do save left \(path)", "do figure right \(path)",
      "do screenshot \(path)", "screenshot \(path)",
    ]
  }

  @Test("Live, a script that writes finds no file of the person's, and the screen says so")
  func liveScripts() throws {
    let (folder, out) = (try TemporaryFolder(), try TemporaryFolder())
    let path = try folder.write("precious", "x.svg")
    let program = try program()
    for permission in [WritePermission.script(into: nil), .script(into: out.url.path, force: true)]
    {
      program.scriptPermission = permission
      for statement in Self.statements(path) {
        try play(statement, on: program)
        let message = program.state.overlays.message ?? ""
        #expect(message.contains("is not written"), "\(statement): \(message)")
      }
    }
    #expect(try names(folder) == ["x.svg"] && folder.read("x.svg") == "precious")
    #expect(try names(out).isEmpty)
    try play("do share line.txt", on: program)
    #expect(try out.read("line.txt").hasPrefix("anode duel"))
  }

  @Test("What a script has typed into the palette is the script's, whoever presses Enter")
  func scriptedPalette() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("precious", "x")
    let program = try program()
    let keys = ":share".map { "press \($0)" } + ["press space"] + path.map { "press \($0)" }
    try play(keys.joined(separator: "\n"), on: program)
    #expect(program.state.overlays.palette?.text == "share \(path)")
    _ = program.handle(.key(.enter))
    #expect(program.state.overlays.message?.contains("is not written") == true)
    for _ in 0..<2 { _ = program.handle(.key(.enter)) }
    #expect(try folder.read("x") == "precious")
  }

  @Test("A person's command asks before it replaces a file: Enter again does, Esc does not")
  func asks() throws {
    let folder = try TemporaryFolder()
    let program = try program()
    for (name, verb) in [("x", "share"), ("y", "export"), ("z.svg", "figure right")] {
      let path = try folder.write("precious", name)
      type(":\(verb) \(path)", on: program)
      _ = program.handle(.key(.enter))
      #expect(program.state.overlays.palette?.text == "\(verb) \(path)")
      #expect(program.state.overlays.palette?.error?.contains("Enter replaces it") == true)
      _ = program.handle(.key(.escape))
      #expect(program.state.overlays.palette == nil)
      #expect(try folder.read(name) == "precious")
      // The question is dropped with the line.
      type(":\(verb) \(path)", on: program)
      _ = program.handle(.key(.enter))
      #expect(try folder.read(name) == "precious")
      _ = program.handle(.key(.enter))
      #expect(try folder.read(name) != "precious")
      #expect(program.state.overlays.palette == nil)
    }
  }

  @Test("In lines of text, the same line again replaces the file, and another does not")
  func plain() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("precious", "x")
    let other = folder.path("y")
    let input = try folder.write(
      "pause\nshare \(path)\nshare \(other)\nshare \(path)\nquit\n", "input")
    let arguments = ["duel", "--plain", "--no-config", "--epochs", "1", "points=60"]
    let kept = try runWithoutTerminal(arguments, input: input)
    #expect(kept.text.components(separatedBy: "the same line again replaces it").count == 3)
    #expect(try folder.read("x") == "precious" && folder.read("y").hasPrefix("anode duel"))
    _ = try folder.write("pause\nshare \(path)\nshare \(path)\nquit\n", "input")
    let replaced = try runWithoutTerminal(arguments, input: input)
    #expect(try folder.read("x").hasPrefix("anode duel"), "\(replaced.text)")
  }

  @Test("A recorded script writes into the folder of --out alone, and says what it does not write")
  func recorded() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("precious", "x.svg")
    let script = try folder.write(
      "set points 60\n" + Self.statements(path).joined(separator: "\n")
        + "\ndo share line.txt\ndo save left w.safetensors\n", "s.demo")
    let arguments = ["record", script, "--output", folder.path("s.cast"), "--force"]
    let none = try runWithoutTerminal(arguments)
    #expect(none.outcome == .exited(0), "\(none.text)")
    #expect(none.text.components(separatedBy: "is not written").count == 9, "\(none.text)")
    #expect(try names(folder) == ["s.cast", "s.demo", "x.svg"])
    let out = try TemporaryFolder()
    let some = try runWithoutTerminal(arguments + ["--out", out.url.path])
    #expect(some.outcome == .exited(0), "\(some.text)")
    #expect(try names(out) == ["line.txt", "w.safetensors"])
    #expect(try folder.read("x.svg") == "precious")
  }

  @Test("Steps of a held key that slow runs cannot follow are dropped, and on both sides alike")
  func heldStep() throws {
    var state = DuelState(width: 100, height: 30)
    _ = state.apply(.pause)
    let program = try DuelProgram(
      state: state, colors: .indexed, glyphs: .unicode, painter: PicturePainter {},
      wake: WakeDescriptor())
    func iterations() -> [Int] {
      program.runs.synchronize()
      _ = program.wake()
      return Side.allCases.map { program.snapshots[$0]?.iteration ?? -1 }
    }
    let start = iterations()
    // Runs that stay busy while the key is held.
    let busy = DispatchSemaphore(value: 0)
    program.runs.withCheckpoint(.left) { _ in busy.wait() }
    for _ in 0..<50 { _ = program.handle(.key(.character("s"))) }
    busy.signal()
    #expect(iterations() == start.map { $0 + 1 })
    _ = program.handle(.key(.character("s")))
    #expect(iterations() == start.map { $0 + 2 })
  }

  @Test("Without HOME the configuration is in the folder that the system knows, and never in /")
  func configuration() {
    func path(_ environment: [String: String], _ home: String?) -> String? {
      ConfigurationFile.path(environment, home: home)
    }
    #expect(path(["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/p") == "/x/anode/config")
    #expect(path(["XDG_CONFIG_HOME": "x", "HOME": "/h"], "/p") == "/h/.config/anode/config")
    #expect(path(["HOME": ""], "/p") == "/p/.config/anode/config")
    #expect(path([:], "/p") == "/p/.config/anode/config")
    for home in [nil, "", "/", "x"] { #expect(path([:], home) == nil) }
    #expect(path(["HOME": "/"], "/") == nil)
  }
}
