import Canvas
import LiveSession
import Interface
import NeuralODE
import Testing

@Suite("The sweep's screen shows every cell and answers every key")
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
    SweepScreen.compose(
      board, state: state, theme: glyphs == .ascii ? .mono : .dark, glyphs: glyphs
    ).cells(glyphs).plainText
  }

  @Test("80×24 has room for five settings with their numbers")
  func small() {
    let state = SweepState(count: 5, width: 80, height: 24)
    let text = text(board(5), state)
    for index in 0..<5 { #expect(text.contains(" p=\(index) ")) }
    #expect(text.contains("NFE 30") && text.contains("NFE 20") && text.contains("loss 0.0833"))
    #expect(text.contains("5 settings \u{D7} 5 seeds") && text.contains("50%"))
  }

  @Test(
    "Arrows select, and stop at the ends; Enter opens the duel; b enlarges one cell; q quits"
  )
  func keys() {
    var state = SweepState(count: 5, width: 80, height: 24)
    #expect(state.handle(.key(.left)) == .redraw && state.selection == 0)
    _ = state.handle(.key(.right))
    // Three columns: down moves by three if there is such a cell.
    _ = state.handle(.key(.down))
    #expect(state.selection == 4)
    _ = state.handle(.key(.down))
    #expect(state.selection == 4)
    _ = state.handle(.key(.up))
    #expect(state.selection == 1)
    #expect(state.handle(.key(.enter)) == .duel && !state.isBig)
    _ = state.handle(.key(.character("b")))
    #expect(state.isBig)
    let large = text(board(5), state)
    #expect(large.contains(" p=1 ") && !large.contains(" p=2 "))
    #expect(large.contains("NFE per solve, now 20") && large.contains("training loss, now"))
    _ = state.handle(.key(.right))
    #expect(state.isBig && state.selection == 2)
    #expect(state.handle(.key(.enter)) == .duel)
    _ = state.handle(.key(.escape))
    #expect(!state.isBig)
    #expect(state.handle(.key(.escape)) == .ignored)
    #expect(state.handle(.key(.character("x"))) == .ignored)
    #expect(state.handle(.key(.character("q"))) == .quit)
    #expect(state.handle(.key(.control("c"))) == .quit)
  }

  @Test("The bottom line names the selected cell's opponent, and a mark changes it")
  func opponents() {
    var state = SweepState(count: 5, width: 100, height: 30)
    // The last cell has the least loss, so its opponent is the second best.
    #expect(text(board(5), state).contains("Enter duel: p=0 against p=4"))
    _ = state.handle(.key(.end))
    #expect(text(board(5), state).contains("Enter duel: p=4 against p=3"))
    _ = state.handle(.key(.home))
    _ = state.handle(.key(.right))
    _ = state.handle(.key(.character(" ")))
    #expect(state.marked == 1)
    #expect(text(board(5), state).contains("\u{25CF} opponent"))
    _ = state.handle(.key(.end))
    #expect(text(board(5), state).contains("Enter duel: p=4 against p=1"))
    // A cell with other data cannot be an opponent.
    var board = board(5)
    board.cells[1].dataNumber = 1
    #expect(board.opponent(of: 4, marked: 1) == 3 && board.opponent(of: 1) == nil)
    #expect(text(board, state).contains("Enter duel: p=4 against p=3"))
    // Nor can one whose loss is not a number.
    board.cells[4].loss = [.init(lower: .nan, median: .nan, upper: .nan)]
    #expect(board.opponent(of: 0) == 3)
    _ = state.handle(.key(.left))
    for _ in 0..<2 { _ = state.handle(.key(.left)) }
    _ = state.handle(.key(.character(" ")))
    #expect(state.selection == 1 && state.marked == nil)
    #expect(self.board(1).opponent(of: 0) == nil)
  }

  @Test("Help explains every key, takes all keys while it is open, and says where q leads")
  func help() {
    for isNested in [false, true] {
      var state = SweepState(count: 5, width: 80, height: 24, isNested: isNested)
      #expect(text(board(5), state).contains(isNested ? "q back" : "q quit"))
      _ = state.handle(.key(.character("?")))
      let help = text(board(5), state)
      for word in ["keys of a sweep", "Enter", "space", "Ctrl-C", "the live duel", "Esc closes"] {
        #expect(help.contains(word), "\(word)")
      }
      #expect(help.contains("back to the duel") == isNested)
      #expect(state.handle(.key(.right)) == .ignored && state.selection == 0)
      #expect(state.handle(.key(.enter)) == .redraw && !state.isHelpOpen)
      _ = state.handle(.key(.function(1)))
      #expect(state.handle(.mouse(MouseEvent(.press, x: 40, y: 5))) == .redraw)
      #expect(!state.isHelpOpen && state.selection == 0)
      _ = state.handle(.key(.character("?")))
      #expect(state.handle(.key(.character("q"))) == .quit)
    }
  }

  @Test("A message stays in the bottom line until the next key")
  func message() {
    var state = SweepState(count: 5, width: 80, height: 24)
    state.message = "p=0: when its epoch is done"
    #expect(text(board(5), state).contains("when its epoch is done"))
    _ = state.handle(.key(.right))
    #expect(state.message == nil)
  }

  @Test("Cells scroll to keep the selected one visible")
  func scrolling() {
    var state = SweepState(count: 24, width: 80, height: 24)
    let first = text(board(24), state)
    #expect(first.contains(" p=0 ") && !first.contains(" p=23 ") && first.contains("scroll"))
    _ = state.handle(.key(.end))
    #expect(text(board(24), state).contains(" p=23 "))
  }

  @Test("A click selects, and a second one opens the duel")
  func mouse() {
    var state = SweepState(count: 5, width: 80, height: 24)
    #expect(state.handle(.mouse(MouseEvent(.press, x: 40, y: 5))) == .redraw)
    #expect(state.selection == 1)
    #expect(state.handle(.mouse(MouseEvent(.press, x: 40, y: 5))) == .duel)
  }

  @Test(
    "Any number of cells is drawn at any size, in ASCII and before there are results")
  func robust() {
    for size in [(1, 1), (20, 5), (79, 24), (80, 24), (100, 40), (213, 60)] {
      for count in [1, 2, 7, 48] {
        for epochs in [0, 1, 6] {
          for key in [Key.home, .character("b"), .character("?"), .character(" ")] {
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

  @Test("Progress is the share of epochs done; a sweep without cells is done")
  func progress() {
    #expect(board(3).progress == 0.5)
    #expect(SweepBoard(cells: [], epochs: 3, seeds: 2).progress == 1)
  }
}
