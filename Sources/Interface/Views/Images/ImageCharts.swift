import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let accuracy: View = {
    var view = View(
      "accuracy", "test accuracy", "share of test images that are classified correctly, by epoch",
      of: .maps,
      explanation: (
        "Test accuracy",
        "The share of test images classified correctly, measured at least once an epoch. "
          + "Guessing gets one digit in ten right. Unless p is large, both models have the same number of "
          + "parameters, in different places. \(ActionTable.key(.nextView)) shows loss against NFE."
      )
    ) { context, drawing in
      ImageChart(context: context, isScatter: false).draw(into: &drawing)
    }
    view.suits = { $0.problem.isOfImages }
    return view
  }()

  package static let scatter: View = {
    var view = View(
      "scatter", "loss against NFE", "a dot for every stretch of training: NFE across, loss up",
      of: .maps,
      explanation: (
        "Loss against NFE",
        "A dot for every stretch of training: evaluations across, loss up. A model that improves at no "
          + "extra cost falls straight down; one whose gains cost evaluations drifts right as it "
          + "falls. Compare the two clouds at the same height: what does the same loss cost?"
      )
    ) { context, drawing in
      ImageChart(context: context, isScatter: true).draw(into: &drawing)
    }
    view.suits = { $0.problem.isOfImages }
    return view
  }()
}

/// Takes the panel that the input maps have in problems of points.
private struct ImageChart {
  let context: ViewContext
  let isScatter: Bool

  func draw(into drawing: inout Drawing) -> View.Header {
    guard drawing.columns >= 6, drawing.rows >= 2 else { return View.Header() }
    let look = context.look
    let width = drawing.columns + 4
    let series = context.runs.compactMap { side, snapshot in
      isScatter ? scatter(snapshot, side) : accuracy(snapshot, side)
    }
    let titles =
      isScatter
      ? ["loss against NFE", "loss / NFE", "loss"] : ["test accuracy, %", "test acc. %", "acc. %"]
    // The values matter more than the long title.
    let values = series.map { TextRow.width(of: $0.note) + 1 }.reduce(0, +) + 1
    let title = look.fitting(titles, width - 7 - values)
    var chart = LineChart(
      series: series.map(\.bare), scale: isScatter ? .logarithmic : .linear,
      xName: isScatter ? "NFE" : "epoch", minimumX: isScatter ? 30 : context.latestEpoch)
    if isScatter, series.allSatisfy(\.points.isEmpty) { chart.minimumY = (low: 0.01, high: 1) }
    if !isScatter {
      chart.minimumY = (low: 60, high: 100)
      chart.markX = context.pastEpoch
    }
    look.color(&chart)
    chart.draw(into: &drawing, in: drawing.bounds)
    return View.Header(
      title: title, notes: notes(series, width - TextRow.width(of: title) - 7))
  }

  private func notes(
    _ series: [LineChart.Series], _ room: Int
  ) -> [(text: String, color: Color?)] {
    for notes in [series.map { " \($0.name) \($0.note)" }, series.map { " \($0.note)" }] {
      let used = notes.map { TextRow.width(of: $0) }.reduce(0, +) + 1
      if used <= room { return zip(series, notes).map { ($1, $0.color) } }
    }
    return []
  }

  func accuracy(_ snapshot: Snapshot, _ side: Side) -> LineChart.Series? {
    guard let images = snapshot[.images] else { return nil }
    let history = snapshot.accuracyHistory
    let step = Float(images.testedEvery) / Float(max(1, snapshot.iterationsPerEpoch))
    let points = history.buckets.enumerated().map { k, bucket in
      SIMD2(Float(k * history.stride + 1) * step, bucket.mean * 100)
    }
    return context.curve(
      side, snapshot,
      note: images.score.accuracy.map { NumberText.fixed(Double($0) * 100, 1) } ?? "-",
      points: points)
  }

  /// Each dot is the mean of a stretch of iterations.
  func scatter(_ snapshot: Snapshot, _ side: Side) -> LineChart.Series? {
    let (loss, nfe) = (snapshot.lossHistory, snapshot.nfeHistory)
    var series = context.curve(
      side, snapshot, note: snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "-",
      points: zip(nfe.buckets, loss.buckets).map { SIMD2($0.mean, $1.mean) })
    series.isDashed = false
    series.isScatter = true
    return series
  }
}
