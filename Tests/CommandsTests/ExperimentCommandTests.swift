import Experiments
import Foundation
import NeuralODE
import Testing

@testable import Commands

@Suite("anode experiment and anode sweep refuse nonsense, and overwrite nothing", .serialized)
@MainActor struct ExperimentCommandTests {
  /// The error for a command line; nil if it is accepted.
  private func refusal(_ line: String) -> (any Error)? {
    do {
      let words = line.split(separator: " ").map(String.init)
      try ExperimentCommand.run(parse(words, for: ExperimentCommand.description))
      return nil
    } catch { return error }
  }

  private func sweep(_ line: String) throws -> SweepPlan {
    try SweepPlan(
      parse(line.split(separator: " ").map(String.init), for: SweepCommand.description))
  }

  @Test(
    "What makes no sense is refused in one line that says what is accepted",
    arguments: [
      ("", "list, all, merge"), ("annulis", "did you mean annulus?"), ("lst", "list?"),
      ("all --shard 3/2", "K/N"), ("all annulus", "takes no other arguments"),
      ("list x", "takes no other arguments"), ("merge", "at least one FILE"),
      ("merge x --seeds 3", "the files determine it"), ("all --seeds 0", "'0'"),
      ("annulus --format yaml", "md, json or csv"),
      ("images-mnist", "needs your files: --images mnist:DIR"),
      ("images-cifar10 --size 8", "needs your files: --images cifar10:DIR"),
      ("images-mnist --images cifar10:x", "mnist:DIR for images-mnist"),
      ("images-mnist --images digits", "mnist:DIR for images-mnist"),
      ("images-mnist --images cats", "mnist:DIR or cifar10:DIR"),
      ("images-digits --images mnist:x", "images-mnist or images-cifar10 only"),
      ("all --size 8", "images-mnist or images-cifar10 only"),
      ("merge x --images mnist:x", "the files determine it"),
    ])
  func usage(line: String, part: String) throws {
    let error = try #require(refusal(line) as? UsageError)
    #expect(error.description.contains(part), "\(error.description)")
    #expect(!error.description.contains("\n"))
  }

  @Test("Files that cannot be merged are named, with what is wrong")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-experiments-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bad = folder.appendingPathComponent("bad.jsonl").path
    try "not json\n".write(toFile: bad, atomically: true, encoding: .utf8)
    let errors = try #require(refusal("merge \(bad) \(bad)x") as? InputErrors)
    #expect(errors.errors.count == 2)
    #expect(errors.errors[0].description.contains("holds no trials"))
    #expect(errors.errors[1].description.contains("cannot be read: No such file"))
  }

  @Test("Images that cannot be read end an experiment before it begins")
  func unreadable() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-images-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    func reason(_ line: String) throws -> String {
      try #require(refusal(line) as? InputErrors).errors[0].description
    }
    #expect(try reason("images-mnist --images mnist:\(path)").contains("holds no images"))
    try Data([0, 0, 8, 3, 0]).write(to: folder.appendingPathComponent("t10k-images-idx3-ubyte"))
    try Data([0, 0, 8, 1, 0]).write(to: folder.appendingPathComponent("t10k-labels-idx1-ubyte"))
    #expect(try reason("images-mnist --images mnist:\(path)").contains("expected a header"))
    #expect(try reason("images-cifar10 --images cifar10:\(path)").contains("data_batch_1.bin"))
  }

  @Test("What a folder holds is neither overwritten nor gone on with as another plan")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-experiment-\(getpid())"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = Plan([Experiment.annulus], seeds: 2, epochs: 1)
    let output = ExperimentOutput(directory: folder)
    try output.prepare()
    let file = TrialFile(header: .init(plan, shard: .whole), results: [])
    try ExperimentOutput.permission.write(file.text, to: output.trials(.whole))
    let there = try #require(
      refusal("annulus --seeds 2 --epochs 1 --out \(folder)") as? InputErrors)
    #expect(there.errors[0].description.contains("--resume"))
    let other = try #require(refusal("annulus --seeds 3 --out \(folder) --resume") as? InputErrors)
    #expect(other.errors[0].description.contains("another plan"))
  }

  @Test("A sweep is all combinations, each a setting that train would take")
  func combinations() throws {
    let plan = try sweep("p=0,1,2 tolerance=1e-3,1e-6 --hidden 8 --epochs 3 --seeds 2")
    #expect(plan.variants.count == 6 && plan.seeds == 2)
    #expect(plan.variants[3].name == "p=1 tolerance=1e-6")
    #expect(
      plan.variants[3].configuration.model
        == {
          var model = ModelConfiguration.anode(p: 1)
          model.hidden = 8
          return model
        }())
    #expect(plan.variants[3].configuration.training.tolerance == 1e-6)
    #expect(plan.variants[3].epochs == 3)
    // The flip keeps its own published setting.
    let flip = try sweep("data=annulus,flip --model node")
    #expect(flip.variants[1].configuration.model.hidden == 16)
    let settings = try sweep(
      "hidden=8 learning-rate=0.1 model=node activation=tanh batch=5 solver=rk4 weight-decay=0.1")
    #expect(settings.variants[0].configuration.training.solver.name == "rk4")
  }

  @Test(
    "A sweep that makes no sense is refused",
    arguments: [
      ("", "SETTING=VALUE"), ("p", "SETTING=VALUE"), ("q=3", "hidden"),
      ("tolerence=3", "tolerance=3?"), ("p=1,x", "'x'"), ("p=1,1", "twice"),
      ("p=", "''"), ("p=1 p=2", "swept already"), ("p=1 --p 3", "it is swept"),
      ("model=node p=0,1", "NODE"), ("seed=1,2", "SETTING"),
      ("hidden=1,2,3,4,5,6,7 p=1,2,3,4,5,6,7", "at most 48"),
    ])
  func sweepRefused(line: String, part: String) {
    #expect {
      _ = try sweep(line)
    } throws: { error in
      (error as? UsageError)?.description.contains(part) ?? false
    }
  }

  @Test("A sweep's pool trains every run to its end, and its board says so")
  func pool() async throws {
    let plan = try sweep("p=0,1 --points 20+40 --batch 20 --epochs 3 --seeds 2")
    let pool = SweepPool(plan, threads: 2) {}
    #expect(try await eventually { pool.board().progress == 1 })
    let board = pool.board()
    #expect(board.cells.map(\.name) == ["p=0", "p=1"])
    for cell in board.cells {
      #expect(cell.loss.count == 3 && cell.nfe.count == 3 && cell.failures == 0)
      #expect(cell.space?.pointCount ?? 0 > 0)
      #expect(cell.loss.allSatisfy { $0.lower <= $0.median && $0.median <= $0.upper })
    }
  }
}
