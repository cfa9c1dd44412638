import CellGraphics

/// Where the parts of a model's panel are.
package struct ModelPanelLayout: Sendable, Equatable {
  /// The picture of the flow.
  package let picture: Rect
  /// Numbers: beside the picture where there is room, otherwise above it.
  package let numbers: Rect
  /// Are the numbers above the picture?
  package let isStacked: Bool
  /// The row of the play head.
  package let playHead: Rect
  /// The row of the light.
  package let light: Rect

  /// The layout within a panel, frame included, of at least 8 × 6 cells.
  package init(_ panel: Rect) {
    let inner = panel.inset(2, 1)
    light = Rect(x: inner.x, y: inner.maxY - 1, width: inner.width, height: 1)
    playHead = Rect(x: inner.x, y: inner.maxY - 2, width: inner.width, height: 1)
    let rows = inner.height - 2
    // Cells are twice as high as wide, so a square picture is twice as many columns as rows.
    isStacked = inner.width < 2 * rows + 14 && inner.width < 46
    if isStacked {
      numbers = Rect(x: inner.x, y: inner.y, width: inner.width, height: min(5, rows))
      picture = Rect(x: inner.x, y: inner.y + 5, width: inner.width, height: rows - 5)
    } else {
      let side = min(max(16, inner.width - 2 * rows), 20)
      numbers = Rect(x: inner.maxX - side + 1, y: inner.y, width: side - 1, height: rows)
      picture = Rect(x: inner.x, y: inner.y, width: inner.width - side, height: rows)
    }
  }

  /// All above the play head.
  var pictureAndNumbers: Rect {
    Rect(
      x: playHead.x, y: numbers.y, width: playHead.width, height: playHead.y - numbers.y)
  }

  /// Columns of the play head's track: its first one, and how many.
  var track: (x: Int, width: Int) {
    (playHead.x + 3, max(2, playHead.width - 3 - 6))
  }

  /// The time 0…1 at a column of the track.
  func time(at column: Int) -> Double {
    min(max(0, Double(column - track.x) / Double(track.width - 1)), 1)
  }

  /// The column of the track at a time.
  func column(at time: Double) -> Int {
    track.x + Int((min(max(0, time), 1) * Double(track.width - 1)).rounded())
  }
}
