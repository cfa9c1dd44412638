import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let motions: View = {
    var view = View(
      model: "series", "over time",
      "observations, the model's curve through them, and its extrapolation beyond them",
      explanation: (
        "Series over time",
        "Points are observations, the thin line is the truth, and the thick one the model: one solve from the "
          + "first observation. Right of the upright line nothing was observed, and the paler curve is "
          + "extrapolated. Does the model only join the points, or does it go on as the truth does?"
      )
    ) { context, drawing in
      guard let pictures = context.snapshot?[.series] else { return }
      MotionChart(pictures: pictures, color: context.color, look: context.look)
        .draw(into: &drawing)
    }
    view.suits = { $0.problem.isOfSeries }
    view.formula = { subject in
      let model = subject.run.model
      guard model.family.isRelative, let form = model.family.form else {
        return "dh/dt = f(h),  h(0) = [y(0); 0],  \u{177}(t) = the first d coordinates of h(t)"
      }
      return form.equation(p: model.augmentation)
        + ",  x = y(0),  \u{177}(t) = the first d coordinates"
    }
    return view
  }()
}

struct MotionChart {
  let pictures: SeriesPictures
  let color: Color?
  let look: Look

  func draw(into drawing: inout Drawing) {
    guard drawing.columns >= 12, drawing.rows >= 4 else { return }
    var legend = Legend(look: look, color: color)
    legend.hasTruth = pictures.lawDimension > 0
    legend.isExtrapolating =
      (pictures.times.last ?? 0) > pictures.observedEnd * 1.001
    let top = drawing.rows >= 9 ? 1 : 0
    if top > 0 { legend.draw(into: &drawing) }
    let d = pictures.dimension
    // One chart for each coordinate, since their sizes differ, one below the other.
    let charts = d == 1 ? 1 : min(d, max(1, (drawing.rows - top) / 5))
    for chart in 0..<charts {
      let (first, last) = (
        top + (drawing.rows - top) * chart / charts,
        top + (drawing.rows - top) * (chart + 1) / charts
      )
      draw(
        coordinate: chart, isLast: chart == charts - 1, into: &drawing,
        in: Rect(x: 0, y: first, width: drawing.columns, height: last - first))
    }
  }

  private func draw(
    coordinate i: Int, isLast: Bool, into drawing: inout Drawing, in rect: Rect
  ) {
    let range = pictures.ranges[i]
    let margin = 0.05 * max(range.high - range.low, 0.1)
    let bounds = (low: range.low - margin, high: range.high + margin)
    let unit = pictures.timeUnit
    func kept(_ value: Float) -> Float {
      // A diverging curve would flatten everything else.
      value >= bounds.low - 6 * margin && value <= bounds.high + 6 * margin ? value : .nan
    }
    var series: [LineChart.Series] = []
    for motion in pictures.motions {
      var truth = curve(motion.truth, pictures.lawDimension, i, unit) { $0 }
      truth.color = look.theme.faded(look.theme.text, 0.45)
      // Many observations show the truth themselves, and its line would cover them.
      if motion.observedTimes.count >= 8 {
        truth.points = truth.points.filter { $0.x >= pictures.observedEnd * unit }
      }
      series.append(truth)
      var later = curve(motion.model, pictures.features, i, unit) { kept($0) }
      later.color = look.theme.faded(color, 0.5)
      later.points = later.points.filter { $0.x >= pictures.observedEnd * unit }
      later.isDashed = look.theme.isMono
      series.append(later)
      var now = curve(motion.model, pictures.features, i, unit) { kept($0) }
      now.points = now.points.filter { $0.x <= pictures.observedEnd * unit }
      series.append(now)
    }
    var chart = LineChart(
      series: series.filter { !$0.points.isEmpty }, xName: isLast ? "t" : "",
      minimumX: (pictures.times.last ?? 1) * unit, minimumY: bounds)
    if (pictures.times.last ?? 0) > pictures.observedEnd * 1.001 {
      chart.markX = pictures.observedEnd * unit
    }
    look.color(&chart)
    chart.meetingColor = nil
    chart.draw(into: &drawing, in: rect) { plot, canvas in
      drawObservations(i, chart, plot, on: &canvas)
    }
    if pictures.dimension > 1, i < pictures.names.count {
      drawing.write(
        pictures.names[i], x: rect.maxX - TextRow.width(of: pictures.names[i]), y: rect.y,
        style: look.dim)
    }
  }

  private func curve(
    _ states: [Float], _ features: Int, _ i: Int, _ unit: Float, _ kept: (Float) -> Float
  ) -> LineChart.Series {
    guard features > i else { return LineChart.Series(name: "", color: color, points: []) }
    let points = stride(from: i, to: states.count, by: features).enumerated().map { k, place in
      SIMD2(pictures.times[k] * unit, kept(states[place]))
    }
    return LineChart.Series(name: "", color: color, points: points)
  }

  private func drawObservations(
    _ i: Int, _ chart: LineChart, _ plot: LineChart.Plot, on canvas: inout Drawing
  ) {
    // Below the curves, since a cell has one colour: observations show where a curve misses them.
    let ink = Ink(look.theme.highlight ?? look.theme.text, layer: 0, rank: 20, bold: true)
    let d = pictures.dimension
    for motion in pictures.motions {
      // Observations that touch would form a band and hide the curve.
      let most = max(1, 3 * plot.rect.width)
      let step = max(1, motion.observedTimes.count / most)
      for k in stride(from: 0, to: motion.observedTimes.count, by: step) {
        let value = motion.observed[k * d + i]
        let time = motion.observedTimes[k] * pictures.timeUnit
        guard value.isFinite, time <= chart.minimumX, let at = plot.place(time, value) else {
          continue
        }
        if look.marksPointsByGlyph {
          canvas.label("o", at: SIMD2(at.x, at.y), style: Style(ink.color, bold: true))
        } else {
          canvas.blob(at.x, at.y, size: motion.observedTimes.count > 60 ? 1 : 2, ink)
        }
      }
    }
  }
}

private struct Legend {
  let look: Look
  let color: Color?
  var hasTruth = true
  var isExtrapolating = true

  func draw(into drawing: inout Drawing) {
    var x = 0
    var parts: [(String, Style)] = [
      (
        "\(look.marksPointsByGlyph ? "o" : Glyph.bullet) observed ",
        Style(look.theme.highlight)
      ),
      ("\(Glyph.horizontal) model ", Style(color, bold: true)),
    ]
    if isExtrapolating {
      parts.append(
        ("\(Glyph.horizontal)", Style(look.theme.faded(color, 0.5))))
      parts.append((" extrapolated ", look.dim))
    }
    if hasTruth {
      parts.append(
        ("\(Glyph.horizontal)", Style(look.theme.faded(look.theme.text, 0.45))))
      parts.append((" truth", look.dim))
    }
    for (text, style) in parts {
      guard x + TextRow.width(of: text) <= drawing.columns else { return }
      drawing.write(text, x: x, y: 0, style: style)
      x += TextRow.width(of: text)
    }
  }
}
