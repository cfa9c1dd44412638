import Interface
import LiveSession

@MainActor final class ExerciseDesk {
  private(set) var conduct: ExerciseConduct
  /// The record's file, and whether to replace an existing one.
  private let output: (path: String?, force: Bool)
  private var written: String?
  private var complaint: String?

  init(_ exercise: Exercise, output: (path: String?, force: Bool)) {
    (conduct, self.output) = (ExerciseConduct(exercise), output)
  }

  func begin(_ state: inout DuelState) throws(DemoFailure) -> [Effect] {
    try conduct.begin(&state)
  }

  func showHint() { conduct.showHint() }

  /// Judges the runs, and writes the record when the goal is reached.
  ///
  /// - Returns: a message for the user; nil without news.
  func judge(_ state: DuelState, _ runs: DuelSnapshot) -> String? {
    let before = conduct.report
    guard conduct.judge(state, runs) else { return conduct.report == before ? nil : "" }
    // At once, so that nothing later can undo it.
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

  /// `exercise-01.record`, `exercise-01-2.record`, …: the first free name in the working folder.
  private static func freeName(_ record: ExerciseRecord) -> String {
    let number = (record.number < 10 ? "0" : "") + "\(record.number)"
    let names = (1...999).map { "exercise-\(number)\($0 == 1 ? "" : "-\($0)").record" }
    return WritePermission.person.freeName(names) ?? names[0]
  }

  /// Returns lines to print after the screen closes.
  func leave() -> [String] {
    guard let record = conduct.record else {
      return ["exercise \(conduct.exercise.task.number): nothing was trained or judged"]
    }
    if written == nil, record.isReached || output.path != nil { write() }
    let lines = record.text.split(separator: "\n").map(String.init)
    return lines + [
      complaint ?? written.map { "written to \($0)" } ?? "not reached, not written"
    ]
  }
}

extension DuelProgram {
  /// Starts an exercise with a new duel.
  func begin(_ exercise: Exercise, output: (path: String?, force: Bool)) throws(DemoFailure) {
    (demo, course) = (nil, nil)
    let desk = ExerciseDesk(exercise, output: output)
    self.exercise = desk
    let effects = state.reset()
    obey(try effects + desk.begin(&state), by: scriptPermission)
    showTask()
  }

  func showTask() { exercise?.conduct.showCaption(&state) }

  func showHint() {
    guard let exercise else {
      return state.say("only exercises have hints: anode exercise lists them")
    }
    exercise.showHint()
    showTask()
  }

  /// Returns whether there is anything new to draw.
  @discardableResult func judge() -> Bool {
    guard let exercise, let news = exercise.judge(state, snapshots) else { return false }
    if !news.isEmpty { state.say(news) }
    showTask()
    return true
  }
}
