import Solvers
import NeuralODE

/// Growth of the training cost with each setting, from an ANODE with p = 1 on the annulus.
struct ScalingBench<Scalar: LaneScalar> {
  let effort: BenchEffort

  private struct Knob {
    var name: String
    /// The fit's independent variable.
    var abscissa: String
    var settings: [Double]
    var apply: (inout RunConfiguration, Double) -> Void
    /// The abscissa of a setting.
    var position: (Double) -> Double = { $0 }
  }

  private static var knobs: [Knob] {
    [
      Knob(
        name: "batch", abscissa: "batch", settings: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
      ) { $0.training.batchSize = Int($1) },
      Knob(name: "hidden", abscissa: "hidden", settings: [8, 16, 32, 64, 128, 256]) {
        $0.model.hidden = Int($1)
      },
      Knob(
        name: "p", abscissa: "2 + p", settings: [0, 1, 2, 5, 10, 20, 50, 100],
        apply: { $0.model = .anode(p: Int($1)) }, position: { 2 + $0 }),
      Knob(
        name: "tolerance", abscissa: "tolerance",
        settings: [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]
      ) { $0.training.tolerance = $1 },
    ]
  }

  private struct Point {
    var position: Double
    var cost: TrainingBench<Scalar>.Cost
    var perEvaluation: Double { cost.microseconds / cost.evaluations }
  }

  /// Measures a section of costs for each knob, and one of the fitted exponents.
  ///
  /// - Parameter done: called with each section when it is measured.
  func run(_ done: (BenchSection) throws -> Void) throws {
    var fits = BenchSection(
      kind: "fit",
      title:
        "Fitted exponents: cost grows as (abscissa)^exponent; the last two points alone give the tail"
    )
    for knob in Self.knobs {
      var section = BenchSection(kind: "scaling", title: "Cost against \(knob.name), ANODE p=1")
      var points: [Point] = []
      for setting in effort.points(knob.settings) {
        guard let point = measure(knob, setting) else {
          section.rows.append(row(knob, setting, nil))
          continue
        }
        points.append(point)
        section.rows.append(row(knob, setting, point))
      }
      try done(section)
      fits.rows.append(fit(knob, points))
    }
    try done(fits)
  }

  /// Nil if a solve fails, which can happen in Float at the tightest tolerances.
  private func measure(_ knob: Knob, _ setting: Double) -> Point? {
    var configuration = RunConfiguration(
      data: DatasetConfiguration(kind: .annulus, negativeCount: 2048, positiveCount: 6144),
      model: .anode())
    knob.apply(&configuration, setting)
    do throws(SolveFailure) {
      let cost = try TrainingBench<Scalar>.cost(
        configuration, rounds: min(3, effort.rounds), iterations: min(20, effort.iterations))
      return Point(position: knob.position(setting), cost: cost)
    } catch {
      return nil
    }
  }

  private func row(_ knob: Knob, _ setting: Double, _ point: Point?) -> JSONLine {
    func number(_ value: Double?) -> JSONLine.Value {
      value.map { .number($0, digits: 4) } ?? .null
    }
    return JSONLine([
      ("knob", .text(knob.name)), ("value", .number(setting, digits: 6)),
      ("microseconds", number(point?.cost.microseconds)),
      ("meanNFE", number(point?.cost.evaluations)),
      ("microsecondsPerEvaluation", number(point?.perEvaluation)),
    ])
  }

  private func fit(_ knob: Knob, _ points: [Point]) -> JSONLine {
    func slope(_ points: [Point], _ value: (Point) -> Double) -> JSONLine.Value {
      .number(
        Self.slope(points.map { (Elementary.log($0.position), Elementary.log(value($0))) }),
        digits: 3)
    }
    return JSONLine([
      ("abscissa", .text(knob.abscissa)), ("iteration", slope(points) { $0.cost.microseconds }),
      ("nfe", slope(points) { $0.cost.evaluations }),
      ("evaluation", slope(points) { $0.perEvaluation }),
      ("evaluationTail", slope(Array(points.suffix(2))) { $0.perEvaluation }),
    ])
  }

  /// The least-squares slope; not a number for fewer than two points.
  static func slope(_ points: [(x: Double, y: Double)]) -> Double {
    let n = Double(points.count)
    let x = points.reduce(0) { $0 + $1.x } / n
    let y = points.reduce(0) { $0 + $1.y } / n
    let covariance = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    return covariance / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }
}
