import Canvas
import LiveSession
import Platform

/// An exercise in progress, live or in lockstep: how the runs are judged, which hint is shown.
package struct ExerciseConduct: Sendable {
  package let exercise: Exercise
  /// The number of runs judged at least once.
  package private(set) var attempts = 0
  /// The number of hints shown.
  package private(set) var hints = 0
  /// The record of the first attempt that reached the goals.
  package private(set) var solution: ExerciseRecord?
  /// The setup under judgement and its latest report; nil while not judged.
  private var judged: (setup: DuelSetup, report: ExerciseReport)?
  /// The latest attempt judged, whatever is on the screen.
  private var last: (setup: DuelSetup, report: ExerciseReport)?
  /// Why the run on the screen is not judged.
  private var objection: String?
  /// The setup observed last.
  private var setup: DuelSetup?
  /// The hint on the screen, from 0.
  private var shownHint: Int?
  /// Reports from the training thread.
  private let reports = Mailbox<ExerciseReport>()

  package init(_ exercise: Exercise) { self.exercise = exercise }

  /// The report of the present attempt; nil while not judged.
  package var report: ExerciseReport? { judged?.report }

  /// Performs the exercise's script on a fresh state, and has its runs judged from then on.
  ///
  /// - Throws: if the script cannot be performed.
  package mutating func begin(_ state: inout DuelState) throws(DemoFailure) -> [Effect] {
    let (task, reports) = (exercise.task, reports)
    let judge = Inspection("exercise \(task.number)") { left, right in
      if let report = ExerciseReport(task, &left, &right) { reports.add(report) }
      return false
    }
    // A restart makes the runs independent of the order in which their settings were chosen.
    let effects = try exercise.prepare(&state) + state.apply(.restart)
    state.beSilent()
    // Observe now: the first observation hides a hint.
    observe(state.setup, DuelSnapshot(isSettled: false))
    // The person decides when to stop, not the script.
    return [.send(.judge(judge))] + effects + [.send(.stop(nil))]
  }

  /// Takes the reports since the last call.
  ///
  /// - Returns: whether the exercise was reached for the first time.
  package mutating func judge(_ state: DuelState, _ runs: DuelSnapshot) -> Bool {
    observe(state.setup, runs)
    var isNew = false
    for report in reports.takeAll() { isNew = take(report) || isNew }
    return isNew
  }

  /// Decides whether the runs on the screen may be judged.
  private mutating func observe(_ now: DuelSetup, _ runs: DuelSnapshot) {
    let sides = exercise.task.sides
    if sides.contains(where: { runs[$0]?.isAsConfigured == false }) {
      objection =
        "Not judged: the run was changed midway. "
        + "\(ActionTable.key(.restart)) starts a run with these settings."
      (judged, setup) = (nil, nil)
      return
    }
    guard now != setup else { return }
    (setup, shownHint) = (now, nil)
    if let reason = exercise.objection(to: now) {
      objection = "Not judged: \(reason). \(ActionTable.key(.undo)) undoes it."
      judged = nil
    } else {
      (objection, judged) = (nil, (now, .init()))
    }
  }

  private mutating func take(_ report: ExerciseReport) -> Bool {
    guard let (setup, before) = judged,
      exercise.task.sides.allSatisfy({ report.runs[$0] == setup.run($0) })
    else { return false }
    let isAnother = report.iteration <= before.iteration
    guard before.outcome == .open || isAnother else { return false }
    if before.iteration == 0 || isAnother { attempts += 1 }
    judged = (setup, report)
    last = judged
    guard report.outcome == .reached else { return false }
    shownHint = nil
    guard solution == nil else { return false }
    solution = record
    return true
  }

  /// The record to hand in: of the first attempt that reached the goals, or else of the latest one.
  package var record: ExerciseRecord? {
    if let solution { return solution }
    return last.map { last in
      ExerciseRecord(exercise, last.setup, last.report, attempts: attempts, hints: hints)
    }
  }

  /// Shows the next hint, and after the last one the task again.
  package mutating func showHint() {
    let next = shownHint.map { $0 + 1 } ?? 0
    shownHint = next < exercise.task.hints.count ? next : nil
    hints = max(hints, (shownHint ?? -1) + 1)
  }

  /// Shows the task, or a hint or verdict, and the figures in the caption.
  package func showCaption(_ state: inout DuelState) {
    let key = ActionTable.key(.hint)
    let count = exercise.task.hints.count
    let next = shownHint.map { $0 + 1 } ?? 0
    let hint =
      count == 0 ? nil : next < count ? "hint \(next + 1) of \(count)" : "the task again"
    state.setCaption(
      caption, figures, hint: hint.map { "\(key): \($0) " } ?? "",
      keys: hint.map { [KeyHint(key, $0)] } ?? [])
  }

  private var caption: String {
    let task = "Exercise \(exercise.task.number): \(exercise.task.text)"
    if let shownHint {
      let count = exercise.task.hints.count
      return "Hint \(shownHint + 1) of \(count): \(exercise.task.hints[shownHint])"
    }
    if let objection { return objection }
    switch judged?.report.outcome {
    case .reached:
      let report = judged?.report ?? .init()
      return
        "Reached at iteration \(report.iteration), epoch \(NumberText.fixed(report.epoch, 1)). "
        + "\(ActionTable.key(.quit)) leaves and prints the record to hand in."
    case .lost(let reason):
      return "Not reached: \(reason). Choose other settings; "
        + "\(ActionTable.key(.restart)) starts their run."
    case .open, nil: return task
    }
  }

  /// Goals and limits, with the values judged last.
  private var figures: DemoFormula? {
    let conditions = exercise.task.conditions
    let hasSides = exercise.task.sides.count > 1
    let report = judged?.report
    let texts = conditions.map { condition in
      let value = report?.figures.first { $0.name == condition.subject }?.value
      let name = hasSides ? condition.subject : condition.metric.rawValue
      let wanted = condition.metric.wanted(condition.value)
      return "\(name) \(value.map { condition.metric.text($0) } ?? "?") "
        + "(\(condition.relation.sign) \(wanted))"
    }
    return try? DemoFormula(texts.joined(separator: "   "))
  }
}

extension DemoMetric {
  /// The value of a condition, not rounded.
  fileprivate func wanted(_ value: Double) -> String {
    switch self {
    case .accuracy, .testAccuracy, .solveError: "\(NumberText.setting(value * 100)) %"
    default: NumberText.setting(value)
    }
  }
}

extension DemoCondition.Relation {
  var sign: String {
    switch self {
    case .below: "<"
    case .atMost: "\u{2264}"
    case .above: ">"
    case .atLeast: "\u{2265}"
    case .equal: "="
    }
  }
}

extension DuelState {
  /// Sets an exercise's caption, the figures above it, and its keys beside the duel's.
  mutating func setCaption(
    _ text: String, _ figures: DemoFormula?, hint: String, keys: [KeyHint]
  ) {
    setCaption(text, hint: hint)
    (strip.hasFormulas, strip.formula) = (true, figures)
    strip.ownKeys = keys
  }
}
