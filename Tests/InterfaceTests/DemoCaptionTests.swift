import Foundation
import LiveSession
import Testing

@testable import Interface

@Suite("Captions of demos and lessons stay long enough to be read") struct DemoCaptionTests {
  /// The captions of a play in order, with the seconds each is shown.
  private func captions(_ script: DemoScript) -> [(text: String, seconds: Double)] {
    var stage = DemoStage(script, size: (100, 30))
    var captions: [(text: String, seconds: Double)] = []
    while !stage.isOver && stage.duel.time < 200 {
      _ = stage.advance(by: 0.1)
      if captions.last?.text != stage.player.caption { captions.append((stage.player.caption, 0)) }
      captions[captions.count - 1].seconds += 0.1
    }
    return captions
  }

  @Test("reading takes 0.3 s a word, at least 2 s")
  func readingTime() {
    #expect(DemoScript.readingTime("") == 0)
    #expect(DemoScript.readingTime("One two three.") == 2)
    #expect(abs(DemoScript.readingTime("a b c d e f g h i j") - 3) < 1e-12)
  }

  @Test("every caption of every demo, the last included, can be read")
  func allStay() throws {
    for name in DemoTests.names {
      // Without waits for training and statements that depend on it.
      var script = try DemoTests.script(name)
      script.statements.removeAll { statement in
        switch statement.kind {
        case .wait, .waitFor, .expect, .play, .sweep, .rotate, .screenshot: true
        default: false
        }
      }
      let said = captions(script)
      // The only caption of an exercise is its task.
      #expect(said.count > (script.exercise == nil ? 1 : 0), "\(name)")
      for (text, seconds) in said where !text.isEmpty {
        let needed = DemoScript.readingTime(text)
        #expect(seconds > needed - 0.15, "\(name): \(text)")
      }
    }
  }

  @Test("a lesson ends with what to notice and to try, the question on its own, and the answer")
  func closing() throws {
    let script = try DemoScript(
      "lesson 1\nnotice \"N n\"\ntry \"T t\"\nquestion \"Q q?\"\nanswer \"A a\"\nsay \"Last.\"")
    let said = captions(script)
    #expect(
      said.map(\.text) == ["Last.", "Notice: N n", "Try: T t", "Question: Q q?", "Answer: A a"])
    for (caption, seconds) in zip(said, [2.0, 2, 2, 2 + DemoScript.thinkingTime, 2]) {
      #expect(abs(caption.seconds - seconds) < 0.15, "\(caption)")
    }
    // By hand each waits indefinitely, and the answer stays.
    var player = DemoPlayer(script, stopsAtMarks: true)
    var state = DuelState(width: 100, height: 30)
    var seen: [String] = []
    for _ in 0..<9 where !player.isOver {
      for _ in 0..<300 { _ = player.advance(by: 0.1, &state, DuelSnapshot()) }
      seen.append(player.caption)
      #expect(player.isStopped || player.isOver)
      player.proceed()
    }
    #expect(seen == said.map(\.text))
    // A demo that is not a lesson ends when its last caption has been read.
    #expect(captions(try DemoScript("say \"Last.\"")).map(\.text) == ["Last."])
  }

  @Test("going on skips reading time and movement, but never a wait for the runs")
  func skipping() throws {
    var player = DemoPlayer(
      try DemoScript("say \"A.\"\nsweep t over 90s\nsay \"B.\"\nwait epoch 3\nsay \"C.\""),
      stopsAtMarks: true)
    var state = DuelState(width: 100, height: 30)
    func advance(_ player: inout DemoPlayer) {
      _ = player.advance(by: 0.1, &state, DuelSnapshot(isSettled: false))
    }
    advance(&player)
    #expect(player.caption == "A." && !player.isAwaitingRuns && state.playback.time < 0.1)
    let isSkipped = player.proceed()
    advance(&player)
    #expect(
      isSkipped && player.caption == "B." && player.isAwaitingRuns && state.playback.time == 1)
    let isHurried = player.proceed()
    #expect(!isHurried)
    advance(&player)
    #expect(player.caption == "B." && !player.isOver && player.failure == nil)
  }

  @Test("a failed wait or expectation is explained in words, and can be skipped")
  func explanation() throws {
    var player = DemoPlayer(
      try DemoScript(
        "lesson 4\nwait failed(left) == 1 timeout 2s\nexpect epoch >= 3\n"
          + "expect accuracy(right) > 0.9\nsay \"So.\"\nsay \"On.\"", path: "x.demo"))
    var state = DuelState(width: 100, height: 30)
    func explanation(_ player: inout DemoPlayer) -> String {
      for _ in 0..<100 where !player.isOver {
        _ = player.advance(by: 0.1, &state, DuelSnapshot())
      }
      return player.failure?.explanation ?? ""
    }
    let first = explanation(&player)
    #expect(first.hasSuffix("the model on the left did not fail."))
    player.proceed()
    let second = explanation(&player)
    #expect(second.hasPrefix("Training stops before"))
    player.proceed()
    let text = explanation(&player)
    #expect(text.hasSuffix("the accuracy on the right should be above 0.9, and it is not known."))
    #expect(!text.contains("line") && !text.contains("x.demo"))
    player.proceed()
    let last = explanation(&player)
    // The first caption depended on the expectation.
    #expect(last.isEmpty && player.caption == "On.")
  }
}
