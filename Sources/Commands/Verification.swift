import Solvers
import NeuralODE

package struct Verification: Sendable, Equatable {
  package var name: String
  package var precision: RunOptions.Precision
  package var report: ReplayReport
  /// Whether it is within the bounds of its precision.
  package var isOK: Bool

  package init(path: String, precision: RunOptions.Precision) throws(InputError) {
    self.precision = precision
    do throws(ReferenceRun.Failure) {
      let run = try ReferenceRun(path: path)
      name = run.name
      (report, isOK) =
        switch precision {
        case .double: Self.replay(run, in: Double.self)
        case .float: Self.replay(run, in: Float.self)
        }
    } catch {
      throw InputError(path: path, reason: error.description)
    }
  }

  private static func replay<Scalar: LaneScalar>(
    _ run: ReferenceRun, in _: Scalar.Type
  ) -> (ReplayReport, Bool) {
    let report = ReferenceReplay<Scalar>(run).report()
    return (report, report.isWithin(ReferenceReplay<Scalar>.bounds))
  }

  package var json: JSONLine {
    func number(_ value: Double) -> JSONLine.Value { .number(value, digits: 4) }
    return JSONLine([
      ("case", .text(name)), ("precision", .text(precision.rawValue)),
      ("iterations", .integer(report.iterations)), ("lossError50", number(report.lossError50)),
      ("lossError", number(report.lossError)), ("nfeMismatches", .integer(report.nfeMismatches)),
      ("bnfeMismatches", .integer(report.backwardMismatches)),
      ("gradientError", number(report.gradientError)),
      ("trajectoryError", number(report.trajectoryError)),
      ("finalWeightError", number(report.finalWeightError)),
      ("ok", .truth(isOK)),
    ])
  }

  package static func table(_ results: [Verification]) -> String {
    var table = TextTable([
      "case", "iterations", "loss 50", "loss", "NFE≠", "bNFE≠", "gradient", "trajectory", "weights",
      results.first?.precision.rawValue ?? "",
    ])
    for result in results {
      let name = result.name.harmless
      let report = result.report
      let errors = [
        report.lossError50, report.lossError, report.gradientError, report.trajectoryError,
        report.finalWeightError,
      ].map { JSONLine.rounded($0, digits: 2) ?? "-" }
      let verdict =
        report.failure.map { "FAILED: \($0.summary)" } ?? (result.isOK ? "ok" : "FALLS SHORT")
      table.rows.append([
        name, String(report.iterations), errors[0], errors[1], String(report.nfeMismatches),
        String(report.backwardMismatches), errors[2], errors[3], errors[4], verdict,
      ])
    }
    return table.text
  }
}
