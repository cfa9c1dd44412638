import Interface
import NeuralODE
import Testing

@Suite("The sweep's screen")
struct SweepScreenTests {
  private func board(_ count: Int, epochs: Int = 6) -> SweepBoard {
    var board = SweepBoard(cells: [], epochs: 12, seeds: 5)
    for index in 0..<count {
      var cell = SweepBoard.Cell(name: "p=\(index)", family: index == 0 ? .node : .anode)
      for epoch in 0..<epochs {
        let loss = 0.5 / Float(1 + epoch + index)
        cell.loss.append(.init(lower: loss / 2, median: loss, upper: loss * 2))
        let nfe = Float(20 + epoch * (index == 0 ? 2 : 0))
        cell.nfe.append(.init(lower: nfe, median: nfe, upper: .infinity))
      }
      cell.epochs = 5 * epochs
      var space = SpacePicture()
      space.dimension = index == 0 ? 2 : 3
      space.times = [0, 0.5, 1]
      space.pointCount = 4
      space.labels = [-1, -1, 1, 1]
      for frame in 0..<3 {
        for point in 0..<4 {
          space.trajectories += (0..<space.dimension).map {
            Float(point * ($0 + 1) + frame) / 4
          }
        }
      }
      cell.space = space
      board.cells.append(cell)
    }
    return board
  }

  private func text(
    _ board: SweepBoard, _ state: SweepState, _ glyphs: GlyphSet = .unicode
  ) -> String {
    SweepScreen.draw(board, state: state, theme: glyphs == .ascii ? .mono : .dark, glyphs: glyphs)
      .plainText
  }

  @Test("80×24 shows five settings at once, each with its numbers")
  func small() {
    let state = SweepState(count: 5, width: 80, height: 24)
    let text = text(board(5), state)
    for index in 0..<5 { #expect(text.contains(" p=\(index) ")) }
    #expect(text.contains("NFE 30") && text.contains("NFE 20") && text.contains("loss 0.0833"))
    #expect(text.contains("5 settings \u{D7} 5 seeds") && text.contains("50%"))
  }

  @Test("Arrows move the choice, and stop at the ends; Enter shows one large and back; q quits")
  func keys() {
    var state = SweepState(count: 5, width: 80, height: 24)
    #expect(state.handle(.key(.left)) == .redraw && state.selection == 0)
    _ = state.handle(.key(.right))
    // Three columns: down is three on, where there is one.
    _ = state.handle(.key(.down))
    #expect(state.selection == 4)
    _ = state.handle(.key(.down))
    #expect(state.selection == 4)
    _ = state.handle(.key(.up))
    #expect(state.selection == 1)
    _ = state.handle(.key(.enter))
    #expect(state.isZoomed)
    let large = text(board(5), state)
    #expect(large.contains(" p=1 ") && !large.contains(" p=2 "))
    #expect(large.contains("NFE per solve, now 20") && large.contains("training loss, now"))
    _ = state.handle(.key(.right))
    #expect(state.isZoomed && state.selection == 2)
    _ = state.handle(.key(.escape))
    #expect(!state.isZoomed)
    #expect(state.handle(.key(.character("x"))) == .ignored)
    #expect(state.handle(.key(.character("q"))) == .quit)
    #expect(state.handle(.key(.control("c"))) == .quit)
  }

  @Test("More cells than fit scroll so that the chosen one is seen")
  func scrolling() {
    var state = SweepState(count: 24, width: 80, height: 24)
    let first = text(board(24), state)
    #expect(first.contains(" p=0 ") && !first.contains(" p=23 ") && first.contains("scroll"))
    _ = state.handle(.key(.end))
    #expect(text(board(24), state).contains(" p=23 "))
  }

  @Test("A click chooses, and a second one shows large")
  func mouse() {
    var state = SweepState(count: 5, width: 80, height: 24)
    #expect(state.handle(.mouse(MouseEvent(.press, x: 40, y: 5))) == .redraw)
    #expect(state.selection == 1 && !state.isZoomed)
    _ = state.handle(.mouse(MouseEvent(.press, x: 40, y: 5)))
    #expect(state.isZoomed)
  }

  @Test("Any size, any number of cells, before anything has come, and in ASCII without colours")
  func robust() {
    for size in [(1, 1), (20, 5), (79, 24), (80, 24), (100, 40), (213, 60)] {
      for count in [1, 2, 7, 48] {
        for epochs in [0, 1, 6] {
          for key in [Key.home, .enter] {
            var state = SweepState(count: count, width: size.0, height: size.1)
            _ = state.handle(.key(key))
            var board = board(count, epochs: epochs)
            if epochs == 0 { board.cells[0].space = nil }
            if epochs == 1 {
              board.cells[0].loss = [.init(lower: .nan, median: .infinity, upper: .infinity)]
              board.cells[0].failures = 5
              board.cells[0].space?.trajectories = [.nan]
            }
            let drawn = text(board, state, .ascii)
            #expect(drawn.utf8.allSatisfy { $0 < 0x80 })
            if size.0 < 80 { #expect(drawn.contains("\n")) }
          }
        }
      }
    }
  }

  @Test("Progress is the share of epochs done, and a sweep of nothing is done")
  func progress() {
    #expect(board(3).progress == 0.5)
    #expect(SweepBoard(cells: [], epochs: 3, seeds: 2).progress == 1)
  }
}
