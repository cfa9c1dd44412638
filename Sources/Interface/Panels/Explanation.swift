import Canvas
import LiveSession
import NeuralODE

/// What a panel shows and what to look for, in a few sentences for students.
enum Explanation {
  static func text(_ panel: Panel, _ state: DuelState) -> (title: String, text: String) {
    guard panel.place != nil else { return settings }
    let view = state.view(of: panel)
    return state.problem.screen.explanations[view]
      ?? view.explanation(ViewSubject(panel: panel, state: state))
  }

  /// The equation behind a panel's picture, with placeholders for the runs' numbers, if it has one.
  static func formula(_ panel: Panel, _ state: DuelState) -> String? {
    guard panel.place != nil else { return nil }
    let view = state.view(of: panel)
    return state.problem.screen.formulas[view]
      ?? view.formula(ViewSubject(panel: panel, state: state))
  }

  private static var settings: (String, String) {
    (
      "Settings",
      "Everything you can change during a run. Two values side by side belong to the left and "
        + "the right model. A change applies to the running model if it can, and otherwise "
        + "restarts it: the foot of the panel says which, before you make it. "
        + "\(ActionTable.key(.undo)) undoes a change."
    )
  }

  static func draw(
    _ panel: Panel, _ state: DuelState, left: Snapshot?, right: Snapshot?,
    into screen: inout Composition, look: Look
  ) {
    let (title, text) = text(panel, state)
    let width = min(screen.grid.width - 4, 72)
    guard width >= 20 else { return }
    let formula = formula(panel, state).flatMap { try? DemoFormula($0) }?
      .text(left: left, right: right, glyphs: look.glyphs)
    let equation = formula.map { CellGrid.wrap($0, width: width - 6) + [""] } ?? []
    let lines = equation + CellGrid.wrap(text, width: width - 6)
    let height = min(screen.grid.height, lines.count + 4)
    look.box(
      over: &screen, width: width, height: height, title: title,
      foot: " \(ActionTable.key(.close)) closes "
    ) { grid, box in
      for (offset, line) in lines.prefix(height - 4).enumerated() {
        let style = offset < equation.count ? Style(look.theme.title, bold: true) : look.text
        grid.write(line, x: box.x + 3, y: box.y + 2 + offset, style: style)
      }
    }
  }
}
