import Foundation
import Solvers
import NeuralODE
import Testing

@testable import Commands

@Suite("What bench counts is what is computed (never how long it takes)")
struct BenchTests {
  @Test("An evaluation of ANODE p=1 is 2(3·32 + 32·32 + 32·3) operations a sample")
  func evaluation() {
    let arithmetic = Arithmetic(.anode(), inputs: 2, outputs: 1)
    #expect(arithmetic.evaluation == Double(2 * (3 * 32 + 32 * 32 + 32 * 3)))
    #expect(arithmetic.readout == 6)
  }

  @Test("An iteration counts every evaluation once, and every accepted stage's pullback twice")
  func iteration() throws {
    let run = TrainingRun<Float>(RunConfiguration(model: .anode()))
    let report = try run.iterate()
    let e = Double(2 * (3 * 32 + 32 * 32 + 32 * 3))
    let pullbacks = Double(6 * report.statistics.accepted + 1)
    let expected = 64 * ((Double(report.statistics.evaluations) + 2 * pullbacks) * e + 18)
    #expect(
      Arithmetic(.anode(), inputs: 2, outputs: 1).iteration(report, samples: 64) == expected)
  }

  @Test("An evaluation on 8×8 images is two maps a pixel, and 16 products for each of 16 tiles")
  func convolution() {
    let model = ModelConfiguration(
      family: .anode, augmentation: 2, hidden: 16,
      image: ImageShape(channels: 1, height: 8, width: 8))
    let arithmetic = Arithmetic(model, inputs: 64, outputs: 10)
    #expect(arithmetic.evaluation == Double(2 * (64 * 2 * 3 * 16 + 16 * 16 * 16 * 16)))
    #expect(arithmetic.readout == Double(2 * 192 * 10))
  }

  @Test("A ResNet's iteration counts five blocks, forward once and backward twice")
  func residual() throws {
    let run = TrainingRun<Float>(RunConfiguration(model: .resnet()))
    let report = try run.iterate()
    let expected = Double(64 * (3 * 5 * 2 * 2 * 2 * 32 + 3 * 4))
    #expect(
      Arithmetic(.resnet(), inputs: 2, outputs: 1).iteration(report, samples: 64) == expected)
  }

  @Test("Multiply-add chains end at their closed form: x → x·m + c, twelve times from 1…12")
  func chains() {
    // x_n = mⁿ x₀ + c (mⁿ − 1)/(m − 1), summed over twelve chains and all lanes.
    func expected(_ n: Double, _ m: Double, _ c: Double, lanes: Int) -> Double {
      let power = pow(m, n)
      return Double(lanes) * (78 * power + 12 * c * (power - 1) / (m - 1))
    }
    let double = Double.kernels.multiplyAddChains(count: 1000, factor: 0.999, term: 0.25)
    let wanted = expected(1000, 0.999, 0.25, lanes: Double.kernels.registerLanes)
    #expect(abs(double - wanted) < 1e-10 * wanted)
    #expect(Peak.chainOperations(Double.self) == 24 * Double.kernels.registerLanes)
  }

  @Test("The median is the middle; a fitted slope is the exponent of a power law")
  func statistics() {
    #expect(Stopwatch.median([3, 1, 2]) == 2)
    #expect(Stopwatch.median([4, 1, 2, 3]) == 2.5)
    #expect(Stopwatch.median([]).isNaN)
    let points = [1.0, 2, 5, 9].map { (x: log($0), y: log(7 * pow($0, 1.75))) }
    #expect(abs(ScalingBench<Float>.slope(points) - 1.75) < 1e-12)
  }

  @Test("A JSON line escapes its texts and has null for what is no number")
  func json() throws {
    let line = JSONLine([
      ("a", .text("q\"\\\n\u{1b}é")), ("b", .number(.nan, digits: 3)), ("c", .integer(-4)),
      ("d", .number(1234.5678, digits: 6)), ("e", .truth(true)), ("f", .null),
      ("g", .number(1e-300, digits: 2)),
    ])
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(line.text.utf8)) as? [String: Any])
    #expect(object["a"] as? String == "q\"\\\n\u{1b}é")
    #expect(object["b"] is NSNull && object["f"] is NSNull)
    #expect(object["c"] as? Int == -4 && object["d"] as? Double == 1234.57)
    #expect(object["g"] as? Double == 1e-300)
    #expect(line.text.hasSuffix("}\n") && !line.text.dropLast().contains("\n"))
  }

  @Test(
    "A tape grows by both hidden images and the state an evaluation; checkpoints by a state a step; an adjoint by nothing"
  )
  func memory() throws {
    let digits = try ImageSource.digits.load(limit: 64)
    let model = ModelConfiguration(
      family: .anode, augmentation: 2, hidden: 16, image: digits.shape)
    func held(_ gradient: GradientMethod, _ steps: Int) throws -> Int {
      try MemoryBench<Float>.held(digits, model, gradient: gradient, steps: steps).bytes
    }
    // 64 samples, three channels of 64 pixels; two times 16 channels of 91, with the zero border.
    let state = 64 * 3 * 64 * 4
    let evaluation = 64 * 2 * 16 * 91 * 4 + state
    let growth = try held(.backpropagation, 12) - held(.backpropagation, 4)
    #expect(abs(growth - 8 * 4 * evaluation) <= 4 * evaluation, "\(growth)")
    #expect(try held(.checkpointed, 12) - held(.checkpointed, 4) == 8 * state)
    #expect(try held(.adjoint, 12) == held(.adjoint, 4))
    #expect(try held(.adjoint, 4) < held(.backpropagation, 4))
  }

  @Test("Columns line up")
  func table() {
    var table = TextTable(["name", "x"])
    table.rows = [["a", "1"], ["long name", "10"]]
    #expect(table.text == "name        x\na           1\nlong name  10\n")
  }
}
