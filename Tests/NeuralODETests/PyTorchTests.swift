import Foundation
import Testing

@testable import NeuralODE

/// The code of `docs/pytorch.md`, run.
@Suite("Weights go to and from PyTorch as the manual says", .enabled(if: Python.hasTorch))
struct PyTorchTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "anode-pytorch-\(UUID().uuidString)")

  /// The points that the manual's code prints outputs of.
  private static let points: [Float] = [0, 0, 1.2, 0, -0.3, 0.9]

  /// The Python blocks of the manual: the model, from PyTorch, to PyTorch.
  private func blocks() throws -> [String] {
    let manual = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/pytorch.md")
    let parts = try String(contentsOf: manual, encoding: .utf8).components(separatedBy: "```")
    return parts.filter { $0.hasPrefix("python\n") }.map { String($0.dropFirst(7)) }
  }

  private func outputs(_ checkpoint: Checkpoint) throws -> [Float] {
    let run = TrainingRun<Float>(
      RunConfiguration(model: checkpoint.model), parameters: checkpoint.parameters)
    return run.makeEvaluator().outputs(of: Self.points)
  }

  private func printed(_ text: String) throws -> [Float] {
    let line = try #require(text.split(separator: "\n").last)
    return line.dropFirst().dropLast().split(separator: ", ").compactMap { Float($0) }
  }

  private func agree(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == 3 && b.count == 3 && zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  @Test("both directions give the same outputs, and a .pt file can be converted")
  func manual() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let blocks = try blocks()
    try #require(blocks.count == 3)
    try blocks[0].write(
      to: folder.appendingPathComponent("model.py"), atomically: true, encoding: .utf8)

    let theirs = try printed(try Python.run(["-c", blocks[1]], in: folder))
    let file = folder.appendingPathComponent("model.safetensors").path
    let saved = try SavedModel(path: file)
    #expect(saved.inputs == 2 && saved.activation == .relu && saved.outputs == 1)
    let ours = try outputs(saved.checkpoint())
    #expect(agree(theirs, ours), "\(theirs) \(ours)")

    let run = TrainingRun<Float>(RunConfiguration(model: .anode(p: 1), seed: 6))
    for _ in 0..<20 { _ = try run.iterate() }
    try run.checkpoint.data(isDouble: false).write(
      to: folder.appendingPathComponent("anode.safetensors"))
    let back = try printed(try Python.run(["-c", blocks[2]], in: folder))
    let here = run.makeEvaluator().outputs(of: Self.points)
    #expect(agree(back, here), "\(back) \(here)")

    _ = try Python.run(
      ["-c", "import torch; from model import ANODE; torch.save(ANODE().state_dict(), 'm.pt')"],
      in: folder)
    do throws(Safetensors.Failure) {
      _ = try SavedModel(path: folder.appendingPathComponent("m.pt").path)
      Issue.record("a pickle was read")
    } catch {
      let start = try #require(error.description.range(of: "-c \""))
      let code = error.description[start.upperBound...].dropLast()
      _ = try Python.run(["-c", String(code)], in: folder)
      #expect(
        try SavedModel(path: folder.appendingPathComponent("m.safetensors").path)
          .checkpoint(inputs: 2).model.augmentation == 1)
    }
  }

  @Test("half precision equals PyTorch's, tensor by tensor")
  func halves() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let code = """
      import torch
      from safetensors.torch import save_file
      torch.manual_seed(3)
      x = torch.cat([torch.randn(200) * 10.0 ** torch.randint(-7, 5, (200,)), torch.tensor([0.0, -0.0])])
      half, brain = x.half(), x.bfloat16()
      save_file({"half": half, "brain": brain, "h": half.double(), "b": brain.double()}, "x.safetensors")
      """
    _ = try Python.run(["-c", code], in: folder)
    let file = try Safetensors(path: folder.appendingPathComponent("x.safetensors").path)
    for (narrow, wide) in [("half", "h"), ("brain", "b")] {
      #expect(try file.numbers(narrow) == file.numbers(wide))
    }
  }
}

/// The user's Python.
enum Python {
  static let hasTorch = (try? run(["-c", "import torch, safetensors, torchdiffeq"])) != nil

  struct Failure: Error {
    var text: String
  }

  /// Returns a program's output.
  static func run(_ arguments: [String], in folder: URL? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["ANODE_PYTHON"] ?? "python3"
    process.arguments = [python] + arguments
    if let folder { process.currentDirectoryURL = folder }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(text: String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: text, as: UTF8.self)
  }
}
