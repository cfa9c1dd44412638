extension SVGWriter {
  /// A screen as an SVG document: pictures as vectors, text and frames from the cells.
  package func document(_ composition: Composition) -> String {
    let grid = composition.grid
    // Labels of pictures are drawn above their strokes.
    var markup = head(columns: grid.width, rows: grid.height) + page(of: grid).markup
    for layer in composition.layers {
      switch layer {
      case .picture(let drawing, let x, let y):
        markup += self.markup(drawing, x: x, y: y, in: grid)
      case .cover(let top, let rect):
        markup +=
          "<rect x=\"\(rect.x * 10)\" y=\"\(rect.y * 20)\" width=\"\(rect.width * 10)\" "
          + "height=\"\(rect.height * 20)\" fill=\"\(background.hex)\"/>\n"
        var shown = CellGrid(width: grid.width, height: grid.height)
        shown.copy(top, rect)
        markup += page(of: shown).markup
      }
    }
    return markup + "</svg>\n"
  }

  /// One picture as an SVG document.
  package func document(_ drawing: Drawing) -> String {
    var composition = Composition(CellGrid(width: drawing.columns, height: drawing.rows))
    composition.place(drawing, x: 0, y: 0)
    return document(composition)
  }

  /// A picture's elements, its top left cell at (x, y) of a grid.
  ///
  /// - Parameters:
  ///   - showsText: include labels and symbols.
  ///   - isBig: see `Drawing.isBig`; a group is as big as its picture.
  func markup(
    _ drawing: Drawing, x: Int, y: Int, in grid: CellGrid, showsText: Bool = true,
    isBig: Bool = false
  ) -> String {
    let isBig = isBig || drawing.isBig
    let strength = isBig ? 2.0 : 1
    var markup = ""
    var run: [VectorMark] = []
    var text = CellGrid(width: grid.width, height: grid.height)
    var hasText = false
    var isOfPoints = false
    func finishRun() {
      isOfPoints = false
      guard !run.isEmpty else { return }
      let (wide, high) = (drawing.columns * 10, drawing.rows * 20)
      // Whole coordinates in half points: finer ones are invisible and take 50 % more bytes.
      markup +=
        "<svg x=\"\(x * 10)\" y=\"\(y * 20)\" width=\"\(wide)\" height=\"\(high)\" "
        + "viewBox=\"0 0 \(2 * wide) \(2 * high)\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
      // Stable: within a layer, later marks lie above earlier ones.
      let order = run.indices.sorted {
        (run[$0].depth, $0) < (run[$1].depth, $1)
      }
      var path = ""
      for (place, index) in order.enumerated() {
        path += run[index].data
        let isLast =
          place + 1 == order.count || run[order[place + 1]].look != run[index].look
          || run[index].isArea
        if isLast {
          markup += "<path \(run[index].look) d=\"\(path)\"/>\n"
          path = ""
        }
      }
      markup += "</svg>\n"
      run = []
    }
    func finishText() {
      guard hasText else { return }
      markup += page(of: text).markup
      text = CellGrid(width: grid.width, height: grid.height)
      hasText = false
    }
    for mark in drawing.marks {
      switch mark {
      case .run(let range):
        finishText()
        if isOfPoints { finishRun() }
        for inked in drawing.inked[range] {
          switch inked {
          case .stroke(let stroke): run.append(vector(stroke, of: drawing, strength))
          case .dot(let dot): if let mark = vector(dot, strength) { run.append(mark) }
          case .fill(let fill): if let mark = vector(fill, of: drawing) { run.append(mark) }
          }
        }
      case .raster(let raster):
        finishRun()
        finishText()
        markup += self.markup(raster, x: x, y: y)
      case .symbol(let symbol) where symbol.isPoint:
        // A point on a map: a dot at its exact place, with a rim that shows on a map of its colour.
        finishText()
        if !isOfPoints { finishRun() }
        isOfPoints = true
        let rim = Ink(Color(0, 0, 0), layer: 0)
        for (size, ink) in [(3, rim), (2, Ink(symbol.style.foreground, layer: 1))] {
          if let mark = vector(Drawing.Dot(at: symbol.at, size: size, ink: ink), strength) {
            run.append(mark)
          }
        }
      case .symbol, .label:
        finishRun()
        guard showsText else { continue }
        hasText = true
        text.drawText(mark, of: drawing, x: x, y: y)
      case .group(let inner, let dx, let dy):
        finishRun()
        finishText()
        markup += self.markup(
          inner, x: x + dx, y: y + dy, in: grid, showsText: showsText, isBig: isBig)
      }
    }
    finishRun()
    finishText()
    return markup
  }

  private struct VectorMark {
    /// The path.
    var data: String
    /// Attributes.
    var look: String
    /// Greater is further up.
    var depth: Int
    /// Areas of one colour stay separate: in one path they would cut holes into each other.
    var isArea = false
  }

  private func color(_ ink: Ink) -> String { (ink.color ?? foreground).hex }

  private func depth(_ ink: Ink) -> Int { Int(ink.layer) * 256 + Int(ink.rank) }

  /// In half points, ten to a unit.
  private func width(_ ink: Ink, _ strength: Double) -> String {
    // Grid lines stay thin.
    let strength = ink.layer == 0 ? 1 : strength
    guard ink.weight == 0 else { return NumberText.fixed(Double(ink.weight) / 1.6 * strength, 1) }
    let width = ink.layer == 0 ? 18 : ink.isBold ? 40 : 26
    return NumberText.exact(Double(width) * strength / 10)
  }

  private func vector(
    _ stroke: Drawing.Stroke, of drawing: Drawing, _ strength: Double
  ) -> VectorMark {
    var data = ""
    var last: (x: Int, y: Int)?
    for point in drawing.points(of: stroke) {
      guard let to = Self.place(point) else {
        // A single point is a dot.
        if data.hasSuffix("l") { data += "0 0" }
        last = nil
        continue
      }
      guard let from = last else {
        data += "M\(to.x) \(to.y)l"
        last = to
        continue
      }
      guard from != to || data.hasSuffix("l") else { continue }
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      // A minus separates numbers as well as a blank.
      data += (data.hasSuffix("l") || dx < 0 ? "" : " ") + "\(dx)" + (dy < 0 ? "" : " ") + "\(dy)"
      last = to
    }
    if data.hasSuffix("l") { data += "0 0" }
    let width = width(stroke.ink, strength)
    let dash = stroke.gap > 0 ? " stroke-dasharray=\"4 \(8 * stroke.gap)\"" : ""
    return VectorMark(
      data: data,
      look: "fill=\"none\" stroke=\"\(color(stroke.ink))\" stroke-width=\"\(width)\"\(dash)",
      depth: depth(stroke.ink))
  }

  private func vector(_ dot: Drawing.Dot, _ strength: Double) -> VectorMark? {
    guard let at = Self.place(dot.at) else { return nil }
    let width = NumberText.fixed((dot.size == 0 ? 4.8 : Double(dot.size) * 6.8) * strength, 1)
    return VectorMark(
      data: "M\(at.x) \(at.y)h0",
      look: "fill=\"none\" stroke=\"\(color(dot.ink))\" stroke-width=\"\(width)\"",
      depth: depth(dot.ink))
  }

  private func vector(_ fill: Drawing.Fill, of drawing: Drawing) -> VectorMark? {
    let corners = drawing.points(of: fill).compactMap(Self.place)
    guard corners.count == fill.count else { return nil }
    let data = corners.enumerated().map { "\($0 == 0 ? "M" : "L")\($1.x) \($1.y)" }
    return VectorMark(
      data: data.joined() + "z",
      look: "fill=\"\(color(fill.ink))\" "
        + "fill-opacity=\"\(NumberText.fixed(Double(fill.opacity), 2))\" fill-rule=\"evenodd\"",
      depth: depth(fill.ink), isArea: true)
  }

  /// In half points, 20 × 40 to a cell; nil if not finite or too far out.
  private static func place(_ point: Drawing.Point) -> (x: Int, y: Int)? {
    guard abs(point.x) < 1e5, abs(point.y) < 1e5 else { return nil }
    return (Int((point.x * 10).rounded()), Int((point.y * 10).rounded()))
  }

  /// Rectangles for runs of one colour in each row.
  private func markup(_ raster: Raster, x: Int, y: Int) -> String {
    let rect = raster.rect
    guard raster.isComplete, rect.width > 0, rect.height > 0 else { return "" }
    // Smooth rasters in steps of a quarter of a cell's height, pixels as they are.
    let isSmooth = raster.sampling == .smooth
    let wide = isSmooth ? rect.width * 2 : raster.width
    let high = isSmooth ? rect.height * 4 : raster.height
    let (across, down) = (
      Double(rect.width * 10) / Double(wide), Double(rect.height * 20) / Double(high)
    )
    func number(_ value: Double) -> String {
      let text = NumberText.fixed(value, 2)
      return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
    }
    var paths: [String: String] = [:]
    var (start, color): (Int, Color?) = (0, nil)
    func finish(_ row: Int, _ end: Int) {
      guard let color, end > start else { return }
      let length = number(Double(end - start) * across)
      paths[color.hex, default: ""] +=
        "M\(number(Double((x + rect.x) * 10) + Double(start) * across)) "
        + "\(number(Double((y + rect.y) * 20) + Double(row) * down))h\(length)v\(number(down))"
        + "h-\(length)z"
    }
    raster.forEachTone(wide: wide, high: high) { column, row, next, _ in
      if column == 0 { (start, color) = (0, next) }
      if next != color {
        finish(row, column)
        (start, color) = (column, next)
      }
      if column == wide - 1 { finish(row, wide) }
    }
    return paths.sorted { $0.key < $1.key }
      .map {
        "<path fill=\"\($0.key)\" shape-rendering=\"crispEdges\" d=\"\($0.value)\"/>\n"
      }.joined()
  }
}
