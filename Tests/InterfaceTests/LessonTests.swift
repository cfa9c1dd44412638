import Canvas
import Foundation
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("What lessons say is true") struct LessonTests {
  private static let lessons = DemoTests.names.filter { $0.hasPrefix("lesson-") }

  @Test(
    "a lesson's expectation holds in more than half of ten seeds, or in the count it states",
    .enabled(if: ProcessInfo.processInfo.environment["ANODE_LESSON_SEEDS"] != nil),
    arguments: lessons)
  func claims(name: String) throws {
    let trial = DemoTrial(try DemoTests.script(name), seeds: 10)
    #expect(!trial.claims.isEmpty)
    for claim in trial.claims {
      #expect(
        claim.isTrue,
        "\(name), line \(claim.line): \(claim.condition) in \(claim.count) of 10 seeds")
    }
  }

  @Test("an expectation is followed by the sentence that depends on it", arguments: lessons)
  func order(name: String) throws {
    let statements = try DemoTests.script(name).statements
    for (index, statement) in statements.enumerated() {
      guard case .expect = statement.kind else { continue }
      let next = statements[(index + 1)...].first { statement in
        switch statement.kind {
        case .say, .mark, .play, .waitFor: true
        default: false
        }
      }
      guard case .say? = next?.kind else {
        Issue.record("\(name), line \(statement.line): no sentence depends on it")
        continue
      }
    }
  }

  @Test("a lesson's suggestion can be tried at its end", arguments: lessons)
  func tries(name: String) throws {
    let script = try DemoTests.script(name)
    var stage = DemoStage(script, isTrial: true, isRehearsal: true)
    while !stage.isOver, stage.duel.time < 600 { _ = stage.advance(by: 0.5) }
    var duel = stage.duel
    let before = duel.state
    let text = script.suggestion
    if let colon = text.firstRange(of: "Type :") {
      // The command is the longest valid prefix of the text that follows.
      let words = text[colon.upperBound...].split(whereSeparator: { " ,:".contains($0) })
        .map { $0.hasSuffix(".") ? $0.dropLast() : $0 }
      let isDone = (1...4).reversed().contains { count in
        (try? duel.perform(words.prefix(count).joined(separator: " "))) != nil
      }
      #expect(isDone, "\(text)")
    } else {
      let keys: [(String, Key)] = [
        ("Press c", .character("c")), ("Press s", .character("s")), ("Press t", .character("t")),
        ("Press v", .character("v")), ("with [", .character("[")), ("arrow", .left),
        ("Hold <", .character("<")),
      ]
      let key = try #require(keys.first { text.contains($0.0) }?.1, "\(text)")
      _ = duel.handle(.key(key))
    }
    duel.advance(by: 0.1)
    let hasTrained = duel.snapshots.left.iteration > stage.duel.snapshots.left.iteration
    #expect(duel.state != before || hasTrained, "\(text)")
  }

  @Test("a claim counts seeds, including those that end early, and has their median")
  func trial() throws {
    let text = """
      set points 40
      set hidden 4
      play
      wait epoch 1
      pause
      expect parameters(left) > 1
      expect parameters(left) < 1
      expect parameters(left) < 1 in 0 of 4
      """
    #expect(throws: DemoScript.Failure.self) { try DemoScript(text) }
    let good = text.replacingOccurrences(of: " in 0 of 4", with: " in 1 of 4")
    let trial = DemoTrial(try DemoScript(good), seeds: 3)
    #expect(trial.claims.map(\.count) == [3, 0, 0])
    #expect(trial.claims.map(\.isTrue) == [true, false, false])
    #expect(trial.claims[0].median.map { $0 > 1 } == true && trial.failures.isEmpty)
    let late = DemoTrial(
      try DemoScript("play\nwait nfe(left) > 9000 timeout 1s\nexpect nfe(left) > 0"), seeds: 2)
    #expect(late.failures.count == 2 && late.claims[0].count == 0 && late.claims[0].median == nil)
  }

  @Test("a trial replaces the script's seed by its own")
  func seeds() throws {
    let script = try DemoScript("seed 7\nplay")
    #expect(script.seeded(3).statements.first?.kind == .perform("seed 3"))
    #expect(script.seeded(3).statements.count == 2)
    #expect(try DemoScript("play").seeded(3).statements.first?.kind == .perform("seed 3"))
  }

  @Test("the two models of the lesson on instability differ only in p")
  func instability() throws {
    let script = try DemoTests.script("lesson-16-instability.demo")
    for statement in script.statements {
      guard case .perform(let text) = statement.kind else { continue }
      #expect(!text.hasPrefix("left.") && !text.hasPrefix("right."))
    }
    let setup = DuelSetup()
    let (left, right) = (setup.run(.left), setup.run(.right))
    #expect(left.model.augmentation == 0 && right.model.augmentation == 1)
    #expect(left.training == right.training && left.data == right.data)
  }

  @Test("every lesson but the one on caution sets a tolerance of at most 1e-4")
  func accurateSteps() throws {
    for name in Self.lessons {
      let script = try DemoTests.script(name)
      let tolerances = script.statements.compactMap { statement -> Double? in
        guard case .perform(let text) = statement.kind else { return nil }
        let words = text.split(separator: " ")
        return words.first == "tolerance" ? words.last.flatMap { Double($0) } : nil
      }
      #expect(
        tolerances.first.map { $0 <= 1e-4 } ?? (name == "lesson-06-caution.demo"), "\(name)")
    }
  }

  @Test("an equation contains the runs' numbers, in Unicode and in ASCII")
  func formulas() throws {
    let text =
      "NFE = 2 + 6\u{B7}({steps(left)} + {rejected(left)}) = {nfe(left)}, \u{3C6}(x) \u{2208} \u{211D}\u{B2}"
    let formula = try DemoFormula(text)
    var snapshot = Snapshot()
    (snapshot.acceptedSteps, snapshot.rejectedSteps, snapshot.nfe) = (4, 1, 32)
    #expect(
      formula.text(left: snapshot, right: nil, glyphs: .unicode)
        == "NFE = 2 + 6\u{B7}(4 + 1) = 32, \u{3C6}(x) \u{2208} \u{211D}\u{B2}")
    let plain = formula.text(left: snapshot, right: nil, glyphs: .ascii)
    #expect(plain == "NFE = 2 + 6*(4 + 1) = 32, phi(x)  in  R^2")
    #expect(
      try DemoFormula("{loss(right)}").text(left: snapshot, right: nil, glyphs: .unicode) == "?")
    // Every formula of a lesson can be written in ASCII.
    for name in Self.lessons {
      for case .formula(let formula) in try DemoTests.script(name).statements.map(\.kind) {
        let plain = formula.text(left: nil, right: nil, glyphs: .ascii)
        #expect(plain.allSatisfy { $0.isASCII }, "\(name): \(plain)")
        // A number may be three characters longer than its question mark.
        let room = plain.count + 3 * plain.count { $0 == "?" }
        #expect(room <= 96, "\(name): \(plain)")
      }
    }
  }

  @Test(
    "the equation for NFE agrees with the solver's count", arguments: [0, 3] as [UInt64])
  func evaluations(seed: UInt64) throws {
    var duel = LockstepDuel(DuelState(width: 100, height: 30))
    _ = try duel.perform("seed \(seed)")
    _ = try duel.perform("tempo 200")
    _ = try duel.perform("tolerance 1e-4")
    for _ in 0..<10 { duel.advance(by: 0.1) }
    let snapshot = duel.snapshots.left
    #expect(snapshot.nfe == 2 + 6 * (snapshot.acceptedSteps + snapshot.rejectedSteps))
    #expect(snapshot.nfeHistory.total >= Double(26 * snapshot.iteration) / 2)
  }

  @Test("hidden parts are not drawn, and the pictures take their room")
  func hiding() throws {
    var duel = LockstepDuel(DuelState(width: 140, height: 42))
    let whole = duel.draw().plainText
    #expect(whole.contains("settings") && whole.contains("accurate"))
    _ = try duel.perform("hide settings light")
    let less = duel.draw().plainText
    #expect(!less.contains("settings \u{2500}") && !less.contains("accurate"))
    #expect(duel.state.layout.rect(of: .left)?.width == 70)
    _ = try duel.perform("show settings light")
    #expect(duel.draw().plainText == whole)
    var left = duel.state
    _ = try left.perform("hide settings light")
    left.setCaption("a lesson")
    #expect(left.navigation.hidden == [.settings, .light])
    left.setCaption(nil)
    #expect(left.navigation.hidden.isEmpty)
    #expect(throws: CommandError.self) { try duel.perform("hide everything") }
    #expect(throws: CommandError.self) { try duel.perform("hide") }
  }

  @Test(
    "the view fits the data at t = 0 and the whole flow at t = 1, and only widens in between")
  func camera() {
    var picture = SpacePicture()
    picture.dimension = 2
    picture.times = [0, 0.5, 1]
    picture.pointCount = 2
    picture.labels = [1, -1]
    picture.trajectories = [-1, 0, 1, 0, -2, 0, 2, 0, -9, 0, 9, 3]
    (picture.lower, picture.upper) = ([-9, 0], [9, 3])
    let reader = SpaceReader(picture)
    let whole = SpaceBounds(picture)
    let spans = [0, 0.25, 0.5, 0.75, 1].map { whole.followed(reader, .until, $0).half(0) }
    #expect(spans[0] >= 1 && spans[0] < 1.5)
    #expect(whole.followed(reader, .until, 1) == whole)
    #expect(zip(spans, spans.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("the reverse solve begins at the forward end, and with coarse steps misses the start")
  func reverseSolve() throws {
    var session = TrainingSession(RunConfiguration(data: .annulus, model: .node(), seed: 0))
    while session.iteration < 24 * session.iterationsPerEpoch { session.step() }
    let snapshot = session.snapshot(sequence: 1, parts: .all.union([Probe.reverseSolve.part]))
    let (forth, back) = (
      SpaceReader(snapshot[.spaces][0]), SpaceReader(try #require(snapshot[.reverseSolve].first))
    )
    #expect(forth.frames == back.frames && forth.points == back.points)
    var (miss, apart): (Float, Float) = (0, 0)
    for point in 0..<forth.points {
      miss = max(miss, (back.position(0, point) - forth.position(0, point)).length)
      let last = forth.frames - 1
      apart = max(apart, (back.position(last, point) - forth.position(last, point)).length)
    }
    #expect(apart < 1e-4)
    #expect(miss > 100 * apart, "\(miss) and \(apart)")
  }

  @Test("bars of steps end at t = 1, even where the last step reaches further")
  func microscope() throws {
    var duel = LockstepDuel(DuelState(width: 140, height: 42))
    _ = try duel.perform("view left steps")
    duel.advance(by: 0.1)
    let text = duel.draw().plainText
    let row = try #require(text.split(separator: "\n").first { $0.contains("t = 0") })
    // Its last label is 1, at the right end of the plot.
    let labels = row.split(separator: "\u{2502}").first { $0.contains("t = 0") }
    #expect(labels?.contains("0.75") == true && labels?.contains(" 1") == true)
  }
}

@Suite("A refused command") struct RefusedCommandTests {
  private func state() throws -> DuelState {
    var state = DuelState(width: 80, height: 24)
    for key in ":right.activation wrong" { _ = state.handle(.key(.character(key))) }
    _ = state.handle(.key(.enter))
    return state
  }

  @Test("is explained in full, and stays in the palette for editing")
  func answer() throws {
    let state = try state()
    let error = try #require(state.overlays.palette?.error)
    #expect(state.overlays.palette?.text == "right.activation wrong")
    var screen = Composition(CellGrid(width: 80, height: 24, fill: Cell(" ", Style(nil))))
    // A picture drawn before it does not hide it.
    var picture = Drawing(columns: 80, rows: 24)
    for y in 0..<96 { picture.line(0, Float(y), 160, Float(y), Ink(nil)) }
    screen.place(picture, x: 0, y: 0)
    StatusLine(state: state, look: Look(theme: .dark, glyphs: .unicode))
      .draw(into: &screen, in: Rect(x: 0, y: 23, width: 80, height: 1))
    let shown = screen.cells(.unicode).plainText.split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    #expect(shown.contains(error.split(separator: " ").joined(separator: " ")))
  }

  @Test("is not prefixed to the next one")
  func next() throws {
    var state = try state()
    for key in ":p 2" { _ = state.handle(.key(.character(key))) }
    #expect(state.overlays.palette?.text == "p 2" && state.overlays.palette?.error == nil)
    _ = state.handle(.key(.enter))
    #expect(state.overlays.palette == nil && state.setup.right.augmentation == 2)
  }
}
