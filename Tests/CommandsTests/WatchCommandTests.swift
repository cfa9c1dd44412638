import Files
import Foundation
import Interface
import LiveSession
import NeuralODE
import Testing

@testable import Commands

@Suite("anode watch", .serialized) @MainActor struct WatchCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Bytes of a run on four points and, after it, of weights from a seed.
  private static func record(_ metadata: [String: String] = [:]) throws -> Data {
    try Safetensors.data(
      [
        .init(name: "inputs", shape: [4, 2], numbers: [0, 0, 1, 0, 0, 1, 1, 1]),
        .init(name: "targets", shape: [4], numbers: [-1, 1, 1, -1]),
      ],
      metadata: [
        "anode": "run", "version": "1", "name": "xor", "id": "1", "problem": "points", "p": "1",
        "program": "torch 9", "solver": "rk4", "steps": "4", "training-solver": "implicit_adams",
      ].merging(metadata) { $1 }, isDouble: true)
  }

  private static func step(_ iteration: Int, loss: Double = 0.25, p: Int = 1) throws -> Data {
    let model = ModelConfiguration.anode(p: p)
    let layout = ParameterLayout(model, inputs: 2, outputs: 1)
    var generator = Xoshiro256(seed: UInt64(iteration), stream: 2)
    let numbers = layout.initialParameters(using: &generator)
    return try Safetensors.data(
      [
        .init(name: "log.iteration", shape: [1], numbers: [Double(iteration)]),
        .init(name: "log.loss", shape: [1], numbers: [loss]),
        .init(name: "log.nfe", shape: [1], numbers: [73]),
      ]
        + layout.tensors.map {
          .init(
            name: "model.\($0.name)", shape: $0.shape,
            numbers: Array(numbers[$0.offset..<$0.offset + $0.count]))
        }, metadata: ["anode": "step", "iteration": "\(iteration)"], isDouble: true)
  }

  private static func end(_ reason: String = "finished") throws -> Data {
    try Safetensors.data([], metadata: ["anode": "end", "reason": reason], isDouble: true)
  }

  private func write(_ data: Data, _ name: String = "xor.anode") throws -> String {
    try data.write(to: folder.url.appendingPathComponent(name))
    return folder.path(name)
  }

  private func append(_ data: Data, to path: String) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: data)
    try handle.close()
  }

  /// The screen of a watch file as it is now.
  private func duel(
    _ paths: [String], isAgainst: Bool = false, width: Int = 140
  ) throws -> LockstepDuel {
    let channels = paths.map { WatchChannel($0) }
    let starts = try channels.map { try #require(try $0.start()) }
    var state = DuelState(width: width, height: 42)
    let sessions = try WatchCommand.watch(starts, channels, isAgainst: isAgainst, &state)
    return LockstepDuel(state, sessions: (sessions.left, sessions.right))
  }

  @Test("shows a run alone, with its own NFE, and names both solvers")
  func alone() throws {
    let path = try write(Self.record() + Self.step(1) + Self.step(12) + Self.end())
    var duel = try duel([path])
    let text = duel.draw().plainText
    #expect(text.contains("iteration 12") && text.contains("FINISHED"))
    #expect(text.contains("xor by torch 9, trained by implicit_adams, shown by rk4"))
    #expect(duel.snapshots.left.nfe == 73 && duel.snapshots.left.loss == 0.25)
    // A run of our own would have a second panel.
    #expect(text.components(separatedBy: "parameters").count == 2)
    // What only training has says why it does nothing, and the pictures' solver can be chosen.
    for refused in ["learning-rate 0.1", "data moons", "left.p 3", "seed 4", "optimizer sgd"] {
      let error = #expect(throws: CommandError.self) { _ = try duel.perform(refused) }
      #expect(error?.reason.contains("torch 9") == true, "\(refused)")
    }
    for key in ["r", "n", "s", "p"] as [Character] {
      _ = duel.handle(.key(.character(key)))
      #expect(duel.state.overlays.message?.contains("torch 9") == true, "\(key)")
      #expect(duel.snapshots.left.iteration == 12)
    }
    _ = try duel.perform("solver euler")
    duel.advance(by: 0.1)
    #expect(duel.snapshots.left.configuration.training.solver.name == "euler")
    #expect(duel.snapshots.left.iteration == 12)
    #expect(duel.state.shareLine == "anode watch \(path)")
  }

  @Test("shows two runs beside each other, not of other kinds of data")
  func two() throws {
    let first = try write(Self.record() + Self.step(3))
    let second = try write(
      Self.record(["p": "2", "name": "other"]) + Self.step(4, p: 2), "other.anode")
    let duel = try duel([first, second])
    #expect(duel.snapshots.left.iteration == 3 && duel.snapshots.right.iteration == 4)
    let text = duel.draw().plainText
    #expect(text.contains("xor by torch 9") && text.contains("other by torch 9"))
    let series = try Safetensors.data(
      [
        .init(name: "times", shape: [2], numbers: [0, 1]),
        .init(name: "series", shape: [1, 2, 2], numbers: [0, 1, 1, 0]),
      ], metadata: ["anode": "run", "version": "1", "problem": "series", "field": "a"],
      isDouble: true)
    let map = try Safetensors.data(
      [.init(name: "model.a.weight", shape: [2, 2], numbers: [0, 1, -1, 0])],
      metadata: ["anode": "step", "iteration": "1"], isDouble: true)
    let third = try write(series + map, "series.anode")
    #expect(try self.duel([third]).snapshots.left.configuration.problem == .series)
    #expect(throws: InputErrors.self) { try self.duel([first, third]) }
  }

  @Test("trains our own run against it from the same weights")
  func against() throws {
    let start = try Self.record(["lr": "0.01"]) + Self.step(5)
    let path = try write(start)
    var duel = try duel([path], isAgainst: true)
    let message = duel.state.overlays.message ?? ""
    #expect(message.contains("after update 5") && message.contains("optimizer, batch, loss"))
    let run = duel.snapshots.right.configuration
    #expect(run.training.solver.name == "rk4" && run.training.learningRate == 0.01)
    #expect(run.data == duel.snapshots.left.configuration.data)
    let other = try #require(try WatchChannel(path).start()?.parameters)
    var own = TrainingSession(run, parameters: other)
    for _ in 0..<20 { duel.advance(by: 0.1) }
    #expect(duel.snapshots.left.iteration == 5)
    let iterations = duel.snapshots.right.iteration
    #expect(iterations > 50)
    for _ in 0..<iterations { own.step() }
    #expect(duel.checkpoint(.right).parameters == own.checkpoint.parameters)
    // It restarts from the same weights.
    _ = duel.handle(.key(.character("r")))
    #expect(duel.snapshots.left.iteration == 5)
  }

  @Test("says how it broke off, in the last solve's words")
  func brokenOff() throws {
    let solve = try Safetensors.data(
      [],
      metadata: [
        "anode": "solve", "iteration": "2", "nfe": "4200", "t": "0.31", "h": "2e-9",
        "worst": "17", "seconds": "63", "direction": "forward",
      ], isDouble: true)
    let running = try Self.record() + Self.step(2) + solve
    let path = try write(running)
    let text = try duel([path]).draw().plainText
    #expect(text.contains("a solve: NFE 4,200, t = 0.3100, h = 2e-9, 63 s, fastest at row 17"))
    let gone = try write(
      Self.record(["pid": "999999999", "host": WatchProcess.host]) + Self.step(2) + solve)
    let last = try duel([gone]).draw().plainText
    #expect(last.contains("BROKEN OFF"))
    #expect(last.contains("broken off in a solve: NFE 4,200, t = 0.3100, h = 2e-9"))
  }

  @Test("shows pictures of a program that has no weights, and says what needs them")
  func frames() throws {
    let frame = try Safetensors.data(
      [
        .init(name: "path.times", shape: [2], numbers: [0, 1]),
        .init(name: "path.rows", shape: [4], numbers: [0, 1, 2, 3]),
        .init(
          name: "path.states", shape: [2, 4, 2],
          numbers: [0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 2, 0, 0, 2, 1, 0]),
      ], metadata: ["anode": "frame", "iteration": "8"], isDouble: true)
    let path = try write(Self.record(["mode": "frames", "note": "a field with dropout"]) + frame)
    var duel = try duel([path])
    #expect(duel.state.overlays.message?.contains("a field with dropout") == true)
    #expect(duel.draw().plainText.contains("pictures by torch 9"))
    _ = try duel.perform("view grid")
    #expect(duel.draw().plainText.contains("this view needs the weights"))
    #expect(throws: InputErrors.self) { try self.duel([path], isAgainst: true) }
  }

  @Test("lists the runs of the cache folder, the latest first")
  func list() throws {
    let cache = folder.url.appendingPathComponent("anode")
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    for (name, data, age) in [
      ("done", try Self.record() + Self.step(9) + Self.end(), 7200.0),
      ("failed", try Self.record() + Self.step(3) + Self.end("out of memory"), 400),
      (
        "live", try Self.record(["pid": "\(getpid())", "host": WatchProcess.host]) + Self.step(2),
        30
      ),
      (
        "gone", try Self.record(["pid": "999999999", "host": WatchProcess.host]) + Self.step(7),
        500_000
      ),
    ] {
      let url = cache.appendingPathComponent("\(name).anode")
      try data.write(to: url)
      try FileManager.default.setAttributes(
        [.modificationDate: Date().addingTimeInterval(-age)], ofItemAtPath: url.path)
    }
    #expect(
      WatchFolder.path(["XDG_CACHE_HOME": folder.url.path], home: nil) == cache.path)
    let (runs, failures) = WatchFolder.runs(in: cache.path)
    #expect(failures.isEmpty && runs.map(\.file) == ["live", "failed", "done", "gone"])
    let lines = WatchFolder.table(runs, now: Date().timeIntervalSince1970).split(separator: "\n")
    #expect(lines.count == 5)
    for (line, words) in zip(
      lines.dropFirst(),
      [
        ["live", "training", " 2 ", "s ago"], ["failed", "ended: out of memory", " 3 ", "min ago"],
        ["done", "finished", " 9 ", "2 h ago"], ["gone", "broken off", " 7 ", "5 days ago"],
      ])
    {
      for word in words { #expect(line.contains(word), "\(line)") }
    }
    try Data("no".utf8).write(to: cache.appendingPathComponent("bad.anode"))
    #expect(WatchFolder.runs(in: cache.path).failures.count == 1)
    #expect(WatchFolder.file("live", in: cache.path) == cache.path + "/live.anode")
    #expect(WatchFolder.file("-", in: cache.path) == "-")
    #expect(WatchFolder.file("./x.anode", in: cache.path) == "./x.anode")
  }

  @Test("writes an SVG of what is there, and refuses what is no watch file")
  func picture() throws {
    let path = try write(Self.record() + Self.step(4))
    func run(_ words: [String]) throws {
      try WatchCommand.run(parse(words, for: WatchCommand.description))
    }
    try run([path, "--svg", folder.path("a.svg")])
    let svg = try folder.read("a.svg")
    #expect(svg.hasPrefix("<svg") && svg.contains("torch"))
    #expect(throws: (any Error).self) { try run([path, "--svg", folder.path("a.svg")]) }
    try run([path, "--svg", folder.path("a.svg"), "--force", "--size", "120x40"])
    #expect(try folder.read("a.svg").count > svg.count)
    let table = try folder.write("x,y\n1,2\n", "table.anode")
    #expect(throws: InputErrors.self) { try run([table, "--svg", folder.path("b.svg")]) }
    let short = try write(Self.record(), "short.anode")
    #expect(throws: InputErrors.self) { try run([short, "--svg", folder.path("b.svg")]) }
  }

  @Test("follows a file in a terminal while it is written, is waited for, and takes its end")
  func live() throws {
    let path = folder.path("later.anode")
    let terminal = try PseudoTerminal(
      [anodeBinary, "watch", path], environment: ["XDG_CONFIG_HOME": folder.url.path],
      width: 140, height: 42)
    #expect(terminal.wait { $0.contains("waiting for a run") })
    _ = try write(Self.record(), "later.anode")
    try append(Self.step(1), to: path)
    #expect(terminal.wait { $0.contains("iteration 1") })
    for k in 2...5 { try append(Self.step(11 * k), to: path) }
    #expect(terminal.wait { $0.contains("55") })
    let mark = terminal.output.count
    try append(Self.end("it is enough"), to: path)
    #expect(terminal.wait(since: mark) { $0.contains("ENDED") })
    // Another run takes its place.
    let next = folder.path("next")
    try (Self.record(["id": "2", "name": "second"]) + Self.step(3)).write(
      to: URL(fileURLWithPath: next))
    let again = terminal.output.count
    #expect(rename(next, path) == 0)
    #expect(terminal.wait(since: again) { $0.contains("second") })
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }
}
