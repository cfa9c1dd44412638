import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let errorOverTime: View = {
    var view = View(
      "error", "error over time",
      "how far both models' curves are from the truth, over time and beyond what is learned",
      of: .maps,
      explanation: (
        "Error over time",
        "Root mean square distance to the truth over many starts, by time; for a table's series, whose "
          + "truth is unknown, to the observations. The models learn what is left of the upright line. "
          + "Right of it they extrapolate: a model whose error stays small there has found the law, "
          + "one whose error shoots up had only joined the points."
      )
    ) { context, drawing in
      ErrorChart(context: context).draw(into: &drawing)
    }
    view.suits = { $0.problem.isOfSeries }
    view.formula = { _ in "error(t) = (mean |h(t) \u{2212} y(t)|\u{B2})^\u{BD}" }
    return view
  }()
}

private struct ErrorChart {
  let context: ViewContext

  func draw(into drawing: inout Drawing) -> View.Header {
    guard drawing.columns >= 6, drawing.rows >= 2 else { return View.Header() }
    let look = context.look
    var series: [LineChart.Series] = []
    var end: Float?
    for (side, snapshot) in context.runs {
      guard let pictures = snapshot[.series] else { continue }
      var curve = context.curve(side, snapshot, points: points(pictures))
      curve.isScatter = pictures.error.isEmpty
      series.append(curve)
      end = pictures.learnedEnd * pictures.timeUnit
    }
    let isNarrow = drawing.columns < 36
    var chart = LineChart(
      series: isNarrow ? series.map(\.bare) : series, scale: .logarithmic, xName: "t")
    if series.allSatisfy(\.points.isEmpty) { chart.minimumY = (low: 0.01, high: 1) }
    let last = series.flatMap(\.points).map(\.x).max() ?? 0
    chart.markX = end.flatMap { $0 < 0.98 * last ? $0 : nil }
    look.color(&chart)
    chart.draw(into: &drawing, in: drawing.bounds)
    return View.Header(
      title: look.fitting(["error over time (log)", "error over t", "error"], drawing.columns - 2))
  }

  private func points(_ pictures: SeriesPictures) -> [SIMD2<Float>] {
    guard pictures.error.isEmpty else {
      // Drop the given start: its error, 0 or the noise, would squeeze the rest.
      return zip(pictures.times, pictures.error).dropFirst().map {
        SIMD2($0, min(max($1, 1e-5), 100))
      }
    }
    return pictures.motions.flatMap { observed($0, pictures) }
  }

  /// (time, distance) of each observation.
  private func observed(
    _ motion: SeriesPictures.Motion, _ pictures: SeriesPictures
  ) -> [SIMD2<Float>] {
    let d = pictures.dimension
    let frames = pictures.times.count
    guard frames > 1, let first = pictures.times.first, let last = pictures.times.last, last > first
    else { return [] }
    return motion.observedTimes.enumerated().dropFirst().compactMap { k, time in
      let place = (time - first) / (last - first) * Float(frames - 1)
      let frame = min(frames - 2, Int(place))
      let share = place - Float(frame)
      var (sum, count): (Float, Float) = (0, 0)
      for i in 0..<d where motion.observed[k * d + i].isFinite {
        let (a, b) = (
          motion.model[frame * pictures.features + i],
          motion.model[(frame + 1) * pictures.features + i]
        )
        let error = a + (b - a) * share - motion.observed[k * d + i]
        sum += error * error
        count += 1
      }
      guard count > 0, sum.isFinite else { return nil }
      return SIMD2(time * pictures.timeUnit, min(max((sum / count).squareRoot(), 1e-5), 100))
    }
  }
}
