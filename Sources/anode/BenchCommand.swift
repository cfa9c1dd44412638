import DifferentialEquations
import NeuralODE

/// `anode bench`: what this machine makes of it.
package enum BenchCommand: Command {
  /// See `Command`.
  package static let description = CommandDescription(
    name: "bench", summary: "Measure how fast this machine trains",
    options: [
      .init(
        "reference", "FILE", .path, default: nil,
        "time only the iterations of this reference run"),
      .init(
        "precision", "TYPE", .choice(TrainRequest.Precision.words), default: "float",
        "numbers computed with"),
      .init(
        "threads", "N", .integer(1...256), default: "1",
        "models trained at once with --reference, each on a thread of its own"),
      .init(
        "iterations", "N", .integer(1...1_000_000), default: "all of them",
        "only the first iterations of the reference run"),
      .init("rounds", "N", .integer(1...10_000), default: "5", "repetitions that are timed"),
      .init(flag: "json", "write JSON, one object a line"),
    ])

  /// See `Command`.
  package static func run(_ options: ParsedOptions) throws {
    let precision = options.choice("precision", TrainRequest.Precision.self) ?? .float
    guard let path = options.word("reference") else { return }
    let run: ReferenceRun
    do {
      run = try ReferenceRun(path: path)
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
    let bench = ReferenceBench(
      run: run, threads: options.integer("threads") ?? 1, rounds: options.integer("rounds") ?? 5,
      limit: options.integer("iterations") ?? .max)
    let figures =
      switch precision {
      case .float: try bench.measure(in: Float.self)
      case .double: try bench.measure(in: Double.self)
      }
    try StandardOutput.write(figures.json.text)
  }
}
