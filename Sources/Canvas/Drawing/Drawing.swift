/// A picture as a value: strokes, dots, fills, rasters, symbols and labels in drawing order. It can
/// be compared, printed, and drawn as cells, SVG or pixels.
///
/// Coordinates start at the top left corner, x to the right and y down. A cell is 2 units wide and
/// 4 high, so a unit is equally long along x and y. Strokes, dots and fills are clipped to the
/// picture, and NaN is not drawn; labels can lie outside, in the frame of a panel.
package struct Drawing: Sendable, Equatable {
  package typealias Point = SIMD2<Float>

  package let columns: Int
  package let rows: Int
  /// Whether strokes and dots are twice as wide, those of groups too.
  package var isBig = false
  /// The last is on top.
  package var marks: [Mark] { runStart.map { closed + [.run($0..<inked.count)] } ?? closed }
  private var closed: [Mark] = []
  /// Where the open run starts in `inked`.
  private var runStart: Int?
  /// The strokes, dots and fills of all runs.
  package private(set) var inked: [Inked] = []
  /// The corners of strokes and fills.
  package private(set) var points: [Point] = []

  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  package var unitsWide: Int { columns * 2 }
  package var unitsHigh: Int { rows * 4 }
  /// In cells.
  package var bounds: Rect { Rect(x: 0, y: 0, width: columns, height: rows) }

  package enum Mark: Sendable, Equatable {
    /// Consecutive strokes, dots and fills of `inked`; higher layers are on top.
    case run(Range<Int>)
    indirect case raster(Raster)
    indirect case symbol(Symbol)
    indirect case label(Label)
    /// A picture at a cell of this one, its strokes clipped to its own bounds.
    indirect case group(Drawing, x: Int, y: Int)
  }

  package enum Inked: Sendable, Equatable {
    case stroke(Stroke)
    case dot(Dot)
    case fill(Fill)
  }

  /// A line through `count` of the drawing's points, starting at `first`.
  package struct Stroke: Sendable, Equatable {
    var first: Int
    var count: Int
    package var ink: Ink
    /// Units left out after each unit drawn; 0 for a solid line.
    package var gap: Int
  }

  package struct Dot: Sendable, Equatable {
    /// The centre.
    package var at: Point
    /// Width and height in units.
    package var size: Int
    package var ink: Ink
  }

  /// A polygon of `count` of the drawing's points, starting at `first`.
  package struct Fill: Sendable, Equatable {
    var first: Int
    var count: Int
    package var ink: Ink
    /// Whether it is a sheet in space through which the background shows. Cells hatch it.
    package var isSheet: Bool
    /// 0…1, for outputs that can blend.
    package var opacity: Float { isSheet ? 0.25 : 0.6 }
  }

  /// A glyph at a place: a point's mark, a piece of an axis.
  package struct Symbol: Sendable, Equatable {
    package var glyph: Unicode.Scalar
    /// Drawn in the cell that contains this place.
    package var at: Point
    package var style: Style
    /// Whether the cell keeps its background if the style has none.
    package var keepsGround: Bool

    /// Whether it is a point on a map, drawn by SVG and pixels as a dot at its exact place.
    package var isPoint: Bool { glyph == "\u{25CF}" }
  }

  package struct Label: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
      /// In row y, within `width` columns from column x.
      case cells(x: Int, y: Int, width: Int, TextAlignment)
      /// Starts at a point, or further left to fit. Not drawn if the point is outside.
      case point(Point)
    }
    package var text: String
    package var place: Place
    package var style: Style
    /// Height of capitals in rows, for outputs in pixels; nil for text of the screen's size.
    package var capitals: Float?
  }

  package func points(of stroke: Stroke) -> ArraySlice<Point> {
    points[stroke.first..<stroke.first + stroke.count]
  }

  package func points(of fill: Fill) -> ArraySlice<Point> {
    points[fill.first..<fill.first + fill.count]
  }
}

// MARK: Adding marks

extension Drawing {
  /// Draws one unit of every `gap` + 1 of a line. Extends the last stroke if the line continues it
  /// in the same ink.
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

  /// Draws a dot of `size` units around a place: the mark of a data point.
  package mutating func blob(_ x: Float, _ y: Float, size: Int = 2, _ ink: Ink) {
    append(.dot(Dot(at: Point(x, y), size: size, ink: ink)))
  }

  /// Fills a polygon; nothing with fewer than three corners.
  package mutating func fill(_ corners: [Point], _ ink: Ink, isSheet: Bool = false) {
    guard corners.count > 2 else { return }
    append(
      .fill(Fill(first: points.count, count: corners.count, ink: ink, isSheet: isSheet)))
    points += corners
  }

  private mutating func append(_ new: Inked) {
    if runStart == nil {
      runStart = inked.count
      // A large picture has thousands of marks: reserving avoids repeated copies.
      if inked.isEmpty, columns * rows > 400 {
        inked.reserveCapacity(1024)
        points.reserveCapacity(4096)
      }
    }
    inked.append(new)
  }

  /// Closes the open run: the mark lies above everything drawn so far.
  private mutating func append(_ mark: Mark) {
    if let runStart { closed.append(.run(runStart..<inked.count)) }
    runStart = nil
    closed.append(mark)
  }

  /// Whether it contains a raster, which hides everything below.
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

  package mutating func add(_ raster: Raster) { append(.raster(raster)) }

  /// Adds a picture with its top left cell at (x, y).
  package mutating func add(_ picture: Drawing, x: Int, y: Int) {
    guard !picture.isEmpty else { return }
    append(.group(picture, x: x, y: y))
  }

  /// Puts a symbol into a cell.
  package mutating func put(
    _ glyph: Unicode.Scalar, x: Int, y: Int, style: Style, keepsGround: Bool = true
  ) {
    symbol(
      glyph, Point(Float(2 * x) + 1, Float(4 * y) + 2), style: style, keepsGround: keepsGround)
  }

  package mutating func symbol(
    _ glyph: Unicode.Scalar, _ at: Point, style: Style, keepsGround: Bool = true
  ) {
    append(.symbol(Symbol(glyph: glyph, at: at, style: style, keepsGround: keepsGround)))
  }

  /// Writes one line of text from column `x` of row `y`; returns the columns used.
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

  /// Writes text aligned within `width` columns from column `x`; returns the columns used.
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

  /// Writes one line of text whose capitals are so many rows high, from the top of row `y`. Cells
  /// show it in their own size.
  package mutating func write(_ text: String, x: Int, y: Int, style: Style, capitals: Float) {
    guard !text.isEmpty else { return }
    append(
      .label(
        Label(
          text: text, place: .cells(x: x, y: y, width: columns - x, .left), style: style,
          capitals: capitals)))
  }

  package mutating func label(_ text: String, at point: Point, style: Style) {
    guard !text.isEmpty else { return }
    append(.label(Label(text: text, place: .point(point), style: style)))
  }
}

extension Drawing {
  /// Fills the area between two curves, from left to right (x, one y, the other y); nil is a hole.
  /// A range between two holes is a line.
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
