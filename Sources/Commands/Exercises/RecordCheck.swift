import Canvas
import Interface
import NeuralODE

enum RecordCheck {
  @MainActor static func run(_ paths: [String], _ options: ParsedOptions) throws {
    guard !paths.isEmpty else {
      throw UsageError.missingName(command: "exercise", accepted: "records to check")
    }
    let given = try options.word("exercise").map { try ExerciseCommand.find($0) }
    var holds = true
    for path in paths {
      let record = try reading(path) { try ExerciseRecord(InputFile.record.text(of: path)) }
      let exercise = try given ?? ExerciseCommand.find("\(record.number)")
      let check = ExerciseCheck(record, exercise)
      let isGood = check.differences.isEmpty && record.isReached
      holds = holds && isGood
      try StandardOutput.write(text(path.harmless, record, check))
    }
    if !holds { throw FallsShort() }
  }

  private static func text(
    _ path: String, _ record: ExerciseRecord, _ check: ExerciseCheck
  ) -> String {
    let what = "exercise \(record.number), \(record.title.harmless)"
    guard check.differences.isEmpty else {
      var text = "\(path): does not hold: \(what)\n"
      for line in check.differences { text += "  \(line.harmless)\n" }
      return text
    }
    let figures = record.figures.map {
      "\($0.name) = \($0.value.map { NumberText.short($0) } ?? "unknown")"
    }
    let verdict = record.isReached ? "holds, reached" : "holds, but is not reached"
    return "\(path): \(verdict): \(what); iteration \(record.iteration), "
      + "\(figures.joined(separator: ", ")); attempts \(record.attempts), hints \(record.hints)\n"
  }
}
