import Canvas

/// Where the parts of a model's panel are.
package struct ModelPanelLayout: Sendable, Equatable {
  /// Where a model's numbers stand.
  package enum NumbersPlace: Sendable, Equatable {
    /// In the picture, at its right, where it is empty.
    case within
    /// Above the picture, in large digits.
    case above
    /// Above the picture, in one row.
    case row
  }

  /// The picture of the flow: as wide as the panel.
  package let picture: Rect
  package let numbers: Rect
  package let place: NumbersPlace
  package let playHead: Rect
  package let light: Rect

  /// The layout within a panel, frame included, of at least 8 × 6 cells.
  ///
  /// - Parameter isOpen: is the picture square in the main, so that what is at its right is free?
  package init(_ panel: Rect, isOpen: Bool) {
    let inner = panel.inset(2, 1)
    light = Rect(x: inner.x, y: inner.maxY - 1, width: inner.width, height: 1)
    playHead = Rect(x: inner.x, y: inner.maxY - 2, width: inner.width, height: 1)
    let rows = inner.height - 2
    // Cells are twice as high as wide, so a square picture is twice as many columns as rows.
    let isNarrow = inner.width < 2 * rows + 14 && inner.width < 46
    // A square that leaves rows free anyway has the numbers in these.
    let isTall = isOpen && inner.width <= 2 * (rows - 5)
    place =
      isTall ? .above : isOpen ? .within : isNarrow || rows >= Self.rowsForDigits ? .above : .row
    switch place {
    case .within:
      let side = min(max(16, inner.width - 2 * rows), 20) - 1
      numbers = Rect(x: inner.maxX - side, y: inner.y, width: side, height: rows)
      picture = Rect(x: inner.x, y: inner.y, width: inner.width, height: rows)
    case .above, .row:
      // Where the panel is narrow, what the digits grew by has a row of its own.
      let height = min(place == .row ? 1 : isNarrow || isTall ? 5 : 3, rows)
      numbers = Rect(x: inner.x, y: inner.y, width: inner.width, height: height)
      picture = Rect(
        x: inner.x, y: inner.y + height, width: inner.width, height: rows - height)
    }
  }

  /// Rows from which on there is room for large digits above a picture.
  private static let rowsForDigits = 12

  /// All above the play head.
  var pictureAndNumbers: Rect {
    Rect(
      x: playHead.x, y: numbers.y, width: playHead.width, height: playHead.y - numbers.y)
  }

  /// Columns at the picture's right that the numbers stand in.
  var aside: Int { place == .within ? picture.maxX - numbers.x + 1 : 0 }

  /// Columns of the play head's track: its first one, and how many.
  var track: (x: Int, width: Int) {
    (playHead.x + 3, max(2, playHead.width - 3 - 6))
  }

  /// Do numbers hide a part of a square picture, so that they have to be few?
  var isCrowded: Bool { place == .within && picture.width < 2 * picture.height + aside }

  /// The time 0…1 at a column of the track.
  func time(at column: Int) -> Double {
    min(max(0, Double(column - track.x) / Double(track.width - 1)), 1)
  }

  /// The column of the track at a time.
  func column(at time: Double) -> Int {
    track.x + Int((min(max(0, time), 1) * Double(track.width - 1)).rounded())
  }
}
