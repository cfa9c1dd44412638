import Canvas
import LiveSession
import NeuralODE

/// One model: its view, its numbers, the play head, and the accuracy check.
struct ModelPanel {
  let context: ViewContext
  let view: View
  /// The present run's, even before its first snapshot.
  let configuration: RunConfiguration

  init(context: ViewContext) {
    self.context = context
    view = context.state.view(of: context.panel)
    configuration = context.state.setup.run(context.panel.side ?? .right)
  }

  private var panel: Panel { context.panel }
  private var state: DuelState { context.state }
  private var look: Look { context.look }
  private var snapshot: Snapshot? { context.snapshot }
  private var color: Color? { context.color }

  func draw(into screen: inout Composition, in rect: Rect) {
    guard rect.width >= 8, rect.height >= 8 else { return }
    let family = configuration.model.family.title
    let twin = state.differInP ? " p=\(configuration.model.augmentation)" : ""
    let name =
      "\(family)\(twin)  \(configuration.spaceTitle)" + (stepsTitle.map { "  \($0)" } ?? "")
      + (cellName.map { "  \($0)" } ?? "") + watchedTitle(rect.width / 2)
    let viewTitle = view.titleOf(configuration) ?? view.title
    let isFocused = state.navigation.focus == panel
    look.frame(rect, title: name, color: color, isFocused: isFocused, in: &screen.grid)
    let used = TextRow.width(of: name) + 6
    let viewName = look.fitting(
      isFocused
        ? [" \(viewTitle) (\(ActionTable.key(.nextView))) ", " \(viewTitle) "]
        : [" \(viewTitle) "],
      rect.width - used - 3)
    if TextRow.width(of: viewName) <= rect.width - used - 3 {
      screen.grid.write(
        viewName, x: rect.x, y: rect.y, width: rect.width - 2, alignment: .right, style: look.dim)
    }
    let layout = state.modelLayout(of: panel, in: rect)
    guard let snapshot else {
      screen.grid.write(
        "starting\(look.glyphs == .unicode ? "\u{2026}" : "...")", x: layout.picture.x,
        y: rect.y + rect.height / 2, width: rect.width - 4, alignment: .centre, style: look.dim)
      return
    }
    var drawing = Drawing(columns: layout.picture.width, rows: layout.picture.height)
    var context = context
    context.aside = layout.aside
    if snapshot.isOfFrames, view.needsWeights {
      drawing.write(
        look.fitting(
          ["this view needs the weights, which the record lacks", "needs the weights"],
          drawing.columns - layout.aside),
        x: 0, y: drawing.rows / 2, width: drawing.columns - layout.aside, alignment: .centre,
        style: look.dim)
    } else {
      _ = view.draw(context, &drawing)
    }
    drawProbe(snapshot, into: &drawing, width: drawing.columns - layout.aside)
    screen.place(drawing, x: layout.picture.x, y: layout.picture.y)
    if !state.isBig {
      ModelNumbers(
        snapshot: snapshot, color: color,
        hasSteps: state.shows(.steps) && !layout.isCrowded,
        look: look
      )
      .draw(into: &screen, layout)
    }
    drawPlayHead(snapshot, into: &screen.grid, layout)
    if let state = snapshot.watch, let lines = WatchText.lines(state) {
      drawWatch(lines, isOver: state.stage != .training, into: &screen.grid, in: layout.light)
    } else if state.shows(.light), snapshot.status.isAlive {
      drawAccuracy(snapshot, into: &screen.grid, in: layout.light)
    }
    if let text = FailureText(snapshot.status, isWatched: snapshot.watched != nil) {
      // In a narrow panel the text covers the numbers too, from the top: no digit is cut in half.
      let isNarrow = layout.picture.width - layout.aside < 34
      // A lesson explains what happened, and its subject must stay visible.
      if state.strip.hasCaption {
        text.drawLine(into: &screen.grid, in: layout.light, look: look)
      } else {
        text.draw(
          into: &screen, in: isNarrow ? layout.pictureAndNumbers : layout.picture,
          isAtTop: isNarrow, look: look)
      }
    }
  }

  /// "10 Euler steps": fixed steps are part of what the model is. nil for adaptive solvers.
  private var stepsTitle: String? {
    let training = configuration.training
    guard configuration.model.family.isFlow, !training.solver.isAdaptive else { return nil }
    let (count, name) = (training.fixedSteps, training.solver.name)
    return "\(count) \(name.prefix(1).uppercased())\(name.dropFirst()) step\(count == 1 ? "" : "s")"
  }

  /// The run of another program, and the solver that trains it if that is not the pictures'.
  private func watchedTitle(_ width: Int) -> String {
    guard let watched = panel.side.flatMap({ state.setup[$0].watched }) else { return "" }
    return "  "
      + look.fitting(
        [watched.title, "\(watched.name) by \(watched.program)", watched.name, ""], width)
  }

  /// Writes what a record says from within a solve, or how it ended.
  private func drawWatch(
    _ lines: [String], isOver: Bool, into grid: inout CellGrid, in rect: Rect
  ) {
    let style = isOver ? Style(look.theme.bad, bold: true) : look.bold
    grid.write(
      look.fitting(lines, rect.width), x: rect.x, y: rect.y, style: style, maxWidth: rect.width)
  }

  /// The sweep's cell that the panel still trains, if any.
  private var cellName: String? {
    panel.side.flatMap { state.origin?.name($0, of: configuration) }
  }

  /// Writes the model's answer at the cross hair.
  private func drawProbe(_ snapshot: Snapshot, into drawing: inout Drawing, width: Int) {
    guard let reading = snapshot[.reading], let row = view.probeRow else { return }
    let texts = ProbeDrawing.texts(reading, snapshot.configuration.data)
    drawing.write(
      look.fitting(texts, width), x: 0, y: row,
      style: look.words(ProbeDrawing.color(reading, snapshot.configuration.problem, look)),
      maxWidth: width)
  }

  private func drawPlayHead(
    _ snapshot: Snapshot, into grid: inout CellGrid, _ layout: ModelPanelLayout
  ) {
    guard view.hasPlayHead else { return }
    let y = layout.playHead.y
    let track = layout.track
    guard track.width >= 6 else { return }
    grid.write(
      block(snapshot) == nil ? "t" : "n", x: layout.playHead.x, y: y, style: look.dim)
    let head = layout.column(at: state.playback.time)
    for x in track.x..<track.x + track.width {
      let isPast = x < head
      grid.put(
        Glyph.horizontal, x: x, y: y,
        style: isPast ? Style(look.theme.faded(color, 0.35)) : look.border)
    }
    grid.put(
      Glyph.tickRight, x: track.x, y: y,
      style: state.playback.time > 0 ? Style(look.theme.faded(color, 0.35)) : look.border)
    grid.put(Glyph.tickLeft, x: track.x + track.width - 1, y: y, style: look.border)
    grid.put(Glyph.bullet, x: head, y: y, style: Style(color ?? look.theme.text, bold: true))
    // A residual network has no time between its blocks.
    let text =
      block(snapshot).map { look.fitting(["\($0.number)/\($0.count)", "\($0.number)"], 5) }
      ?? NumberText.fixed(snapshot.configuration.span.time(state.playback.time), 2)
    grid.write(text, x: track.x + track.width + 1, y: y, style: look.text, maxWidth: 5)
  }

  /// The block whose output the play head shows (0 for the input), and the number of blocks; nil
  /// for a flow.
  private func block(_ snapshot: Snapshot) -> (number: Int, count: Int)? {
    let index = state.spaceIndex(snapshot)
    guard !snapshot.configuration.model.family.isFlow, index < snapshot[.spaces].count else {
      return nil
    }
    let reader = SpaceReader(snapshot[.spaces][index])
    return (reader.moment(state.playback.time).frame, max(0, reader.frames - 1))
  }

  /// Writes the accuracy check of the training solve, in words: not everyone, or every theme, sees
  /// its colour.
  private func drawAccuracy(_ snapshot: Snapshot, into grid: inout CellGrid, in rect: Rect) {
    func note(_ texts: [String]) {
      grid.write(
        look.fitting(texts, rect.width), x: rect.x, y: rect.y, style: look.dim, maxWidth: rect.width
      )
    }
    if !snapshot.configuration.model.family.isFlow {
      let block = block(snapshot)
      let place =
        !view.hasPlayHead
        ? "a residual network"
        : block.map { $0.number == 0 ? "the input" : "after block \($0.number) of \($0.count)" }
          ?? ""
      return note(
        ["\(place): no ODE to solve", "\(place): no ODE", place])
    }
    guard !snapshot.isOfFrames else {
      return note(["pictures by \(snapshot.watched?.program ?? "")", "no weights"])
    }
    guard let solve = snapshot[.solveAccuracy] else {
      return note(["how accurate is the solve? measuring", "measuring"])
    }
    let isGood = solve.isAccurate
    let long = solve.probeNFE.map { "1e-6 needs \($0) NFE" } ?? "1e-6 fails"
    let short = solve.probeNFE.map { "1e-6: \($0) NFE" } ?? "1e-6 fails"
    let shortest = solve.probeNFE.map { "1e-6: \($0)" } ?? "1e-6 fails"
    let worst = Self.percent(solve.worstError)
    let tiers: [(verdict: String, probe: String)]
    if !solve.worstError.isFinite {
      tiers = [
        ("not accurate: the solve fails", long), ("not accurate: the solve fails", short),
        ("not accurate", shortest),
      ]
    } else if isGood {
      let limit = Self.percent(SolveAccuracy.bound)
      tiers = [
        ("accurate to \(worst) of the features' spread, allowed \(limit)", long),
        ("accurate to \(worst) of the spread, allowed \(limit)", short),
        ("accurate to \(worst), allowed \(limit)", short), ("accurate to \(worst)", short),
        ("accurate to \(worst)", shortest),
      ]
    } else {
      let median = Self.percent(solve.medianError)
      tiers = [
        ("not accurate: off by \(median) of the features' spread (worst \(worst))", long),
        ("not accurate: off by \(median) of the spread (worst \(worst))", short),
        ("not accurate: off by \(median) (worst \(worst))", short),
        ("not accurate: off by \(median) (worst \(worst))", shortest),
        ("not accurate: worst \(worst)", short), ("not accurate: worst \(worst)", shortest),
      ]
    }
    // The width alone chooses the words, not the numbers, so both panels use the same ones.
    let first = rect.width >= 76 ? 0 : rect.width >= 64 ? 1 : rect.width >= 56 ? 2 : 3
    let best = tiers.dropFirst(min(first, tiers.count - 1)).first {
      TextRow.width(of: $0.verdict) + 2 + 2 + TextRow.width(of: $0.probe) <= rect.width
    }
    let verdict = best?.verdict ?? look.fitting(tiers.map(\.verdict), rect.width - 2)
    let mark = isGood ? Glyph.check : Glyph.cross
    var style = Style(isGood ? look.theme.good : look.theme.bad, bold: true)
    style.isReversed = look.theme.isMono && !isGood
    let used = grid.write(
      "\(mark) \(verdict)", x: rect.x, y: rect.y, style: style, maxWidth: rect.width)
    if let best, state.shows(.probe), !state.isBig {
      grid.write(
        best.probe, x: rect.x + used, y: rect.y, width: rect.width - used, alignment: .right,
        style: look.dim)
    }
  }

  /// "<0.1 %", "0.4 %", "31 %", "270 %".
  static func percent(_ share: Double) -> String {
    let value = share * 100
    return (value < 0.05 ? "<0.1" : NumberText.fixed(value, value < 9.95 ? 1 : 0)) + " %"
  }
}
