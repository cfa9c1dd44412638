import Canvas
import Foundation
@testable import Interface
import Testing

@Suite("Every view draws its golden drawing") struct GoldenDrawingTests {
  /// A small duel after two seconds of training, on points or images.
  private func duel(_ commands: [String]) throws -> LockstepDuel {
    var duel = LockstepDuel(DuelState(width: 90, height: 30))
    for command in commands { _ = try duel.perform(command) }
    for _ in 0..<20 { duel.advance(by: 0.1) }
    _ = try duel.perform("pause")
    _ = try duel.perform("time 0.6")
    return duel
  }

  @Test(
    "the drawings equal the committed ones, stroke by stroke",
    arguments: [
      ("points", ["points 60"]), ("line", ["data flip"]), ("images", ["data digits", "right.p 1"]),
    ])
  func drawings(_ name: String, _ commands: [String]) throws {
    var duel = try duel(commands)
    var golden = GoldenDrawings(name)
    for panel in Panel.all {
      for view in duel.state.views(of: panel) {
        if duel.state.views(of: panel).count > 1 {
          _ = try duel.perform("view \(panel.name) \(view.name)")
        }
        duel.advance(by: 0.1)
        let rect = try #require(duel.state.layout.rect(of: panel))
        let drawings = duel.compose().pictures.filter { rect.contains($0.x, $0.y) }
        #expect(!drawings.isEmpty, "\(panel) \(view)")
        golden.add(
          "\(panel.name) \(view.name)", drawings.map(\.drawing.description).joined())
      }
    }
    let difference = try golden.difference()
    #expect(difference == nil, "\(difference ?? "")")
  }
}
