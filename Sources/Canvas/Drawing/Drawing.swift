/// A picture as a value: strokes, dots, fills, rasters, symbols and text, in the order in which
/// they are drawn. It can be compared, printed, and made into cells, SVG or pixels by whoever shows
/// it.
///
/// Coordinates are counted from the top left corner, x to the right and y down, in units of half a
/// column: a cell of a terminal is 2 units wide and 4 high, so that a unit along x is as long as
/// one along y. Of strokes, dots and fills what lies outside is not shown, nor what is not a
/// number; text may stand beside, in the frame of a panel.
package struct Drawing: Sendable, Equatable {
  /// A place in the picture.
  package typealias Point = SIMD2<Float>

  /// Size in cells.
  package let columns: Int
  package let rows: Int
  /// What is drawn, the last on top.
  package var marks: [Mark] { runStart.map { closed + [.run($0..<inked.count)] } ?? closed }
  private var closed: [Mark] = []
  /// Where in `inked` the run begins that may go on.
  private var runStart: Int?
  /// The strokes, dots and fills of all runs.
  package private(set) var inked: [Inked] = []
  /// The corners of strokes and fills.
  package private(set) var points: [Point] = []

  /// An empty picture of so many cells.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Width in units.
  package var unitsWide: Int { columns * 2 }
  /// Height in units.
  package var unitsHigh: Int { rows * 4 }
  /// All of it, in cells.
  package var bounds: Rect { Rect(x: 0, y: 0, width: columns, height: rows) }

  /// One thing that is drawn, or many of a kind.
  package enum Mark: Sendable, Equatable {
    /// Strokes, dots and fills that follow each other, of `inked`: those of higher layers lie on
    /// top.
    case run(Range<Int>)
    /// Numbers as colours.
    indirect case raster(Raster)
    /// A letter or a sign at a place.
    indirect case symbol(Symbol)
    indirect case label(Label)
    /// A picture within this one, its strokes clipped at its own bounds; its place in cells.
    indirect case group(Drawing, x: Int, y: Int)
  }

  /// What is drawn in one ink.
  package enum Inked: Sendable, Equatable {
    /// A line through several points.
    case stroke(Stroke)
    /// A dot of a size.
    case dot(Dot)
    case fill(Fill)
  }

  /// A line through `count` of the drawing's points, from `first` on.
  package struct Stroke: Sendable, Equatable {
    var first: Int
    var count: Int
    /// Colour, weight and layer.
    package var ink: Ink
    /// Units left out after each one that is drawn; 0 for a line without gaps.
    package var gap: Int
  }

  package struct Dot: Sendable, Equatable {
    /// Its middle.
    package var at: Point
    /// Width and height in units.
    package var size: Int
    /// Colour, weight and layer.
    package var ink: Ink
  }

  /// An area within `count` of the drawing's points.
  package struct Fill: Sendable, Equatable {
    var first: Int
    var count: Int
    /// Colour and layer.
    package var ink: Ink
    /// Is it a sheet in space, that what is behind shines through? Cells hatch it.
    package var isSheet: Bool
    /// What of its colour there is, 0…1, for outputs that can mix it with what lies below.
    package var opacity: Float { isSheet ? 0.25 : 0.6 }
  }

  /// A sign that stands for something at a place: a point's mark, a piece of an axis.
  package struct Symbol: Sendable, Equatable {
    package var glyph: Unicode.Scalar
    /// Its place: the cell that holds it.
    package var at: Point
    /// Colours and weight; without a background that of what is there.
    package var style: Style
    /// May it have a background that it does not say? Otherwise none is kept.
    package var keepsGround: Bool

    /// Is it a point on a map, which outputs that can draw a dot exactly where it is?
    package var isPoint: Bool { glyph == "\u{25CF}" }
  }

  package struct Label: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
      /// In a row of cells, from a column on, in so many columns at most.
      case cells(x: Int, y: Int, width: Int, TextAlignment)
      /// With its beginning at a point, or as far to the right as it fits; nowhere when the point
      /// is not in the picture.
      case point(Point)
    }
    package var text: String
    package var place: Place
    /// Colours and weight.
    package var style: Style
  }

  /// The points of a stroke.
  package func points(of stroke: Stroke) -> ArraySlice<Point> {
    points[stroke.first..<stroke.first + stroke.count]
  }

  /// The corners of a fill.
  package func points(of fill: Fill) -> ArraySlice<Point> {
    points[fill.first..<fill.first + fill.count]
  }
}

// MARK: Making one

extension Drawing {
  /// Draws a straight line; with `gap` > 0 a unit of every `gap` + 1. Lines that go on from each
  /// other with one ink are one stroke.
  package mutating func line(
    _ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float, _ ink: Ink, gap: Int = 0
  ) {
    if runStart != nil, points.last == Point(x0, y0), case .stroke(var last)? = inked.last,
      last.gap == gap, last.first + last.count == points.count, last.ink == ink
    {
      points.append(Point(x1, y1))
      last.count += 1
      inked[inked.count - 1] = .stroke(last)
      return
    }
    append(.stroke(Stroke(first: points.count, count: 2, ink: ink, gap: gap)))
    points.append(Point(x0, y0))
    points.append(Point(x1, y1))
  }

  /// Draws the smallest dot.
  package mutating func dot(_ x: Float, _ y: Float, _ ink: Ink) {
    append(.dot(Dot(at: Point(x, y), size: 0, ink: ink)))
  }

  /// Draws a dot of `size` units around a point: what marks a data point.
  package mutating func blob(_ x: Float, _ y: Float, size: Int = 2, _ ink: Ink) {
    append(.dot(Dot(at: Point(x, y), size: size, ink: ink)))
  }

  /// Fills the area within corners.
  ///
  /// - Parameter isSheet: is what is behind to be seen, and not what lies upon it alone?
  package mutating func fill(_ corners: [Point], _ ink: Ink, isSheet: Bool = false) {
    guard corners.count > 2 else { return }
    append(
      .fill(Fill(first: points.count, count: corners.count, ink: ink, isSheet: isSheet)))
    points += corners
  }

  private mutating func append(_ new: Inked) {
    if runStart == nil {
      runStart = inked.count
      // A large picture has thousands, and growing by and by would copy them again and again.
      if inked.isEmpty, columns * rows > 400 {
        inked.reserveCapacity(1024)
        points.reserveCapacity(4096)
      }
    }
    inked.append(new)
  }

  /// Draws what is no ink, above all that was drawn until now.
  private mutating func append(_ mark: Mark) {
    if let runStart { closed.append(.run(runStart..<inked.count)) }
    runStart = nil
    closed.append(mark)
  }

  /// Is there a raster in it, which hides what lies below?
  package var hasRaster: Bool {
    closed.contains { mark in
      switch mark {
      case .raster: true
      case .group(let inner, _, _): inner.hasRaster
      case .run, .symbol, .label: false
      }
    }
  }

  package var isEmpty: Bool { closed.isEmpty && runStart == nil }

  /// Shows numbers as colours.
  package mutating func add(_ raster: Raster) { append(.raster(raster)) }

  /// Puts a picture into this one, its top left cell at (x, y).
  package mutating func add(_ picture: Drawing, x: Int, y: Int) {
    guard !picture.isEmpty else { return }
    append(.group(picture, x: x, y: y))
  }

  /// Puts a sign into a cell.
  ///
  /// - Parameter keepsGround: where the style has no background, what is there keeps its own.
  package mutating func put(
    _ glyph: Unicode.Scalar, x: Int, y: Int, style: Style, keepsGround: Bool = true
  ) {
    symbol(
      glyph, Point(Float(2 * x) + 1, Float(4 * y) + 2), style: style, keepsGround: keepsGround)
  }

  /// Puts a sign at a place.
  package mutating func symbol(
    _ glyph: Unicode.Scalar, _ at: Point, style: Style, keepsGround: Bool = true
  ) {
    append(.symbol(Symbol(glyph: glyph, at: at, style: style, keepsGround: keepsGround)))
  }

  /// Writes one line of text from column `x` of row `y`, at most `maxWidth` columns.
  ///
  /// - Returns: the columns used.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, style: Style = Style(), maxWidth: Int = .max
  ) -> Int {
    guard maxWidth > 0, !text.isEmpty else { return 0 }
    append(
      .label(
        Label(text: text, place: .cells(x: x, y: y, width: maxWidth, .left), style: style)))
    return min(maxWidth, TextRow.width(of: text))
  }

  /// Writes text aligned within `width` columns from column `x` on.
  ///
  /// - Returns: the columns used.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, width: Int, alignment: TextAlignment, style: Style = Style()
  ) -> Int {
    guard width > 0, !text.isEmpty else { return 0 }
    append(
      .label(
        Label(text: text, place: .cells(x: x, y: y, width: width, alignment), style: style)))
    return min(width, TextRow.width(of: text))
  }

  /// Writes a short text at a point: a point's letter, an axis's name.
  package mutating func label(_ text: String, at point: Point, style: Style) {
    guard !text.isEmpty else { return }
    append(.label(Label(text: text, place: .point(point), style: style)))
  }
}

extension Drawing {
  /// Fills what lies between two curves, above each other: a spread around a third.
  ///
  /// - Parameter ranges: from left to right (x, one y, the other y); nil where there is a hole.
  ///   What stands alone is a line.
  package mutating func band(_ ranges: [SIMD3<Float>?], _ ink: Ink) {
    for run in ranges.split(separator: nil) {
      let run = run.compactMap { $0 }
      if run.count == 1 {
        line(run[0].x, run[0].y, run[0].x, run[0].z, ink)
      } else {
        fill(run.map { Point($0.x, $0.y) } + run.reversed().map { Point($0.x, $0.z) }, ink)
      }
    }
  }
}
