import Canvas
import NeuralODE
import Platform

/// A demo in plain text: one statement on each line, `#` begins a comment.
///
///     title "TEXT"   size 120x36   lesson N   section "TEXT"
///     notice|try|question|answer "TEXT"   lasts 90s
///     exercise N   task|hint "TEXT"   goal|limit CONDITION   free NAME...   place X Y
///     seed N   set NAME VALUE   view [PANEL] NAME   do COMMAND   press KEY   play   pause
///     say "CAPTION"   mark "NAME"   screenshot FILE
///     rotate AZIMUTH ELEVATION over 3s   sweep t [back] over 4s
///     formula "EQUATION"   weights SIDE FILE
///     wait 2s   wait CONDITION [timeout 60s]   expect CONDITION [in N of M]
///
/// A condition compares one number with a constant: `loss(right) < 0.05`, `epoch >= 3` (see
/// `DemoMetric`).
package struct DemoScript: Sendable, Equatable {
  /// A line that acts.
  package struct Statement: Sendable, Equatable {
    /// From 1.
    package var line: Int
    /// Of its second word, from 1.
    package var column: Int
    package var kind: Kind
  }

  package enum Kind: Sendable, Equatable {
    /// A command, as typed after a colon.
    case perform(String)
    case press(Key)
    /// Training goes on.
    case play
    /// Training stops.
    case pause
    /// Shows a title in the middle of the screen for its reading time.
    case open(TitleCard.Text)
    /// Sets the caption; empty for none.
    case say(String)
    /// Waits for the caption's reading time and so many extra seconds; by hand, for `proceed`.
    case hold(Double)
    /// A place to jump to, where a lesson waits.
    case mark(String)
    case screenshot(String)
    /// Turns the camera to these degrees.
    case rotate(azimuth: Double, elevation: Double, seconds: Double)
    /// Plays the play head from 0 to 1, or back.
    case sweep(seconds: Double, isBack: Bool)
    case wait(seconds: Double)
    /// Trains until this holds; fails after `timeout` seconds.
    case waitFor(DemoCondition, timeout: Double)
    /// Fails unless this holds. Over several seeds it has to hold in that share, or in more than
    /// half.
    case expect(DemoCondition, SeedShare?)
    /// Sets the equation above the caption; empty for none.
    case formula(DemoFormula)
    /// A side goes on with the trained model of that name.
    case weights(Side, String)
  }

  /// `seeds` in `of`.
  package struct SeedShare: Sendable, Equatable {
    package var seeds: Int
    package var of: Int
  }

  /// The file it was read from; empty for none.
  package let path: String
  package var title = ""
  /// Columns and rows of its recording.
  package var size = (width: 120, height: 36)
  /// The lesson's number; nil for other demos.
  package var lesson: Int?
  /// Its heading in the lecture.
  package var section = ""
  package var notice = ""
  package var suggestion = ""
  package var question = ""
  package var answer = ""
  /// Length of its recording in seconds, if stated.
  package var lasts: Double?
  /// nil for a demo or a lesson.
  package var exercise: ExerciseTask?
  package var statements: [Statement] = []
  /// Its trained models by file name.
  package private(set) var models: [String: SavedModel] = [:]

  /// Reads a trained model beside a demo by its file name.
  package typealias ModelReader = (_ name: String) throws(Safetensors.Failure) -> SavedModel

  /// A syntax error; line and column count from 1.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package var line: Int
    package var column: Int
    package var expected: String
    package var description: String { "line \(line), column \(column): expected \(expected)" }
  }

  /// Whether it shows equations and needs a row for them.
  package var hasFormulas: Bool {
    statements.contains {
      if case .formula(let formula) = $0.kind { !formula.isEmpty } else { false }
    }
  }

  /// Ignores paths.
  package static func == (a: DemoScript, b: DemoScript) -> Bool {
    a.statements == b.statements && a.title == b.title && a.size == b.size
      && a.lesson == b.lesson && a.section == b.section && a.notice == b.notice
      && a.suggestion == b.suggestion && a.question == b.question && a.answer == b.answer
      && a.lasts == b.lasts && a.exercise == b.exercise
  }

  /// - Parameters:
  ///   - path: its file, for messages.
  ///   - reader: reads its trained models; nil if it may have none.
  package init(
    _ text: String, path: String = "", models reader: ModelReader? = nil
  ) throws(Failure) {
    self.path = path
    for (index, row) in TextLines.of(text).enumerated() {
      var line = try DemoLine(row, number: index + 1)
      guard let word = line.peek else { continue }
      _ = try line.word("a statement")
      try read(word, &line)
      if case .weights(_, let name) = statements.last?.kind, models[name] == nil {
        models[name] = try model(name, reader, &line)
      }
      try line.end()
    }
    try checkExercise()
  }

  private func model(
    _ name: String, _ reader: ModelReader?, _ line: inout DemoLine
  ) throws(Failure) -> SavedModel {
    // A shared demo reads only the files that came with it.
    guard let reader, !name.contains("/") else {
      throw line.failure("a file of weights beside the demo", at: line.lastColumn)
    }
    return try retelling({
      line.failure("a file of weights beside the demo (\($0))", at: line.lastColumn)
    }) { try reader(name) }
  }

  private mutating func read(_ word: String, _ line: inout DemoLine) throws(Failure) {
    switch word {
    case "title": title = try line.text("a title in quotation marks")
    case "section": section = try line.text("a text in quotation marks")
    case "notice": notice = try line.text("a text in quotation marks")
    case "try": suggestion = try line.text("a text in quotation marks")
    case "question": question = try line.text("a text in quotation marks")
    case "answer": answer = try line.text("a text in quotation marks")
    case "lesson": lesson = try line.integer(1...99)
    case "lasts": lasts = try line.seconds()
    case "exercise":
      guard exercise == nil else { throw line.failure("one exercise in a file", at: 1) }
      exercise = ExerciseTask(number: try line.integer(1...99), line: line.number)
    case _ where ExerciseTask.words.contains(word):
      guard exercise != nil else { throw line.failure("'exercise N' above '\(word)'", at: 1) }
      try exercise?.read(word, &line)
    case "size":
      let start = line.column
      guard let sides = try line.word("a size such as 120x36").sides(80...400, 24...150)
      else { throw line.failure("a size from 80x24 to 400x150", at: start) }
      size = sides
    default:
      let column = line.peek == nil ? line.lastColumn : line.column
      let kind = try statement(word, &line)
      statements.append(Statement(line: line.number, column: column, kind: kind))
    }
  }

  private func statement(_ word: String, _ line: inout DemoLine) throws(Failure) -> Kind {
    switch word {
    case "seed": return .perform("seed \(try line.integer(0...Int.max))")
    case "set":
      let name = try line.word("the name of a setting")
      guard CommandLine.setting(name) != nil else {
        throw line.failure("the name of a setting", at: line.lastColumn)
      }
      return .perform("\(name) \(try line.word("a value"))")
    case "view": return .perform("view " + (try line.rest("a view")))
    case "do": return .perform(try line.rest("a command"))
    case "press":
      let name = try line.word("a key")
      guard let key = Key(label: name) else {
        throw line.failure("a key: a character, or a name such as Tab, up, F1", at: line.lastColumn)
      }
      return .press(key)
    case "play": return .play
    case "pause": return .pause
    case "say": return .say(try line.text("a caption in quotation marks"))
    case "mark": return .mark(try line.text("a name in quotation marks"))
    case "screenshot": return .screenshot(try line.word("the name of a file"))
    case "rotate":
      let azimuth = try line.number(-3600...3600)
      let elevation = try line.number(-10...90)
      try line.literal("over")
      return .rotate(azimuth: azimuth, elevation: elevation, seconds: try line.seconds())
    case "sweep":
      try line.literal("t")
      let isBack = line.peek == "back"
      if isBack { try line.literal("back") }
      try line.literal("over")
      return .sweep(seconds: try line.seconds(), isBack: isBack)
    case "wait":
      if let next = line.peek, let first = next.first, first.isNumber || first == "." {
        return .wait(seconds: try line.seconds())
      }
      let condition = try line.condition()
      guard line.peek == "timeout" else { return .waitFor(condition, timeout: 120) }
      try line.literal("timeout")
      return .waitFor(condition, timeout: try line.seconds())
    case "expect":
      let condition = try line.condition()
      guard line.peek == "in" else { return .expect(condition, nil) }
      try line.literal("in")
      let start = line.column
      let seeds = try line.integer(1...1000)
      try line.literal("of")
      let of = try line.integer(1...1000)
      guard seeds <= of else { throw line.failure("no more than \(of) of \(of)", at: start) }
      return .expect(condition, SeedShare(seeds: seeds, of: of))
    case "formula": return .formula(try line.formula())
    case "weights":
      let start = line.column
      guard let side = Side(rawValue: try line.word("left or right")) else {
        throw line.failure("left or right", at: start)
      }
      return .weights(side, try line.word("the name of a file of weights"))
    default:
      throw line.failure(
        "a statement: title, size, seed, set, view, do, press, play, pause, say, mark, screenshot, "
          + "rotate, sweep, wait, expect, formula, weights, lesson, section, notice, try, question, answer, "
          + "lasts, exercise, task, goal, limit, free, hint or place",
        at: 1)
    }
  }
}

extension Key {
  /// From a key's name in demos and help.
  init?(label: String) {
    if label == "space" {
      self = .character(" ")
      return
    }
    if label.count == 1, let character = label.first {
      self = .character(character)
      return
    }
    let named: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .backTab, .enter, .escape,
      .backspace, .delete, .insert,
    ]
    let all =
      named + (1...12).map { Key.function($0) } + "abcdefghijklmnopqrstuvwxyz".map { .control($0) }
    guard let key = all.first(where: { $0.label(.ascii).lowercased() == label.lowercased() }) else {
      return nil
    }
    self = key
  }
}
