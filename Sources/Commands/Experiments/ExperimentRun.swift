import Canvas
import Dispatch
import Experiments
import FoundationEssentials
import Platform

/// A run of `anode experiment`, or of `anode sweep` into a folder.
@MainActor struct ExperimentRun {
  private let plan: Plan
  private let shard: Shard
  private let threads: Int
  private let isResumed: Bool
  private let output: ExperimentOutput
  private var console: ReportConsole

  init(
    _ plan: Plan, _ options: ParsedOptions, _ output: ExperimentOutput, _ console: ReportConsole
  ) throws(UsageError) {
    self.plan = plan
    self.output = output
    self.console = console
    threads = options.integer("threads") ?? ProcessInfo.processInfo.activeProcessorCount
    isResumed = options.has("resume")
    if let text = options.word("shard") {
      guard let shard = Shard(text: text) else {
        throw .badValue(
          command: options.command.name, option: "--shard", value: text,
          accepted: "K/N with K from 1 to N, such as 2/8", suggestion: nil)
      }
      self.shard = shard
    } else {
      shard = .whole
    }
  }

  /// Runs what is missing, and reports.
  mutating func callAsFunction() throws {
    try output.prepare()
    var (file, timings) = try kept()
    let journal = try Journal(
      results: (output.trials(shard), file.text),
      timings: (output.timings(shard), timings.map { TrialFile.line($0) }.joined()))
    var report = Report(plan, results: file.results)
    for experiment in plan.experiments where report.isComplete(experiment) {
      try finish(experiment, report)
    }
    let done = Set(file.results.map(\.id))
    let pending = plan.trials(in: shard).filter { !done.contains($0.id) }
    let start = ContinuousClock.now
    let pool = TrialPool(pending, threads: threads)
    let interruption = Interruption(pool)
    defer { interruption.end() }
    var progress = PlanProgress(pending)
    defer { progress.hide() }
    while let event = pool.next() {
      progress.take(event)
      guard case .finished(let result, let timing) = event else { continue }
      try journal.append(result, timing)
      file.results.append(result)
      timings.append(timing)
      report.add(result)
      if let experiment = plan.experiments.first(where: { $0.name == result.id.experiment }),
        report.isComplete(experiment)
      {
        progress.hide()
        try finish(experiment, report)
      }
    }
    progress.hide()
    let all = plan.trials(in: shard).count
    if file.results.count < all {
      Descriptor.complain(
        "anode: interrupted; \(file.results.count) of \(all) runs are kept in "
          + "\(output.trials(shard)); --resume continues")
      throw Interrupted()
    }
    // Rewritten in the plan's order: the file must not depend on the order of finishing.
    try ExperimentOutput.permission.write(file.ordered(by: plan).text, to: output.trials(shard))
    if shard == .whole { try output.write(report, timings) }
    let seconds = start.duration(to: .now) / .seconds(1)
    let written = shard == .whole ? output.directory : output.trials(shard)
    let used = min(threads, max(1, pending.count))
    Descriptor.complain(
      "anode: \(pending.count) runs in \(NumberText.fixed(seconds, 1)) s on "
        + "\(used) thread\(used == 1 ? "" : "s"); \(written)")
  }

  private mutating func finish(_ experiment: Experiment, _ report: Report) throws {
    guard shard == .whole else { return }
    try output.write(experiment, report)
    try console.show(experiment, report)
  }

  /// Results and timings of earlier runs.
  private func kept() throws -> (TrialFile, [TrialTiming]) {
    let path = output.trials(shard)
    let empty = TrialFile(header: TrialFile.Header(plan, shard: shard), results: [])
    guard FileManager.default.fileExists(atPath: path) else { return (empty, []) }
    guard isResumed else {
      throw InputErrors(path, "exists already; use --resume to continue it, or another --out")
    }
    return try reading(path) {
      let file = try TrialFile(path: path)
      try file.check(against: plan)
      return (file, TrialFile.timings(path: output.timings(shard)))
    }
  }
}

/// Ctrl-C or a termination stops the pool in order; a second one ends the process.
private final class Interruption {
  private let sources: [DispatchSourceSignal]

  init(_ pool: TrialPool) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: DispatchQueue(label: "anode.signals"))
      source.setEventHandler {
        if pool.isStopped {
          signal(number, SIG_DFL)
          raise(number)
        }
        pool.stop()
      }
      source.resume()
      return source
    }
  }

  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}

/// Files that grow by a line a run, to lose no finished run.
private struct Journal {
  private let results: OpenFile
  private let timings: OpenFile

  init(
    results: (path: String, text: String), timings: (path: String, text: String)
  ) throws(WriteFailure) {
    self.results = try OpenFile(results)
    self.timings = try OpenFile(timings)
  }

  private final class OpenFile {
    let path: String
    private let descriptor: Int32

    init(_ file: (path: String, text: String)) throws(WriteFailure) {
      try ExperimentOutput.permission.write(file.text, to: file.path)
      path = file.path
      descriptor = try ExperimentOutput.permission.open(path, appends: true)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ line: String) throws(WriteFailure) {
      let code = writeAll(descriptor, line)
      if code != 0 { throw WriteFailure.failed(path: path, reason: systemMessage(code)) }
    }
  }

  func append(_ result: TrialResult, _ timing: TrialTiming) throws(WriteFailure) {
    try timings.append(TrialFile.line(timing))
    try results.append(TrialFile.line(result))
  }
}

/// Ctrl-C ended the run in order.
struct Interrupted: Error {}

/// Epochs done, weighted by the cost of an epoch of each trial.
struct PlanProgress {
  private let work: [Trial.ID: (epoch: Int, all: Int)]
  private var underWay: [Trial.ID: Double] = [:]
  private var finished = 0
  private var line: ProgressLine

  init(_ trials: [Trial]) {
    work = Dictionary(
      uniqueKeysWithValues: trials.map {
        ($0.id, ($0.workPerEpoch, $0.workPerEpoch * $0.variant.epochs))
      })
    line = ProgressLine(total: work.values.reduce(0) { $0 + $1.all })
  }

  mutating func take(_ event: TrialPool.Event) {
    switch event {
    case .advanced(let id, let epochs):
      underWay[id, default: 0] += epochs * Double(work[id]?.epoch ?? 0)
    case .finished(let result, _):
      underWay[result.id] = nil
      finished += work[result.id]?.all ?? 0
    }
    line.update(finished + Int(underWay.values.reduce(0, +)))
  }

  mutating func hide() { line.hide() }
}
