import Canvas

/// The places of the parts of a model's panel.
package struct ModelPanelLayout: Sendable, Equatable {
  package enum NumbersPlace: Sendable, Equatable {
    /// In the empty right part of the picture.
    case within
    /// Above the picture, in large digits.
    case above
    /// Above the picture, in one row.
    case row
  }

  package let picture: Rect
  package let numbers: Rect
  package let place: NumbersPlace
  package let playHead: Rect
  package let light: Rect

  /// The layout within a panel, frame included, of at least 8 × 6 cells.
  ///
  /// - Parameters:
  ///   - isOpen: whether the picture is mostly square, with free room on its right.
  ///   - hasNumbers: whether the panel has numbers of its own.
  package init(_ panel: Rect, isOpen: Bool, hasNumbers: Bool = true) {
    let inner = panel.inset(2, 1)
    light = Rect(x: inner.x, y: inner.maxY - 1, width: inner.width, height: 1)
    playHead = Rect(x: inner.x, y: inner.maxY - 2, width: inner.width, height: 1)
    let rows = inner.height - 2
    // Cells are twice as high as wide, so a square picture has twice as many columns as rows.
    let isNarrow = inner.width < 2 * rows + 14 && inner.width < 46
    // If a square leaves rows free, the numbers go there.
    let isTall = isOpen && inner.width <= 2 * (rows - 5)
    guard hasNumbers else {
      place = .row
      numbers = Rect(x: inner.x, y: inner.y, width: inner.width, height: 0)
      picture = Rect(x: inner.x, y: inner.y, width: inner.width, height: rows)
      return
    }
    place =
      isTall ? .above : isOpen ? .within : isNarrow || rows >= Self.rowsForDigits ? .above : .row
    switch place {
    case .within:
      let side = min(max(16, inner.width - 2 * rows), 20) - 1
      numbers = Rect(x: inner.maxX - side, y: inner.y, width: side, height: rows)
      picture = Rect(x: inner.x, y: inner.y, width: inner.width, height: rows)
    case .above, .row:
      // In a narrow panel the digits' growth has its own row.
      let height = min(place == .row ? 1 : isNarrow || isTall ? 5 : 3, rows)
      numbers = Rect(x: inner.x, y: inner.y, width: inner.width, height: height)
      picture = Rect(
        x: inner.x, y: inner.y + height, width: inner.width, height: rows - height)
    }
  }

  /// The least rows for large digits above a picture.
  private static let rowsForDigits = 12

  var pictureAndNumbers: Rect {
    Rect(
      x: playHead.x, y: numbers.y, width: playHead.width, height: playHead.y - numbers.y)
  }

  /// Columns that the numbers take on the picture's right.
  var aside: Int { place == .within ? picture.maxX - numbers.x + 1 : 0 }

  /// The columns of the play head's track.
  var track: (x: Int, width: Int) {
    (playHead.x + 3, max(2, playHead.width - 3 - 6))
  }

  /// Whether numbers would hide part of a square picture, so few are shown.
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
