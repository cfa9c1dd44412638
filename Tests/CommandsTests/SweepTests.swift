import Canvas
import Experiments
import Foundation
import Interface
import LiveSession
import NeuralODE
import Testing
import Platform

@testable import Commands

@Suite("A sweep's runs can be taken out of it, and are as if trained alone", .serialized)
@MainActor struct SweepTests {
  private func plan(_ line: String) throws -> SweepPlan {
    try SweepPlan(
      parse(line.split(separator: " ").map(String.init), for: SweepCommand.description))
  }

  /// Two runs from a pool.
  private func branches(
    _ pool: SweepPool, left: Int, right: Int, seed: Int
  ) async throws -> BranchedRuns {
    let box = Mailbox<BranchedRuns>()
    pool.branch(left: left, right: right, seed: seed) { box.replace(with: $0) }
    var runs: BranchedRuns?
    _ = try await eventually {
      runs = box.take()
      return runs != nil
    }
    return try #require(runs, "the pool hands nothing over")
  }

  @Test("What a duel is given is the cell's run, weights and all, as if it had been trained alone")
  func branching() async throws {
    let plan = try plan("p=0,2 --points 40+80 --batch 20 --epochs 3 --seeds 3")
    let pool = SweepPool(plan, threads: 2) {}
    #expect(try await eventually { pool.board().progress == 1 })
    let runs = try await branches(pool, left: 1, right: 0, seed: 2)
    for (variant, var found) in [(1, runs.left), (0, runs.right)] {
      #expect(found.configuration == plan.configuration(variant, seed: 2))
      #expect(found.configuration.seed == 2)
      var alone = TrainingSession(plan.configuration(variant, seed: 2))
      for _ in 0..<3 * alone.iterationsPerEpoch { alone.step() }
      #expect(found.iteration == 18 && found.checkpoint == alone.checkpoint)
      #expect(found.snapshot(sequence: 0).lossHistory == alone.snapshot(sequence: 0).lossHistory)
      // It trains on as the run would have; the pool's own run stays.
      for _ in 0..<5 {
        found.step()
        alone.step()
      }
      #expect(found.checkpoint == alone.checkpoint)
    }
    #expect(try await branches(pool, left: 1, right: 1, seed: 2).right.iteration == 18)
    // And the duel's first picture shows the same state.
    let duel = try #require(
      DuelSetup(left: runs.left.configuration, right: runs.right.configuration))
    #expect(duel.run(.left) == runs.left.configuration)
    let live = LiveDuel(runs.left, runs.right, tempo: nil) {}
    live.synchronize()
    let snapshot = try #require(live.takeSnapshot()?.left)
    #expect(snapshot.iteration == 18)
    #expect(snapshot.loss == runs.left.numbers.loss)
  }

  @Test("Runs can be had before they begin, under way, and of a pool that has stopped")
  func early() async throws {
    let plan = try plan("p=0,1 --epochs 100 --seeds 2")
    let pool = SweepPool(plan, threads: 1) {}
    for seed in [1, 0, 1] {
      let runs = try await branches(pool, left: 0, right: 1, seed: seed)
      let perEpoch = runs.left.iterationsPerEpoch
      #expect(runs.left.iteration % perEpoch == 0 && runs.right.iteration % perEpoch == 0)
      #expect(runs.left.configuration.seed == UInt64(seed))
    }
    pool.stop()
    _ = try await branches(pool, left: 0, right: 0, seed: 0)
  }

  @Test("No more runs are kept than may be, and those that went are had again to the bit")
  func bounded() async throws {
    let plan = try plan("p=0,1 --points 20+40 --batch 20 --epochs 3 --seeds 6")
    let pool = SweepPool(plan, threads: 2, keeping: 3) {}
    var board = pool.board()
    for _ in 0..<10_000 where board.progress < 1 {
      #expect(pool.kept <= 3)
      try await Task.sleep(for: .milliseconds(1))
      board = pool.board()
    }
    #expect(board.progress == 1 && pool.kept <= 3)
    for cell in board.cells {
      #expect(cell.loss.count == 3 && cell.nfe.count == 3 && cell.failures == 0)
      #expect(cell.loss.allSatisfy { $0.median.isFinite })
    }
    for seed in 0..<6 {
      let runs = try await branches(pool, left: 0, right: 1, seed: seed)
      for (variant, var found) in [(0, runs.left), (1, runs.right)] {
        var alone = TrainingSession(plan.configuration(variant, seed: seed))
        for _ in 0..<3 * alone.iterationsPerEpoch { alone.step() }
        #expect(found.iteration == alone.iteration && found.checkpoint == alone.checkpoint)
        let (a, b) = (found.snapshot(sequence: 0), alone.snapshot(sequence: 0))
        #expect(a.lossHistory == b.lossHistory && a.nfeHistory == b.nfeHistory)
        // With its keyframes.
        found.show(0.5)
        alone.show(0.5)
        #expect(found.isPast && found.checkpoint == alone.checkpoint)
      }
    }
    #expect(pool.kept <= 3)
    pool.stop()
  }

  @Test("Pictures that nobody sees are not made, and are there again when they are seen")
  func unseen() async throws {
    let plan = try plan("p=0,1 --points 20+40 --batch 20 --epochs 20 --seeds 3")
    let pool = SweepPool(plan, threads: 1, keeping: 2, isSeen: false) {}
    var board = pool.board()
    for _ in 0..<10_000 where board.progress < 1 {
      try await Task.sleep(for: .milliseconds(1))
      board = pool.board()
    }
    #expect(board.progress == 1 && board.cells.allSatisfy { $0.space == nil })
    pool.setSeen(true)
    for _ in 0..<1000 where board.cells.contains(where: { $0.space == nil }) {
      try await Task.sleep(for: .milliseconds(10))
      board = pool.board()
    }
    for (variant, cell) in board.cells.enumerated() {
      let seed = Int(cell.seed &- plan.firstSeed)
      var alone = TrainingSession(plan.configuration(variant, seed: seed))
      for _ in 0..<20 * alone.iterationsPerEpoch { alone.step() }
      let space = alone.snapshot(sequence: 0, parts: .spaces)[.spaces].first
      #expect(space?.trajectories == cell.space?.trajectories)
    }
    pool.stop()
  }

  @Test("A pool trains every run to its end, keeps so many, and shows them between epochs only")
  func runs() async throws {
    let pool = RunPool<[Int]>(count: 20, threads: 3, keeping: 5, name: "test")
    let (idle, seen) = (Mailbox<Bool>(), Mailbox<[Int]>())
    pool.start(
      begin: { [$0] },
      train: { number, run in
        run.append(run.count)
        return run.count <= 10
      }, idle: { idle.add(true) })
    for number in 0..<20 {
      pool.visit(number) { run, epochs in seen.add([epochs, run?.count ?? epochs + 1]) }
    }
    var idleQueues = 0
    #expect(
      try await eventually {
        idleQueues += idle.takeAll().count
        return idleQueues == 3
      })
    let looks = seen.takeAll()
    #expect(looks.count == 20 && looks.allSatisfy { $0[1] == $0[0] + 1 })
    #expect(pool.kept == 5)
    for number in 0..<20 {
      pool.visit(number) { run, epochs in seen.add([epochs] + (run ?? [number])) }
    }
    let ends = seen.takeAll()
    #expect(ends.count == 20 && ends.allSatisfy { $0[0] == 10 })
    #expect(ends.map { $0[1] } == Array(0..<20) && ends.count { $0.count == 12 } == 5)
  }

  @Test("A table of series has what series have, and no training error")
  func series() throws {
    func table(_ line: String) throws -> String {
      let plan = try plan(line).plan
      let pool = TrialPool(plan.trials, threads: 1)
      var report = Report(plan)
      while let event = pool.next() {
        if case .finished(let result, _) = event { report.add(result) }
      }
      #expect(!Table.document(report).contains("| - "))
      return SweepTable.text(report, .table)
    }
    let series = try table("hidden=4 --data spiral --series 4 --epochs 1 --seeds 1")
    #expect(series.contains("loss beyond the last observation") && !series.contains("\u{221E}"))
    #expect(!series.contains("training error"))
    let points = try table("hidden=4 --points 20+40 --batch 20 --epochs 1 --seeds 1")
    #expect(points.contains("training error") && !points.contains("last observation"))
  }

  @Test("The seed shown is in the middle by loss, and stays while it is")
  func middle() {
    func follow(_ middle: inout MiddleSeed, _ losses: [[Float]], failed: Set<Int> = []) {
      middle.follow(
        losses.enumerated().map { (loss: $0.element, hasFailed: failed.contains($0.offset)) })
    }
    var middle = MiddleSeed()
    follow(&middle, [[5], [1], [2], [3], []])
    #expect(middle.seed == 0)
    follow(&middle, [[5], [1], [2], [3], [4]])
    #expect(middle.seed == 3)
    // Rank 1 of five is still in the middle; rank 0 is not.
    follow(&middle, [[5, 5], [1, 1], [2, 4], [3, 2], [4, 3]])
    #expect(middle.seed == 3)
    follow(&middle, [[5, 5, 5], [1, 1, 1], [2, 4, 4], [3, 2, 0], [4, 3, 3]])
    #expect(middle.seed == 4)
    // A failed one is last, and delays no other.
    follow(
      &middle, [[5, 5, 5, 1], [1, 1, 1, 2], [2, 4, 4, 3], [3, 2, 0, 4], [4, .infinity]], failed: [4]
    )
    #expect(middle.seed == 2)
    var single = MiddleSeed()
    follow(&single, [[.nan, 1]])
    #expect(single.seed == 0)
  }

  @Test("The words of a sweep are the same however it was typed, and make it again")
  func words() throws {
    let one = try plan("p=0,1 --epochs 3 --no-time --seeds 4 --threads 1 hidden=4,8 --points 40+60")
    let other = try plan("--points=40+60 p=0,1 --no-time hidden=4,8 --epochs=3 --format csv")
    #expect(one.words == ["p=0,1", "hidden=4,8", "--points=40+60", "--no-time", "--epochs=3"])
    #expect(one.words == other.words)
    #expect(try SweepPlan.experiment(one.words).get() == one.experiment)
    guard case .failure(let failure) = SweepPlan.experiment(["q=1"]) else {
      throw PseudoTerminalError(description: "q is no setting")
    }
    #expect(failure.reason.contains("'q=1'"))
  }

  @Test(
    "Options of folders that make no sense are refused",
    arguments: [
      ("p=1 --shard 3/2", "K/N"), ("p=1 --shard 1/2 --format csv", "only merged shards"),
      ("p=1 --resume", "--out or --shard"), ("p=1 --out=", "--out"),
    ])
  func refused(line: String, part: String) throws {
    let ran = try runWithoutTerminal(["sweep"] + line.split(separator: " ").map(String.init))
    #expect(ran.outcome == .exited(64))
    #expect(ran.text.contains(part), "\(ran.text)")
  }

  @Test(
    "Shards that are merged are the sweep run at once, to the byte, in the folder and on standard output"
  )
  func shards() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-sweep-\(getpid())"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sweep =
      ["sweep", "p=0,1", "--points", "20+40", "--batch", "20", "--epochs", "2"]
      + ["--seeds", "3", "--threads", "2"]
    func run(_ arguments: [String], _ output: String) throws -> (outcome: Outcome, text: String) {
      try runWithoutTerminal(arguments, output: "\(folder)/\(output)")
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["whole.txt", "merged.txt", "bare.txt", "rest.txt"] {
      try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    let whole = try run(sweep + ["--out", "\(folder)/whole"], "whole.txt")
    #expect(whole.outcome == .exited(0), "\(whole.text)")
    #expect(try run(sweep, "bare.txt").outcome == .exited(0))
    let parts = (1...4).map { "\(folder)/parts/shard-\($0)-of-4.jsonl" }
    for index in 1...4 {
      let part = try run(
        sweep + ["--shard", "\(index)/4", "--out", "\(folder)/parts"], "rest.txt")
      #expect(part.outcome == .exited(0), "\(part.text)")
      #expect(part.text.contains("shard-\(index)-of-4.jsonl"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/rest.txt")).isEmpty)
    let merged = try run(
      ["experiment", "merge"] + parts + ["--out", "\(folder)/parts"], "merged.txt")
    #expect(merged.outcome == .exited(0), "\(merged.text)")
    for (a, b) in [
      ("whole.txt", "merged.txt"), ("whole.txt", "bare.txt"),
      ("whole/trials.jsonl", "parts/trials.jsonl"), ("whole/report.md", "parts/report.md"),
      ("whole/sweep/trials.csv", "parts/sweep/trials.csv"),
      ("whole/sweep/curves.csv", "parts/sweep/curves.csv"),
      ("whole/sweep/loss.svg", "parts/sweep/loss.svg"),
    ] {
      let bytes = [a, b].map { FileManager.default.contents(atPath: "\(folder)/\($0)") }
      #expect(bytes[0] != nil && bytes[0] == bytes[1], "\(a) and \(b)")
    }
    // Missing, duplicate and foreign files are refused by name.
    let other = try run(
      ["sweep", "p=0,2"] + sweep.dropFirst(2) + ["--shard", "4/4", "--out", "\(folder)/other"],
      "rest.txt")
    #expect(other.outcome == .exited(0))
    for (files, part) in [
      (Array(parts.dropLast()), "missing, the first is sweep p=1 seed 0"),
      (parts + [parts[0]], "sweep p=0 seed 0 is in"),
      (parts.dropLast() + ["\(folder)/other/shard-4-of-4.jsonl"], "it has the sweep p=0,2"),
    ] {
      let refused = try run(
        ["experiment", "merge"] + files + ["--out", "\(folder)/no"], "rest.txt")
      #expect(refused.outcome == .exited(66) && refused.text.contains(part), "\(refused.text)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/no"))
    // A shard that was cut off continues.
    let text = try String(contentsOfFile: parts[0], encoding: .utf8)
    try String(text.dropLast(20)).write(toFile: parts[0], atomically: true, encoding: .utf8)
    let resume = sweep + ["--shard", "1/4", "--out", "\(folder)/parts"]
    #expect(try run(resume, "rest.txt").text.contains("--resume"))
    #expect(try run(resume + ["--resume"], "rest.txt").outcome == .exited(0))
    #expect(try String(contentsOfFile: parts[0], encoding: .utf8) == text)
  }
}

/// Against the built program in a kernel terminal, read through the emulator.
@Suite("From a sweep one gets into a duel and back, and from a duel into a sweep", .serialized)
struct SweepScreensTests {
  private func screen(_ terminal: PseudoTerminal, _ width: Int = 100, _ height: Int = 30) -> String
  {
    var emulator = ScreenEmulator(width: width, height: height)
    emulator.feed(terminal.output)
    return emulator.grid.plainText
  }

  /// Waits until the screen shows a text.
  private func shows(_ terminal: PseudoTerminal, _ text: String) -> Bool {
    terminal.wait { _ in screen(terminal).contains(text) }
  }

  @Test(
    "Enter opens the duel with the cell's run under way, q comes back to the sweep, which goes on")
  func enter() throws {
    let terminal = try PseudoTerminal(
      [anodeBinary, "sweep", "p=0,1", "--points", "100+200", "--epochs", "6", "--seeds", "2"],
      width: 100, height: 30)
    #expect(shows(terminal, "2 settings \u{D7} 2 seeds, 6 epochs   done"))
    terminal.type("\u{1b}[C\r")
    #expect(shows(terminal, "p=1 against p=0, the best other, seed"))
    #expect(shows(terminal, "q back"))
    let text = screen(terminal)
    #expect(text.contains("ANODE") && text.contains("  p=1 ") && text.contains("loss"))
    // After six epochs it cannot be a new run; and it trains on.
    #expect(shows(terminal, "epoch 7"))
    terminal.type("?")
    #expect(shows(terminal, "pause or run everything"))
    terminal.type("\u{1b}")
    terminal.type("q")
    #expect(shows(terminal, "Enter duel: p=1 against p=0"))
    terminal.type("?")
    #expect(shows(terminal, "keys of a sweep"))
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    #expect(terminal.isCooked)
  }

  @Test("Ctrl-C in a duel of a sweep ends all of it, and the terminal is given back")
  func interrupt() throws {
    let terminal = try PseudoTerminal(
      [anodeBinary, "sweep", "p=0", "--epochs", "1000", "--seeds", "1"], width: 100, height: 30)
    #expect(shows(terminal, "seed 0"))
    terminal.type("\r")
    #expect(shows(terminal, "no other cell has these points"))
    terminal.type("\u{3}")
    #expect(terminal.ended() == .exited(0))
    #expect(terminal.isCooked && terminal.text.contains("\u{1b}[?1049l"))
  }

  @Test(
    "A sweep from the palette is of the duel's settings, and the duel is where it was afterwards")
  func palette() throws {
    let terminal = try PseudoTerminal(
      [anodeBinary, "duel", "--no-config", "points=300", "tempo=20", "seed=4"], width: 100,
      height: 30)
    #expect(shows(terminal, "q quit"))
    terminal.type(":sweep p=0,x\r")
    #expect(shows(terminal, "p: unknown value 'x'; choose a whole number"))
    terminal.type("\u{7f}2 seeds=1 epochs=3\r")
    #expect(shows(terminal, "2 settings \u{D7} 1 seeds, 3 epochs   done"))
    #expect(shows(terminal, "seed 4") && shows(terminal, "q back"))
    terminal.type("\r")
    #expect(shows(terminal, "p=0 against p=2, the best other, seed 4"))
    terminal.type("y")
    #expect(shows(terminal, "on quit: anode duel"))
    terminal.type("q")
    #expect(shows(terminal, "Enter duel: p=0 against p=2"))
    terminal.type("q")
    #expect(shows(terminal, "command  q quit") || shows(terminal, "help  q quit"))
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    #expect(terminal.isCooked)
    let rest = terminal.text.components(separatedBy: "\u{1b}[?1049l").last ?? ""
    #expect(
      rest.contains("anode duel points=300 seed=4"), "what y asked for in the duel that was left")
  }
}
