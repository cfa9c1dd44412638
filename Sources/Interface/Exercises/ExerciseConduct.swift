import CellGraphics
import LiveSession

/// An exercise on the live screen: which run is judged, what has become of it, which hint is shown.
/// A value; whoever holds it trains the attempt and hands in its reports.
package struct ExerciseConduct: Sendable {
  /// What is to be done.
  package let exercise: Exercise
  /// Number of the attempt that is judged now: reports of others are outdated.
  package private(set) var attempt = 0
  /// Runs that were judged at least once.
  package private(set) var attempts = 0
  /// Hints that were looked at.
  package private(set) var hints = 0
  /// The first that was reached; nil while none is.
  package private(set) var solution: ExerciseRecord?
  /// The setup that is judged, and what is known of it.
  private var judged: (setup: DuelSetup, report: ExerciseAttempt.Report)?
  /// The last that is known of an attempt, whatever is on the screen.
  private var last: (setup: DuelSetup, report: ExerciseAttempt.Report)?
  /// Why the run on the screen is not judged.
  private var objection: String?
  /// The hint on the screen, from 0.
  private var shownHint: Int?
  /// Sides whose run on the screen was changed on its way.
  private var changed: Set<Side> = []
  /// Sides that have not trained yet.
  private var fresh = Set(Side.allCases)
  private var isRunning = false

  /// An exercise at its beginning.
  package init(_ exercise: Exercise) { self.exercise = exercise }

  /// What the attempt under way has come to; nil where none is judged.
  package var report: ExerciseAttempt.Report? { judged?.report }

  /// Heeds what is sent to the runs.
  ///
  /// - Returns: the setup of the attempt that begins with it; nil where none does.
  package mutating func heed(_ effects: [Effect], _ state: DuelState) -> DuelSetup? {
    var isNew = false
    for case .session(let side, let command) in effects {
      switch command {
      case .run: isRunning = true
      case .pause: isRunning = false
      case .stepOnce: fresh.remove(side)
      case .restart, .reconfigure:
        changed.remove(side)
        fresh.insert(side)
        isNew = true
      case .retune, .replaceData:
        // Before the first iteration it is as if the run had begun like that.
        if fresh.contains(side) { isNew = true } else { changed.insert(side) }
      case .load: changed.insert(side)
      case .setTempo, .watch, .point, .choose, .show: break
      }
    }
    if isRunning { fresh = [] }
    if !changed.isDisjoint(with: exercise.task.sides) {
      objection =
        "It was changed on its way, so it is not judged: "
        + "\(ActionTable.key(.restart)) starts the run of these settings."
      judged = nil
      return nil
    }
    guard isNew else { return nil }
    shownHint = nil
    if let reason = exercise.objection(to: state.setup) {
      objection = "Not judged: \(reason). \(ActionTable.key(.undo)) takes it back."
      judged = nil
      return nil
    }
    objection = nil
    attempt += 1
    judged = (state.setup, .init())
    return state.setup
  }

  /// How far the attempt may go: as far as the runs on the screen have come.
  package func target(_ left: Snapshot?, _ right: Snapshot?) -> Int {
    guard let judged else { return 0 }
    let done = exercise.task.sides.map { side -> Int in
      guard let snapshot = side == .left ? left : right,
        snapshot.configuration == judged.setup.run(side)
      else { return 0 }
      // What has stopped on the screen stops when it is judged, too.
      return snapshot.status.isAlive ? snapshot.latestIteration : snapshot.latestIteration + 1
    }
    return done.min() ?? 0
  }

  /// Takes what an attempt has come to.
  ///
  /// - Returns: is it the first that was reached?
  package mutating func take(_ report: ExerciseAttempt.Report, of number: Int) -> Bool {
    guard number == attempt, let setup = judged?.setup, report.iteration > 0 else { return false }
    if judged?.report.iteration == 0 { attempts += 1 }
    judged = (setup, report)
    last = judged
    guard report.outcome == .reached else { return false }
    shownHint = nil
    guard solution == nil else { return false }
    solution = record
    return true
  }

  /// What can be handed in: the first attempt that was reached, or the last one; nil where nothing
  /// was trained.
  package var record: ExerciseRecord? {
    if let solution { return solution }
    return last.map { last in
      ExerciseRecord(exercise, last.setup, last.report, attempts: attempts, hints: hints)
    }
  }

  /// The next hint, and after the last one the task again.
  package mutating func showHint() {
    let next = shownHint.map { $0 + 1 } ?? 0
    shownHint = next < exercise.task.hints.count ? next : nil
    hints = max(hints, (shownHint ?? -1) + 1)
  }

  /// Says at the foot of the screen what is to be done, and how it stands.
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

  /// Goals and limits with what was found, as they were judged last.
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
  /// What a value has to be compared with, as it is wanted: not rounded.
  fileprivate func wanted(_ value: Double) -> String {
    switch self {
    case .accuracy, .testAccuracy, .inverse: "\(NumberText.setting(value * 100)) %"
    default: NumberText.setting(value)
    }
  }
}

extension DemoCondition.Relation {
  /// As it is written on a page.
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
  /// What an exercise says, its figures above it, and its keys beside the duel's.
  mutating func setCaption(
    _ text: String, _ figures: DemoFormula?, hint: String, keys: [KeyHint]
  ) {
    setCaption(text, hint: hint)
    (strip.hasFormulas, strip.formula) = (true, figures)
    strip.ownKeys = keys
  }
}
