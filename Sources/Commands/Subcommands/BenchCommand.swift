import Solvers
import NeuralODE
import Platform

/// `anode bench`
package enum BenchCommand: Command {
  package static let description = CommandDescription(
    name: "bench", summary: "Measure how fast this machine computes and trains",
    discussion: [
      """
      Measures kernels, solves and training iterations on points, series and images; the memory of a run on images; \
      the growth of an iteration's cost with batch, hidden width, p and tolerance; and the gain from a second core. \
      Figures are medians over rounds. gflops counts only the multiplications and additions of the affine maps, \
      forward and backward; shareOfPeak divides it by the same core's speed of multiply-adds in registers.
      """,
      """
      With --reference only the iterations of that run are timed (a file that anode verify replays): the figure \
      to compare with other programs that train the same model.
      """,
      """
      anode bench ui draws every view of the screen at 140x42 from real runs, and reports milliseconds a frame \
      (median and 95th of 100) and bytes a frame for a terminal of 256 colours.
      """,
    ], operands: "[ui]",
    options: [
      .init(
        "reference", "FILE", .path, default: nil, "time only the iterations of this reference run"),
      .init(
        "precision", "TYPE", .choice(RunOptions.Precision.words), default: "float",
        "floating-point type"),
      .init(
        "threads", "N", .integer(1...256), default: "1",
        "copies of the reference run trained at once, each on its own thread"),
      .init(
        "iterations", "N", .integer(1...1_000_000), default: "all",
        "time only the first N iterations of the reference run"),
      .init(
        "rounds", "N", .integer(1...10_000), default: "5",
        "times that the reference run is timed, after a warm-up"),
      .init(flag: "quick", "a smoke test: its figures mean little"),
      .init(flag: "json", "write JSON, one object a line"),
    ],
    examples: [
      .init(command: "anode bench", purpose: "Everything, in about half a minute."),
      .init(
        command: "anode bench --reference reference/annulus-anode-p1.safetensors --json",
        purpose: "One line to compare with another program's."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    let precision = options.choice("precision", RunOptions.Precision.self) ?? .float
    if let operand = options.operands.first {
      guard operand == "ui", options.operands.count == 1 else {
        throw UsageError.unexpectedOperand(command: "bench", operand: operand)
      }
      let section = try ScreenBench(isQuick: options.has("quick")).section()
      return try StandardOutput.write(options.has("json") ? section.json : section.table)
    }
    if let path = options.word("reference") {
      switch precision {
      case .float: try reference(path, options, in: Float.self)
      case .double: try reference(path, options, in: Double.self)
      }
      return
    }
    try options.require("--reference", for: ["threads", "iterations", "rounds"])
    switch precision {
    case .float: try everything(options, in: Float.self)
    case .double: try everything(options, in: Double.self)
    }
  }

  private static func reference<Scalar: LaneScalar>(
    _ path: String, _ options: ParsedOptions, in _: Scalar.Type
  ) throws {
    let run = try reading(path) { try ReferenceRun(path: path) }
    let isQuick = options.has("quick")
    let bench = ReferenceBench(
      run: run, threads: options.integer("threads") ?? 1,
      rounds: options.integer("rounds") ?? (isQuick ? 1 : 5),
      limit: options.integer("iterations") ?? (isQuick ? 3 : .max))
    let figures = try measured { try bench.measure(in: Scalar.self) }
    let section = BenchSection(
      kind: "reference", title: "Training iterations of \(path.harmless)", rows: [figures.json])
    try StandardOutput.write(options.has("json") ? figures.json.text : section.table)
  }

  private static func everything<Scalar: LaneScalar>(
    _ options: ParsedOptions, in _: Scalar.Type
  ) throws {
    let effort = options.has("quick") ? BenchEffort.quick : .full
    func write(_ section: BenchSection) throws {
      try StandardOutput.write(options.has("json") ? section.json : section.table)
    }
    let peak = Peak.operationsPerSecond(Scalar.self, rounds: effort.rounds)
    try write(KernelBench<Scalar>(effort: effort, peak: peak).section())
    let training = TrainingBench<Scalar>(effort: effort, peak: peak)
    try write(measured { try training.solves() })
    try write(measured { try training.training() })
    let series = SeriesBench<Scalar>(effort: effort, peak: peak)
    try write(measured { try series.section() })
    try write(ImageBench<Scalar>(effort: effort, peak: peak).section())
    try write(MemoryBench<Scalar>(effort: effort).section())
    try ScalingBench<Scalar>(effort: effort).run(write)
    try write(measured { try training.cores() })
  }

  private static func measured<Value>(_ work: () throws -> Value) throws(BenchStopped) -> Value {
    try retelling({ BenchStopped(failure: $0) }, work)
  }
}

struct BenchStopped: Error, CustomStringConvertible {
  let failure: String

  var description: String { "a timed solve failed: \(failure)" }
}
