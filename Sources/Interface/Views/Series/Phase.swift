import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let phase: View = {
    var view = View(
      model: "phase", "phase portrait",
      "the learned field against the true one, in the plane of position and velocity or of two coordinates"
    ) { context, drawing in
      guard let pictures = context.snapshot?[.series] else { return }
      PhasePicture(
        pictures: pictures, color: context.color, look: context.look, aside: context.aside
      )
      .draw(into: &drawing)
    }
    view.suits = { run in
      run.problem.isOfSeries
        && (run.data.dimension >= 2 || run.data.dynamics.map { $0.dimension == 2 } ?? false)
    }
    view.isOpen = true
    view.formula = ViewSubject.equationOfMotion
    view.explanation = { subject in
      let isLine = subject.run.data.dimension == 1
      return (
        "Phase portrait",
        isLine && subject.run.features == 1 && subject.family.form?.fieldTakesInput == false
          ? "Position runs right, velocity up; dotted strokes and the pale curve show the true motion, which "
            + "goes round. A Neural ODE that sees only the position, not the time, has one velocity at each "
            + "place: its motion stays on a curve, and nothing can come back along it."
          : "At each place a dotted stroke of the true field leads in and a coloured one of the learned field "
            + "leads out: where they agree they form one straight stroke. The pale curve is the true motion, "
            + "the coloured one the model's. If only the position is observed, "
            + (subject.family.form?.isSecondOrder == true
              ? "the model's own velocity " : "the augmented coordinate ")
            + "is drawn as the velocity. Away from the data the field is a guess."
      )
    }
    return view
  }()
}

private struct PhasePicture {
  let pictures: SeriesPictures
  let color: Color?
  let look: Look
  let aside: Int

  func draw(into drawing: inout Drawing) {
    guard let phase = pictures.phase, drawing.columns >= 10, drawing.rows >= 4 else { return }
    var canvas = Drawing(columns: drawing.columns, rows: drawing.rows)
    let wide = Float(canvas.unitsWide - 2 * aside - 2)
    let high = Float(canvas.unitsHigh - 2)
    let span = phase.upper - phase.lower
    // The axes have different units, so each fills the room it has.
    func place(_ p: SIMD2<Float>) -> SIMD2<Float> {
      SIMD2(
        1 + (p.x - phase.lower.x) / span.x * wide, 1 + (phase.upper.y - p.y) / span.y * high)
    }
    drawAxes(phase, on: &canvas, place, wide, high)
    let scale = SIMD2(wide / span.x, -high / span.y)
    drawField(
      phase.truth, phase, on: &canvas, place, scale, look.theme.faded(look.theme.text, 0.55),
      isTruth: true)
    drawField(
      phase.learned, phase, on: &canvas, place, scale, look.theme.faded(color, 0.3), isTruth: false)
    drawMotions(
      phase.motions, on: &canvas, place, phase, look.theme.faded(look.theme.text, 0.35),
      isModel: false)
    drawMotions(phase.model, on: &canvas, place, phase, color, isModel: true)
    drawing.add(canvas, x: 0, y: 0)
    let dim = look.dim
    drawing.write(phase.names[1], x: 0, y: 0, style: dim)
    let name = phase.names[0]
    drawing.write(
      name, x: max(0, drawing.columns - aside - TextRow.width(of: name)),
      y: min(max(1, Int(place(SIMD2(0, 0)).y / 4)), drawing.rows - 1), style: dim)
    if let note {
      drawing.write(
        note, x: 0, y: drawing.rows - 1, style: dim, maxWidth: drawing.columns - aside)
    } else if !phase.truth.isEmpty, !phase.learned.isEmpty {
      let width = drawing.columns - aside
      drawing.write(
        look.fitting(
          ["dotted in: true field, solid out: learned", "dotted: true, solid: learned", ""], width),
        x: 0, y: drawing.rows - 1, style: dim, maxWidth: width)
    }
  }

  private var note: String? {
    guard pictures.dimension == 1 else { return nil }
    guard pictures.features > 1 else {
      return pictures.fieldTakesInput
        ? "velocity = f(position, start)" : "velocity = f(position)"
    }
    return pictures.hidden.map {
      "velocity \u{2248} \(NumberText.fixed(Double($0.scale), 2)) \(pictures.addedSymbol)\($0.coordinate + 1)"
    }
  }

  private func drawAxes(
    _ phase: SeriesPictures.Phase, on canvas: inout Drawing,
    _ place: (SIMD2<Float>) -> SIMD2<Float>, _ wide: Float, _ high: Float
  ) {
    let origin = place(SIMD2(0, 0))
    let ink = Ink(look.theme.floor, layer: Layers.floor)
    if origin.y > 0, origin.y < high { canvas.line(0, origin.y, wide, origin.y, ink, gap: 2) }
    if origin.x > 0, origin.x < wide { canvas.line(origin.x, 0, origin.x, high, ink, gap: 2) }
  }

  /// Draws strokes, longer where the field is stronger: dotted ones of the true field lead to a
  /// place, those of the learned field lead away from it.
  private func drawField(
    _ field: [SIMD2<Float>], _ phase: SeriesPictures.Phase, on canvas: inout Drawing,
    _ place: (SIMD2<Float>) -> SIMD2<Float>, _ scale: SIMD2<Float>, _ color: Color?, isTruth: Bool
  ) {
    let seen = field.map { $0 * scale }
    // Both are scaled by the true field's strength: a weak learned field looks weak.
    let measure = (phase.truth.isEmpty ? field : phase.truth).map { $0 * scale }
      .map { ($0 * $0).sum().squareRoot() }.filter(\.isFinite).sorted()
    guard let strongest = measure.isEmpty ? nil : measure[measure.count * 9 / 10], strongest > 0
    else { return }
    // Thin the sites to leave room for two separate strokes at each.
    let columns = phase.columns
    let rows = columns > 0 ? phase.sites.count / columns : 0
    guard rows > 0 else { return }
    let room =
      SIMD2(abs(scale.x), abs(scale.y)) * (phase.upper - phase.lower)
      / SIMD2(Float(columns), Float(rows))
    let steps = (x: room.x < 12 ? 2 : 1, y: room.y < 8 ? 2 : 1)
    let longest = 0.48 * min(room.x * Float(steps.x), 1.4 * room.y * Float(steps.y))
    let ink = Ink(color, layer: Layers.field, rank: isTruth ? 0 : 1)
    for row in stride(from: (rows - 1) % steps.y / 2, to: rows, by: steps.y) {
      for column in stride(from: (columns - 1) % steps.x / 2, to: columns, by: steps.x) {
        let index = row * columns + column
        guard index < seen.count else { return }
        let length = (seen[index] * seen[index]).sum().squareRoot()
        guard length.isFinite, length > 0 else { continue }
        let at = place(phase.sites[index])
        let way =
          seen[index] / length * longest * (0.35 + 0.65 * min(1, length / strongest).squareRoot())
        let (from, to) = isTruth ? (at - way, at) : (at, at + way)
        canvas.line(from.x, from.y, to.x, to.y, ink, gap: isTruth ? 1 : 0)
      }
    }
  }

  private func drawMotions(
    _ points: [SIMD2<Float>], on canvas: inout Drawing, _ place: (SIMD2<Float>) -> SIMD2<Float>,
    _ phase: SeriesPictures.Phase, _ color: Color?, isModel: Bool
  ) {
    let frames = pictures.times.count
    let far = 4 * (phase.upper - phase.lower)
    func isNear(_ p: SIMD2<Float>) -> Bool {
      p.x.isFinite && p.y.isFinite && abs(p.x) < far.x && abs(p.y) < far.y
    }
    for start in stride(from: 0, to: points.count - frames + 1, by: max(1, frames)) {
      for k in start + 1..<start + frames where isNear(points[k - 1]) && isNear(points[k]) {
        let isLate = pictures.times[k - start] > pictures.observedEnd
        let shade = isModel && isLate ? look.theme.faded(color, 0.5) : color
        let (a, b) = (place(points[k - 1]), place(points[k]))
        canvas.line(
          a.x, a.y, b.x, b.y,
          Ink(shade, layer: Layers.trails, rank: isModel ? (isLate ? 1 : 2) : 0, bold: isModel),
          gap: !isModel && look.theme.isMono ? 2 : 0)
      }
      if isModel, isNear(points[start]) {
        let at = place(points[start])
        canvas.blob(
          at.x, at.y, size: 3, Ink(look.theme.highlight, layer: Layers.points, bold: true))
      }
    }
  }
}
