import NeuralODE

extension ProblemScreen {
  package static let series: ProblemScreen = {
    var screen = ProblemScreen(.series)
    screen.hasAccuracy = false
    screen.legend = .none
    screen.explanations = [
      .lossLogarithmic: loss, .lossLinear: loss, .flow: flow, .steps: steps,
    ]
    let formula =
      "L = mean |h(t_k) \u{2212} y_k|\u{B2} = {loss(left)} | {loss(right)},  h\u{2032} = f(h),  h(0) = [y_0; 0]"
    screen.formulas = [.lossLogarithmic: formula, .lossLinear: formula]
    return screen
  }()

  private static let loss = (
    "Training loss",
    "The mean squared distance between the state and the observations, over the series of the "
      + "batch, all times and all observed coordinates. The dotted end is the same for held-out "
      + "series. A model that cannot move as the data do levels off: with one coordinate of a "
      + "swing, near the mean square of the observations."
  )

  private static let flow = (
    "The flow of series",
    "Every dot is the first observation of a series, its added dimensions at 0, and its trail is the "
      + "model's path from t = 0 to the last observation's time. If the field does not depend on "
      + "time, trails do not cross in the plane or in space, and on a line they cannot turn back."
  )

  private static let steps = (
    "The solver's steps",
    "One solve reaches the last observation; the times between are read off the steps' "
      + "interpolants and cost nothing. Bars are steps, as high as they are long; below is each "
      + "step's error relative to the tolerance."
  )
}
