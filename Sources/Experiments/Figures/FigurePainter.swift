import Canvas
import NeuralODE

package struct FigurePainter: Sendable {
  let report: Report
  let experiment: Experiment
  package var theme: Theme
  package var glyphs: GlyphSet

  package init(
    _ report: Report, _ experiment: Experiment, theme: Theme = .dark, glyphs: GlyphSet = .unicode
  ) {
    self.report = report
    self.experiment = experiment
    self.theme = theme
    self.glyphs = glyphs
  }

  package func grid(_ figure: Figure, width: Int = 100) -> CellGrid {
    let drawing = drawing(figure, width: width)
    var grid = CellGrid(
      width: drawing.columns, height: drawing.rows,
      fill: Cell(" ", Style(nil, on: theme.background))
    )
    grid.draw(drawing, x: 0, y: 0, glyphs: glyphs)
    return grid.folded(into: glyphs)
  }

  package func drawing(_ figure: Figure, width: Int = 100) -> Drawing {
    let variants = experiment.variants(of: figure)
    let height: Int
    switch figure.content {
    case .curves, .nfeOverLoss: height = 24
    case .ranges: height = variants.count + 5
    case .features: height = 2 + 12 * variants.count
    }
    var drawing = Drawing(columns: width, rows: height)
    drawing.write(
      figure.title, x: 1, y: 0, style: Style(theme.title, bold: true), maxWidth: width - 2)
    let rect = Rect(x: 1, y: 2, width: width - 2, height: height - 2)
    switch figure.content {
    case .curves(let kind, let isLogarithmic):
      chart(curves(kind, variants), isLogarithmic ? .logarithmic : .linear, "epoch")
        .draw(into: &drawing, in: rect)
    case .nfeOverLoss:
      chart(tradeoffs(variants), .logarithmic, "NFE").draw(into: &drawing, in: rect)
    case .ranges(let measure, let isLogarithmic):
      RangeChart(
        rows: variants.map { variant in
          RangeChart.Row(
            name: variant.name, color: color(of: variant),
            values: samples.values(measure, variant.name))
        }, isLogarithmic: isLogarithmic, theme: theme
      ).draw(into: &drawing, in: rect)
    case .features:
      for (row, variant) in variants.enumerated() {
        drawFeatures(
          variant, into: &drawing,
          in: Rect(x: 1, y: 2 + 12 * row, width: width - 2, height: 12))
      }
    }
    return drawing
  }

  package func svg(_ figure: Figure) -> String { SVGWriter().document(drawing(figure)) }

  private var samples: Samples { report.samples(experiment) }

  /// The colour of the variant's family, in shades if the family has several.
  func color(of variant: Variant) -> Color? {
    let family = variant.configuration.model.family
    let base = theme.families[family.rawValue]
    let own = experiment.variants.filter { $0.configuration.model.family == family }
    guard let base, let place = own.firstIndex(where: { $0.name == variant.name }), own.count > 1
    else { return base }
    // Alternate towards white and blue to tell neighbours apart.
    let amount = 0.75 * Float(place) / Float(own.count - 1)
    return base.mixed(
      with: place % 2 == 0 ? Color(hex: 0xFFFFFF) : Color(hex: 0x4F6FFF), amount)
  }

  private func chart(
    _ series: [LineChart.Series], _ scale: LineChart.Scale, _ xName: String
  ) -> LineChart {
    var series = series
    for index in series.indices {
      series[index].bandColor = theme.faded(series[index].color, 1)
    }
    var chart = LineChart(series: series, scale: scale, xName: xName)
    chart.axisColor = theme.border
    chart.labelColor = theme.dim
    chart.gridColor = theme.floor
    return chart
  }

  /// Quartiles over seeds by epoch; a run that has ended counts as infinite.
  private func quartiles(_ kind: CurveKind, _ variant: Variant) -> [Quartiles] {
    let curves = report.results(experiment, variant.name).map { $0[kind] }
    let length = curves.map(\.count).max() ?? 0
    return (0..<length).compactMap { epoch in
      Quartiles(curves.map { epoch < $0.count ? $0[epoch] ?? .infinity : .infinity })
    }
  }

  private func curves(_ kind: CurveKind, _ variants: [Variant]) -> [LineChart.Series] {
    variants.compactMap { variant in
      let found = quartiles(kind, variant)
      guard let last = found.last else { return nil }
      return LineChart.Series(
        name: variant.name, note: Report.number(last.median), color: color(of: variant),
        points: found.enumerated().map { SIMD2(Float($0.offset + 1), Float($0.element.median)) },
        band: found.map { SIMD2(Float($0.lower), Float($0.upper)) })
    }
  }

  private func tradeoffs(_ variants: [Variant]) -> [LineChart.Series] {
    variants.map { variant in
      LineChart.Series(
        name: variant.name, color: color(of: variant),
        points: zip(quartiles(.nfe, variant), quartiles(.loss, variant)).map {
          SIMD2(Float($0.median), Float($1.median))
        })
    }
  }

  private func drawFeatures(_ variant: Variant, into drawing: inout Drawing, in rect: Rect) {
    let pictures = report.results(experiment, variant.name).first?.features ?? []
    let width = rect.width / max(1, pictures.count)
    let isLifted = variant.configuration.model.augmentation > 0
    for (index, picture) in pictures.enumerated() {
      let x = rect.x + index * width
      drawing.write(
        (index == 0 ? "\(variant.name), " : "") + "epoch \(picture.epoch)", x: x, y: rect.y,
        style: Style(color(of: variant)), maxWidth: width - 1)
      var canvas = Drawing(columns: width - 2, rows: rect.height - 3)
      let (middle, extent) = Self.frame(picture.positions)
      let scale = Float(min(canvas.unitsWide, canvas.unitsHigh) - 3) / 2 / extent
      for point in picture.labels.indices {
        canvas.blob(
          Float(canvas.unitsWide) / 2 + (picture.positions[2 * point] - middle.x) * scale,
          Float(canvas.unitsHigh) / 2 - (picture.positions[2 * point + 1] - middle.y) * scale,
          size: 1,
          Ink(theme.classColor(picture.labels[point]), rank: picture.labels[point] < 0 ? 1 : 0))
      }
      drawing.add(canvas, x: x, y: rect.y + 1)
      drawing.write(
        "side \(NumberText.short(2 * Double(extent))), \(isLifted ? "h\u{2081} and a\u{2081}" : "h\u{2081} and h\u{2082}")",
        x: x, y: rect.maxY - 2, style: Style(theme.dim), maxWidth: width - 1)
    }
  }

  /// The middle of the square that holds all points, and half its side.
  static func frame(_ positions: [Float]) -> (middle: SIMD2<Float>, extent: Float) {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = -low
    for k in stride(from: 0, to: positions.count - 1, by: 2) {
      let point = SIMD2(positions[k], positions[k + 1])
      guard point.x.isFinite, point.y.isFinite else { continue }
      low.replace(with: point, where: point .< low)
      high.replace(with: point, where: point .> high)
    }
    guard low.x.isFinite, low.y.isFinite else { return (.zero, 1) }
    return ((low + high) / 2, max(1e-6, ((high - low) / 2).max()))
  }
}
