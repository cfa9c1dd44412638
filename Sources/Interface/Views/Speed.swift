import Canvas
import LiveSession

extension View {
  package static let speed: View = {
    var view = View(
      model: "speed", "speed along t",
      "how fast each point moves along t: \u{2016}f\u{2016} on its way",
      explanation: (
        "Speed along t",
        "How fast each point moves on its way from t = 0 to t = 1, in the space that the flow is drawn in; "
          + "strong curves are the medians of the classes. A flow that has little to do moves its points "
          + "slowly and evenly. Look for peaks: there the points hurry through a gap, and the solver "
          + "needs short steps."
      )
    ) { context, drawing in
      guard let picture = context.picture(.spaces) else { return }
      SpeedChart(reader: SpaceReader(picture), context: context).draw(into: &drawing)
    }
    view.hasPlayHead = true
    view.probeRow = nil
    // A residual network has no path between blocks, hence no speed.
    view.suits = { $0.model.family.isFlow }
    view.formula = { subject in
      let form = subject.family.form
      if form?.isSecondOrder == true {
        return subject.state.showsPositions(subject.side)
          ? "speed = \u{2016}dx/dt\u{2016} = \u{2016}v\u{2016}"
          : "speed = \u{2016}d[x; v]/dt\u{2016} = \u{2016}[v; f([x; v], t)]\u{2016}"
      }
      let input = form?.fieldTakesInput == true ? ", x" : ""
      return "speed = \u{2016}dh/dt\u{2016} = \u{2016}f(h(t), t\(input))\u{2016}"
    }
    return view
  }()
}

private struct SpeedChart {
  let reader: SpaceReader
  let context: ViewContext

  func draw(into drawing: inout Drawing) {
    let look = context.look
    guard reader.frames > 1, drawing.columns >= 12, drawing.rows >= 4 else { return }
    let times = reader.picture.times
    let middles = (1..<reader.frames).map { (times[$0 - 1] + times[$0]) / 2 }
    let speeds = (0..<reader.points).map { point in
      (1..<reader.frames).map { frame in
        let way = reader.position(frame, point) - reader.position(frame - 1, point)
        return way.length / max(times[frame] - times[frame - 1], 1e-6)
      }
    }
    let meaning = reader.picture.meaning
    func series(_ values: [Float], _ color: Color?, name: String = "") -> LineChart.Series {
      LineChart.Series(name: name, color: color, points: zip(middles, values).map { SIMD2($0, $1) })
    }
    var chart = LineChart(
      series: reader.strands(cells: drawing.columns * drawing.rows / 3).map { point in
        let color = look.color(reader.label(point), meaning)
        return series(speeds[point], look.theme.faded(color, 0.65))
      }, xName: "t", minimumX: 1, minimumY: (low: 0, high: 1))
    // The median of each class, drawn above the points' curves.
    for label in Set(reader.picture.labels).sorted() {
      let members = (0..<reader.points).filter { reader.label($0) == label }
      let medians = middles.indices.map { frame in
        let sorted = members.map { speeds[$0][frame] }.filter(\.isFinite).sorted()
        return sorted.isEmpty ? Float.nan : sorted[sorted.count / 2]
      }
      var curve = series(medians, look.color(label, meaning))
      curve.isDashed = look.theme.isMono && label < 0
      chart.series.append(curve)
    }
    chart.markX = Float(context.state.playback.time)
    look.color(&chart)
    chart.meetingColor = nil
    chart.draw(into: &drawing, in: drawing.bounds)
  }
}
