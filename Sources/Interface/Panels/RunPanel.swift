import NeuralODE

/// What is being run: every setting of both models, and what the colours mean.
struct RunPanel {
  let left: RunConfiguration
  let right: RunConfiguration
  let state: DuelState
  let look: Look

  /// A line of the panel: a setting, or a class's colour, or nothing.
  private enum Line {
    case setting(String, String)
    case legend(Float, String)
    case blank
  }

  func draw(into grid: inout CellGrid, in rect: Rect) {
    look.frame(rect, title: "run", color: look.theme.text, isFocused: false, in: &grid)
    let inner = rect.inset(2, 1)
    guard inner.width >= 12 else { return }
    var lines = self.lines
    // Blank lines give way first, the last of them first; then whatever is last.
    while lines.count > inner.height,
      let blank = lines.lastIndex(where: { if case .blank = $0 { true } else { false } })
    {
      lines.remove(at: blank)
    }
    for (offset, line) in lines.prefix(inner.height).enumerated() {
      let y = inner.y + offset
      switch line {
      case .blank: break
      case .setting(let name, let value):
        grid.write(name, x: inner.x, y: y, style: look.dim, maxWidth: 11, glyphs: look.glyphs)
        grid.write(
          value, x: inner.x + 11, y: y, style: look.text, maxWidth: inner.width - 11,
          glyphs: look.glyphs)
      case .legend(let label, let text):
        grid.put(
          look.classMark(label), x: inner.x, y: y,
          style: Style(look.theme.classColor(label), bold: true))
        grid.write(
          text, x: inner.x + 2, y: y, style: look.text, maxWidth: inner.width - 2,
          glyphs: look.glyphs)
      }
    }
  }

  private var lines: [Line] {
    let data = left.data
    let training = left.training
    let names = data.kind.classNames
    return [
      .legend(1, "+1  \(names.positive)"),
      .legend(-1, "\u{2212}1  \(names.negative)"),
      .blank,
      .setting("data", data.kind.rawValue),
      .setting("points", "\(data.negativeCount) + \(data.positiveCount)"),
      .setting("seed", String(left.seed)),
      .blank,
      .setting("p", both { String($0.model.augmentation) }),
      .setting("hidden", String(left.model.hidden)),
      .setting("activation", left.model.activation.rawValue),
      .setting("time input", left.model.isTimeDependent ? "yes" : "no"),
      .setting("readout", both { $0.model.hasReadout ? "linear" : "no" }),
      .blank,
      .setting("solver", "dopri5"),
      .setting("tolerance", NumberText.setting(training.tolerance)),
      .setting("right end", training.rightEnd.rawValue),
      .blank,
      .setting("optimizer", "Adam"),
      .setting("rate", NumberText.setting(training.learningRate)),
      .setting("batch", String(training.batchSize)),
      .blank,
      .setting("tempo", state.tempoText),
    ]
  }

  /// A setting of both models: once where they agree, otherwise left | right.
  private func both(_ value: (RunConfiguration) -> String) -> String {
    let (a, b) = (value(left), value(right))
    return a == b ? a : "\(a) | \(b)"
  }
}
