import Canvas
import Solvers
import Math
import LiveSession
import NeuralODE

extension View {
  package static let steps: View = {
    var view = View(
      model: "steps", "solver microscope",
      "every step of one solve: how long, how large its error, which were rejected",
      explanation: (
        "The solver microscope",
        "Every step of one solve along t: each bar is a step, as high as it is long; each dot below is "
          + "its estimated error divided by the tolerance. Above 1 a step is rejected (red) "
          + "and retried shorter, and its evaluations are lost. Look where steps get short: there "
          + "the field changes fast."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      MicroscopePicture(
        snapshot: snapshot, time: context.state.playback.time, color: context.color,
        look: context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.hasPlayHead = true
    view.parts.insert(.microscopy)
    view.probeRow = nil
    view.suits = { $0.model.family.isFlow }
    view.formula = { subject in
      let solver = subject.run.training.solver
      guard solver.isAdaptive && solver.isFSAL else { return nil }
      let side = subject.side.rawValue
      return "NFE = 2 + \(solver.evaluationsPerStep)\u{B7}({steps(\(side))} + "
        + "{rejected(\(side))}) = {nfe(\(side))}"
    }
    return view
  }()
}

extension Probe where Value == StepLog? {
  /// The step log of one solve of the probe points; nil for a ResNet.
  static var microscopy: Self {
    Self("microscopy", .likeMaps, blank: nil) { album in
      album.evaluator.stepLog(of: album.probeSet.points, offsets: album.probeSet.offsets)
    }
  }
}

private struct MicroscopePicture {
  let snapshot: Snapshot
  let time: Double
  let color: Color?
  let look: Look

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard let seen = snapshot[.microscopy], rect.width >= 16, rect.height >= 6 else {
      look.say("looking", into: &drawing, in: rect)
      return
    }
    let accepted = seen.steps.filter(\.isAccepted).count
    let perStep = snapshot.configuration.training.solver.evaluationsPerStep
    // Not the latest batch's solve, whose numbers are beside the picture.
    let steps = "this solve: \(accepted) accepted, \(seen.steps.count - accepted) rejected"
    drawing.write(
      look.fitting(
        [
          "\(steps): NFE \(seen.statistics.evaluations), \(perStep) a step", steps,
          "this solve: NFE \(seen.statistics.evaluations)", "NFE \(seen.statistics.evaluations)",
        ], rect.width), x: rect.x, y: rect.y, style: look.bold, maxWidth: rect.width)
    let rows = rect.height - 1
    let isAdaptive = snapshot.configuration.training.solver.isAdaptive
    let upper = isAdaptive ? (rows + 1) / 2 : rows
    drawSteps(
      seen.steps, into: &drawing,
      in: Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: upper))
    if isAdaptive {
      drawRatios(
        seen.steps, into: &drawing,
        in: Rect(x: rect.x, y: rect.y + 1 + upper, width: rect.width, height: rows - upper))
    }
  }

  private static let gutter = 7

  /// x of a time in `wide` units; clamps a last step that reaches past t = 1.
  private func across(_ t: Double, _ wide: Int) -> Float {
    Float(min(max(0, t), 1)) * Float(wide - 1)
  }

  /// Draws each step as a bar from its start to its end, as high as it is long.
  private func drawSteps(_ steps: [StepEvent], into drawing: inout Drawing, in rect: Rect) {
    guard rect.height >= 2 else { return }
    let plot = Rect(
      x: rect.x + Self.gutter, y: rect.y, width: rect.width - Self.gutter, height: rect.height - 1)
    var canvas = Drawing(columns: plot.width, rows: plot.height)
    let longest = max(1e-12, steps.map { abs($0.dt) }.max() ?? 1)
    let high = Float(canvas.unitsHigh - 1)
    for step in steps {
      let y = (1 - Float(abs(step.dt) / longest)) * high
      let from = across(step.t, canvas.unitsWide)
      let to = across(step.t + step.dt, canvas.unitsWide)
      let ink =
        step.isAccepted
        ? Ink(color, layer: Layers.points, bold: true)
        : Ink(look.theme.bad, layer: Layers.trails)
      let gap = step.isAccepted ? 0 : 1
      canvas.line(from, y, to, y, ink, gap: gap)
      canvas.line(from, y, from, high, ink, gap: step.isAccepted ? 1 : 3)
      canvas.line(to, y, to, high, ink, gap: step.isAccepted ? 1 : 3)
    }
    let head = across(time, canvas.unitsWide)
    canvas.line(head, 0, head, high, Ink(look.theme.decision, layer: Layers.floor), gap: 1)
    drawing.add(canvas, x: plot.x, y: plot.y)
    drawing.write("dt", x: rect.x, y: plot.y + 1, style: look.dim, maxWidth: Self.gutter - 1)
    drawing.write(
      NumberText.short(longest), x: rect.x, y: plot.y, width: Self.gutter - 1, alignment: .right,
      style: look.dim)
    drawTimes(into: &drawing, plot)
  }

  private func drawTimes(into drawing: inout Drawing, _ plot: Rect) {
    var free = plot.x
    for t in [0, 0.25, 0.5, 0.75, 1.0] {
      let x = plot.x + Int(across(t, plot.width * 2)) / 2
      let label = t == 0 ? "t = 0" : NumberText.setting(t)
      let start = t == 0 ? x : x - label.count / 2
      guard start >= free, start + label.count <= plot.maxX + 1 else { continue }
      drawing.write(label, x: start, y: plot.maxY, style: look.dim)
      free = start + label.count + 1
    }
  }

  /// Draws error ratios on a logarithmic scale; steps above the line at 1 were rejected.
  private func drawRatios(_ steps: [StepEvent], into drawing: inout Drawing, in rect: Rect) {
    guard rect.height >= 3 else { return }
    let plot = Rect(
      x: rect.x + Self.gutter, y: rect.y, width: rect.width - Self.gutter, height: rect.height)
    var canvas = Drawing(columns: plot.width, rows: plot.height)
    let high = Double(canvas.unitsHigh - 1)
    let (low, top) = (-4.0, 2.0)
    func up(_ ratio: Double) -> Float {
      let exponent = ratio > 0 ? max(low, min(top, Elementary.log10(ratio))) : low
      return Float((1 - (exponent - low) / (top - low)) * high)
    }
    canvas.line(
      0, up(1), Float(canvas.unitsWide), up(1), Ink(look.theme.decision, layer: Layers.floor),
      gap: 1
    )
    for step in steps where step.errorRatio.isFinite {
      let middle = across(step.t + step.dt / 2, canvas.unitsWide)
      let ink = Ink(
        step.isAccepted ? color : look.theme.bad, layer: Layers.points, bold: true)
      canvas.blob(middle, up(step.errorRatio), size: 2, ink)
      canvas.line(middle, up(step.errorRatio), middle, Float(high), ink, gap: 2)
    }
    drawing.add(canvas, x: plot.x, y: plot.y)
    for (exponent, label) in [(2.0, "100"), (0, "1"), (-2, "0.01")] {
      let y = plot.y + Int((1 - (exponent - low) / (top - low)) * high) / 4
      drawing.write(
        label, x: rect.x, y: y, width: Self.gutter - 1, alignment: .right, style: look.dim)
    }
    drawing.write(
      "error", x: rect.x, y: plot.maxY - 1, style: look.dim, maxWidth: Self.gutter - 1)
  }
}
