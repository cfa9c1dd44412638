import CellGraphics
import Drawing
import LiveSession

/// NFE or loss by epoch, of both models on common axes.
struct ChartPanel {
  let panel: Panel
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  let look: Look

  private var isNFE: Bool { panel == .nfe }

  func draw(into screen: inout Composition, in rect: Rect) {
    guard rect.width >= 10, rect.height >= 4 else { return }
    let view = state.view(of: panel)
    let scale = view == .logarithmic ? " (log)" : ""
    let inner = rect.inset(2, 1)
    let isNarrow = inner.width < 36
    let series = [left, right].enumerated().compactMap { index, snapshot in
      snapshot.flatMap { curve($0, isNarrow: isNarrow, isSecond: index == 1, inner.width) }
    }
    // Cells that both curves go through have a colour of their own.
    let both = series.count == 2 && !look.theme.isMono ? ", white: both" : ""
    let titles =
      isNFE
      ? ["NFE per solve" + scale + both, "NFE per solve" + scale, "NFE" + scale, "NFE"]
      : ["training loss" + scale + both, "training loss" + scale, "loss" + scale, "loss"]
    let legend =
      isNarrow
      ? self.legend(series, Array(titles.dropFirst()), rect.width)
      : (look.fitting(titles, rect.width - 6), [])
    look.frame(
      rect, title: legend.0, color: look.theme.text, isFocused: state.focus == panel,
      in: &screen.grid)
    look.notes(legend.1, of: series, in: &screen.grid, rect)
    var chart = LineChart(
      series: isNarrow
        ? series.map { curve in
          var curve = curve
          (curve.name, curve.note) = ("", "")
          return curve
        } : series,
      scale: view == .logarithmic ? .logarithmic : .linear, xName: "epoch",
      minimumX: [left, right].compactMap { $0?.epoch }.reduce(1, max))
    if isNFE && view == .linear { chart.minimumY = (low: 18, high: 28) }
    if !isNFE && series.allSatisfy(\.points.isEmpty) { chart.minimumY = (low: 0.01, high: 1) }
    chart.series += isNFE ? backwardCurves(inner.width) : testCurves
    chart.markX = [left, right].compactMap { $0 }.first { $0.isPast }.map(\.epoch)
    look.color(&chart)
    screen.place(
      chart.drawing(columns: inner.width, rows: inner.height, glyphs: look.glyphs), x: inner.x,
      y: inner.y)
  }

  /// Evaluations of backward passes, dashed, where there are any.
  private func backwardCurves(_ width: Int) -> [LineChart.Series] {
    zip([left, right], Side.allCases).compactMap { snapshot, side in
      guard let snapshot, snapshot.backwardNFE > 0 else { return nil }
      var curve = series(snapshot, snapshot.backwardHistory, width)
      curve.color = look.color(snapshot.configuration.model.family, side)
      curve.isDashed = true
      return curve
    }
  }

  /// Loss over the points held out, as far as training has come: one level line, since only the present is known.
  private var testCurves: [LineChart.Series] {
    zip([left, right], Side.allCases).compactMap { snapshot, side in
      guard let snapshot, let loss = snapshot.testLoss, loss.isFinite, snapshot.iteration > 0 else {
        return nil
      }
      let epoch = snapshot.epoch
      return LineChart.Series(
        name: "unseen",
        color: look.color(snapshot.configuration.model.family, side),
        points: [SIMD2(max(0, epoch * 0.9), loss), SIMD2(epoch, loss)], isDashed: true)
    }
  }

  /// Without room beside the curves, their names and last values stand in the frame, beside as much of the title as that
  /// leaves: colours tell the curves apart where names do not fit, and initials or, at worst, their order where there
  /// are no colours.
  private func legend(
    _ series: [LineChart.Series], _ titles: [String], _ width: Int
  ) -> (title: String, notes: [String]) {
    let long = series.map { " \($0.name) \($0.note)" }
    let short = series.map { " \($0.name.prefix(1)) \($0.note)" }
    let bare = series.map { " \($0.note)" }
    for notes in look.theme.isMono ? [long, short, bare] : [long, bare] {
      let used = notes.map { TextRow.width(of: $0) }.reduce(0, +) + 1
      if let title = titles.first(where: { TextRow.width(of: $0) + 7 + used <= width }) {
        return (title, notes)
      }
    }
    return (titles.first { TextRow.width(of: $0) + 6 <= width } ?? "", [])
  }

  private func curve(
    _ snapshot: Snapshot, isNarrow: Bool, isSecond: Bool, _ width: Int
  ) -> LineChart.Series? {
    let family = snapshot.configuration.model.family
    if isNFE && family == .resnet { return nil }
    var curve = series(snapshot, isNFE ? snapshot.nfeHistory : snapshot.lossHistory, width)
    let last =
      isNFE
      ? (snapshot.nfe > 0 ? snapshot.nfeText : nil)
      : snapshot.recentLoss.map { NumberText.short(Double($0)) }
    // Neither name nor colour of one family tells two models of it apart.
    let side: Side = isSecond ? .right : .left
    curve.name = look.areTwins ? state.twinName(side) : family.title
    curve.note = last ?? "-"
    curve.color = look.color(family, side)
    if look.theme.isMono { curve.band = [] }
    curve.isDashed = look.theme.isMono && isSecond
    return curve
  }

  /// A history by epoch, without a name.
  private func series(
    _ snapshot: Snapshot, _ history: History, _ width: Int
  ) -> LineChart.Series {
    let perEpoch = Float(max(1, snapshot.iterationsPerEpoch))
    // A point a column is all that can be seen; the mean of the rest makes a curve of noise.
    let group = max(1, (history.buckets.count + width - 1) / max(16, width))
    var points: [SIMD2<Float>] = []
    var band: [SIMD2<Float>] = []
    for start in stride(from: 0, to: history.buckets.count, by: group) {
      let part = history.buckets[start..<min(start + group, history.buckets.count)]
      let mean = part.reduce(0) { $0 + $1.mean } / Float(part.count)
      points.append(SIMD2(Float(start * history.stride) / perEpoch, mean))
      let low = part.reduce(Float.infinity) { min($0, $1.low) }
      let high = part.reduce(-Float.infinity) { max($0, $1.high) }
      band.append(SIMD2(low, high))
    }
    return LineChart.Series(
      name: "", color: look.color(snapshot.configuration.model.family), points: points, band: band)
  }
}
