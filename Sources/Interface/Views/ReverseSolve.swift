import Canvas
import LiveSession

extension View {
  package static let reverseSolve: View = {
    var view = View(
      model: "back", "reverse solve",
      "points solved to t = 1 and back, and how far that misses the start",
      explanation: (
        "Reverse solve",
        "The points are solved to t = 1 and from there back to t = 0, with the training's own steps. The exact flow "
          + "would return them to their start; red lines show how far the reverse solve misses it. A step back "
          + "is not the inverse of a step forward, and where the flow contracts, solving back amplifies every error. So "
          + "the miss alone proves neither that the forward solve is accurate nor that its map is injective: the "
          + "bottom row has the error of the forward solve."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      let (state, spaces) = (context.state, snapshot[.spaces])
      var index = state.spaceIndex(snapshot)
      // Positions on a line: with their velocities they are a plane.
      if spaces[index].dimension == 1, index + 1 < spaces.count { index += 1 }
      guard index < snapshot[.reverseSolve].count else { return }
      let (there, back) = (spaces[index], snapshot[.reverseSolve][index])
      let readers = (forth: SpaceReader(there), back: SpaceReader(back))
      var bounds = state.bounds(of: back, context.panel, space: index, from: .reverseSolve)
        .followed(readers.back, .from, state.playback.time)
      bounds.include(
        state.bounds(of: there, context.panel, space: index)
          .followed(readers.forth, .at, state.playback.time))
      ReverseSolvePicture(
        forth: readers.forth, back: readers.back, bounds: bounds, time: state.playback.time,
        camera: state.playback.camera, look: context.look, aside: context.aside
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.reverseSolve)
    view.probeRow = 1
    view.suits = {
      $0.problem.isOfPoints && $0.model.family.isFlow
        && $0.features > 1
    }
    view.formula = { _ in
      "miss = \u{2016}x\u{2032} \u{2212} x\u{2016}, x\u{2032} being x solved to t = 1 and back"
    }
    return view
  }()
}

extension Probe where Value == [SpacePicture] {
  /// The reverse solve of the probe points for each space, frames by ascending time; empty for a
  /// ResNet or when a solve fails.
  static var reverseSolve: Self {
    Self("reverseSolve", .everyFrame, blank: [], suits: { $0.data.images == nil }) { album in
      let times = album.times(SpacePicture.frameCount)
      let found = album.evaluator.reverseSolve(of: album.probeSet.points, times: times)
      guard found.failure == nil, found.frames == times.count else { return [] }
      return album.pictures(found, times: times)
    }
  }
}

/// The paths of the reverse solve, and at the play head's time a red line from each point of the
/// forward solve to the same point of the reverse solve: the miss.
private struct ReverseSolvePicture {
  let forth: SpaceReader
  let back: SpaceReader
  let bounds: SpaceBounds
  let time: Double
  let camera: Camera
  let look: Look
  var aside = 0

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 4, rect.height >= 3, forth.frames > 0, back.frames > 0,
      forth.points == back.points, forth.axes == back.axes
    else { return }
    var canvas = Drawing(columns: rect.width, rows: rect.height)
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
      // A miss smaller than a point is invisible.
      let (dx, dy) = (now.x - was.x, now.y - was.y)
      if dx * dx + dy * dy > 4 {
        let red = Ink(look.theme.bad, layer: Layers.probe, bold: true)
        canvas.line(was.x, was.y, now.x, now.y, red)
      }
    }
    drawing.add(canvas, x: rect.x, y: rect.y)
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
        "t = 1: reverse solve begins; move the play head to t = 0",
        "t = 1: reverse begins here", "it begins at t = 1",
      ]
    } else if time > 0.005 {
      texts = [
        "reverse solve, t = \(t): red lines join it to the forward one",
        "reverse solve, t = \(t)",
        "back, t = \(t)",
      ]
    } else {
      texts = [
        "back at t = 0: red lines show how far it is off",
        "back at t = 0: red is the miss", "red: the miss",
      ]
    }
    drawing.write(
      look.fitting(texts, rect.width - aside), x: rect.x, y: rect.y, style: look.words(nil),
      maxWidth: rect.width - aside)
  }
}
