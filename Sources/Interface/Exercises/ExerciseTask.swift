/// The header lines of an exercise's script.
package struct ExerciseTask: Sendable, Equatable {
  package var number: Int
  /// The script's line with the number, from 1.
  package var line: Int
  package var text = ""
  /// Conditions that must all hold at once.
  package var goals: [DemoCondition] = []
  /// Conditions that must hold until then.
  package var limits: [DemoCondition] = []
  /// Settings that may be chosen, those of one side with `left.` or `right.`; `paint` for points.
  package var free: [String] = []
  package var hints: [String] = []
  /// The place in the input plane that an `output` condition asks about.
  package var place: SIMD2<Float>?

  /// The first words of its lines; an exercise begins with the first.
  static let words = ["exercise", "task", "goal", "limit", "free", "hint", "place"]

  package var conditions: [DemoCondition] { goals + limits }

  /// The sides that must be trained.
  package var sides: [Side] {
    let named = Side.allCases.filter { side in
      conditions.contains { $0.metric.isOfSide && $0.side == side }
    }
    return named.isEmpty ? Side.allCases : named
  }

  func allows(_ name: String, _ side: Side) -> Bool {
    free.contains(name) || free.contains("\(side.rawValue).\(name)")
  }

  /// Reads the rest of a line after its first word.
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
  /// Checks that an exercise is complete.
  ///
  /// - Throws: the missing or misplaced line.
  func checkExercise() throws(Failure) {
    guard let exercise else { return }
    func missing(_ what: String) -> Failure {
      Failure(line: exercise.line, column: 1, expected: "an exercise with \(what)")
    }
    guard lesson == nil else { throw missing("no lesson line") }
    guard !title.isEmpty else { throw missing("a line: title \"TEXT\"") }
    guard !exercise.text.isEmpty else { throw missing("a line: task \"TEXT\"") }
    guard !exercise.goals.isEmpty else { throw missing("a line: goal CONDITION") }
    if exercise.conditions.contains(where: { $0.metric == .output }), exercise.place == nil {
      throw missing("a line: place X Y, for its output condition")
    }
    for statement in statements {
      switch statement.kind {
      case .perform, .press, .play, .pause: break
      default:
        throw Failure(
          line: statement.line, column: 1,
          expected:
            "a statement that prepares an exercise: seed, set, view, do, press, play or pause")
      }
    }
  }
}
