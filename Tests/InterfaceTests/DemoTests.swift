import Canvas
import Foundation
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("Demos and lessons play, and fail with a place and a reason") struct DemoTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("demos")

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    .filter { $0.hasSuffix(".demo") }

  /// A demo of the folder, with the trained models beside it.
  static func script(_ name: String) throws -> DemoScript {
    try DemoScript(text(name), path: name) { (model) throws(Safetensors.Failure) in
      try SavedModel(path: folder.appendingPathComponent(model).path)
    }
  }

  /// Expects the text to be refused, with the place and the expected syntax.
  static func expectRefusal(of text: String, _ line: Int, _ column: Int, _ part: String) {
    do throws(DemoScript.Failure) {
      _ = try DemoScript(text)
      Issue.record("'\(text)' was accepted")
    } catch {
      #expect(error.line == line && error.column == column, "\(error)")
      #expect(error.expected.contains(part), "\(error)")
    }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test("there are lessons 1 to 13, complete, with captions that fit")
  func lessons() throws {
    let scripts = try Self.names.map(Self.script)
    let lessons = scripts.filter { $0.lesson != nil }
    #expect(Set(lessons.compactMap(\.lesson)).isSuperset(of: 1...13))
    for script in lessons {
      for text in [
        script.title, script.section, script.notice, script.suggestion, script.question,
        script.answer,
      ] {
        #expect(!text.isEmpty)
      }
      let expects = script.statements.count { if case .expect = $0.kind { true } else { false } }
      let marks = script.statements.count { if case .mark = $0.kind { true } else { false } }
      #expect(expects >= 1 && marks >= 1, "\(script.title)")
    }
    for script in scripts {
      for statement in script.statements {
        guard case .say(let text) = statement.kind else { continue }
        // The caption has two rows at 80 columns.
        #expect(CellGrid.wrap(text, width: 76).count <= 2, "\(text)")
      }
      for statement in script.closing(isByHand: false) {
        guard case .say(let text) = statement.kind else { continue }
        #expect(CellGrid.wrap(text, width: 96).count <= 3, "\(text)")
      }
    }
  }

  @Test("two plays give the same screens")
  func repeatable() throws {
    func screens() throws -> [CellGrid] {
      var stage = DemoStage(try DemoScript(Self.text("annulus.demo")))
      return (0..<40).map { _ in
        _ = stage.advance(by: 0.1)
        return stage.duel.draw()
      }
    }
    #expect(try screens() == screens())
  }

  @Test(
    "a wrong line is reported with its place and the expected syntax",
    arguments: [
      ("dance", 1, 1, "a statement"), ("wait", 1, 5, "a condition"), ("wait 3", 1, 6, "seconds"),
      ("\nsay hello", 2, 5, "quotation"), ("say \"x", 1, 7, "closing"),
      ("set colour red", 1, 5, "setting"),
      ("expect loss > 1", 1, 8, "loss(left)"), ("expect loss(up) > 1", 1, 13, "left or right"),
      ("wait nfe(left)", 1, 15, "<="), ("sweep over 3s", 1, 7, "'t'"),
      ("size 10x10", 1, 6, "80x24"),
      ("press Foo", 1, 7, "a key"), ("play now", 1, 6, "the end"),
      ("rotate 3 99 over 1s", 1, 10, "90"),
      ("lesson 0", 1, 8, "from 1"), ("expect epoch >= nan", 1, 17, "a number"),
      ("formula loss", 1, 9, "quotation"), ("formula \"{loss}\"", 1, 11, "{nfe(left)}"),
      ("formula \"a {nfe(left)\"", 1, 12, "closing brace"),
      ("expect nfe(left) > 3 in 5 of 4", 1, 25, "no more than 4"),
      ("sweep t forth over 3s", 1, 9, "'over'"),
    ])
  func errors(text: String, line: Int, column: Int, part: String) {
    Self.expectRefusal(of: text, line, column, part)
  }

  @Test("a failed expectation or command ends a demo, with its place and the value found")
  func fails() throws {
    var stage = DemoStage(
      try DemoScript(
        "set points 60\nset hidden 4\nplay\nwait epoch 2\n\nexpect loss(left) < 0.0001"))
    while !stage.isOver { _ = stage.advance(by: 0.1) }
    #expect(stage.failure?.line == 6 && stage.failure?.column == 8)
    #expect(stage.failure?.reason.hasPrefix("expected loss(left) < 1e-4, but it is ") == true)
    var late = DemoStage(try DemoScript("set points 60\nplay\nwait nfe(left) > 9000 timeout 2s"))
    while !late.isOver { _ = late.advance(by: 0.1) }
    #expect(
      late.failure?.reason.hasPrefix("expected nfe(left) > 9000 within 2 s, but it is ") == true)
    var bad = DemoStage(try DemoScript("do p 500\nmark \"never\"", path: "a/bad.demo"))
    var effects: [Effect] = []
    while !bad.isOver { effects += bad.advance(by: 0.1) }
    let failure = try #require(bad.failure)
    #expect(failure.description.hasPrefix("a/bad.demo: line 1, column 4: cannot be done: p: "))
    #expect(failure.reason.contains("0 to 256"))
    #expect(!effects.contains(.mark("never")))
  }

  @Test("a screenshot shows the statements before it, and files and marks are left to the caller")
  func outside() throws {
    var player = DemoPlayer(
      try DemoScript(
        "seed 7\nview left grid\nscreenshot a.svg\nview left band\ndo share b\nmark \"c\""))
    var state = DuelState(width: 100, height: 30)
    var calls: [[Effect]] = []
    while !player.isOver, calls.count < 10 {
      let effects = player.advance(by: 0.1, &state, DuelSnapshot())
      calls.append(effects)
      if effects.contains(.write(.screenshot("a.svg"))) { #expect(state.view(of: .left) == .grid) }
    }
    #expect(state.setup.seed == 7)
    let written = calls.map { $0.filter { if case .send = $0 { false } else { true } } }
    #expect(
      written.filter { !$0.isEmpty } == [
        [.write(.screenshot("a.svg"))], [.write(.share("b"))], [.mark("c")],
      ])
    #expect(player.isOver && player.failure == nil && state.view(of: .left) == .band)
  }

  @Test("2,000 mutated scripts are accepted or refused with a place")
  func mutations() throws {
    let texts = try Self.names.map { Array(try Self.text($0).utf8) }
    var generator = Xoshiro256(seed: 5)
    var accepted = 0
    for round in 0..<2_000 {
      var bytes = texts[round % texts.count]
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("\"#()<>=\n ".utf8)[place % 9], at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        }
        if bytes.isEmpty { bytes = [10] }
      }
      do throws(DemoScript.Failure) {
        _ = try DemoScript(String(decoding: bytes, as: UTF8.self))
        accepted += 1
      } catch {
        #expect(error.line >= 1 && error.column >= 1 && !error.expected.isEmpty)
      }
    }
    #expect(accepted > 20 && accepted < 1980)
  }
}
