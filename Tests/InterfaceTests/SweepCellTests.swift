import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("A cell of a sweep is a picture with two charts") struct SweepCellTests {
  @Test("the picture is above the charts if it is larger there; nothing overlaps")
  func layout() {
    for width in 24...80 {
      for height in 9...60 {
        let inner = Rect(x: 3, y: 5, width: width, height: height)
        let layout = SweepCellLayout(inner)
        let parts = [layout.picture, layout.nfe, layout.loss]
        for (k, a) in parts.enumerated() {
          #expect(a.width >= 8 && a.height >= 4)
          #expect(a.x >= inner.x && a.y >= inner.y && a.maxX <= inner.maxX && a.maxY <= inner.maxY)
          for b in parts[..<k] {
            #expect(a.maxX <= b.x || b.maxX <= a.x || a.maxY <= b.y || b.maxY <= a.y)
          }
        }
        let isAbove = layout.picture.width == width
        let beside = min(width / 2 - 1, 2 * height)
        let square = min(layout.picture.width, 2 * layout.picture.height)
        #expect(isAbove ? square > beside : square >= beside)
      }
    }
    // Six cells at 80×24, 100×30 and 140×42.
    #expect(SweepCellLayout(Rect(x: 0, y: 0, width: 24, height: 9)).picture.width == 11)
    #expect(SweepCellLayout(Rect(x: 0, y: 0, width: 31, height: 12)).picture.width == 14)
    #expect(SweepCellLayout(Rect(x: 0, y: 0, width: 44, height: 18)).picture.width == 44)
  }

  private func screen(_ width: Int, _ height: Int, cells: Int) -> Composition {
    var board = SweepBoard(cells: [], epochs: 12, seeds: 5)
    for index in 0..<cells {
      var cell = SweepBoard.Cell(name: "p=\(index)", family: .anode)
      for epoch in 0..<12 {
        let (nfe, loss) = (Float(20 + 3 * epoch), 0.5 / Float(1 + epoch))
        cell.nfe.append(.init(lower: nfe - 4, median: nfe, upper: nfe + 4))
        cell.loss.append(.init(lower: loss / 2, median: loss, upper: loss * 2))
      }
      board.cells.append(cell)
    }
    return SweepScreen.compose(
      board, state: SweepState(count: cells, width: width, height: height), theme: .dark,
      glyphs: .unicode)
  }

  @Test("charts label the ends of their axes if there is room")
  func ends() {
    let large = screen(140, 42, cells: 6).cells(.unicode).plainText
    for word in ["53", "20", "0.50", "0.042", "epoch 1 to 12"] {
      #expect(large.contains(word), "\(word)")
    }
    let small = screen(80, 24, cells: 6).cells(.unicode).plainText
    #expect(!small.contains("epoch 1") && small.contains("NFE 53"))
  }

  @Test("the range between the quartiles is one area, below the median's curve")
  func bands() {
    let pictures = screen(140, 42, cells: 1).pictures.map(\.drawing)
    #expect(!pictures.isEmpty)
    for drawing in pictures {
      let fills = drawing.inked.compactMap { inked -> Drawing.Fill? in
        guard case .fill(let fill) = inked else { return nil }
        return fill
      }
      #expect(fills.count == 1)
      for fill in fills {
        #expect(drawing.points(of: fill).count == 24 && fill.ink.layer == 0)
      }
    }
  }
}
