import Canvas
import LiveSession

extension View {
  /// Points solved forward and back again, and how far that misses where they began.
  package static let wayBack: View = {
    var view = View(
      model: "back", "the way back",
      "points solved to t = 1 and back, and how far that misses the start",
      explanation: (
        "The way back",
        "The points are solved to t = 1 and from there back to t = 0, with the training's own steps. The exact flow "
          + "would bring them back to where they began; red lines are how far the reverse solve misses it. A step back "
          + "is not the inverse of a step forward, and where the flow contracts, solving back amplifies every error. So "
          + "the miss by itself proves neither that the solve forward is accurate nor that its map is injective: the "
          + "foot has the error of the solve forward."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot, let there = context.picture(.spaces),
        let back = context.picture(.wayBack)
      else { return }
      let (state, index) = (context.state, context.state.spaceIndex(snapshot))
      let readers = (forth: SpaceReader(there), back: SpaceReader(back))
      var bounds = SpaceBounds(back).followed(readers.back, until: state.playback.time)
      bounds.include(
        state.bounds(of: there, context.panel, space: index)
          .followed(readers.forth, until: state.playback.time))
      WayBackPicture(
        forth: readers.forth, back: readers.back, bounds: bounds, time: state.playback.time,
        camera: state.playback.camera, look: context.look, aside: context.aside
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.wayBack)
    view.probeRow = 1
    view.suits = {
      $0.problem.isOfPoints && $0.model.family.isFlow
        && $0.data.dimension + $0.model.augmentation > 1
    }
    view.formula = { _ in
      "miss = \u{2016}x\u{2032} \u{2212} x\u{2016}, x\u{2032} being x solved to t = 1 and back"
    }
    return view
  }()
}

extension Probe where Value == [SpacePicture] {
  /// The probe points solved back from t = 1, for each of the spaces: frames by ascending time.
  /// Empty for a ResNet, and when a solve fails.
  static var wayBack: Self {
    Self("wayBack", .everyFrame, blank: [], suits: { $0.data.images == nil }) { album in
      let times = album.times(SpacePicture.frameCount)
      let found = album.evaluator.wayBack(of: album.probeSet.points, times: times)
      guard found.failure == nil, found.frames == times.count else { return [] }
      return album.pictures(found, times: times)
    }
  }
}

/// Points go to t = 1 and back again by the training's own steps. What is drawn is the way back, and at the play head's time a red line from where each point was on its
/// way there to where it is on its way back: the miss.
private struct WayBackPicture {
  let forth: SpaceReader
  let back: SpaceReader
  let bounds: SpaceBounds
  let time: Double
  let camera: Camera
  let look: Look
  /// Columns at the right that something else stands in.
  var aside = 0

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 4, rect.height >= 3, forth.frames > 0, back.frames > 0,
      forth.points == back.points, forth.axes == back.axes
    else { return }
    let plot = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    var canvas = Drawing(columns: plot.width, rows: plot.height)
    let place = SpacePainter.map(forth, bounds, camera, canvas, aside: aside)
    let (there, here) = (forth.moment(time), back.moment(time))
    let strands = Set(forth.strands(cells: canvas.columns * canvas.rows / 2))
    for point in 0..<forth.points {
      let color = look.color(forth.label(point), forth.picture.meaning)
      if strands.contains(point) {
        let trail = Ink(look.theme.faded(color, 0.6), layer: Layers.trails)
        trace(
          back, point, from: min(here.frame + (here.fraction > 0 ? 1 : 0), back.frames - 1),
          to: back.frames - 1, trail, place, on: &canvas)
      }
      let (was, now) = (
        place(forth.position(at: there, point)), place(back.position(at: here, point))
      )
      canvas.blob(now.x, now.y, Ink(color, layer: Layers.points, bold: true))
      // A miss within the size of a dot cannot be seen.
      let (dx, dy) = (now.x - was.x, now.y - was.y)
      if dx * dx + dy * dy > 4 {
        let red = Ink(look.theme.bad, layer: Layers.probe, bold: true)
        canvas.line(was.x, was.y, now.x, now.y, red)
      }
    }
    drawing.add(canvas, x: plot.x, y: plot.y)
    drawWords(into: &drawing, rect)
  }

  private func trace(
    _ reader: SpaceReader, _ point: Int, from: Int, to: Int, _ ink: Ink,
    _ place: (SIMD3<Float>) -> SpacePainter.Place, on canvas: inout Drawing
  ) {
    guard from < to else { return }
    var last = place(reader.position(from, point))
    for frame in from + 1...to {
      let next = place(reader.position(frame, point))
      canvas.line(last.x, last.y, next.x, next.y, ink)
      last = next
    }
  }

  private func drawWords(into drawing: inout Drawing, _ rect: Rect) {
    let t = NumberText.fixed(time, 2)
    let texts: [String]
    if time >= 0.995 {
      texts = [
        "t = 1: the way back begins here; move the play head to t = 0",
        "t = 1: the way back begins", "it begins at t = 1",
      ]
    } else if time > 0.005 {
      texts = [
        "on the way back, t = \(t): red lines join it to the way there",
        "on the way back, t = \(t)",
        "back, t = \(t)",
      ]
    } else {
      texts = [
        "back at t = 0: red lines are how far it misses the start",
        "back at t = 0: red is the miss", "red: the miss",
      ]
    }
    drawing.write(
      look.fitting(texts, rect.width - aside), x: rect.x, y: rect.y, style: look.bold,
      maxWidth: rect.width - aside)
  }
}
