import Canvas
import FoundationEssentials
import Interface
import LiveSession
import NeuralODE
import Terminal
import Platform

/// The live duel: two runs in the background, and the screen with their latest snapshots.
///
/// Neither waits for the other: runs leave snapshots in a mailbox and signal a descriptor that the
/// terminal polls; the screen draws the snapshot at hand.
@MainActor final class DuelProgram: StackedProgram {
  /// Signalled by the runs when they have something new.
  let wakeDescriptor: WakeDescriptor

  var state: DuelState
  let glyphs: GlyphSet
  let colors: ColorDepth
  let runs: LiveDuel
  private var latest = DuelSnapshot(isSettled: false)
  /// Carries particles where the field is drawn by them.
  private let motion: LiveMotion
  private var moved: MotionRequest?
  private var particles: [Side: ParticlePicture] = [:]
  var snapshots: DuelSnapshot {
    var snapshots = runs.judged(latest)
    snapshots.left?.particles = particles[.left]
    snapshots.right?.particles = particles[.right]
    return snapshots
  }
  var demo: DemoConduct?
  /// The first failure of a demo.
  var demoFailure: DemoFailure?
  /// Blank, so that the audience looks at the lecturer.
  var isBlank: Bool { demo?.isBlank ?? false }
  /// Whether the user has taken over from the demo.
  var hasTakenOver: Bool { demo?.hasTakenOver ?? false }
  var course: Course?
  var exercise: ExerciseDesk?
  var scriptPermission = WritePermission.script(into: nil)
  var notes: NotesServer?
  var recorder: CastWriter?
  var recordingPath = ""
  var recordingTime = 0.0
  /// Messages of background work.
  private let notices = Mailbox<String>()
  /// Renders pictures as pixels, if the terminal can show them.
  let painter: PicturePainter
  private var lastTime: Double?
  /// The sweep to show above the duel.
  var opened: SweepProgram?

  /// Starts training at once; the terminal sets the screen's size later.
  ///
  /// - Parameter sessions: runs of the state's setup to continue; nil starts new ones.
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
    motion = LiveMotion(wake: wake.signal)
    runs = LiveDuel(
      sessions.left, sessions.right, tempo: state.playback.tempo, wake: wake.signal)
    if state.playback.pace != .step { runs.send(.setPace(state.playback.pace)) }
    if !state.playback.isPaused { runs.send(.run) }
  }

  convenience init(
    state: DuelState, on terminal: Terminal, wake: WakeDescriptor, sessions: BranchedRuns? = nil
  ) {
    let capabilities = terminal.capabilities
    self.init(
      state: state, colors: capabilities.colorDepth, glyphs: capabilities.glyphs,
      painter: PicturePainter(wake: wake.signal), wake: wake, sessions: sessions)
  }

  var isAnimated: Bool {
    state.needsAnimation || (demo?.isMoving ?? false)
  }
  var wantsMouse: Bool { state.isMouseCaptured }

  func handle(_ event: InputEvent) -> Reaction {
    let before = state
    if case .key(let key) = event, demo != nil, handleInDemo(key) { return .redraw }
    // A script's typed text keeps the script's permission, even if the user presses Enter.
    let permission = state.isScriptTyping ? scriptPermission : .person
    var effects = state.handle(event)
    // A held key repeats faster than slow runs can step; drop the excess.
    if runs.isStepping { effects.removeAll { $0 == .send(.stepOnce) } }
    // In an exercise, restarting runs the chosen settings.
    if exercise != nil, state.playback.isPaused, effects.contains(.session(.left, .restart)) {
      effects += state.apply(.pause)
    }
    if case .resize = event {} else { effects = demo?.lend(effects, before: before) ?? effects }
    let reaction = obey(effects, by: permission)
    if case .resize = event { return .redraw }
    return reaction == .ignored && state != before ? .redraw : reaction
  }

  /// Performs the state's effects.
  ///
  /// - Parameter permission: of the effects' origin.
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
    if let notice { state.say(notice) }
    let pictures = motion.take()
    let new = runs.takeSnapshot()
    guard notice != nil || pictures != nil || new != nil else { return judge() }
    if let pictures { particles = pictures }
    if let new {
      latest = new
      state.observe(left: new.left, right: new.right)
      state.observeTips(left: new.left, right: new.right)
    }
    judge()
    return true
  }

  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {
    // After a rest only the clock has moved on, not the screen.
    let passed = lastTime.map { min(0.1, max(0, time - $0)) } ?? 0
    // A recording counts real time, pauses included.
    recordingTime += lastTime.map { max(0, time - $0) } ?? 0
    lastTime = time
    if state.width != width || state.height != height {
      _ = state.handle(.resize(width: width, height: height))
    }
    if hasPixels { state.hasPixels = true }
    state.advance(by: passed)
    moveParticles()
    advanceDemo(by: passed)
    showTask()
  }

  private func moveParticles() {
    guard let request = state.motionRequest(left: latest.left, right: latest.right),
      moved?.isAnswered(by: request) != true
    else { return }
    moved = request
    motion.ask(request)
  }

  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    let screen =
      isBlank
      ? Composition(
        CellGrid(width: width, height: height, fill: Cell(" ", .init(nil, on: theme.background))))
      : screen(theme, isOfCells: pictures == nil)
    // A recording has cells, even if the screen shows pixels.
    guard let pictures else {
      let grid = screen.cells(glyphs)
      record(grid)
      return grid
    }
    if recorder != nil { record(screen.cells(glyphs)) }
    return painter.text(of: screen, theme, glyphs, pictures)
  }

  var wantedPictures: PicturePreference { state.pixels }
  var wantedDots: DotGlyphs { state.dots }
  func takePictures() -> EncodedPictures? { painter.take() }
  func picturesArePast() { painter.isPast() }
  func picturesAreTooSlow(seconds: Int) {
    state.say("line too slow for pixels: cells for \(seconds) s, or :pixels off to keep them")
  }

  private var theme: Theme { (Theme.named(state.themeName) ?? .dark).shown(in: colors) }

  private func screen(_ theme: Theme, isOfCells: Bool) -> Composition {
    DuelScreen.compose(
      left: snapshots.left, right: snapshots.right, state: state, theme: theme, glyphs: glyphs,
      isOfCells: isOfCells)
  }

  // MARK: Files

  func write(_ request: FileRequest, by permission: WritePermission) {
    do {
      if case .weights(let side, let path) = request {
        // Now, not after the run has written.
        try permission.check(path)
        return saveWeights(side, path, by: permission)
      }
      // Files have all colours, whatever the terminal.
      let theme = colors == .none ? theme : (Theme.named(state.themeName) ?? .dark)
      let files = DuelFiles(
        state: state, snapshots: (snapshots.left, snapshots.right), glyphs: glyphs, theme: theme)
      state.say("saved \(try files.write(request, by: permission) { _ in nil })")
    } catch WriteFailure.exists(let path) where permission == .person {
      state.ask(toReplace: request, path)
    } catch {
      state.say("\(error)")
    }
  }

  private func loadWeights(_ side: Side, _ path: String) {
    do {
      let checkpoint = try SavedModel(path: path).checkpoint(for: state.setup.data)
      obey(try state.take(checkpoint, side, name: path))
    } catch {
      state.say("\(path.harmless): \(error)")
    }
  }

  /// On the run's own queue, so the screen does not wait.
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
