import Interface
import LiveSession

/// An exercise on the live screen, and where its record goes.
@MainActor final class ExerciseDesk {
  private(set) var conduct: ExerciseConduct
  /// Where the record goes, and may it replace what is there?
  private let output: (path: String?, force: Bool)
  private var written: String?
  private var complaint: String?

  /// An exercise at its beginning.
  init(_ exercise: Exercise, output: (path: String?, force: Bool)) {
    (conduct, self.output) = (ExerciseConduct(exercise), output)
  }

  /// Has the exercise on the screen.
  func begin(_ state: inout DuelState) throws(DemoFailure) -> [Effect] {
    try conduct.begin(&state)
  }

  /// Shows the next hint.
  func showHint() { conduct.showHint() }

  /// Takes what the runs have come to, and writes the record when it is reached.
  ///
  /// - Returns: what there is to say of it; nil where nothing was found.
  func judge(_ state: DuelState, _ runs: DuelSnapshot) -> String? {
    let before = conduct.report
    guard conduct.judge(state, runs) else { return conduct.report == before ? nil : "" }
    // At once, so that nothing that happens later takes it away.
    write()
    return complaint ?? "reached: the record is in \(written ?? "")"
  }

  private func write() {
    guard let record = conduct.record else { return }
    let path = output.path ?? Self.freeName(record)
    do throws(WriteFailure) {
      try WritePermission.person(force: output.force).write(record.text, to: path)
      (written, complaint) = (path, nil)
    } catch {
      complaint = "\(error)"
    }
  }

  /// `exercise-01.record`, `exercise-01-2.record`, …: the first that is free in the working folder.
  private static func freeName(_ record: ExerciseRecord) -> String {
    let number = (record.number < 10 ? "0" : "") + "\(record.number)"
    let names = (1...999).map { "exercise-\(number)\($0 == 1 ? "" : "-\($0)").record" }
    return WritePermission.person.freeName(names) ?? names[0]
  }

  /// What is printed when the screen is gone.
  func leave() -> [String] {
    guard let record = conduct.record else {
      return ["exercise \(conduct.exercise.task.number): nothing was trained, so nothing is judged"]
    }
    if written == nil, record.isReached || output.path != nil { write() }
    let lines = record.text.split(separator: "\n").map(String.init)
    return lines + [
      complaint ?? written.map { "written to \($0)" } ?? "not reached, and not written"
    ]
  }
}

extension DuelProgram {
  /// Begins an exercise from a fresh duel.
  func begin(_ exercise: Exercise, output: (path: String?, force: Bool)) throws(DemoFailure) {
    (demo, course) = (nil, nil)
    let desk = ExerciseDesk(exercise, output: output)
    self.exercise = desk
    let effects = state.beginAnew()
    obey(try effects + desk.begin(&state), by: scriptPermission)
    showTask()
  }

  /// Says how the exercise stands.
  func showTask() { exercise?.conduct.showCaption(&state) }

  /// Shows the next hint of the exercise.
  func showHint() {
    guard let exercise else {
      return state.report("hints are for exercises: anode exercise lists them")
    }
    exercise.showHint()
    showTask()
  }

  /// Has the exercise judged; is there anything new to draw?
  @discardableResult func judge() -> Bool {
    guard let exercise, let news = exercise.judge(state, snapshots) else { return false }
    if !news.isEmpty { state.report(news) }
    showTask()
    return true
  }
}
