import Foundation
import Interface
import NeuralODE
import Testing

@testable import Commands

@Suite("A person's own tables and weights are learned, shared and taken up again")
@MainActor struct OwnDataTests {
  private func file(_ text: String, _ name: String = "own.csv") throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-own-\(getpid())-\(UInt32.random(in: 0...(.max)))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent(name).path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func remove(_ path: String) {
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: path).deletingLastPathComponent())
  }

  private func options(_ words: [String]) throws -> DuelOptions {
    try DuelOptions(parse(words + ["--no-config"], for: DuelCommand.description))
  }

  private static let classes =
    "a;b;kind\n"
    + (0..<30).map { "\($0),5;\(($0 * 7) % 11);\(["x", "y", "z"][$0 % 3])" }.joined(separator: "\n")
  private static let numbers =
    "u\ty\n" + (0..<30).map { "\($0)\t\(Double($0 * $0) + 0.5)" }.joined(separator: "\n")

  @Test("Three classes and a number are their problems, and the summary is said")
  func problems() throws {
    let path = try file(Self.classes)
    defer { remove(path) }
    let duel = try options(["--csv", path])
    #expect(duel.state.setup.data.problem == .classes)
    #expect(duel.state.setup.data.classNames == ["x", "y", "z"])
    #expect(duel.state.overlays.message == "30 rows, 2 features, 3 classes from own.csv")
    let other = try file(Self.numbers, "n.tsv")
    defer { remove(other) }
    let data = try options(["--csv", other]).state.setup.data
    #expect(data.problem == .regression && data.dimension == 1)
    let targets = Dataset(data, seed: 0).targets
    #expect(abs(targets.reduce(0, +)) < 1e-9)
    let unit = try #require(data.unit)
    #expect(abs(unit.mean + unit.deviation * targets[3] - 9.5) < 1e-9)
  }

  @Test("A share line names the file and what of it is learned, and begins the same duel")
  func sharing() throws {
    let path = try file(Self.classes)
    defer { remove(path) }
    let first = try options(["--csv", path, "--label", "kind", "--features", "a", "right.p=2"])
    let line = first.state.shareLine
    #expect(line == "anode duel --csv \(path) --features a --label kind right.p=2")
    let words = line.split(separator: " ").dropFirst(2).map(String.init)
    #expect(try options(words).state.setup == first.state.setup)
    // With painted classes too.
    var state = DuelState(width: 100, height: 30)
    try state.assign("data=clouds")
    _ = try state.perform("paint 3 0.5 -1")
    let share = state.shareLine
    #expect(share == "anode duel data=clouds paint=k2,0.5,-1")
    let again = try options(share.split(separator: " ").dropFirst(2).map(String.init))
    #expect(again.state.setup == state.setup)
  }

  @Test(
    "Saved weights open as the model that they are, of every problem",
    arguments: ["annulus", "pinwheel", "sin"])
  func weights(name: String) throws {
    let kind = try #require(DatasetKind(rawValue: name))
    var run = RunConfiguration.published(.published(kind), .anode, augmentation: 3, seed: 2)
    run.model.hidden = 7
    let trained = TrainingRun<Float>(run)
    for _ in 0..<5 { _ = try trained.iterate() }
    let path = try file("", "w.safetensors")
    defer { remove(path) }
    let checkpoint = trained.checkpoint
    try checkpoint.data(isDouble: false).write(to: URL(fileURLWithPath: path))
    let duel = try options(["data=\(name)", "--load", "right=\(path)", "--seed", "2"])
    #expect(duel.state.setup.run(.right).model == run.model)
    #expect(duel.sessions.right.checkpoint.parameters == checkpoint.parameters)
    #expect(duel.sessions.left.checkpoint.parameters != checkpoint.parameters)
    // And while it runs.
    var lockstep = LockstepDuel(DuelState(width: 100, height: 30))
    _ = try lockstep.perform("data \(name)")
    #expect(try lockstep.perform("load left \(path)") == [.load(.left, path)])
    try lockstep.take(checkpoint, .left, name: path)
    #expect(lockstep.state.setup.run(.left).model == run.model)
    lockstep.advance(by: 0.1)
    #expect(lockstep.snapshots.left.parameterCount == checkpoint.parameters.count)
  }

  @Test("Weights of another shape are refused with what they have and what is needed")
  func refused() throws {
    let run = TrainingRun<Float>(.published(.published(.pinwheel), .node))
    let path = try file("", "w.safetensors")
    defer { remove(path) }
    try run.checkpoint.data(isDouble: false).write(to: URL(fileURLWithPath: path))
    #expect {
      _ = try options(["--load", "right=\(path)"])
    } throws: { error in
      "\(error)".contains("its model has 5 outputs, the data need 1")
    }
    #expect(throws: (any Error).self) { _ = try options(["--load", "middle=\(path)"]) }
    #expect(throws: (any Error).self) { _ = try options(["--load", "left=\(path).no"]) }
  }

  @Test("The configuration file names a table, and what the command line names stands above it")
  func configuration() throws {
    let path = try file(Self.classes)
    defer { remove(path) }
    let home = URL(fileURLWithPath: path).deletingLastPathComponent()
    let folder = home.appendingPathComponent("anode")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "csv = \(path)\nlabel = kind\nfeatures = b\n".write(
      to: folder.appendingPathComponent("config"), atomically: true, encoding: .utf8)
    let environment = ["XDG_CONFIG_HOME": home.path]
    let duel = try runWithoutTerminal(
      ["duel", "--plain", "--epochs", "1"], environment: environment)
    #expect(duel.text.contains("anode duel --csv \(path) --features b --label kind"))
    let other = try runWithoutTerminal(
      ["duel", "--plain", "--epochs", "1", "--data", "moons"], environment: environment)
    #expect(other.text.contains("anode duel data=moons"))
  }
}
