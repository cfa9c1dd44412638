import Canvas
import Foundation
import Solvers
import LiveSession
import Testing

@testable import Interface

@Suite("Lessons as one course") struct CourseTests {
  private static func lesson(_ number: Int) -> String {
    """
    title "Title \(number)"
    lesson \(number)
    section "Section \(number)"
    notice "Notice \(number)."
    question "Question \(number)?"
    answer "Answer \(number)."
    set points 40
    set hidden 4
    say "Said in \(number)."
    mark "m"
    """
  }

  private func course(_ count: Int = 3) throws -> Course {
    try #require(Course((1...count).map { try DemoScript(Self.lesson($0)) }))
  }

  @Test("a course moves from lesson to lesson, and stops at its ends")
  func moves() throws {
    var course = try self.course()
    #expect(course.script.lesson == 1 && course.isFollowed)
    #expect(course.card.place == "Lesson 1 of 3")
    let moves = [-1, 1, 1, 1].map { course.move(by: $0) }
    #expect(moves == [false, true, true, false])
    #expect(course.script.lesson == 3 && !course.isFollowed)
    #expect(Course([]) == nil)
    let part = try #require(Course([try DemoScript(Self.lesson(4))]))
    #expect(part.card.place == "Lesson 4, 1 of 1")
  }

  @Test(
    "each lesson begins with its title, and ends with a question and an answer, with time for both")
  func order() throws {
    let course = try self.course()
    var conduct = DemoConduct(course, stopsAtMarks: false)
    var state = DuelState(width: 100, height: 30)
    var seen: [String] = []
    var (time, titleEnd, answerAt) = (0.0, 0.0, 0.0)
    while !conduct.isNextDue && time < 200 {
      _ = conduct.advance(by: 0.1, &state, DuelSnapshot())
      conduct.showCaption(&state)
      time += 0.1
      if let card = state.strip.card {
        #expect(
          card.title == "Title 1" && card.section == "Section 1" && card.notice == "Notice 1.")
        titleEnd = time
        let text = DuelScreen.draw(
          left: nil, right: nil, state: state, theme: .dark, glyphs: .unicode
        ).plainText
        for part in ["Lesson 1 of 3", "Section 1", "Title 1", "Notice: Notice 1."] {
          #expect(text.contains(part), "\(part)")
        }
      } else if seen.last != state.strip.caption {
        seen.append(state.strip.caption)
        if state.strip.caption.hasPrefix("Answer") { answerAt = time }
      }
    }
    #expect(
      seen.filter { !$0.isEmpty } == [
        "Said in 1.", "Notice: Notice 1.", "Question: Question 1?", "Answer: Answer 1.",
      ])
    #expect(titleEnd >= course.card.seconds - 0.2)
    #expect(time - answerAt >= DemoScript.readingTime("Answer: Answer 1.") - 0.2)
    #expect(state.strip.captionHint.contains("lesson 1 of 3") || conduct.player.isOver)
  }

  @Test("by hand it waits at the title, at marks and at the answer")
  func byHand() throws {
    var conduct = DemoConduct(try self.course(), stopsAtMarks: true)
    var state = DuelState(width: 100, height: 30)
    var stops = 0
    for _ in 0..<100 where !conduct.isNextDue {
      for _ in 0..<100 { _ = conduct.advance(by: 0.1, &state, DuelSnapshot()) }
      conduct.showCaption(&state)
      if conduct.player.isStopped { stops += 1 }
      if stops == 1 { #expect(state.strip.card != nil) }
      let answer = conduct.handle(.pageDown, state)
      #expect(answer == .done || conduct.player.isOver)
    }
    // Title, mark, the caption's end, notice, question, answer.
    #expect(stops >= 5 && conduct.isNextDue)
    // The last lesson's answer stays.
    var last = try self.course(1)
    _ = last.move(by: 1)
    var alone = DemoConduct(last, stopsAtMarks: true)
    for _ in 0..<20 {
      for _ in 0..<100 { _ = alone.advance(by: 0.1, &state, DuelSnapshot()) }
      if !alone.player.isOver { _ = alone.handle(.pageDown, state) }
    }
    #expect(alone.player.isOver && !alone.isNextDue)
    #expect(alone.player.caption == "Answer: Answer 1.")
  }

  @Test(
    "the keys for other lessons do not take over from the lesson, and the bottom line names them")
  func keys() throws {
    var course = try self.course()
    _ = course.move(by: 1)
    var conduct = DemoConduct(course, stopsAtMarks: false)
    var state = DuelState(width: 120, height: 36)
    _ = conduct.advance(by: 0.1, &state, DuelSnapshot())
    let answer = conduct.handle(.character("N"), state)
    #expect(answer == .duel && !conduct.hasTakenOver)
    let effects = ["N", "B"].map { state.handle(.key(.character($0))) }
    #expect(effects == [[.course(1)], [.course(-1)]])
    conduct.showCaption(&state)
    let text = DuelScreen.draw(left: nil, right: nil, state: state, theme: .dark, glyphs: .unicode)
      .plainText
    #expect(text.contains("N next lesson") && text.contains("B previous"))
    #expect(conduct.notesPage.contains("lesson 2 of 3"))
  }

  @Test("a failure in one lesson does not stop the course")
  func failure() throws {
    let bad = try DemoScript(
      Self.lesson(1) + "\nexpect nfe(left) > 9000\nsay \"So.\"\nsay \"On.\"\nwait 1s\n"
        + "do p 500\nsay \"Never.\"")
    let course = try #require(Course([bad, DemoScript(Self.lesson(2))]))
    var conduct = DemoConduct(course, stopsAtMarks: false)
    var state = DuelState(width: 100, height: 30)
    var texts: Set<String> = []
    var time = 0.0
    while !conduct.isNextDue && time < 200 {
      _ = conduct.advance(by: 0.1, &state, DuelSnapshot())
      conduct.showCaption(&state)
      texts.insert(state.strip.caption)
      time += 0.1
    }
    #expect(conduct.isNextDue && conduct.failure != nil)
    #expect(texts.contains("On.") && texts.contains { $0.contains("result differs") })
    // This caption depended on the number.
    #expect(!texts.contains("So."))
  }
}

@Suite("How long a lesson lasts") struct RehearsalTests {
  /// The time of a recording's last event, in seconds.
  private func recorded(_ name: String) throws -> Double {
    let path = DemoTests.folder.appendingPathComponent(name.replacing(".demo", with: ".cast"))
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    let last = try #require(lines.last?.dropFirst().prefix { $0 != "," })
    return try #require(Double(last))
  }

  @Test("is the length of its recording, within two seconds", arguments: DemoTests.names)
  func durations(name: String) throws {
    let script = try DemoTests.script(name)
    let seconds = try #require(
      script.seconds, "\(name) waits: it needs a line 'lasts'")
    #expect(abs(seconds - (try recorded(name))) < 2, "\(name): \(seconds)")
  }

  @Test("follows from the tempo and the size of the data, without training")
  func tempo() throws {
    func seconds(_ text: String) throws -> Double? { try DemoScript(text).seconds }
    let run = "set points 640\nset batch 64\nset tempo 10\nplay\nwait epoch 4\npause\nwait 2s"
    #expect(abs(try #require(try seconds(run)) - 6) < 0.5)
    let slow = run.replacing("tempo 10", with: "tempo 5")
    #expect(abs(try #require(try seconds(slow)) - 10) < 0.5)
    #expect(try seconds("play\nwait loss(left) < 0.1") == nil)
    #expect(try seconds("lasts 40s\nplay\nwait loss(left) < 0.1") == 40)
  }
}
