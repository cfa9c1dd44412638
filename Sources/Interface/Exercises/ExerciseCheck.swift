import Canvas
import LiveSession

/// Checks a record: trains its run again from its settings, and compares.
package struct ExerciseCheck: Sendable {
  /// The differences, in words; empty if the record is right.
  package private(set) var differences: [String] = []
  /// The report of the run; nil if it could not be trained.
  package private(set) var report: ExerciseReport?

  package init(_ record: ExerciseRecord, _ exercise: Exercise) {
    if record.exercise != exercise.digest || record.number != exercise.task.number {
      differences.append(
        "it is for exercise \(record.number) with digest \(record.exercise.harmless.prefix(40)); "
          + "exercise \(exercise.task.number) has digest \(exercise.digest)")
    }
    if !record.isSealed { differences.append("a line was altered: the seal does not fit") }
    let setup: DuelSetup
    do throws(CommandError) {
      setup = try DuelState(runShareLine: record.run).setup
    } catch {
      differences.append("its run is not possible: \(error.reason)")
      return
    }
    if let objection = exercise.objection(to: setup) {
      differences.append("its run is not allowed: \(objection)")
      return
    }
    let found = Self.train(exercise.task, setup, to: record.iteration)
    report = found
    compare(record, found)
  }

  /// Trains the runs to an iteration, or until the exercise is reached or lost.
  private static func train(
    _ task: ExerciseTask, _ setup: DuelSetup, to iteration: Int
  ) -> ExerciseReport {
    var left = TrainingSession(setup.run(.left))
    var right = TrainingSession(setup.run(.right))
    var report = ExerciseReport()
    for _ in 0..<max(0, min(iteration, ExerciseReport.most)) where report.outcome == .open {
      if task.sides.contains(.left) { left.step() }
      if task.sides.contains(.right) { right.step() }
      report = ExerciseReport(task, &left, &right) ?? report
    }
    return report
  }

  private mutating func compare(_ record: ExerciseRecord, _ report: ExerciseReport) {
    func differ(_ what: String, _ said: String, _ found: String) {
      guard said != found else { return }
      differences.append(
        "\(what): the record says \(said.harmless.prefix(60)), the run gives \(found)")
    }
    differ("iteration", "\(record.iteration)", "\(report.iteration)")
    differ(
      "reached", record.isReached ? "yes" : "no", report.outcome == .reached ? "yes" : "no")
    func text(_ figures: [ExerciseReport.Figure], _ name: String) -> String {
      guard let figure = figures.first(where: { $0.name == name }) else { return "nothing" }
      return figure.value.map { "\($0)" } ?? "unknown"
    }
    let names = report.figures.map(\.name)
    for name in names { differ(name, text(record.figures, name), text(report.figures, name)) }
    for figure in record.figures where !names.contains(figure.name) {
      differences.append("\(figure.name.harmless.prefix(40)): this exercise does not ask for it")
    }
    if record.figures.count > names.count, differences.isEmpty {
      differences.append("a figure appears twice")
    }
    for side in Side.allCases {
      differ(
        "digest of the \(side.rawValue) run", record.digests[side] ?? "nothing",
        report.digests[side] ?? "nothing")
    }
  }
}
