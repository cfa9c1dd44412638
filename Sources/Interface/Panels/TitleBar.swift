/// The top line: the program, the problem, and where training is.
struct TitleBar {
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
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
    let dot = look.glyphs.separator
    let glyphs = look.glyphs

    var x = rect.x + 1
    x += grid.write("anode", x: x, y: rect.y, style: strong)
    let name = "\(state.setup.dataset.rawValue) \(dot) seed \(state.setup.seed)"
    x += grid.write("  \(name)", x: x, y: rect.y, style: bar, glyphs: glyphs)

    let help = "\(ActionTable.key(.help)) help  \(ActionTable.key(.quit)) quit"
    let helpX = rect.maxX - 1 - help.count
    grid.write(help, x: helpX, y: rect.y, style: dim, glyphs: glyphs)

    var status = strong
    status.foreground = state.isPaused ? look.theme.positive : look.theme.highlight
    let progress = look.fitting(progressTexts, helpX - x - 4)
    let width = TextRow.width(of: progress)
    guard width <= helpX - x - 4 else { return }
    let middle = rect.x + (rect.width - width) / 2
    grid.write(
      progress, x: min(max(middle, x + 2), helpX - 2 - width), y: rect.y, style: status,
      glyphs: glyphs)
  }

  /// From the longest to the shortest.
  private var progressTexts: [String] {
    let glyphs = look.glyphs
    let mark =
      state.isPaused ? "\(glyphs.pause)\(glyphs.pause) PAUSED  " : "\(glyphs.play) "
    let first = [left, right].compactMap { $0 }.max { $0.iteration < $1.iteration }
    guard let first else { return ["\(mark)starting", mark] }
    let epoch = "epoch \(NumberText.fixed(Double(first.epoch), 1))"
    let dot = glyphs.separator
    return [
      "\(mark)\(epoch) \(dot) iteration \(first.iteration) \(dot) \(state.tempoText)",
      "\(mark)\(epoch) \(dot) iteration \(first.iteration)", "\(mark)\(epoch)",
    ]
  }
}
