import DifferentialEquations
import Lanes
import NeuralODE

/// `anode verify`: are these the authors' numbers, and every other machine's?
package enum VerifyCommand: Command {
  package static let description = CommandDescription(
    name: "verify", summary: "Replay training runs of the authors' program, and compare",
    discussion: [
      """
      Without a FILE it replays runs that come with the program, and compares digests of their losses, numbers of \
      function evaluations and weights with those built in: this machine computes what every other computes, bit \
      for bit, or it says what differs. (A program built for a CPU without a fused multiply-add has bits of its own, \
      and says so.)
      """,
      """
      Each FILE is a reference run: a safetensors file with the weights, batches, losses, numbers of \
      function evaluations (NFE) and first gradient of the authors' models on torchdiffeq. anode trains \
      from the same weights on the same batches, and reports how far it is from them: the worst relative \
      error of a loss in the first 50 iterations and in all, iterations whose forward and backward NFE \
      differ, the gradient's error relative to its largest entry, the worst error of the initial model's \
      trajectories (a ResNet: of its outputs) and of a final weight.
      """,
      """
      In double precision a run is ok when every NFE is equal, losses agree to 1e-10 for 50 iterations and \
      to 1e-6 in the end, the gradient to 1e-9 and trajectories to 1e-10; in float, when losses agree to \
      1e-4 for 50 iterations.
      """,
    ], operands: "[FILE...]",
    options: [
      .init(
        "precision", "TYPE", .choice(RunOptions.Precision.words), default: "double",
        "numbers computed with"),
      .init(flag: "json", "write one JSON object a line"),
    ],
    examples: [
      .init(
        command: "anode verify", purpose: "Does this machine compute what the lecturer's computes?"),
      .init(
        command: "anode verify reference/annulus-anode-p1.safetensors",
        purpose: "Show that the augmented model's numbers are the paper's."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    guard !options.operands.isEmpty else {
      if options.has("precision") {
        throw UsageError.optionNeeds(
          command: "verify", option: "--precision", needed: "a FILE to replay")
      }
      return try MachineCheck.run(isJSON: options.has("json"))
    }
    let precision = options.choice("precision", RunOptions.Precision.self) ?? .double
    var results: [Verification] = []
    var unreadable: [InputError] = []
    for path in options.operands {
      let result: Verification
      do throws(InputError) {
        result = try Verification(path: path, precision: precision)
      } catch {
        unreadable.append(error)
        continue
      }
      if options.has("json") { try StandardOutput.write(result.json.text) }
      results.append(result)
    }
    if !options.has("json"), !results.isEmpty {
      try StandardOutput.write(Verification.table(results))
    }
    if !unreadable.isEmpty { throw InputErrors(errors: unreadable) }
    if results.contains(where: { !$0.isOK }) { throw FallsShort() }
  }
}

/// One reference run, replayed.
package struct Verification: Sendable, Equatable {
  /// The run's name.
  package var name: String
  /// Numbers computed with.
  package var precision: RunOptions.Precision
  /// What the replay came to.
  package var report: ReplayReport
  /// Is it within the bounds of its precision?
  package var isOK: Bool

  /// Reads a file and replays the run in it.
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

  /// As JSON: one object a case.
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

  /// All results, one a line.
  package static func table(_ results: [Verification]) -> String {
    var table = TextTable([
      "case", "iterations", "loss 50", "loss", "NFE≠", "bNFE≠", "gradient", "trajectory", "weights",
      results.first?.precision.rawValue ?? "",
    ])
    for result in results {
      let name = result.name.printable
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

/// Something was computed, and is not what it should be. What it was has been written.
package struct FallsShort: Error, Equatable {}
