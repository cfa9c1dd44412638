import Canvas
import Math
import LiveSession

extension View {
  package static let distance: View = {
    var view = View(
      model: "distance", "distance of two paths",
      "the two points whose distance shrinks most: their paths, their distance over t, and its bounds",
      explanation: (
        "Distance of two paths",
        "The two drawn points whose distance shrinks most, relative to that at t = 0: their paths, and "
          + "their distance on a logarithmic scale. Between two states f differs by at most L times their distance, "
          + "so the distance stays between the curves e^Lt and e^\u{2212}Lt, which begin at the distance at t = 0 "
          + "(Gr\u{F6}nwall's inequality). A power of e is never 0: the paths never meet. L is the greatest ratio "
          + "along this pair, solved at a tolerance of 1e-6. The larger L, the closer points may come."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      guard let pair = snapshot[.closestPair] else {
        context.look.say(
          snapshot[.spaces].first?.isDiscrete == true
            ? "no path between blocks"
            : snapshot.status.isAlive ? "following two points" : "this flow cannot be solved",
          into: &drawing, in: drawing.bounds)
        return
      }
      DistancePicture(pair: pair, context: context).draw(into: &drawing)
    }
    view.hasPlayHead = true
    view.parts.insert(.closestPair)
    view.probeRow = nil
    // The bounds are of two paths of one field.
    view.suits = { $0.problem.isOfPoints && $0.model.family.form?.fieldTakesInput == false }
    view.formula = { _ in
      "e^(\u{2212}Lt) \u{2264} \u{2016}h\u{2081}(t) \u{2212} h\u{2082}(t)\u{2016} / "
        + "\u{2016}h\u{2081}(0) \u{2212} h\u{2082}(0)\u{2016} \u{2264} e^(Lt)"
    }
    return view
  }()
}

private struct DistancePicture {
  let pair: ClosestPair
  let context: ViewContext

  func draw(into drawing: inout Drawing) {
    drawWords(into: &drawing)
    let rest = Rect(x: 0, y: 1, width: drawing.columns, height: drawing.rows - 1)
    guard let (paths, chart) = rest.pictureAndChart(share: 0.5) else {
      drawDistance(into: &drawing, in: rest)
      return
    }
    drawPaths(into: &drawing, in: paths)
    drawDistance(into: &drawing, in: chart)
  }

  /// Draws only the pair, which would be lost among the other points.
  private func drawPaths(into drawing: inout Drawing, in rect: Rect) {
    guard let snapshot = context.snapshot, let picture = context.picture(.spaces) else { return }
    let reader = SpaceReader(picture)
    guard reader.frames > 1, max(pair.first, pair.second) < reader.points else { return }
    var bounds = context.state.bounds(
      of: picture, context.panel, space: context.state.spaceIndex(snapshot))
    // Show a line whole, with time across; in a wider space only the pair's surroundings.
    if reader.axes > 1 { bounds = SpaceBounds(of: [pair.first, pair.second], reader) }
    context.drawOverField(bounds, into: &drawing, in: rect) { canvas, place in
      for point in [pair.first, pair.second] {
        context.drawPath(of: point, reader, fade: 0.2, on: &canvas, place)
      }
    }
  }

  private func drawDistance(into drawing: inout Drawing, in rect: Rect) {
    let look = context.look
    guard let start = pair.distances.first, start > 0 else { return }
    let least = max(pair.nearest.distance, ClosestPair.resolution)
    // Bounds further away would flatten the curve of the distance.
    let range = (low: least / 5, high: max(start, pair.distances.max() ?? start) * 5)
    func bound(_ sign: Float, _ name: String) -> LineChart.Series {
      let points = pair.times.map { time in
        let value = start * Float(Elementary.exp(Double(sign * pair.lipschitz * time)))
        return SIMD2(time, value >= range.low && value <= range.high ? value : .nan)
      }
      return LineChart.Series(
        name: name, color: look.theme.decision, points: points, isDashed: true)
    }
    var chart = LineChart(
      series: [
        bound(1, "e^Lt"), bound(-1, "e^-Lt"),
        LineChart.Series(
          name: "distance", color: context.color,
          points: zip(pair.times, pair.distances).map {
            SIMD2($0, $1 >= ClosestPair.resolution ? $1 : .nan)
          }),
      ], scale: .logarithmic, xName: "t", minimumX: 1)
    chart.markX = Float(context.state.playback.time)
    look.color(&chart)
    chart.meetingColor = nil
    chart.draw(into: &drawing, in: rect)
  }

  private func drawWords(into drawing: inout Drawing) {
    let look = context.look
    let nearest = pair.nearest
    let isSeen = nearest.distance >= ClosestPair.resolution
    let least = isSeen ? NumberText.short(Double(nearest.distance)) : "below 1e-5"
    let t = NumberText.fixed(Double(nearest.time), 2)
    let start = NumberText.short(Double(pair.distances.first ?? .nan))
    let l = NumberText.short(Double(pair.lipschitz))
    drawing.write(
      look.fitting(
        [
          "closest pair: \(start) apart at t = 0, at least \(least) (t = \(t)), never 0;  "
            + "L = \(l) along this pair",
          "\(start) apart, at least \(least), never 0;  L = \(l) along this pair",
          "at least \(least) apart, never 0;  L = \(l)", "least \(least), L = \(l)",
        ], drawing.columns), x: 0, y: 0, style: look.bold, maxWidth: drawing.columns)
  }
}

extension SpaceBounds {
  /// Around the whole paths of some points.
  init(of points: [Int], _ reader: SpaceReader) {
    var picture = reader.picture
    picture.pointCount = points.count
    picture.trajectories = (0..<reader.frames).flatMap { frame in
      points.flatMap { point in (0..<reader.axes).map { reader.position(frame, point, $0) } }
    }
    let whole = SpaceReader(picture)
    (picture.lower, picture.upper) = whole.hull(of: 0..<whole.frames, and: (0, 0))
    self.init(picture)
  }
}
