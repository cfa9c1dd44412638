import Canvas
import LiveSession

/// The top line: the program, the data, and the progress of training.
struct TitleBar {
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  /// Whether to explain the classes' colours, if no panel does.
  let hasLegend: Bool
  let look: Look

  func draw(into grid: inout CellGrid, in rect: Rect) {
    var bar = Style(look.theme.text, on: look.theme.bar)
    bar.isReversed = look.theme.isMono
    grid.fill(rect, with: Cell(" ", bar))
    var strong = bar
    strong.foreground = look.theme.title
    strong.isBold = true
    var dim = bar
    dim.foreground = look.theme.dim
    let dot = Glyph.separator

    let quit = "\(ActionTable.key(.quit)) \(state.origin == nil ? "quit" : "back")"
    let help = look.fitting(
      [
        "\(ActionTable.key(.help)) help  \(ActionTable.key(.palette)) command  \(quit)",
        "\(ActionTable.key(.help)) help  \(quit)",
      ], rect.width >= 110 ? 40 : 16)
    let helpX = rect.maxX - 1 - help.count
    grid.write(help, x: helpX, y: rect.y, style: dim)
    if let tip = state.tip, state.layout.tip == nil {
      TipLine(tip: tip, left: left, right: right, look: look).draw(
        into: &grid, in: Rect(x: rect.x + 1, y: rect.y, width: helpX - rect.x - 3, height: 1), bar)
      return
    }

    var x = rect.x + 1
    x += grid.write("anode", x: x, y: rect.y, style: strong)
    let data = state.setup.data
    let painted = data.edits.isEmpty ? "" : "*"
    if state.strip.isRecording {
      var red = bar
      red.foreground = look.theme.bad
      red.isBold = true
      x += grid.write(" \(Glyph.bullet) REC", x: x, y: rect.y, style: red)
    }
    // The record of another program names no seed.
    let name =
      "\(data.name)\(painted)"
      + (state.setup.isWatching ? "" : " \(dot) seed \(state.setup.seed)")
    x += grid.write("  \(name)", x: x, y: rect.y, style: bar)

    if hasLegend {
      x += drawLegend(into: &grid, x: x + 2, y: rect.y, bar, isWide: rect.width >= 96)
    }

    var status = strong
    status.foreground = state.playback.isPaused ? look.theme.positive : look.theme.highlight
    let progress = look.fitting(progressTexts, helpX - x - 4)
    let width = TextRow.width(of: progress)
    guard width <= helpX - x - 4 else { return }
    let middle = rect.x + (rect.width - width) / 2
    grid.write(progress, x: min(max(middle, x + 2), helpX - 2 - width), y: rect.y, style: status)
  }

  /// Explains the classes' marks; returns the columns used, with the gap before them.
  private func drawLegend(
    into grid: inout CellGrid, x: Int, y: Int, _ bar: Style, isWide: Bool
  ) -> Int {
    switch state.problem.screen.legend {
    case .none: return 0
    case .numbers:
      return drawClasses(state.setup.data.classNames, into: &grid, x: x, y: y, bar, isWide: isWide)
    case .signs: break
    }
    let names = state.setup.data.signNames
    var end = x
    for (label, value, name) in [
      (Float(1), "+1", names.positive), (-1, "\u{2212}1", names.negative),
    ] {
      var mark = bar
      mark.foreground = look.theme.classColor(label)
      mark.isBold = true
      grid.put(look.classMark(label), x: end, y: y, style: mark)
      let short = name.split(separator: " ").first.map(String.init) ?? name
      let text =
        state.setup.data.dimension == 1
        ? name : isWide ? "\(value) \(short)" : short
      end += 2 + grid.write(text, x: end + 2, y: y, style: bar)
      end += isWide ? 2 : 1
    }
    return end - x
  }

  /// Names the classes in their colours, if the names are short enough.
  private func drawClasses(
    _ names: [String], into grid: inout CellGrid, x: Int, y: Int, _ bar: Style, isWide: Bool
  ) -> Int {
    let limit = isWide ? 40 : 24
    guard names.map({ $0.count + 1 }).reduce(0, +) <= limit else { return 0 }
    var end = x
    for (number, name) in names.enumerated() {
      var style = bar
      style.foreground = look.theme.classColor(number: number)
      style.isBold = true
      end += 1 + grid.write(name, x: end, y: y, style: style)
    }
    return end - x
  }

  /// Longest first.
  private var progressTexts: [String] {
    let mark =
      !state.playback.keyframes.isEmpty
      ? "\(Glyph.pause)\(Glyph.pause) PAST  "
      : state.playback.isPaused
        ? "\(Glyph.pause)\(Glyph.pause) PAUSED  "
        : WatchText.stage(of: [left, right]).map { "\($0)  " } ?? "\(Glyph.play) "
    let present = [left, right].compactMap { $0 }
    guard let first = present.max(by: { $0.iteration < $1.iteration }) else {
      return ["\(mark)starting", mark]
    }
    // If one model lags, show both.
    let last = present.min { $0.iteration < $1.iteration } ?? first
    let lags = last.status == .healthy && last.iteration + 50 < first.iteration * 9 / 10
    let shown = lags ? [left, right].compactMap { $0 } : [first]
    let epoch =
      "epoch " + shown.map { NumberText.fixed(Double($0.epoch), 1) }.joined(separator: " | ")
    let iteration = "iteration " + shown.map { String($0.iteration) }.joined(separator: " | ")
    let dot = Glyph.separator
    return [
      "\(mark)\(epoch) \(dot) \(iteration) \(dot) \(state.tempoText)",
      "\(mark)\(epoch) \(dot) \(state.tempoText)", "\(mark)\(epoch)", mark,
    ]
  }
}
