import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("A duel on series shows the observations and the models' predictions")
struct SeriesScreenTests {
  private func duel(_ words: String..., size: (Int, Int) = (140, 42)) throws -> LockstepDuel {
    var state = DuelState(width: size.0, height: size.1)
    for word in words { try state.assign(word) }
    return LockstepDuel(state)
  }

  @Test(
    "every view of a data set is drawn at every size, in colours, in mono and in ASCII",
    arguments: DatasetKind.named.filter { $0.dynamics != nil })
  func views(kind: DatasetKind) throws {
    for size in [(80, 24), (100, 30), (140, 42)] {
      var duel = try duel("data=\(kind.rawValue)", size: size)
      duel.advance(by: 0.2)
      for view in duel.state.views(of: .right) {
        _ = try duel.perform("view right \(view.name)")
        duel.advance(by: 0.1)
        let text = duel.draw().plainText
        #expect(text.contains("error"), "\(view.name)")
        #expect(!text.contains("accuracy"), "\(view.name)")
        _ = duel.draw(theme: .mono)
        let plain = duel.draw(theme: .mono, glyphs: .ascii).plainText
        #expect(plain.unicodeScalars.allSatisfy { $0.value < 128 }, "\(view.name)")
      }
    }
  }

  @Test("a NODE on the line has no hidden coordinate; an ANODE's finds the velocity")
  func hidden() throws {
    var duel = try duel("data=oscillator", "tempo=full")
    for _ in 0..<50 { duel.advance(by: 0.01) }
    let (left, right) = (duel.snapshots.left[.series], duel.snapshots.right[.series])
    #expect(left?.hidden == nil)
    #expect(abs(right?.hidden?.correlation ?? 0) > 0.98)
    #expect((left?.error.last ?? 0) > 10 * (right?.error.last ?? 1))
    #expect(left?.motions.first?.truth.count == 2 * (left?.times.count ?? 0))
  }

  @Test("series and the kinetic penalty are refused where they do not apply")
  func residual() throws {
    var state = DuelState(width: 100, height: 30)
    try state.assign("left.model=resnet")
    #expect(throws: CommandError.self) { try state.assign("data=oscillator") }
    var other = DuelState(width: 100, height: 30)
    try other.assign("data=oscillator")
    #expect(throws: CommandError.self) { try other.assign("left.model=resnet") }
    #expect(throws: CommandError.self) { try other.assign("kinetic-penalty=0.1") }
  }

  @Test("observations, end time, missing share, series and noise are settings")
  func settings() throws {
    var state = DuelState(width: 100, height: 30)
    try state.assign("data=pendulum")
    for word in ["observations=7", "end-time=3", "missing=0.3", "series=12", "noise=0.1"] {
      try state.assign(word)
    }
    let data = state.setup.data
    #expect(data.sampling?.observations == 7 && data.sampling?.end == 3)
    #expect(data.sampling?.missing == 0.3 && data.positiveCount == 12 && data.noise == 0.1)
    var points = DuelState(width: 100, height: 30)
    #expect(throws: CommandError.self) { try points.assign("observations=7") }
  }

  @Test("a table's series are drawn with their gaps, and have no true motion to compare with")
  func table() throws {
    let rows = (0..<30).map { "\($0),\($0 % 7 == 3 ? "" : "\($0 % 5)")" }.joined(separator: "\n")
    var state = DuelState(width: 100, height: 30)
    let table = try Table(bytes: Array("time,x\n\(rows)".utf8), name: "series")
    state.load(.series(try SeriesTable(table)))
    var duel = LockstepDuel(state)
    duel.advance(by: 0.1)
    let series = duel.snapshots.right[.series]
    #expect(series?.error.isEmpty == true && series?.lawDimension == 0)
    #expect(series?.timeUnit == 2.9)
    #expect(duel.draw().plainText.contains("observed"))
  }

  @Test("with windows, the curve begins at the first one trained on")
  func heldOutWindow() throws {
    let rows = (0..<60).map { "\($0),\($0 * $0)" }.joined(separator: "\n")
    var state = DuelState(width: 100, height: 30)
    let table = try Table(bytes: Array("time,x\n\(rows)".utf8), name: "series")
    state.load(.series(try SeriesTable(table, SeriesTable.Columns(window: 10))))
    try state.assign("test=0.5")
    func first(_ seed: Int) -> Double {
      DataSplit(state.setup.data, seed: UInt64(seed)).training.series?.offsets.min() ?? 0
    }
    let seed = try #require((0..<20).first { first($0) > 0 })
    try state.assign("seed=\(seed)")
    var duel = LockstepDuel(state)
    duel.advance(by: 0.1)
    let series = try #require(duel.snapshots.right[.series])
    #expect(series.times.first == Float(first(seed)))
    #expect(series.motions[0].observedTimes.first == series.times.first)
    #expect(series.motions[0].model.first == series.motions[0].observed.first)
  }
}
