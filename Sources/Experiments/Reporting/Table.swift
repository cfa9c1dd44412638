import Canvas
import NeuralODE

/// Results as CSV and Markdown.
package enum Table {
  /// A CSV field, quoted if necessary (RFC 4180).
  package static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A CSV line.
  static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  /// CSV with a row per trial and every measure that any of them has.
  package static func trials(_ report: Report, _ experiment: Experiment) -> String {
    let results = experiment.variants.flatMap { report.results(experiment, $0.name) }
    let measures = Measure.allCases.filter { measure in results.contains { $0[measure] != nil } }
    var text = line(["variant", "seed"] + measures.map(\.rawValue) + ["failure"])
    for result in results {
      let numbers = measures.map { measure in result[measure].map { "\($0)" } ?? "" }
      text += line(
        [result.id.variant, "\(result.id.seed)"] + numbers + [result.failure ?? ""])
    }
    return text
  }

  /// CSV with a row per epoch of each trial.
  package static func curves(_ report: Report, _ experiment: Experiment) -> String {
    let results = experiment.variants.flatMap { report.results(experiment, $0.name) }
    let kinds = CurveKind.allCases.filter { kind in results.contains { !$0[kind].isEmpty } }
    var text = line(["variant", "seed", "epoch"] + kinds.map(\.rawValue))
    for result in results {
      let curves = kinds.map { result[$0] }
      for epoch in 0..<(curves.map(\.count).max() ?? 0) {
        let numbers = curves.map { curve in
          epoch < curve.count ? curve[epoch].map { "\($0)" } ?? "" : ""
        }
        text += line([result.id.variant, "\(result.id.seed)", "\(epoch + 1)"] + numbers)
      }
    }
    return text
  }

  /// Markdown with the median and quartiles of each measure, a row per variant.
  package static func summary(_ report: Report, _ experiment: Experiment) -> String {
    let samples = report.samples(experiment)
    let failures = experiment.variants.map { variant in
      report.results(experiment, variant.name).count { $0.failure != nil }
    }
    let hasFailures = failures.contains { $0 > 0 }
    var head = ["variant"] + experiment.measures.map(\.title)
    if hasFailures { head.append("ended early") }
    var text = heading(head)
    for (variant, failed) in zip(experiment.variants, failures) {
      var cells = [variant.name]
      for measure in experiment.measures {
        let values = samples.values(measure, variant.name)
        cells.append(
          values.allSatisfy { !$0.isFinite } ? "-" : Report.summary(values, measure))
      }
      if hasFailures { cells.append("\(failed) of \(report.plan.seeds(of: experiment))") }
      text += row(cells)
    }
    return text
  }

  /// Markdown with seconds of training, microseconds per iteration and seconds to the target loss,
  /// a row per variant.
  package static func timings(_ timings: [TrialTiming], _ experiment: Experiment) -> String {
    let all = timings.filter { $0.id.experiment == experiment.name }
    guard !all.isEmpty else { return "" }
    let hasTarget = experiment.targetLoss != nil
    var head = ["variant", "seconds a run", "\u{B5}s an iteration"]
    if hasTarget { head.append("seconds to the loss") }
    var text = heading(head)
    for variant in experiment.variants {
      let own = all.filter { $0.id.variant == variant.name }
      guard let seconds = Quartiles(own.map(\.seconds)),
        let each = Quartiles(own.map { $0.seconds / Double(max(1, $0.iterations)) * 1e6 })
      else { continue }
      var cells = [variant.name, Report.words(seconds), Report.words(each)]
      if hasTarget {
        let reached = own.map { $0.secondsToLoss ?? .infinity }
        cells.append(Quartiles(reached).map(Report.words) ?? "-")
      }
      text += row(cells)
    }
    return text
  }

  /// CSV with a row per trial.
  package static func timingsCSV(_ timings: [TrialTiming], _ plan: Plan) -> String {
    let byID = Dictionary(timings.map { ($0.id, $0) }) { $1 }
    var text = "experiment,variant,seed,seconds,iterations,secondsToLoss\n"
    for trial in plan.trials {
      guard let timing = byID[trial.id] else { continue }
      text += line([
        trial.id.experiment, trial.id.variant, "\(trial.id.seed)", "\(timing.seconds)",
        "\(timing.iterations)", timing.secondsToLoss.map { "\($0)" } ?? "",
      ])
    }
    return text
  }

  /// Markdown with effects and intervals, a row per comparison of two variants; empty without any.
  package static func effects(_ judged: [Report.Row]) -> String {
    var rows: [String] = []
    for test in judged.flatMap(\.tests) {
      let condition = test.condition
      guard let effect = test.effect, let other = condition.other else { continue }
      let (sign, bound) =
        switch effect.kind {
        case .ratio: ("/", condition.limit)
        case .difference: ("\u{2212}", 0)
        }
      let cells = [
        "\(condition.measure.title): \(condition.variant) \(sign) \(other)",
        "\(condition.isBelow ? "<" : ">") \(SettingKind.plain(bound))",
        Report.words(effect.estimate), Report.number(test.test.pNegative),
      ]
      let text = row(cells.map(ReportFormat.cell))
      if !rows.contains(text) { rows.append(text) }
    }
    guard !rows.isEmpty else { return "" }
    let confidence = NumberText.fixed(100 * Estimate.confidence, 0)
    return heading(["comparison", "claimed", "effect [\(confidence) %]", "p"]) + rows.joined()
  }

  /// A complete report in Markdown.
  package static func document(_ report: Report) -> String {
    let hasClaims = report.plan.experiments.contains { !$0.claims.isEmpty }
    var text = hasClaims ? rules(report) : ""
    if let epochs = report.plan.epochs { text += "\nRuns were cut to \(epochs) epochs.\n" }
    if hasClaims { text += "\n" + ReportFormat.md.header }
    let complete = report.plan.experiments.filter(report.isComplete).map { ($0, report.rows($0)) }
    text += complete.flatMap(\.1).map { ReportFormat.md.line($0) }.joined()
    for (experiment, rows) in complete {
      text += "\n## \(experiment.name)\n\n\(experiment.summary.capitalizedFirst).\n\n"
      text += summary(report, experiment)
      let effects = effects(rows)
      if !effects.isEmpty { text += "\n" + effects }
      text += accuracies(report, experiment)
      if let note = experiment.note { text += "\n\(note)\n" }
    }
    return hasClaims ? text : String(text.drop { $0 == "\n" })
  }

  private static func rules(_ report: Report) -> String {
    """
    Rules were stated before the run. A condition holds when the one-sided exact sign test over the seeds, ties left out, \
    finds p \u{2264} \(Condition.level) for it, fails when the test finds that for its opposite, and is undecided between; \
    brackets give the number of seeds without a tie in which it is true, and its verdict unless it holds. A claim fails if \
    any of its conditions fails. The p of a claim is the greatest p of its conditions; Holm's p, in brackets, adjusts it \
    for the number of claims in the experiment, and verdicts do not use it. Numbers are medians over \
    \(seeds(report.plan)) seeds with quartiles (linear interpolation, Hyndman and Fan's type 7); \u{221E} is what a run \
    never reached. An effect is the median over the seeds of the ratio of two variants, with the interval that inverts the \
    sign test; for counts of runs it is the difference of their shares, with Newcombe's interval for paired data.

    """
  }

  private static func seeds(_ plan: Plan) -> String {
    let counts = Set(plan.experiments.map { plan.seeds(of: $0) }).sorted()
    guard counts.count > 1 else { return counts.first.map(String.init) ?? "0" }
    return counts.dropLast().map(String.init).joined(separator: ", ") + " or \(counts.last ?? 0)"
  }

  private static func heading(_ cells: [String]) -> String {
    row(cells) + row(cells.map { _ in "---" })
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// Markdown with held-out and published accuracy, a row per variant; empty for points.
  package static func accuracies(_ report: Report, _ experiment: Experiment) -> String {
    guard let demand = experiment.images else { return "" }
    let samples = report.samples(experiment)
    let hasPublished = !demand.published.isEmpty
    var text =
      "\n"
      + heading(
        ["variant", "filters", "parameters", "accuracy held out, %"]
          + (hasPublished ? ["published, %"] : []))
    for variant in experiment.variants {
      let model = variant.configuration.model
      // The number of parameters depends on the images' shape.
      let parameters = report.plan.setting(of: experiment).map {
        model.parameterCount(inputs: $0.shape.count, outputs: $0.classes)
      }
      text += row(
        [
          variant.name, "\(model.hidden)", parameters.map(String.init) ?? "-",
          accuracy(errors: samples.values(.heldOutError, variant.name)),
        ] + (hasPublished ? [demand.published[variant.name] ?? ""] : []))
    }
    return text
  }

  /// Median and quartiles in percent; a dash for runs without an accuracy.
  private static func accuracy(errors: [Double]) -> String {
    guard let error = Quartiles(errors) else { return "-" }
    func percent(_ error: Double) -> String {
      error.isFinite ? NumberText.fixed(100 * (1 - error), 2) : "-"
    }
    return "\(percent(error.median)) [\(percent(error.upper)), \(percent(error.lower))]"
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
