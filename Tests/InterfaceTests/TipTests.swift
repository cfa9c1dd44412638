import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("Tips say what to look at, until a key is pressed") struct TipTests {
  private func begun(_ width: Int = 140, _ height: Int = 42) -> DuelState {
    var state = DuelState(tempo: 100, width: width, height: height)
    state.beginTips()
    return state
  }

  @Test("they follow the published run, each while its numbers hold")
  func order() throws {
    var duel = LockstepDuel(begun())
    var seen: [Tip] = []
    for _ in 0..<100 {
      duel.advance(by: 0.25)
      let tip = try #require(duel.state.tip)
      if seen.last != tip { seen.append(tip) }
      let (node, anode) = duel.snapshots
      switch tip {
      case .question: break
      case .lifted:
        // A disk that has left the ring is separable by a plane.
        #expect(try #require(anode.accuracy) > 0.9)
      case .stretched: #expect(try #require(node.accuracy) >= 0.9)
      case .evaluations:
        let first = try #require(node.nfeHistory.buckets.first).low
        #expect(try #require(node.recentNFE) >= 1.2 * first)
        let row = duel.draw().plainText.split(separator: "\n")[1]
        #expect(row.contains("evaluations (NFE), \(Int(first)) at first"))
      }
    }
    // In the order in which they became true, and the invitation in the end.
    #expect(seen.first == .question && seen.last == .evaluations && Set(seen).count == 4)
    #expect(seen.count <= 5)
  }

  @Test("time alone brings no sentence that is not true")
  func numbersDecide() {
    var state = begun()
    state.playback.stand()
    var duel = LockstepDuel(state)
    for _ in 0..<200 { duel.advance(by: 0.25) }
    #expect(duel.state.tip == .question)
  }

  @Test("a sentence whose numbers no longer hold goes at once")
  func withdrawn() {
    var duel = LockstepDuel(begun())
    let fresh = duel.snapshots
    for _ in 0..<60 { duel.advance(by: 0.25) }
    var tips = duel.state.tips
    #expect(tips.shown != .question)
    tips.observe(fresh.left, fresh.right)
    #expect(tips.shown == .question)
  }

  @Test("any key or click ends them; another size does not")
  func ended() throws {
    for event in [
      InputEvent.key(.character("v")), .key(.escape), .paste("x"),
      .mouse(MouseEvent(.press, x: 3, y: 3)),
    ] {
      var state = begun()
      _ = state.handle(.resize(width: 100, height: 30))
      #expect(state.tip != nil)
      _ = state.handle(event)
      #expect(state.tip == nil)
      _ = state.reset()
      #expect(state.tip == nil)
    }
  }

  @Test("they stay out of other duels, lessons and recordings, and can be turned off")
  func absent() throws {
    #expect(DuelState(width: 140, height: 42).tip == nil)
    for assignment in [
      "tips=off", "data=flip", "left.model=anode", "right.model=node", "right.p=5",
    ] {
      var state = begun()
      try state.assign(assignment)
      #expect(state.tip == nil, "\(assignment)")
    }
    var state = begun()
    state.setCaption("A lesson's caption")
    #expect(state.tip == nil)
    state.setCaption(nil)
    state.setRecording(true)
    #expect(state.tip == nil)
  }

  @Test("on a low screen they take no row, and fit into the title")
  func room() {
    for (width, height) in [(80, 24), (100, 29), (80, 30), (140, 42)] {
      let with = ScreenLayout(width: width, height: height, hasTip: true)
      let without = ScreenLayout(width: width, height: height)
      #expect(with == without || height >= 30)
      #expect((with.tip == nil) == (height < 30))
      if let tip = with.tip {
        #expect(with.rect(of: .left)?.y == tip.maxY)
        #expect(with.rect(of: .nfe)?.maxY == with.status.y)
      }
      for tip in Tip.allCases {
        var node = Snapshot()
        node.initialNFE = 20
        node.nfeHistory.append(1000)
        let text = tip.texts(node, node).last ?? ""
        #expect(TextRow.width(of: text) <= 80 - 18, "\(text)")
      }
    }
  }

  @Test("words for classes and models have their colours")
  func colours() {
    let duel = LockstepDuel(begun(80, 24))
    let grid = duel.draw(theme: .dark)
    let row = (0..<80).map { grid[$0, 0] }
    let text = String(String.UnicodeScalarView(row.map(\.glyph)))
    #expect(text.hasPrefix(" Ring or disk?"))
    #expect(row[1].style.foreground == Theme.dark.classColor(1))
    #expect(row[9].style.foreground == Theme.dark.classColor(-1))
  }
}
