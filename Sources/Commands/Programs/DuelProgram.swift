import Canvas
import FoundationEssentials
import Interface
import LiveSession
import NeuralODE
import Terminal
import Platform

/// The live duel: two runs in the background, and the screen that shows their latest snapshots.
///
/// The screen never waits for a run: it takes whatever snapshot is there, and draws. Runs never
/// wait for the screen: they leave snapshots in a mailbox and signal a descriptor that the terminal
/// is polled with.
@MainActor final class DuelProgram: StackedProgram {
  /// What runs signal when they have something new.
  let wakeDescriptor: WakeDescriptor

  var state: DuelState
  let glyphs: GlyphSet
  /// How many colours there are, whatever the theme.
  let colors: ColorDepth
  let runs: LiveDuel
  private var latest = DuelSnapshot(isSettled: false)
  /// The newest snapshots of the runs.
  var snapshots: DuelSnapshot { runs.judged(latest) }
  /// The demo that is playing.
  var demo: DemoConduct?
  /// Why a demo stopped before its end: the first that did.
  var demoFailure: DemoFailure?
  /// Is the screen blank, for the lecturer to be looked at?
  var isBlank: Bool { demo?.isBlank ?? false }
  /// Has the person taken the keys from the demo?
  var hasTakenOver: Bool { demo?.hasTakenOver ?? false }
  /// The lessons that are played one after the other; nil where there are none.
  var course: Course?
  /// The exercise that is being done.
  var exercise: ExerciseDesk?
  /// What the scripts that play here may write.
  var scriptPermission = WritePermission.script(into: nil)
  /// Where a lesson's progress is shown.
  var notes: NotesServer?
  /// The recording under way.
  var recorder: CastWriter?
  var recordingPath = ""
  var recordingTime = 0.0
  /// What background work has to say.
  private let notices = Mailbox<String>()
  /// What makes pixels of pictures, where the terminal has them.
  let painter: PicturePainter
  private var lastTime: Double?
  /// The sweep that is to be shown above.
  var opened: SweepProgram?

  /// A duel that begins to train at once, on a screen that will say its size.
  ///
  /// - Parameter sessions: runs of the state's setup to go on with; nil begins them.
  init(
    state: DuelState, colors: ColorDepth, glyphs: GlyphSet, painter: PicturePainter,
    wake: WakeDescriptor, sessions: BranchedRuns? = nil
  ) {
    wakeDescriptor = wake
    self.painter = painter
    self.state = state
    self.colors = colors
    self.glyphs = glyphs
    let sessions =
      sessions
      ?? BranchedRuns(
        left: TrainingSession(state.setup.run(.left)),
        right: TrainingSession(state.setup.run(.right)))
    runs = LiveDuel(
      sessions.left, sessions.right, tempo: state.playback.tempo, wake: wake.signal)
    if state.playback.pace != .step { runs.send(.setPace(state.playback.pace)) }
    if !state.playback.isPaused { runs.send(.run) }
  }

  var isAnimated: Bool {
    state.needsAnimation || (demo?.isMoving ?? false)
  }
  var wantsMouse: Bool { state.isMouseCaptured }

  func handle(_ event: InputEvent) -> Reaction {
    let before = state
    if case .key(let key) = event, demo != nil, handleInDemo(key) { return .redraw }
    // What a script has typed stays the script's, whoever presses Enter.
    let permission = state.isScriptTyping ? scriptPermission : .person
    var effects = state.handle(event)
    // A key that is held asks faster than slow runs can step, and is to be obeyed when it is let go.
    if runs.isStepping { effects.removeAll { $0 == .send(.stepOnce) } }
    // In an exercise to begin anew is to run what was chosen.
    if exercise != nil, state.playback.isPaused, effects.contains(.session(.left, .restart)) {
      effects += state.apply(.pause)
    }
    if case .resize = event {} else { effects = demo?.lend(effects, before: before) ?? effects }
    let reaction = obey(effects, by: permission)
    if case .resize = event { return .redraw }
    return reaction == .ignored && state != before ? .redraw : reaction
  }

  /// Does what the state leaves to the outside.
  ///
  /// - Parameter permission: what whoever asked may write.
  @discardableResult
  func obey(_ effects: [Effect], by permission: WritePermission = .person) -> Reaction {
    var reaction = Reaction.ignored
    for effect in effects {
      switch effect {
      case .send(let command): runs.send(command)
      case .redraw: reaction = .repaint
      case .write(let request): write(request, by: permission)
      case .replace(let request):
        write(request, by: permission == .person ? .person(force: true) : permission)
      case .load(let side, let path): loadWeights(side, path)
      case .lesson(let index): beginLesson(index)
      case .course(let step): moveCourse(by: step)
      case .hint: showHint()
      case .sweep(let request): open(request)
      case .record: toggleRecording(by: permission)
      case .mark(let name): markRecording(name)
      case .quit: return .quit
      }
    }
    return reaction
  }

  func wake() -> Bool {
    let notice = notices.take()
    if let notice { state.report(notice) }
    guard let new = runs.takeSnapshot() ?? (notice == nil ? nil : latest) else { return judge() }
    latest = new
    state.observe(left: new.left, right: new.right)
    judge()
    return true
  }

  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {
    // After a rest the clock has run on, but nothing on the screen has.
    let passed = lastTime.map { min(0.1, max(0, time - $0)) } ?? 0
    // Real time counts in a recording, pauses included.
    recordingTime += lastTime.map { max(0, time - $0) } ?? 0
    lastTime = time
    if state.width != width || state.height != height {
      _ = state.handle(.resize(width: width, height: height))
    }
    if hasPixels { state.hasPixels = true }
    state.advance(by: passed)
    advanceDemo(by: passed)
    showTask()
  }

  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    let screen =
      isBlank
      ? Composition(
        CellGrid(width: width, height: height, fill: Cell(" ", Style(nil, on: theme.background))))
      : screen(theme, isOfCells: pictures == nil)
    // A recording is of cells, whatever is on the screen.
    guard let pictures else {
      let grid = screen.cells(glyphs)
      record(grid)
      return grid
    }
    if recorder != nil { record(screen.cells(glyphs)) }
    return painter.text(of: screen, theme, glyphs, pictures)
  }

  var wantedPictures: PicturePreference { state.pixels }
  func takePictures() -> EncodedPictures? { painter.take() }
  func picturesArePast() { painter.isPast() }
  func picturesAreTooSlow() {
    state.report("this line is too slow for pixels: cells instead")
  }

  private var theme: Theme { (Theme.named(state.themeName) ?? .dark).shown(in: colors) }

  private func screen(_ theme: Theme, isOfCells: Bool) -> Composition {
    DuelScreen.compose(
      left: snapshots.left, right: snapshots.right, state: state, theme: theme, glyphs: glyphs,
      isOfCells: isOfCells)
  }

  // MARK: Files

  /// Writes a file that was asked for.
  func write(_ request: FileRequest, by permission: WritePermission) {
    do {
      if case .weights(let side, let path) = request {
        // Rather now than when the run comes to it.
        try permission.check(path)
        return saveWeights(side, path, by: permission)
      }
      // A file has all the colours there are, whatever the terminal.
      let theme = colors == .none ? theme : (Theme.named(state.themeName) ?? .dark)
      let files = DuelFiles(
        state: state, snapshots: (latest.left, latest.right), glyphs: glyphs, theme: theme)
      state.report("saved \(try files.write(request, by: permission) { _ in nil })")
    } catch WriteFailure.exists(let path) where permission == .person {
      state.ask(toReplace: request, path)
    } catch {
      state.report("\(error)")
    }
  }

  private func loadWeights(_ side: Side, _ path: String) {
    do throws(InputError) {
      let checkpoint = try WeightsFile.checkpoint(path, for: state, side)
      do throws(CommandError) {
        obey(try state.take(checkpoint, side, name: path))
      } catch {
        state.report("\(path.harmless): \(error.reason)")
      }
    } catch {
      state.report("\(error.path.harmless): \(error.reason)")
    }
  }

  /// On the run's own queue, so that the screen need not wait for it.
  private func saveWeights(_ side: Side, _ path: String, by permission: WritePermission) {
    let (notices, wake) = (notices, wakeDescriptor)
    runs.withCheckpoint(side) { checkpoint in
      do {
        try permission.write(checkpoint.data(isDouble: false), to: path)
        notices.replace(with: "saved \(path)")
      } catch {
        notices.replace(with: "\(error)")
      }
      wake.signal()
    }
  }
}
