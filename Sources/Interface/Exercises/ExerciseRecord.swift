import Math
import Canvas
import NeuralODE

/// What a student hands in: the exercise, the run's settings, its results and digests. Anyone with
/// the program can train the same run and compare.
package struct ExerciseRecord: Sendable, Equatable {
  package var number: Int
  package var title: String
  /// `Exercise.digest`.
  package var exercise: String
  /// The command that begins the run.
  package var run: String
  /// Iterations done when it was judged.
  package var iteration: Int
  package var isReached: Bool
  /// The figures of goals and limits.
  package var figures: [ExerciseReport.Figure]
  /// Digests of all iterations and the weights.
  package var digests: [Side: String]
  /// Runs judged, including this one.
  package var attempts: Int
  /// Hints shown.
  package var hints: Int

  /// Why a text is not a record.
  package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// From 1.
    package var line: Int
    package var expected: String
    package var description: String { "line \(line): expected \(expected)" }
  }

  init(
    _ exercise: Exercise, _ setup: DuelSetup, _ report: ExerciseReport, attempts: Int, hints: Int
  ) {
    number = exercise.task.number
    title = exercise.script.title
    self.exercise = exercise.digest
    run = DuelState(setup: setup, width: 0, height: 0).runShareLine
    iteration = report.iteration
    isReached = report.outcome == .reached
    figures = report.figures
    digests = report.digests
    (self.attempts, self.hints) = (attempts, hints)
  }

  private static let heading = "anode exercise record 1"

  /// All lines except the seal.
  private var lines: [String] {
    [
      Self.heading, "exercise \(number) \(exercise) \(title.harmless)", "run \(run)",
      "iteration \(iteration)", "reached \(isReached ? "yes" : "no")",
    ] + figures.map { "figure \($0.name) \($0.value.map { "\($0)" } ?? "unknown")" }
      + Side.allCases.compactMap { side in digests[side].map { "digest \(side.rawValue) \($0)" } }
      + ["attempts \(attempts)", "hints \(hints)"]
  }

  package var text: String {
    (lines + ["seal \(Self.seal(lines))"]).map { $0 + "\n" }.joined()
  }

  /// Reveals altered lines, but anyone with this program's source can forge it.
  private static func seal(_ lines: [String]) -> String {
    var digest = BitDigest()
    digest.add(lines)
    return digest.text
  }

  /// Reads a record.
  ///
  /// - Throws: the first malformed line. Altered lines are read: see `isSealed`.
  package init(_ text: String) throws(Failure) {
    var reader = RecordReader(text)
    guard reader.next == Self.heading else { throw reader.failure("'\(Self.heading)'") }
    let head = try reader.fields("exercise", 3, "exercise NUMBER DIGEST TITLE")
    guard let number = Int(head[0]), (1...99).contains(number) else {
      throw reader.failure("an exercise number from 1 to 99")
    }
    (self.number, exercise, title) = (number, head[1], head[2])
    run = try reader.fields("run", 1, "run anode duel SETTINGS")[0]
    let most = ExerciseReport.most
    iteration = try reader.integer("iteration", 1...most)
    let reached = try reader.fields("reached", 1, "reached yes or reached no")[0]
    guard ["yes", "no"].contains(reached) else {
      throw reader.failure("reached yes or reached no")
    }
    isReached = reached == "yes"
    figures = []
    while reader.isAt("figure") {
      let words = try reader.fields("figure", 2, "figure NAME VALUE")
      guard let value = Double(words[1]) else {
        guard words[1] == "unknown" else { throw reader.failure("a number or unknown") }
        figures.append(.init(name: words[0], value: nil))
        continue
      }
      figures.append(.init(name: words[0], value: value))
    }
    digests = [:]
    while reader.isAt("digest") {
      let words = try reader.fields("digest", 2, "digest left|right DIGEST")
      guard let side = Side(rawValue: words[0]), digests[side] == nil else {
        throw reader.failure("digest left or digest right, once each")
      }
      digests[side] = words[1]
    }
    attempts = try reader.integer("attempts", 1...Int.max)
    hints = try reader.integer("hints", 0...99)
    isSealed = try reader.fields("seal", 1, "seal DIGEST")[0] == Self.seal(reader.before)
    guard reader.isAtEnd else { throw reader.failure("the end of the record") }
  }

  /// Whether the seal matches the lines.
  package private(set) var isSealed = true
}

private struct RecordReader {
  private let lines: [String]
  private var index = 0

  init(_ text: String) {
    // Mail and other systems may have changed the line endings.
    var lines = TextLines.of(text)
    while lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  /// Takes the next line.
  var next: String? {
    mutating get {
      index += 1
      return index <= lines.count ? lines[index - 1] : nil
    }
  }

  /// All lines before the last one taken.
  var before: [String] { Array(lines.prefix(max(0, index - 1))) }

  var isAtEnd: Bool { index >= lines.count }

  func isAt(_ word: String) -> Bool { index < lines.count && lines[index].hasPrefix(word + " ") }

  func failure(_ expected: String) -> ExerciseRecord.Failure {
    ExerciseRecord.Failure(line: max(1, index), expected: expected)
  }

  /// The next line's fields after its first word; the last field is the rest of the line.
  mutating func fields(
    _ word: String, _ count: Int, _ expected: String
  ) throws(ExerciseRecord.Failure) -> [String] {
    guard let line = next, line.hasPrefix(word + " ") else { throw failure(expected) }
    let fields = line.dropFirst(word.count + 1).split(separator: " ", maxSplits: count - 1)
    guard fields.count == count else { throw failure(expected) }
    return fields.map(String.init)
  }

  mutating func integer(
    _ word: String, _ range: ClosedRange<Int>
  ) throws(ExerciseRecord.Failure) -> Int {
    let kind = SettingKind.integer(range)
    let expected = "\(word) and \(kind.accepted)"
    guard case .integer(let value)? = kind.value(of: try fields(word, 1, expected)[0]) else {
      throw failure(expected)
    }
    return value
  }
}
