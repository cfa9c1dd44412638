import Canvas
import Interface
import LiveSession
import NeuralODE
import Terminal
import Platform

@MainActor final class SweepProgram: StackedProgram {
  private let plan: SweepPlan
  private let pool: SweepPool
  private var state: SweepState
  private var board: SweepBoard
  private let themeName: String
  private let colors: ColorDepth
  private let glyphs: GlyphSet
  private let wakeDescriptor: WakeDescriptor
  /// Requested runs that have arrived.
  private let branches = Mailbox<BranchedRuns>()
  /// The cells of the requested runs.
  private var awaited: (left: Int, right: Int)?
  private var opened: DuelProgram?
  private let painter: PicturePainter
  let wantedPictures: PicturePreference
  let wantedDots: DotGlyphs

  init(
    _ plan: SweepPlan, threads: Int, size: (width: Int, height: Int), themeName: String,
    colors: ColorDepth, glyphs: GlyphSet, isNested: Bool, pictures: PicturePreference,
    dots: DotGlyphs, painter: PicturePainter, wake: WakeDescriptor
  ) {
    self.plan = plan
    self.themeName = themeName
    self.colors = colors
    self.glyphs = glyphs
    wakeDescriptor = wake
    self.painter = painter
    wantedPictures = pictures
    wantedDots = dots
    pool = SweepPool(plan, threads: threads, changed: wake.signal)
    state = SweepState(
      count: plan.variants.count, width: size.width, height: size.height, isNested: isNested)
    board = pool.board()
  }

  var isAnimated: Bool { false }
  var wantsMouse: Bool { true }

  func handle(_ event: InputEvent) -> Reaction {
    switch state.handle(event) {
    case .ignored: return event == .key(.control("l")) ? .repaint : .ignored
    case .redraw: return .redraw
    case .duel:
      askForDuel()
      return .redraw
    case .quit: return .quit
    }
  }

  func wake() -> Bool {
    board = pool.board()
    if let runs = branches.take() { openDuel(runs) }
    return true
  }

  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {
    (state.width, state.height) = (width, height)
  }

  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    let theme = (Theme.named(themeName) ?? .dark).shown(in: colors)
    let screen = SweepScreen.compose(board, state: state, theme: theme, glyphs: glyphs)
    guard let pictures else { return screen.cells(glyphs) }
    return painter.text(of: screen, theme, glyphs, pictures)
  }

  func takePictures() -> EncodedPictures? { painter.take() }
  func picturesArePast() { painter.isPast() }
  func picturesAreTooSlow(seconds: Int) {
    state.message = "line too slow for pixels: cells for \(seconds) s"
  }

  // MARK: The duel

  /// Requests the runs of the chosen cell and its opponent; they arrive after their epochs.
  private func askForDuel() {
    guard awaited == nil, board.cells.indices.contains(state.selection) else { return }
    let left = state.selection
    let right = board.opponent(of: left, marked: state.marked) ?? left
    awaited = (left, right)
    state.message = "\(board.cells[left].name): opens as soon as its run is ready\u{2026}"
    let (branches, wake) = (branches, wakeDescriptor)
    let seed = Int(RunSetting.seed(board.cells[left].seed &- plan.firstSeed, plus: 0))
    pool.branch(left: left, right: right, seed: seed) { runs in
      branches.replace(with: runs)
      wake.signal()
    }
  }

  private func openDuel(_ runs: BranchedRuns) {
    guard let (left, right) = awaited else { return }
    awaited = nil
    state.message = nil
    let names = (left: board.cells[left].name, right: board.cells[right].name)
    let origin = SweepOrigin(
      left: (names.left, runs.left.configuration), right: (names.right, runs.right.configuration))
    let isMarked = right == state.marked
    let seed = "seed \(runs.left.configuration.seed), trains on"
    let message =
      left == right
      ? "\(names.left) twice: no other cell has these points; \(seed)"
      : "\(names.left) against \(names.right)\(isMarked ? "" : ", the best other"), \(seed)"
    // The panels name the cells too.
    let short = "the chosen cell against the \(isMarked ? "marked one" : "best other"), \(seed)"
    let isLong = TextRow.width(of: message) > state.width - 2 && left != right
    guard
      var duel = DuelState(
        origin, message: isLong ? short : message, width: state.width, height: state.height)
    else {
      state.message = "\(names.left) and \(names.right) cannot be shown side by side"
      return
    }
    duel.offer(lessons: DemoLibrary.lessons.map { DemoLibrary.title($0) })
    let own = [
      "theme=\(themeName)", "pixels=\(wantedPictures.rawValue)", "glyphs=\(wantedDots.rawValue)",
    ]
    for line in own + Self.preferences {
      duel.prefer(line)
    }
    opened = DuelProgram(
      state: duel, colors: colors, glyphs: glyphs, painter: painter, wake: wakeDescriptor,
      sessions: runs)
  }

  /// The configuration file's NAME=VALUE lines, without the theme, which is the sweep's.
  private static let preferences = ConfigurationFile.read().lines
    .filter { $0.name != "theme" }.map { "\($0.name)=\($0.value)" }

  func takeOpened() -> (any StackedProgram)? {
    defer { opened = nil }
    return opened
  }

  /// The sweep continues below a duel, without its cells' pictures.
  func cover() { pool.setSeen(false) }
  func uncover() { pool.setSeen(true) }

  func leave() -> [String] {
    pool.stop()
    return []
  }
}
