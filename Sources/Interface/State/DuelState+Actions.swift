import CellGraphics
import LiveSession
import NeuralODE

extension DuelState {
  /// Does what an action asks for, and returns what is left for the outside to do, in order.
  package mutating func apply(_ action: Action) -> [Effect] {
    if overlays.overlay != nil, let effects = applyToOverlay(action) { return effects + settle() }
    return carryOut(action) + settle()
  }

  private mutating func carryOut(_ action: Action) -> [Effect] {
    switch action {
    case .pause: return setPaused(!playback.isPaused)
    case .step: return setPaused(true) + leaveMoment() + Effect.both(.stepOnce)
    case .restart:
      for side in Side.allCases { beginAnew(side) }
      say("restarted with seed \(setup.seed)")
      return Effect.both(.restart)
    case .newSeed:
      let next = RunSetting.seed(setup.seed, plus: 1)
      return changeSetup("seed \(next)") { $0.seed = next }
    case .tempoUp: return changeTempo(up: true)
    case .tempoDown: return changeTempo(up: false)
    case .data(let kind): return setData(kind)
    case .dimensionsUp: return setAugmentation(by: 1)
    case .dimensionsDown: return setAugmentation(by: -1)
    case .settings: navigation.focus = navigation.focus == .settings ? .right : .settings
    case .undo: return undo()
    case .redo: return redo()
    case .momentBack: return windTraining(by: -1)
    case .momentForward: return windTraining(by: 1)
    case .present: return showMoment(nil)
    case .probe: if problem.screen.choosesSample { chooseImage(by: 1) } else { togglePointer() }
    case .paintPositive: return paintAtPointer(.positive)
    case .paintNegative: return paintAtPointer(.negative)
    case .erase: return paintAtPointer(.eraser)
    case .brush: changeBrush()
    case .palette: overlays.palette = Palette()
    case .share:
      sharesOnQuit = true
      say("on quit: " + shareLine)
    case .lessons:
      if overlays.lessonTitles.isEmpty {
        say("no lessons are installed")
      } else {
        overlays.lessonChoice = 0
      }
    case .nextLesson: return [.course(1)]
    case .previousLesson: return [.course(-1)]
    case .hint: return [.hint]
    case .record: return [.record]
    case .screenshot: return [.write(.screenshot(nil))]
    case .theme:
      let names = Theme.all.map(\.name)
      let next = ((names.firstIndex(of: themeName) ?? 0) + 1) % names.count
      themeName = names[next]
      say("theme \(themeName)")
    case .big: navigation.isBig.toggle()
    case .explain: overlays.overlay = .explanation
    case .timeBack, .timeForward, .sweep, .nextView, .previousView, .nextFocus, .projection, .field,
      .turnLeft, .turnRight, .tiltUp, .tiltDown, .zoomIn, .zoomOut, .autoTurn, .cameraReset:
      look(action)
    case .help: overlays.overlay = .help(scroll: 0)
    case .scrollUp, .scrollDown: break
    case .close:
      if navigation.focus == .settings {
        navigation.focus = .right
      } else if pointing.pointer != nil {
        pointing.pointer = nil
      }
      pointing.brush = nil
    case .mouse:
      isMouseCaptured.toggle()
      pointing.drag = nil
      say(
        isMouseCaptured
          ? "the mouse is back: drag turns, the wheel zooms"
          : "the mouse is the terminal's: select and copy; \(ActionTable.key(.mouse)) takes it back"
      )
      return [.setMouse(isMouseCaptured)]
    case .redraw: return [.redraw]
    case .quit: return [.quit]
    }
    return []
  }

  /// Actions that change nothing but what is looked at, and from where.
  private mutating func look(_ action: Action) {
    switch action {
    case .timeBack, .timeForward:
      playback.setTime(((playback.time * 20).rounded() + (action == .timeForward ? 1 : -1)) / 20)
    case .sweep:
      playback.toggleSweep()
    case .nextView: changeView(by: 1)
    case .previousView: changeView(by: -1)
    case .nextFocus: moveFocus()
    case .projection: changeProjection()
    case .field: changeFieldStyle()
    case .turnLeft: playback.turn(-0.12, 0)
    case .turnRight: playback.turn(0.12, 0)
    case .tiltUp: playback.turn(0, 0.08)
    case .tiltDown: playback.turn(0, -0.08)
    case .zoomIn: playback.zoom(1.15)
    case .zoomOut: playback.zoom(1 / 1.15)
    case .autoTurn:
      playback.toggleTurn()
    case .cameraReset: playback.camera = Self.initialCamera
    default: break
    }
  }

  /// What an action does while something lies above the screen; nil where that is nothing special.
  private mutating func applyToOverlay(_ action: Action) -> [Effect]? {
    if overlays.overlay == .explanation {
      switch action {
      case .explain, .close:
        overlays.overlay = nil
        return []
      case .help, .palette:
        overlays.overlay = nil
        return nil
      default: return nil
      }
    }
    let page = max(1, HelpOverlay.visibleRows(width: width, height: height) - 1)
    switch action {
    case .help, .close, .explain: overlays.overlay = nil
    case .tiltUp: scrollHelp(by: -1)
    case .tiltDown: scrollHelp(by: 1)
    case .scrollUp: scrollHelp(by: -page)
    case .scrollDown: scrollHelp(by: page)
    case .cameraReset: overlays.overlay = .help(scroll: 0)
    default: return nil
    }
    return []
  }

  mutating func scrollHelp(by rows: Int) {
    guard isHelpOpen else { return }
    let last = HelpOverlay.lastScroll(width: width, height: height)
    overlays.overlay = .help(scroll: min(max(0, helpScroll + rows), last))
  }

  /// Training stands, or goes on.
  mutating func setPaused(_ paused: Bool) -> [Effect] {
    guard paused != playback.isPaused else { return [] }
    playback.setPaused(paused)
    if paused { overlays.beSilent() }
    return (paused ? [] : leaveMoment()) + Effect.both(paused ? .pause : .run)
  }

  /// Training is about to go on from an earlier moment: that is the present then.
  private mutating func leaveMoment() -> [Effect] {
    let past = Side.allCases.filter { playback.moments[$0] != nil }
    guard let first = past.first else { return [] }
    (playback.moments, sent.moments) = ([:], [:])
    let whose = past.count == 1 ? "the \(first.rawValue) model's training" : "training"
    say("\(whose) branches off here")
    return []
  }

  /// To the next rung of the ladder of tempos; a tempo given by the person may lie between rungs.
  private mutating func changeTempo(up: Bool) -> [Effect] {
    let now = playback.tempo ?? .infinity
    let rungs = Self.tempos.map { $0 ?? .infinity }
    guard let next = up ? rungs.first(where: { $0 > now }) : rungs.last(where: { $0 < now }) else {
      say(
        up ? "full speed already" : "no slower than this; \(ActionTable.key(.step)) steps by hand")
      return []
    }
    playback.tempo = next.isFinite ? next : nil
    say("tempo: \(tempoText)")
    return Effect.both(.setTempo(playback.tempo))
  }

  /// The tempo in words.
  package var tempoText: String {
    playback.tempo.map { "\(NumberText.fixed($0, 0)) it/s" } ?? "full speed"
  }

  mutating func setData(_ kind: DatasetKind) -> [Effect] {
    var new = setup
    if let obstacle = new.learn(.published(kind)) {
      say(obstacle)
      return []
    }
    return changeSetup("data set: \(kind.rawValue)") { $0 = new }
  }

  private mutating func setAugmentation(by step: Int) -> [Effect] {
    guard let side = augmentedSide else {
      say("no side is an ANODE: set model anode")
      return []
    }
    let ladder = RunSetting.augmentations
    let p = setup[side].augmentation
    guard let next = step > 0 ? ladder.first(where: { $0 > p }) : ladder.last(where: { $0 < p })
    else {
      say("p stays \(p): keys go from \(ladder.first ?? 0) to \(ladder.last ?? 0)")
      return []
    }
    return changeSetup(next == 0 ? "p = 0: the ANODE is a NODE" : "p = \(next)") {
      $0[side].augmentation = next
    }
  }
}
