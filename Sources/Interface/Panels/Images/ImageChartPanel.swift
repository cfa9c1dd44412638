import CellGraphics
import Drawing
import LiveSession
import NeuralODE

/// Test accuracy by epoch, or loss against NFE, of both models on common axes: in place of the maps of points.
struct ImageChartPanel {
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  let look: Look

  func draw(into screen: inout Composition, in rect: Rect) {
    guard rect.width >= 10, rect.height >= 4 else { return }
    let view = state.view(of: .maps)
    let inner = rect.inset(2, 1)
    let sides = Side.allCases
    let series = [left, right].enumerated().compactMap { index, snapshot in
      snapshot.flatMap {
        view == .scatter ? scatter($0, sides[index]) : accuracy($0, sides[index])
      }
    }
    let isScatter = view == .scatter
    let titles =
      isScatter
      ? ["loss against NFE", "loss / NFE", "loss"] : ["test accuracy, %", "test acc. %", "acc. %"]
    // The values are worth more than the long title.
    let values = series.map { TextRow.width(of: $0.note) + 1 }.reduce(0, +) + 1
    let title = look.fitting(titles, rect.width - 7 - values)
    look.frame(
      rect, title: title, color: look.theme.text, isFocused: state.focus == .maps, in: &screen.grid)
    drawNotes(series, titleWidth: TextRow.width(of: title), into: &screen.grid, rect)
    var chart = LineChart(
      series: series.map { curve in
        var curve = curve
        (curve.name, curve.note) = ("", "")
        return curve
      },
      scale: isScatter ? .logarithmic : .linear, xName: isScatter ? "NFE" : "epoch",
      minimumX: isScatter ? 30 : [left, right].compactMap { $0?.epoch }.reduce(1, max))
    if isScatter, series.allSatisfy(\.points.isEmpty) { chart.minimumY = (low: 0.01, high: 1) }
    if !isScatter { chart.minimumY = (low: 60, high: 100) }
    if !isScatter {
      chart.markX = [left, right].compactMap { $0 }.first { $0.isPast }.map(\.epoch)
    }
    look.color(&chart)
    screen.place(
      chart.drawing(columns: inner.width, rows: inner.height, glyphs: look.glyphs), x: inner.x,
      y: inner.y)
  }

  /// Names and last values, in the frame.
  private func drawNotes(
    _ series: [LineChart.Series], titleWidth: Int, into grid: inout CellGrid, _ rect: Rect
  ) {
    let room = rect.width - titleWidth - 7
    for notes in [series.map { " \($0.name) \($0.note)" }, series.map { " \($0.note)" }] {
      let used = notes.map { TextRow.width(of: $0) }.reduce(0, +) + 1
      guard used <= room else { continue }
      look.notes(notes, of: series, in: &grid, rect)
      return
    }
  }

  private func accuracy(_ snapshot: Snapshot, _ side: Side) -> LineChart.Series? {
    guard let images = snapshot.images else { return nil }
    let history = images.accuracyHistory
    let step = Float(images.testedEvery) / Float(max(1, snapshot.iterationsPerEpoch))
    let points = history.buckets.enumerated().map { k, bucket in
      SIMD2(Float(k * history.stride + 1) * step, bucket.mean * 100)
    }
    let family = snapshot.configuration.model.family
    return LineChart.Series(
      name: look.areTwins ? state.twinName(side) : family.title,
      note: NumberText.fixed(Double(images.score.accuracy) * 100, 1),
      color: look.color(family, side), points: points, isDashed: look.theme.isMono && side == .right
    )
  }

  /// A dot for every stretch of iterations: mean NFE across, mean loss up.
  private func scatter(_ snapshot: Snapshot, _ side: Side) -> LineChart.Series? {
    let (loss, nfe) = (snapshot.lossHistory, snapshot.nfeHistory)
    let family = snapshot.configuration.model.family
    var series = LineChart.Series(
      name: look.areTwins ? state.twinName(side) : family.title,
      note: snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "-",
      color: look.color(family, side),
      points: zip(nfe.buckets, loss.buckets).map { SIMD2($0.mean, $1.mean) })
    series.isScatter = true
    return series
  }
}
