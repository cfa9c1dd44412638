import Canvas
import LiveSession

extension View {
  package static let nfeLinear = history(.nfe, .linear)
  package static let nfeLogarithmic = history(.nfe, .logarithmic)
  package static let lossLogarithmic = history(.loss, .logarithmic)
  package static let lossLinear = history(.loss, .linear)

  private static func history(_ place: Place, _ scale: LineChart.Scale) -> View {
    let name = scale == .linear ? "linear" : "log"
    let summary = place == .nfe ? "evaluations by epoch" : "loss by epoch"
    var view = View(
      name, name, summary, of: place,
      explanation: place == .nfe ? nfeText : lossText
    ) { context, drawing in
      HistoryChart(context: context, isNFE: place == .nfe, scale: scale).draw(into: &drawing)
    }
    view.formula = { subject in
      guard place == .loss else {
        return
          "NFE = calls of f(h, t) in a solve from t = 0 to 1 = {nfe(left)} | {nfe(right)}"
      }
      guard subject.run.training.loss == .smoothL1 else { return nil }
      return
        "L = (1/n)\u{B7}\u{2211} \u{3C1}(\u{177} \u{2212} y) = {loss(left)} | {loss(right)},"
        + "  \u{3C1}(e) = e\u{B2}/2 up to |e| = 1, then |e| \u{2212} 1/2"
    }
    return view
  }

  private static let nfeText = (
    "NFE: number of function evaluations",
    "How often the solver evaluated the vector field for one batch: the cost of the model, "
      + "as a network's cost is its layers. A rising curve means that the learned flow "
      + "has become harder to follow. Look for the moment when a Neural ODE squeezes the inner "
      + "class between points of the outer one, while the augmented model stays flat."
  )

  private static let lossText = (
    "Training loss",
    "How far the outputs are from the targets \u{B1}1, on the batch of each iteration; the band is "
      + "the spread of the iterations in one column. On a logarithmic scale equal distances are "
      + "equal ratios, so a straight fall is exponential progress. Where points are held out, the dotted curve is "
      + "their loss: if it rises while the other falls, the model learns its points by heart."
  )
}

private struct HistoryChart {
  let context: ViewContext
  let isNFE: Bool
  let scale: LineChart.Scale

  func draw(into drawing: inout Drawing) -> View.Header {
    guard drawing.columns >= 6, drawing.rows >= 2 else { return View.Header() }
    let look = context.look
    let words = scale == .logarithmic ? " (log)" : ""
    let isNarrow = drawing.columns < 36
    let width = drawing.columns + 4
    let series = context.runs.compactMap { curve($0.snapshot, $0.side, drawing.columns) }
    // Cells crossed by both curves are drawn in a third colour.
    let hasBoth = series.count == 2 && !look.theme.isMono && look.isOfCells
    let both = hasBoth ? look.theme.isLight ? ", black: both" : ", white: both" : ""
    let titles =
      isNFE
      ? ["NFE per solve" + words + both, "NFE per solve" + words, "NFE" + words, "NFE"]
      : ["training loss" + words + both, "training loss" + words, "loss" + words, "loss"]
    let legend =
      isNarrow
      ? self.legend(series, Array(titles.dropFirst()), width)
      : (look.fitting(titles, width - 6), [])
    var chart = LineChart(
      series: isNarrow ? series.map(\.bare) : series, scale: scale, xName: "epoch",
      minimumX: context.latestEpoch)
    if isNFE && scale == .linear { chart.minimumY = (low: 18, high: 28) }
    if !isNFE && series.allSatisfy(\.points.isEmpty) { chart.minimumY = (low: 0.01, high: 1) }
    chart.series += isNFE ? backwardCurves(drawing.columns) : testCurves
    chart.markX = context.pastEpoch
    look.color(&chart)
    chart.draw(into: &drawing, in: drawing.bounds)
    return View.Header(title: legend.0, notes: zip(series, legend.1).map { ($1, $0.color) })
  }

  private func backwardCurves(_ width: Int) -> [LineChart.Series] {
    context.runs.filter { $0.snapshot.backwardNFE > 0 }.map { side, snapshot in
      var curve = series(snapshot, side, snapshot.backwardHistory, width).bare
      curve.isDashed = true
      return curve
    }
  }

  /// Loss over the held-out points: a short level line, since only the latest value is known.
  private var testCurves: [LineChart.Series] {
    context.runs.compactMap { side, snapshot in
      guard let loss = snapshot.testLoss, loss.isFinite, snapshot.iteration > 0 else { return nil }
      let epoch = snapshot.epoch
      var curve = context.curve(
        side, snapshot, points: [SIMD2(max(0, epoch * 0.9), loss), SIMD2(epoch, loss)])
      (curve.name, curve.isDashed) = ("unseen", true)
      return curve
    }
  }

  /// Title and names with last values for the frame of a narrow chart. Names that do not fit become
  /// initials (without colours) or are dropped.
  private func legend(
    _ series: [LineChart.Series], _ titles: [String], _ width: Int
  ) -> (title: String, notes: [String]) {
    let long = series.map { " \($0.name) \($0.note)" }
    let short = series.map { " \($0.name.prefix(1)) \($0.note)" }
    let bare = series.map { " \($0.note)" }
    for notes in context.look.theme.isMono ? [long, short, bare] : [long, bare] {
      let used = notes.map { TextRow.width(of: $0) }.reduce(0, +) + 1
      if let title = titles.first(where: { TextRow.width(of: $0) + 7 + used <= width }) {
        return (title, notes)
      }
    }
    return (titles.first { TextRow.width(of: $0) + 6 <= width } ?? "", [])
  }

  private func curve(_ snapshot: Snapshot, _ side: Side, _ width: Int) -> LineChart.Series? {
    if isNFE && !snapshot.configuration.model.family.isFlow { return nil }
    var curve = series(
      snapshot, side, isNFE ? snapshot.nfeHistory : snapshot.lossHistory, width)
    let last =
      isNFE
      ? (snapshot.nfe > 0 ? snapshot.nfeText : nil)
      : snapshot.recentLoss.map { NumberText.short(Double($0)) }
    curve.note = last ?? "-"
    if context.look.theme.isMono { curve.band = [] }
    return curve
  }

  private func series(
    _ snapshot: Snapshot, _ side: Side, _ history: History, _ width: Int
  ) -> LineChart.Series {
    let perEpoch = Float(max(1, snapshot.iterationsPerEpoch))
    // One point for each column: the mean of its buckets smooths the noise.
    let buckets = history.buckets
    var isGap = true
    let group = max(1, (buckets.count + width - 1) / max(16, width))
    var points: [SIMD2<Float>] = []
    var band: [SIMD2<Float>] = []
    for start in stride(from: 0, to: buckets.count, by: group) {
      let part = buckets[start..<min(start + group, buckets.count)]
      let known = part.filter { !$0.mean.isNaN }
      guard !known.isEmpty else {
        // Two programs may say nothing about some updates: there the curve has a gap.
        if !isGap {
          points.append(SIMD2(.nan, .nan))
          band.append(SIMD2(.nan, .nan))
        }
        isGap = true
        continue
      }
      isGap = false
      let mean = known.reduce(0) { $0 + $1.mean } / Float(known.count)
      points.append(SIMD2(Float(start * history.stride) / perEpoch, mean))
      let low = known.reduce(Float.infinity) { min($0, $1.low) }
      let high = known.reduce(-Float.infinity) { max($0, $1.high) }
      band.append(SIMD2(low, high))
    }
    var curve = context.curve(side, snapshot, points: points)
    curve.band = band
    return curve
  }
}
