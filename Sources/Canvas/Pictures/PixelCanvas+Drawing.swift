extension PixelCanvas {
  /// Draws a picture with its top left corner at the origin.
  ///
  /// - Parameter text: include labels and symbols. Points on maps are always drawn.
  package func draw(_ drawing: Drawing, _ style: PixelStyle, text: Bool) {
    var style = style
    if drawing.isBig { style.strength = 2 }
    for mark in drawing.marks {
      switch mark {
      case .run(let range): draw(range, of: drawing, style)
      case .raster(let raster): draw(raster, style)
      case .symbol(let symbol) where symbol.isPoint:
        let (x, y) = place(symbol.at, style)
        disc(x, y, diameter: 2 * 0.68 * style.unit * style.strength)
        rim(style)
        disc(x, y, diameter: 2 * 0.68 * style.unit * style.strength)
        setColor(symbol.style.foreground ?? style.foreground)
        cairo.fill(context)
      case .symbol, .label: if text { drawText(mark, of: drawing, style) }
      case .group(let inner, let column, let row):
        let (x, y) = (Double(column) * style.cellWidth, Double(row) * style.cellHeight)
        within(
          x: x, y: y, width: Double(inner.columns) * style.cellWidth,
          height: Double(inner.rows) * style.cellHeight
        ) { draw(inner, style, text: text) }
      }
    }
  }

  private func place(_ point: Drawing.Point, _ style: PixelStyle) -> (x: Double, y: Double) {
    (Double(point.x) * style.cellWidth / 2, Double(point.y) * style.cellHeight / 4)
  }

  private func disc(_ x: Double, _ y: Double, diameter: Double) {
    let radius = diameter / 2
    guard radius < 6 else {
      cairo.newSubPath(context)
      cairo.arc(context, x, y, radius, 0, 2 * .pi)
      return
    }
    // Cairo's arcs take five times as long, and a small disc's twelve corners are invisible.
    for (index, corner) in Self.corners.enumerated() {
      let (dx, dy) = (corner.x * radius, corner.y * radius)
      if index == 0 {
        cairo.moveTo(context, x + dx, y + dy)
      } else {
        cairo.lineTo(context, x + dx, y + dy)
      }
    }
    cairo.closePath(context)
  }

  /// A regular dodecagon with the area of a disc of radius 1.
  private static let corners: [SIMD2<Double>] = {
    let radius = 1.0234
    let (half, most) = (0.5, 0.75.squareRoot())
    let quarter = [SIMD2(1.0, 0), SIMD2(most, half), SIMD2(half, most)]
    let turned = quarter.map { SIMD2(-$0.y, $0.x) }
    return (quarter + turned + quarter.map { -$0 } + turned.map { -$0 }).map { $0 * radius }
  }()

  /// Strokes the current path in the background colour, so that points of one colour stay separate.
  private func rim(_ style: PixelStyle) {
    setColor(style.background, alpha: 0.75)
    cairo.setDash(context, nil, 0, 0)
    cairo.setLineWidth(context, 0.36 * style.unit)
    cairo.stroke(context)
  }

  /// Draws a run, higher layers and ranks on top, with marks that look alike in one call.
  private func draw(_ range: Range<Int>, of drawing: Drawing, _ style: PixelStyle) {
    let order = range.map { index in
      let ink = drawing.inked[index].ink
      return (UInt64(ink.layer) << 40 | UInt64(ink.rank) << 32 | UInt64(UInt32(index)), index)
    }.sorted { $0.0 < $1.0 }
    var start = 0
    while start < order.count {
      let first = drawing.inked[order[start].1]
      var end = start + 1
      while end < order.count, first.looksLike(drawing.inked[order[end].1]) { end += 1 }
      switch first {
      case .stroke(let stroke):
        setColor(stroke.ink.color ?? style.foreground)
        setStroke(stroke, style)
        for place in order[start..<end] {
          guard case .stroke(let stroke) = drawing.inked[place.1] else { continue }
          trace(drawing.points(of: stroke), style)
        }
        cairo.stroke(context)
      case .dot(let dot) where dot.size == 0:
        for place in order[start..<end] { trace(drawing.inked[place.1], 0.48, style) }
        setColor(dot.ink.color ?? style.foreground)
        cairo.fill(context)
      case .dot(let dot):
        let diameter = Double(dot.size) * 0.68
        for place in order[start..<end] { trace(drawing.inked[place.1], diameter, style) }
        rim(style)
        for place in order[start..<end] { trace(drawing.inked[place.1], diameter, style) }
        setColor(dot.ink.color ?? style.foreground)
        cairo.fill(context)
      case .fill(let fill):
        setColor(fill.ink.color ?? style.foreground, alpha: Double(fill.opacity))
        cairo.setFillRule(context, 1)
        trace(drawing.points(of: fill), style)
        cairo.closePath(context)
        cairo.fill(context)
        cairo.setFillRule(context, 0)
      }
      start = end
    }
  }

  private func setStroke(_ stroke: Drawing.Stroke, _ style: PixelStyle) {
    let ink = stroke.ink
    let units =
      ink.weight > 0
      ? Double(ink.weight) / 16 : ink.layer == 0 ? 0.18 : ink.isBold ? 0.4 : 0.26
    // A stroke thinner than a pixel is fainter than its colour.
    let width = max(units * style.unit, 1) * (ink.layer == 0 ? 1 : style.strength)
    cairo.setLineWidth(context, width)
    // Round ends and corners are most of a stroke's outline, and invisible on thin ones.
    cairo.setLineCap(context, width > 2 ? 1 : 0)
    cairo.setLineJoin(context, width > 2 ? 1 : 2)
    // Cells dot grid lines to make them faint; here they are thin, as thousands of dots are slow.
    if stroke.gap > 0, ink.layer > 0 {
      var dashes = [1.2 * style.unit, Double(stroke.gap) * style.unit]
      cairo.setDash(context, &dashes, 2, 0)
    } else {
      cairo.setDash(context, nil, 0, 0)
    }
  }

  private func trace(_ inked: Drawing.Inked, _ diameter: Double, _ style: PixelStyle) {
    guard case .dot(let dot) = inked, dot.at.isDrawable else { return }
    let (x, y) = place(dot.at, style)
    disc(x, y, diameter: diameter * style.unit * style.strength)
  }

  private func trace(_ points: ArraySlice<Drawing.Point>, _ style: PixelStyle) {
    var isDown = false
    for point in points {
      guard point.isDrawable else {
        isDown = false
        continue
      }
      let (x, y) = place(point, style)
      if isDown { cairo.lineTo(context, x, y) } else { cairo.moveTo(context, x, y) }
      isDown = true
    }
  }

  /// Smooth rasters are interpolated; pixels are rectangles.
  private func draw(_ raster: Raster, _ style: PixelStyle) {
    let rect = raster.rect
    guard raster.isComplete, rect.width > 0, rect.height > 0 else { return }
    let isSmooth = raster.sampling == .smooth
    let size = (
      width: Double(rect.width) * style.cellWidth, height: Double(rect.height) * style.cellHeight
    )
    // Colours are not a linear function of the values, so a smooth raster is resampled more finely
    // before Cairo interpolates it.
    let wide = isSmooth ? max(2, min(Int(size.width / 2), 4 * raster.width)) : raster.width
    let high = isSmooth ? max(2, min(Int(size.height / 2), 4 * raster.height)) : raster.height
    guard let tones = PixelCanvas(width: wide, height: high) else { return }
    tones.paint(raster, wide: wide, high: high, background: style.background)
    cairo.save(context)
    cairo.rectangle(
      context, Double(rect.x) * style.cellWidth, Double(rect.y) * style.cellHeight, size.width,
      size.height)
    cairo.clip(context)
    cairo.translate(
      context, Double(rect.x) * style.cellWidth, Double(rect.y) * style.cellHeight)
    cairo.scale(context, size.width / Double(wide), size.height / Double(high))
    tones.set(asSourceOf: self, isSmooth: isSmooth)
    cairo.paint(context)
    cairo.restore(context)
  }
}

extension Drawing.Inked {
  var ink: Ink {
    switch self {
    case .stroke(let stroke): stroke.ink
    case .dot(let dot): dot.ink
    case .fill(let fill): fill.ink
    }
  }

  /// Whether one call can draw both. Never for areas: in one path they would cut holes into each
  /// other.
  fileprivate func looksLike(_ other: Drawing.Inked) -> Bool {
    switch (self, other) {
    case (.stroke(let a), .stroke(let b)):
      a.gap == b.gap && a.ink.color == b.ink.color && a.ink.weight == b.ink.weight
        && a.ink.isBold == b.ink.isBold && (a.ink.layer == 0) == (b.ink.layer == 0)
    case (.dot(let a), .dot(let b)): a.size == b.size && a.ink.color == b.ink.color
    default: false
    }
  }
}

extension Drawing.Point {
  /// Whether it is finite and fits Cairo's fixed-point numbers.
  fileprivate var isDrawable: Bool { abs(x) < 1e4 && abs(y) < 1e4 }
}

extension PixelCanvas {
  /// Paints a raster over a whole canvas in memory of `wide` × `high` pixels.
  func paint(_ raster: Raster, wide: Int, high: Int, background: Color) {
    withMemory { pixels in
      switch raster.scale {
      case .outputs(let theme):
        let table = Self.table { theme.smoothMapColor($0) ?? background }
        raster.forEachValue(wide, high) { x, y, value in
          pixels[y * wide + x] = table.pixel(value)
        }
      case .classes, .numbers:
        raster.forEachTone(wide: wide, high: high) { x, y, color, _ in
          pixels[y * wide + x] = (color ?? background).pixel
        }
      case .signed(let theme, let full):
        let table = Self.table { theme.smoothMapColor($0) ?? background }
        let factor = 1 / max(full, 1e-6)
        raster.forEachValue(wide, high) { x, y, value in
          pixels[y * wide + x] = table.pixel(value * factor)
        }
      case .ink(let ink, let ground, _):
        let (from, to) = (ground ?? background, ink ?? Color(255, 255, 255))
        let table = Self.table { from.mixed(with: to, max(0, $0)) }
        raster.forEachValue(wide, high) { x, y, value in
          pixels[y * wide + x] = table.pixel(value.isFinite ? value : 0)
        }
      case .colors:
        let (across, down) = (
          Float(raster.width) / Float(wide), Float(raster.height) / Float(high)
        )
        for y in 0..<high {
          for x in 0..<wide {
            func level(_ channel: Int) -> UInt8 {
              let value = raster.mean(
                channel, Float(x) * across, Float(y) * down, across, down)
              return value.isFinite ? UInt8((min(max(value, 0), 1) * 255).rounded()) : 0
            }
            pixels[y * wide + x] = Color(level(0), level(1), level(2)).pixel
          }
        }
      }
    }
  }

  /// Colours of −1…1 in small steps, and of NaN.
  private struct ToneTable {
    var pixels: [UInt32]
    var invalid: UInt32

    func pixel(_ value: Float) -> UInt32 {
      guard value.isFinite else { return invalid }
      return pixels[Int(min(max(value, -1), 1) * 256 + 256.5)]
    }
  }

  private static func table(_ color: (Float) -> Color) -> ToneTable {
    ToneTable(
      pixels: (-256...256).map { color(Float($0) / 256).pixel }, invalid: color(.nan).pixel)
  }
}
