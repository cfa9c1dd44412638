import Files
import Foundation
import Solvers
import Testing

@testable import NeuralODE

/// Models of PyTorch with other fields than the published one (`Reference/Networks/make.py`), read by
/// their metadata.
@Suite("Other people's fields are computed and trained as by torchdiffeq")
struct NetworkTests {
  static let names = [
    "deep", "norm", "residual", "span", "start", "bare", "plus", "published",
  ]

  /// A reference file's model, and what torchdiffeq made of it.
  private struct Reference {
    let weights: Safetensors
    private let file: Safetensors
    let checkpoint: Checkpoint
    let d: Int

    init(_ name: String) throws {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Reference/Networks/\(name).safetensors").path
      file = try Safetensors(path: path)
      weights = file.renamed { $0.hasPrefix("expected.") ? nil : $0 }
      d = try #require(file.shape("expected.points")).last ?? 0
      checkpoint = try SavedModel(file: weights).checkpoint(inputs: d)
    }

    func numbers(_ name: String) throws -> [Double] { try file.numbers("expected.\(name)") }
    func counts(_ name: String) throws -> [Int] { try file.integers("expected.\(name)") }

    func trainer<Scalar: LaneScalar>(_: Scalar.Type) throws -> Trainer<Scalar> {
      var training = TrainingConfiguration()
      (training.tolerance, training.loss, training.batchSize) = (1e-5, .squared, 40)
      return Trainer<Scalar>(
        model: checkpoint.model, training: training,
        dataset: Dataset(
          dimension: d, outputs: checkpoint.outputs, inputs: try numbers("train.inputs"),
          targets: try numbers("train.targets")), parameters: checkpoint.parameters)
    }
  }

  private func worst(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
  }

  @Test("outputs, features and NFE of 100 points equal PyTorch's to 1e-12", arguments: names)
  func outputs(_ name: String) throws {
    let reference = try Reference(name)
    let evaluator = Evaluator(
      try reference.trainer(Double.self), inputs: reference.d,
      outputs: reference.checkpoint.outputs, capacity: 100)
    let points = try reference.numbers("points")
    let found = try evaluator.predict(points)
    #expect(worst(found.outputs, try reference.numbers("outputs")) < 1e-12)
    #expect(worst(found.features, try reference.numbers("features")) < 1e-12)
    #expect(try [found.statistics.evaluations] == reference.counts("nfe"))
    let each = try (0..<10).map {
      try evaluator.predict(Array(points[$0 * reference.d..<($0 + 1) * reference.d]))
        .statistics.evaluations
    }
    #expect(try each == reference.counts("each"))
  }

  @Test("losses of 50 updates equal PyTorch's to 1e-9, with equal NFE", arguments: names)
  func training(_ name: String) throws {
    let reference = try Reference(name)
    let trainer = try reference.trainer(Double.self)
    let rows = (0..<40).map { Int32($0) }
    let reports = try (0..<50).map { _ in try trainer.iterate(rows) }
    #expect(worst(reports.map(\.loss), try reference.numbers("losses")) < 1e-9)
    #expect(try reports.map(\.statistics.evaluations) == reference.counts("counts"))
  }

  @Test("Float follows Double", arguments: names)
  func float(_ name: String) throws {
    let reference = try Reference(name)
    let trainer = try reference.trainer(Float.self)
    let loss = try trainer.iterate((0..<40).map { Int32($0) }).loss
    #expect(try abs(loss - reference.numbers("losses")[0]) < 1e-5 * max(1, loss))
  }

  @Test(
    "gradients by the adjoint and by checkpoints agree with backpropagation", arguments: names)
  func gradients(_ name: String) throws {
    let reference = try Reference(name)
    let rows = (0..<40).map { Int32($0) }
    func gradient(_ method: GradientMethod, tolerance: Double) throws -> [Double] {
      let trainer = try reference.trainer(Double.self)
      var training = trainer.training
      (training.gradient, training.tolerance) = (method, tolerance)
      training.maximumSteps = 100_000
      trainer.retune(training)
      _ = try trainer.gradient(rows)
      return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    }
    let exact = try gradient(.backpropagation, tolerance: 1e-5)
    #expect(worst(exact, try gradient(.checkpointed, tolerance: 1e-5)) < 1e-12)
    let fine = try gradient(.backpropagation, tolerance: 1e-9)
    let size = fine.reduce(0) { max($0, abs($1)) }
    #expect(worst(fine, try gradient(.adjoint, tolerance: 1e-9)) < 1e-3 * size)
  }

  @Test("what is saved is read again, with the same tensors", arguments: names)
  func roundTrip(_ name: String) throws {
    let checkpoint = try Reference(name).checkpoint
    let saved = try SavedModel(file: Safetensors(data: checkpoint.data(isDouble: true)))
    #expect(try saved.checkpoint() == checkpoint)
  }

  @Test("the published three maps stay the fast field, with t moved to the front")
  func published() throws {
    let checkpoint = try Reference("published").checkpoint
    #expect(checkpoint.model.network == nil && checkpoint.model.isTimeDependent)
    #expect(try Reference("deep").checkpoint.model.network?.linearLayers.count == 5)
  }

  @Test("--map and --time-input read the same file without metadata")
  func hints() throws {
    let reference = try Reference("published")
    let bare = reference.weights.described(by: ["p": "1", "activation": "relu"])
    var hints = WeightHints()
    hints.map = "field.net.{0,2,4}=fc{1,2,3} head=readout"
    hints.time = .last
    #expect(try SavedModel(file: bare, hints: hints).checkpoint(inputs: 2) == reference.checkpoint)
    func refusal(_ map: String) -> String {
      hints.map = map
      do throws(Safetensors.Failure) {
        _ = try SavedModel(file: bare, hints: hints)
        return "none"
      } catch { return error.description }
    }
    #expect(refusal("net.0=fc1").contains("no tensor begins with 'net.0.'"))
    #expect(refusal("field.net.{0,2}=fc{1,2,3}").contains("2 names before '=' and 3 after it"))
    #expect(refusal("head=tail").contains("'tail' unknown; known: fc1"))
    #expect(
      refusal("field.net.{0,2,4}=fc{1,2,3}").contains("unused tensors: 'head.bias', 'head.weight'"))
  }

  @Test("what no layer reads is refused by name, and so are unknown words")
  func refusals() throws {
    let file = try Reference("norm").weights
    func refusal(_ changes: [String: String?], model: String = "norm") throws -> String {
      var metadata = file.metadata
      for (key, value) in changes { metadata[key] = value }
      do throws(Safetensors.Failure) {
        _ = try SavedModel(file: file.described(by: metadata))
        return "none"
      } catch { return error.description }
    }
    #expect(
      try refusal([
        "field": "field.net.0 silu field.net.3 silu field.net.5(0.001) field.net.6"
      ]).contains("unused tensors: 'field.net.1.bias', 'field.net.1.weight'"))
    let field = try #require(file.metadata["field"])
    #expect(
      try refusal(["field": field.replacingOccurrences(of: "silu", with: "mish")])
        .hasPrefix("activation 'mish' unknown; known: relu, softplus, tanh, gelu, silu, elu or sin")
    )
    #expect(
      try refusal(["field": field + " field.net.8"]).contains("'field.net.8.weight' is missing"))
    #expect(try refusal(["span": "1,1"]).contains("two times in ascending order"))
    #expect(try refusal(["time": "none"]).contains("one input more than the state has"))
    #expect(try refusal(["time": "middle"]).contains("time 'middle' unknown; known: first, last"))
    #expect(try refusal(["readout": nil]).contains("unused tensors: 'head.bias'"))
    #expect(try refusal(["model": "second"]) != "none")
    let named = file.renamed { $0.replacingOccurrences(of: "field.net", with: "odefunc.net") }
    #expect(
      throws: Safetensors.Failure.self,
      performing: { try SavedModel(file: named.described(by: [:])) })
  }
}
