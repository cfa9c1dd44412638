import Canvas
import LiveSession

extension View {
  package static let gradient: View = {
    var view = View(
      model: "gradient", "gradient along t",
      "paths of training points, and along them the direction that lowers each point's loss",
      explanation: (
        "The gradient along t",
        "Where should a point have been at time t to end better? Arrows are \u{2212}\u{3BB}, with "
          + "\u{3BB}(t) = \u{2202}loss/\u{2202}h(t): the loss is known at t = 1, and \u{3BB} is carried back along "
          + "the same path, as the adjoint method does. Move the play head from 1 to 0 to follow it. The chart is "
          + "\u{2016}\u{3BB}\u{2016}: it grows backwards where the flow pulls neighbours apart. A step of "
          + "training turns f along the path towards the arrows. Points that end well have short arrows."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      let (found, index) = (snapshot[.lossGradient], context.state.spaceIndex(snapshot))
      guard index < min(found.ways.count, found.gradients.count) else {
        context.look.say(
          snapshot[.spaces].first?.isDiscrete == true
            ? "no path between blocks"
            : snapshot.status.isAlive ? "solving back" : "this flow cannot be solved",
          into: &drawing, in: drawing.bounds)
        return
      }
      GradientPicture(
        reader: SpaceReader(found.ways[index]), gradient: found.gradients[index],
        norms: found.norms, context: context
      ).draw(into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.lossGradient)
    view.probeRow = nil
    view.suits = { $0.problem.isOfPoints && $0.model.family.isFlow }
    view.formula = { subject in
      "d\u{3BB}/dt = \u{2212}\u{3BB}\u{B7}\u{2202}f/\u{2202}h,  \u{3BB}(1) = \u{2202}loss/\u{2202}h(1)"
        + (subject.family.form?.isSecondOrder == true ? ",  h = [x; v],  dh/dt = f" : "")
    }
    return view
  }()
}

private struct GradientPicture {
  let reader: SpaceReader
  /// λ as `reader` shows it, laid out as its trajectories.
  let gradient: [Float]
  /// ‖λ‖, frames × points.
  let norms: [Float]
  let context: ViewContext

  private var look: Look { context.look }
  private var time: Double { context.state.playback.time }

  func draw(into drawing: inout Drawing) {
    guard reader.frames > 1, gradient.count == reader.frames * reader.points * reader.axes,
      norms.count == reader.frames * reader.points
    else { return }
    let width = drawing.columns - context.aside
    // Below the words, which would hide an axis's name.
    let rest = Rect(x: 0, y: 1, width: width, height: drawing.rows - 1)
    let room = rest.pictureAndChart(share: 0.62)
    let picture = room?.picture ?? rest
    // Few enough that their arrows do not overlap.
    let most = max(8, picture.width * picture.height / 90)
    let points = Array(
      stride(from: 0, to: reader.points, by: max(1, (reader.points + most - 1) / most)))
    let longest =
      points.flatMap { point in (0..<reader.frames).map { norm($0, point) } }
      .filter(\.isFinite).max() ?? 0
    drawPaths(of: points, into: &drawing, in: picture)
    if let chart = room?.chart { drawNorms(of: points, into: &drawing, in: chart) }
    drawing.write(
      look.fitting(
        [
          "arrows: \u{2212}\u{3BB}, where h(t) should move to lower the loss;  "
            + "greatest \u{2016}\u{3BB}\u{2016} = \(NumberText.short(Double(longest)))",
          "arrows: \u{2212}\u{3BB}, where h(t) should move to lower the loss",
          "arrows: \u{2212}\u{3BB}, down the loss", "arrows: \u{2212}\u{3BB}",
        ], width), x: 0, y: 0, style: look.words(nil), maxWidth: width)
  }

  private func drawPaths(of points: [Int], into drawing: inout Drawing, in rect: Rect) {
    guard let snapshot = context.snapshot, let picture = context.picture(.spaces) else { return }
    var bounds = SpaceBounds(of: points, reader)
    if reader.axes == 1 {
      // Other views of the line have the same axis.
      bounds.include(
        context.state.bounds(
          of: picture, context.panel, space: context.state.spaceIndex(snapshot)))
    }
    let half = bounds.lower.indices.map { bounds.half($0) }.max() ?? 1
    let moment = reader.moment(time)
    // The play head's time and later frames, which λ has already passed.
    let apart = max(1, (reader.frames - 1) / (reader.axes == 1 ? 8 : 2))
    let frames =
      [moment.frame] + stride(from: 0, to: reader.frames, by: apart).filter { $0 > moment.frame }
    let reference = SpaceReader.reference(
      points.flatMap { point in frames.map { norm($0, point) } })
    // Arrows of a fitted model stay short: gradients below 0.05 are negligible.
    let scale = (reader.axes == 1 ? 0.4 : 0.22) * half / max(reference, 0.05)
    context.drawOverField(bounds, into: &drawing, in: rect) { canvas, place in
      for point in points {
        context.drawPath(of: point, reader, fade: 0.6, on: &canvas, place)
        var last: SpacePainter.Place?
        for frame in frames {
          let (t, here) = (reader.picture.times[frame], reader.position(frame, point))
          let from = place(t, here)
          // On a short path arrows would cover each other.
          if let last, abs(from.x - last.x) + abs(from.y - last.y) < 12 { continue }
          last = from
          // A much longer arrow would hide the others; the chart shows its length.
          let cut = min(1, 1.5 * reference / max(norm(frame, point), 1e-12))
          var end = here
          let start = (frame * reader.points + point) * reader.axes
          for axis in 0..<reader.axes {
            end[axis] -= cut * scale * gradient[start + axis]
          }
          drawArrow(from: from, to: place(t, end), on: &canvas)
        }
      }
    }
  }

  private func norm(_ frame: Int, _ point: Int) -> Float { norms[frame * reader.points + point] }

  private func drawArrow(
    from: SpacePainter.Place, to: SpacePainter.Place, on canvas: inout Drawing
  ) {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length.isFinite, length >= 2 else { return }
    let ink = Ink(look.theme.highlight, layer: Layers.probe, bold: true)
    canvas.line(from.x, from.y, to.x, to.y, ink)
    let barb = min(3, length / 2) / length
    for side in [Float(0.6), -0.6] {
      canvas.line(
        to.x, to.y, to.x - barb * (dx + side * dy), to.y - barb * (dy - side * dx), ink)
    }
  }

  private func drawNorms(of points: [Int], into drawing: inout Drawing, in rect: Rect) {
    let times = reader.picture.times
    var chart = LineChart(
      series: points.map { point in
        let label = reader.label(point)
        return LineChart.Series(
          name: "", color: look.color(label, reader.picture.meaning),
          points: times.indices.map { SIMD2(times[$0], norm($0, point)) },
          isDashed: look.theme.isMono && label < 0)
      }, xName: "t", minimumX: 1, minimumY: (low: 0, high: 0.1))
    chart.markX = Float(time)
    look.color(&chart)
    chart.meetingColor = nil
    chart.draw(into: &drawing, in: rect)
    let title = "\u{2016}\u{3BB}(t)\u{2016}"
    drawing.write(
      title, x: rect.maxX - TextRow.width(of: title), y: rect.y, style: look.dim,
      maxWidth: rect.width)
  }
}
