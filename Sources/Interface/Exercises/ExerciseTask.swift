/// What a script sets as an exercise: its header lines.
package struct ExerciseTask: Sendable, Equatable {
  /// Its number.
  package var number: Int
  /// The line that says so, from 1.
  package var line: Int
  /// What is to be done, for whoever does it.
  package var text = ""
  /// What has to hold, all of it at one moment.
  package var goals: [DemoCondition] = []
  /// What must not be passed until then.
  package var limits: [DemoCondition] = []
  /// Settings that may be chosen, `left.` or `right.` before those of one side; `paint` for points.
  package var free: [String] = []
  /// Helps, from the least to the most.
  package var hints: [String] = []
  /// The place of the input plane that it asks about; nil for none.
  package var place: SIMD2<Float>?

  /// First words of its lines, the first of which begins it.
  static let words = ["exercise", "task", "goal", "limit", "free", "hint", "place"]

  /// Goals and limits.
  package var conditions: [DemoCondition] { goals + limits }

  /// The sides that have to be trained for it.
  package var sides: [Side] {
    let named = Side.allCases.filter { side in
      conditions.contains { $0.metric.isOfSide && $0.side == side }
    }
    return named.isEmpty ? Side.allCases : named
  }

  /// May this setting of that side (nil: of both, or of the duel) be chosen?
  func allows(_ name: String, _ side: Side) -> Bool {
    free.contains(name) || free.contains("\(side.rawValue).\(name)")
  }

  /// Reads one of its lines after the first word.
  mutating func read(_ word: String, _ line: inout DemoLine) throws(DemoScript.Failure) {
    switch word {
    case "task": text = try line.text("what is to be done, in quotation marks")
    case "goal": goals.append(try line.condition())
    case "limit": limits.append(try line.condition())
    case "hint": hints.append(try line.text("a hint in quotation marks"))
    case "place":
      place = SIMD2(Float(try line.number(-1000...1000)), Float(try line.number(-1000...1000)))
    case "free":
      repeat {
        let expected = "the name of a setting of the runs, or paint"
        let name = try line.word(expected)
        let setting = CommandLine.setting(name)
        guard name == "paint" || setting.map({ $0.setting.group != .program }) ?? false else {
          throw line.failure(expected, at: line.lastColumn)
        }
        let side = setting?.side.map { "\($0.rawValue)." } ?? ""
        free.append(setting.map { side + $0.setting.name } ?? name)
      } while line.peek != nil
    default: break
    }
  }
}

extension DemoScript {
  /// Is it whole, if it is an exercise?
  ///
  /// - Throws: what is missing, or does not belong there.
  func checkExercise() throws(Failure) {
    guard let exercise else { return }
    func missing(_ what: String) -> Failure {
      Failure(line: exercise.line, column: 1, expected: "an exercise with \(what)")
    }
    guard lesson == nil else { throw missing("no line that makes it a lesson") }
    guard !title.isEmpty else { throw missing("a line: title \"TEXT\"") }
    guard !exercise.text.isEmpty else { throw missing("a line: task \"TEXT\"") }
    guard !exercise.goals.isEmpty else { throw missing("a line: goal CONDITION") }
    if exercise.conditions.contains(where: { $0.metric == .output }), exercise.place == nil {
      throw missing("a line: place X Y, where its output is asked for")
    }
    for statement in statements {
      switch statement.kind {
      case .perform, .press, .play, .pause: break
      default:
        throw Failure(
          line: statement.line, column: 1,
          expected: "what prepares an exercise: seed, set, view, do, press, play or pause")
      }
    }
  }
}
