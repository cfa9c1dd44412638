import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let hidden: View = {
    var view = View(
      model: "hidden", "the hidden coordinate",
      "the augmented coordinate over time, scaled, beside the true coordinate that is not observed"
    ) { context, drawing in
      guard let pictures = context.snapshot?[.series] else { return }
      HiddenChart(pictures: pictures, color: context.color, look: context.look).draw(into: &drawing)
    }
    view.suits = { run in
      run.problem.isOfSeries
        && (run.data.dynamics.map { $0.dimension > $0.observed } ?? false)
    }
    view.formula = { subject in
      if subject.family.isRelative { return ViewSubject.equationOfMotion(subject) }
      return subject.run.model.augmentation > 0
        ? "velocity(t) \u{2248} c\u{B7}a(t),  a(0) = 0,  [y; a]\u{2032} = f([y; a])"
        : "y\u{2032} = f(y): one velocity for each y"
    }
    view.explanation = { subject in
      let run = subject.run
      if run.model.family.form?.isSecondOrder == true {
        return (
          "The hidden coordinate",
          "The thin line is the true velocity, which was never observed; the thick one is the model's own "
            + "v, the derivative of its position, times one number. Where they coincide, positions "
            + "were enough to learn the motion. r is their correlation."
        )
      }
      return (
        "The hidden coordinate",
        run.features == run.data.dimension
          ? "The thin line is the velocity, which is not observed. This model has no added coordinate, "
            + (run.model.family.form?.fieldTakesInput == true
              ? "but its field takes the start, and can have a velocity for each."
              : "and so no place to keep a velocity.")
          : "Nothing told the model about velocity. The thin line is the true one, which was never "
            + "observed; the thick one is the augmented coordinate, times one number. Where they "
            + "coincide, the model has found what it was not shown. r is their correlation."
      )
    }
    return view
  }()
}

private struct HiddenChart {
  let pictures: SeriesPictures
  let color: Color?
  let look: Look

  func draw(into drawing: inout Drawing) {
    guard drawing.columns >= 12, drawing.rows >= 4 else { return }
    let (d, n) = (pictures.dimension, pictures.lawDimension)
    guard n > d else { return }
    let name = d < pictures.names.count ? pictures.names[d] : "unseen"
    let text: [String]
    if let hidden = pictures.hidden {
      let scale = NumberText.fixed(Double(hidden.scale), 2)
      let r = NumberText.fixed(Double(hidden.correlation), 3)
      text = [
        "\(name) \u{2248} \(scale) \u{D7} \(pictures.addedName) \(hidden.coordinate + 1),  r = \(r)",
        "\(name) \u{2248} \(scale) \(pictures.addedSymbol)\(hidden.coordinate + 1),  r = \(r)",
        "r = \(r)",
      ]
    } else {
      text = [
        "this model has no added coordinate for the \(name)", "no place for the \(name)",
        "nothing hidden",
      ]
    }
    drawing.write(
      look.fitting(text, drawing.columns), x: 0, y: 0, style: look.bold, maxWidth: drawing.columns)
    var series: [LineChart.Series] = []
    for motion in pictures.motions {
      series.append(
        LineChart.Series(
          name: "", color: look.theme.faded(look.theme.text, 0.45),
          points: points(motion.truth, n, d, scale: 1)))
    }
    let most = series.flatMap(\.points).map { abs($0.y) }.filter(\.isFinite).max() ?? 1
    if let hidden = pictures.hidden {
      for motion in pictures.motions {
        let all = points(
          motion.model, pictures.features, d + hidden.coordinate, scale: hidden.scale
        )
        .map { abs($0.y) <= 2 * most ? $0 : SIMD2($0.x, .nan) }
        series.append(
          LineChart.Series(
            name: "", color: look.theme.faded(color, 0.5),
            points: all.filter { $0.x >= pictures.observedEnd }, isDashed: look.theme.isMono))
        series.append(
          LineChart.Series(
            name: "", color: color, points: all.filter { $0.x <= pictures.observedEnd }))
      }
    }
    var chart = LineChart(
      series: series, xName: "t", minimumX: pictures.times.last ?? 1,
      minimumY: (low: -most, high: most))
    chart.markX = pictures.observedEnd
    look.color(&chart)
    chart.meetingColor = nil
    chart.draw(
      into: &drawing, in: Rect(x: 0, y: 1, width: drawing.columns, height: drawing.rows - 1))
  }

  private func points(
    _ states: [Float], _ features: Int, _ i: Int, scale: Float
  ) -> [SIMD2<Float>] {
    stride(from: i, to: states.count, by: max(1, features)).enumerated().map { k, place in
      SIMD2(pictures.times[k], scale * states[place])
    }
  }
}
