import Canvas
import Foundation
import LiveSession
import Testing

@testable import Interface

/// The program's exercises, and scripts that solve them.
enum ExerciseFiles {
  static let names = DemoTests.names.filter { $0.hasPrefix("exercise-") }

  static func exercise(_ name: String) throws -> Exercise {
    let url = DemoTests.folder.appendingPathComponent(name)
    let script = try DemoScript(String(contentsOf: url, encoding: .utf8), path: name)
    return try #require(try Exercise(script))
  }

  /// A script in `Tests/Exercises`; `ending` is "solution" or "wrong".
  static func script(_ name: String, _ ending: String) throws -> DemoScript {
    let number = name.dropFirst("exercise-".count).prefix(2)
    let url = DemoTests.folder.deletingLastPathComponent()
      .appendingPathComponent("Tests/Exercises/\(number)-\(ending).demo")
    return try DemoScript(String(contentsOf: url, encoding: .utf8), path: url.lastPathComponent)
  }

  static func play(_ exercise: Exercise, _ script: DemoScript) throws -> DemoStage {
    var stage = try DemoStage(exercise, script)
    while !stage.isOver && stage.duel.time < 2000 { stage.advance(by: 0.1) }
    return stage
  }
}

@Suite("Exercises are judged by the runs of their settings") struct ExerciseTests {
  static let small = """
    title "Small"
    exercise 90
    task "Train for fifty epochs, with p at most 2."
    goal epoch >= 50
    goal loss(right) < 10
    limit p(right) <= 2
    free right.p learning-rate seed
    hint "One."
    hint "Two."
    set points 40
    set hidden 4
    set tempo 100
    """

  static func smallExercise() throws -> Exercise {
    try #require(try Exercise(DemoScript(small, path: "small.demo")))
  }

  private func stage(_ script: String) throws -> DemoStage {
    try ExerciseFiles.play(Self.smallExercise(), DemoScript(script))
  }

  @Test("there are nine exercises, complete, with texts that fit")
  func complete() throws {
    let exercises = try ExerciseFiles.names.map { try ExerciseFiles.exercise($0) }
    #expect(exercises.map(\.task.number) == Array(1...9))
    #expect(Set(exercises.map(\.digest)).count == exercises.count)
    for exercise in exercises {
      #expect(exercise.task.hints.count >= 2 && !exercise.task.free.isEmpty)
      let hints = exercise.task.hints.map { "Hint 1 of 3: \($0)" }
      for text in ["Exercise 1: \(exercise.task.text)"] + hints {
        #expect(CellGrid.wrap(text, width: 76).count <= 2, "\(text)")
      }
      // The exercise does not object to its own start.
      #expect(exercise.objection(to: exercise.start) == nil, "\(exercise.script.title)")
    }
  }

  @Test(
    "each solution reaches the goal, and its record is verified",
    arguments: ExerciseFiles.names)
  func solved(name: String) throws {
    let exercise = try ExerciseFiles.exercise(name)
    let stage = try ExerciseFiles.play(exercise, ExerciseFiles.script(name, "solution"))
    #expect(stage.player.failure == nil, "\(stage.player.failure.map { "\($0)" } ?? "")")
    let record = try #require(
      stage.conduct?.solution, "\(stage.conduct?.report.map { "\($0)" } ?? "")")
    #expect(record.isReached && record.attempts == 1)
    let read = try ExerciseRecord(record.text)
    #expect(read == record)
    #expect(ExerciseCheck(read, exercise).differences.isEmpty)
  }

  @Test(
    "each wrong script fails to reach the goal",
    arguments: ExerciseFiles.names)
  func failed(name: String) throws {
    let exercise = try ExerciseFiles.exercise(name)
    let stage = try ExerciseFiles.play(exercise, ExerciseFiles.script(name, "wrong"))
    #expect(stage.player.failure == nil, "\(stage.player.failure.map { "\($0)" } ?? "")")
    #expect(stage.conduct?.solution == nil)
    // It was judged, not ignored.
    let record = try #require(stage.conduct?.record)
    #expect(!record.isReached && record.iteration > 0)
    #expect(ExerciseCheck(record, exercise).differences.isEmpty)
  }

  @Test("judgement does not depend on how often the run is watched")
  func deterministic() throws {
    let slow = try stage("play\nwait iteration 300")
    let fast = try stage("set tempo full\nplay\nwait iteration 300")
    let record = try #require(slow.conduct?.solution)
    #expect(record == fast.conduct?.solution)
    #expect(record.iteration % ExerciseReport.interval == 0)
    #expect(record.figures.map(\.name) == ["epoch", "loss(right)", "p(right)"])
    #expect(Set(record.digests.keys) == [.right])
  }

  @Test("a run that was changed during training is not judged until it restarts")
  func changedOnTheWay() throws {
    var script = "play\nwait iteration 4\npause\nset learning-rate 1e-2\nplay\nwait iteration 200"
    var found = try stage(script)
    #expect(found.conduct?.solution == nil && found.conduct?.report == nil)
    #expect(found.duel.draw().plainText.contains("changed midway"))
    script += "\npress r\nplay\nwait iteration 200"
    found = try stage(script)
    let record = try #require(found.conduct?.solution)
    #expect(record.run.contains("learning-rate=0.01") && record.isReached)
  }

  @Test("settings may be changed before the first iteration")
  func before() throws {
    let found = try stage("set learning-rate 1e-2\nset right.p 2\nplay\nwait iteration 200")
    #expect(try #require(found.conduct?.solution).run.contains("learning-rate=0.01"))
    #expect(try #require(found.conduct?.solution).run.contains("right.p=2"))
  }

  @Test(
    "a changed setting that is not free stops judgement, the screen says so, and undo resumes it")
  func notFree() throws {
    var found = try stage("set hidden 8\nplay\nwait iteration 200")
    #expect(found.conduct?.solution == nil && found.conduct?.record == nil)
    let text = found.duel.draw().plainText
    #expect(text.contains("Not judged: right.hidden is 4 in this exercise, not 8"), "\(text)")
    // A side that the exercise does not mention is free.
    found = try stage("set left.hidden 8\nplay\nwait iteration 200")
    #expect(found.conduct?.solution != nil)
    found = try stage("set hidden 8\npress u\nplay\nwait iteration 200")
    #expect(found.conduct?.solution != nil)
  }

  @Test("past a limit the goal cannot be reached")
  func limits() throws {
    let found = try stage("set right.p 3\nplay\nwait iteration 200")
    #expect(found.conduct?.solution == nil)
    #expect(found.conduct?.report?.outcome == .lost("past the limit p(right) <= 2"))
    #expect(found.duel.draw().plainText.contains("Not reached: past the limit p(right) <= 2"))
  }

  @Test("hints appear in turn, are counted, and lead back to the task")
  func hints() throws {
    var found = try DemoStage(Self.smallExercise(), DemoScript("play"))
    func text() -> String { found.duel.draw().plainText }
    #expect(
      text().contains("Exercise 90: Train for fifty epochs") && text().contains("h hint 1 of 2"))
    found.apply(.hint)
    #expect(text().contains("Hint 1 of 2: One.") && text().contains("h hint 2 of 2"))
    found.apply(.hint)
    #expect(text().contains("Hint 2 of 2: Two.") && text().contains("h the task again"))
    found.apply(.hint)
    #expect(text().contains("Exercise 90: Train for fifty epochs"))
    #expect(found.conduct?.hints == 2)
  }

  @Test("the screen says when the goal was reached")
  func reached() throws {
    let found = try stage("play\nwait iteration 200")
    let text = found.duel.draw().plainText
    let record = try #require(found.conduct?.solution)
    #expect(text.contains("Reached at iteration \(record.iteration), epoch 50.0"), "\(text)")
  }

  @Test(
    "a wrong line is reported with its place and the expected syntax",
    arguments: [
      ("goal epoch >= 1", 1, 1, "exercise N"), ("exercise 0", 1, 10, "from 1"),
      ("exercise 1\nexercise 2", 2, 1, "one exercise"), ("exercise 1", 1, 1, "title"),
      ("title \"T\"\nexercise 1", 2, 1, "task"),
      ("title \"T\"\nexercise 1\ntask \"x\"", 2, 1, "goal"),
      ("exercise 1\ngoal loss > 1", 2, 6, "loss(left)"), ("exercise 1\nfree", 2, 5, "setting"),
      ("exercise 1\nfree tempo", 2, 6, "setting"), ("exercise 1\nfree p q", 2, 8, "setting"),
      ("exercise 1\nplace 1", 2, 8, "a number"), ("exercise 1\ntask x", 2, 6, "quotation"),
      ("title \"T\"\nexercise 1\ntask \"x\"\ngoal output(left) < 0", 2, 1, "place X Y"),
      ("title \"T\"\nexercise 1\ntask \"x\"\ngoal epoch 3\nsay \"x\"", 5, 1, "prepares"),
      ("title \"T\"\nlesson 1\nexercise 1\ntask \"x\"\ngoal epoch 3", 3, 1, "lesson"),
    ])
  func errors(text: String, line: Int, column: Int, part: String) {
    DemoTests.expectRefusal(of: text, line, column, part)
  }

  @Test("an impossible command is an error of the file, with its line")
  func refused() throws {
    let script = try DemoScript(Self.small + "\ndo p 500", path: "small.demo")
    do throws(DemoFailure) {
      _ = try Exercise(script)
      Issue.record("it was accepted")
    } catch {
      #expect(error.line == 13 && error.reason.contains("cannot be done"), "\(error)")
    }
    #expect(try Exercise(DemoScript("play")) == nil)
    // With another system's line ends.
    let mailed = Self.small.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try DemoScript(mailed) == DemoScript(Self.small))
  }
}

@Suite("Records of exercises") struct ExerciseRecordTests {
  private func record() throws -> (ExerciseRecord, Exercise) {
    let exercise = try ExerciseTests.smallExercise()
    let stage = try ExerciseFiles.play(
      exercise, DemoScript("set tempo full\nset right.p 2\nplay\nwait iteration 200"))
    return (try #require(stage.conduct?.solution), exercise)
  }

  @Test("any altered line is detected")
  func altered() throws {
    let (record, exercise) = try self.record()
    #expect(ExerciseCheck(record, exercise).differences.isEmpty)
    let lines = record.text.split(separator: "\n").map(String.init)
    for index in lines.indices.dropFirst() {
      var changed = lines
      // Change a digit, or put one into a word.
      let line = changed[index]
      let place = line.lastIndex(where: \.isNumber) ?? line.index(before: line.endIndex)
      let digit = line[place] == "1" ? "2" : "1"
      changed[index].replaceSubrange(place...place, with: digit)
      let text = changed.joined(separator: "\n") + "\n"
      guard let read = try? ExerciseRecord(text) else { continue }
      #expect(!ExerciseCheck(read, exercise).differences.isEmpty, "\(changed[index])")
      #expect(!read.isSealed)
    }
  }

  @Test("a forged record is detected even with a valid seal")
  func forged() throws {
    let (record, exercise) = try self.record()
    var forged = record
    forged.figures[1].value = 0.001
    var differences = ExerciseCheck(try ExerciseRecord(forged.text), exercise).differences
    #expect(
      differences.count == 1 && differences[0].hasPrefix("loss(right): the record says 0.001"))
    forged = record
    forged.iteration -= 10
    differences = ExerciseCheck(try ExerciseRecord(forged.text), exercise).differences
    #expect(differences.contains { $0.hasPrefix("reached") } && differences.count > 2)
    forged = record
    forged.run += " seed=3"
    differences = ExerciseCheck(try ExerciseRecord(forged.text), exercise).differences
    #expect(differences.contains { $0.hasPrefix("digest of the right run") }, "\(differences)")
    forged = record
    forged.run += " hidden=32"
    differences = ExerciseCheck(try ExerciseRecord(forged.text), exercise).differences
    #expect(differences.count == 1 && differences[0].contains("not allowed"), "\(differences)")
    forged = record
    forged.exercise = "0123456789abcdef"
    #expect(!ExerciseCheck(try ExerciseRecord(forged.text), exercise).differences.isEmpty)
    forged = record
    forged.run = "anode duel p=x"
    #expect(!ExerciseCheck(try ExerciseRecord(forged.text), exercise).differences.isEmpty)
  }

  @Test("a text that is not a record is refused, with the line")
  func failures() throws {
    let (record, _) = try self.record()
    let lines = record.text.split(separator: "\n").map(String.init)
    for (index, line) in lines.enumerated() {
      var changed = lines
      changed[index] = "x" + line
      do throws(ExerciseRecord.Failure) {
        _ = try ExerciseRecord(changed.joined(separator: "\n"))
        Issue.record("'\(changed[index])' was accepted")
      } catch {
        #expect(error.line == index + 1 && !error.expected.isEmpty, "\(error)")
      }
    }
    #expect(throws: ExerciseRecord.Failure.self) { try ExerciseRecord("") }
    #expect(throws: ExerciseRecord.Failure.self) { try ExerciseRecord(record.text + "more\n") }
    // With the line ends of mail.
    let mailed = record.text.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n"
    #expect(try ExerciseRecord(mailed) == record)
  }

  @Test("a share line with paint and settings of both sides restores them")
  func shareLine() throws {
    var state = DuelState(width: 100, height: 30)
    for command in ["data moons", "left.p 0", "right.p 3", "tolerance 1e-5", "paint +1 0.5 0.5"] {
      _ = try state.perform(command)
    }
    _ = try state.perform("theme light")
    let line = state.runShareLine
    #expect(!line.contains("theme"))
    let back = try DuelState(runShareLine: line).setup
    #expect(
      back.run(.left) == state.setup.run(.left) && back.run(.right) == state.setup.run(.right))
    #expect(throws: CommandError.self) { try DuelState(runShareLine: "rm -r x") }
  }
}
