import Canvas
import LiveSession

/// Does what a record says hold? Its run is trained anew from its settings, and compared.
package struct ExerciseCheck: Sendable {
  /// What differs, in words; empty where all of it holds.
  package private(set) var differences: [String] = []
  /// What the run came to; nil where it could not be trained.
  package private(set) var report: ExerciseReport?

  /// Checks a record of an exercise.
  package init(_ record: ExerciseRecord, _ exercise: Exercise) {
    if record.exercise != exercise.digest || record.number != exercise.task.number {
      differences.append(
        "it is of exercise \(record.number) with the digest \(record.exercise.harmless.prefix(40)); "
          + "this exercise \(exercise.task.number) has \(exercise.digest)")
    }
    if !record.isSealed { differences.append("a line was altered: the seal does not fit") }
    let setup: DuelSetup
    do throws(CommandError) {
      setup = try DuelState(runShareLine: record.run).setup
    } catch {
      differences.append("its run cannot be: \(error.reason)")
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

  /// What the runs come to by an iteration, or before it where it is reached or lost.
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

  private mutating func compare(
    _ record: ExerciseRecord, _ report: ExerciseReport
  ) {
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
      differences.append("a figure is there twice")
    }
    for side in Side.allCases {
      differ(
        "digest of the \(side.rawValue) run", record.digests[side] ?? "nothing",
        report.digests[side] ?? "nothing")
    }
  }
}
