import Experiments
import FoundationEssentials

/// `anode experiment merge`: joins shards of experiments or of a sweep into one run's output.
@MainActor struct MergeRun {
  private let files: [String]
  private let output: ExperimentOutput
  private var console: ReportConsole

  init(files: [String], _ output: ExperimentOutput, _ format: ReportFormat) {
    self.files = files.filter { !$0.hasSuffix(".timings.jsonl") }
    self.output = output
    console = ReportConsole(format)
  }

  mutating func callAsFunction() throws {
    var errors: [InputError] = []
    var read: [(path: String, file: TrialFile)] = []
    var timings: [TrialTiming] = []
    for path in files {
      do throws(TrialFile.Failure) {
        read.append((path, try TrialFile(path: path)))
      } catch {
        errors.append(InputError(path: path, reason: error.description))
      }
      let beside = ExperimentOutput.timings(beside: path)
      timings += TrialFile.timings(path: beside)
    }
    guard errors.isEmpty else { throw InputErrors(errors: errors) }
    let (plan, joined) = try reading("merge") {
      try Merge.join(read, sweep: SweepPlan.experiment)
    }
    try output.prepare()
    let report = Report(plan, results: joined.results)
    for experiment in plan.experiments {
      try output.write(experiment, report)
      try console.show(experiment, report)
    }
    try ExperimentOutput.permission.write(joined.text, to: output.trials(.whole))
    try ExperimentOutput.permission.write(
      timings.map { TrialFile.line($0) }.joined(), to: output.timings(.whole))
    try output.write(report, timings)
    Descriptor.complain(
      "anode: \(joined.results.count) runs of \(read.count) files; \(output.directory)")
  }
}
