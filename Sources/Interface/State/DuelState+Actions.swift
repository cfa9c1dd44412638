import NeuralODE

extension DuelState {
  /// Does what an action asks for, and returns what is left for the outside to do, in order.
  public mutating func apply(_ action: Action) -> [Effect] {
    if isHelpOpen, let effects = applyToHelp(action) { return effects }
    switch action {
    case .pause: return setPaused(!isPaused)
    case .step: return setPaused(true) + [.stepOnce]
    case .restart:
      bounds = [:]
      say("restarted with seed \(setup.seed)")
      return [.restart]
    case .newSeed:
      setup.seed &+= 1
      return reconfigure("seed \(setup.seed)")
    case .tempoUp: return changeTempo(up: true)
    case .tempoDown: return changeTempo(up: false)
    case .dataAnnulus: return setData(.annulus)
    case .dataFlip: return setData(.flip)
    case .dataSines: return setData(.sines)
    case .dimensionsUp: return setAugmentation(by: 1)
    case .dimensionsDown: return setAugmentation(by: -1)
    case .timeBack, .timeForward:
      setTime(((time * 20).rounded() + (action == .timeForward ? 1 : -1)) / 20)
    case .sweep:
      isSweeping.toggle()
      resumesSweep = false
      sweepRest = 0
    case .nextView: changeView(by: 1)
    case .previousView: changeView(by: -1)
    case .nextFocus: moveFocus()
    case .projection: changeProjection()
    case .turnLeft: turn(-0.12, 0)
    case .turnRight: turn(0.12, 0)
    case .tiltUp: turn(0, 0.08)
    case .tiltDown: turn(0, -0.08)
    case .zoomIn: zoom(1.15)
    case .zoomOut: zoom(1 / 1.15)
    case .autoTurn:
      isTurning.toggle()
      resumesTurn = false
    case .cameraReset: camera = Self.initialCamera
    case .help:
      isHelpOpen = true
      helpScroll = 0
    case .scrollUp, .scrollDown, .close: break
    case .mouse:
      isMouseCaptured.toggle()
      drag = nil
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

  /// What an action does while the help is open; nil where that is nothing special.
  private mutating func applyToHelp(_ action: Action) -> [Effect]? {
    let page = max(1, HelpOverlay.visibleRows(width: width, height: height) - 1)
    switch action {
    case .help, .close: isHelpOpen = false
    case .tiltUp: scrollHelp(by: -1)
    case .tiltDown: scrollHelp(by: 1)
    case .scrollUp: scrollHelp(by: -page)
    case .scrollDown: scrollHelp(by: page)
    case .cameraReset: helpScroll = 0
    default: return nil
    }
    return []
  }

  mutating func scrollHelp(by rows: Int) {
    let last = HelpOverlay.lastScroll(width: width, height: height)
    helpScroll = min(max(0, helpScroll + rows), last)
  }

  /// Pausing stops the sweep and the turning too, so that a paused program has nothing to do; running again brings
  /// back what was moving.
  private mutating func setPaused(_ paused: Bool) -> [Effect] {
    guard paused != isPaused else { return [] }
    isPaused = paused
    if paused {
      (resumesSweep, resumesTurn) = (isSweeping, isTurning)
      (isSweeping, isTurning) = (false, false)
      message = nil
    } else {
      isSweeping = isSweeping || resumesSweep
      isTurning = isTurning || resumesTurn
      (resumesSweep, resumesTurn) = (false, false)
    }
    return [.setRunning(!paused)]
  }

  /// To the next rung of the ladder of tempos; a tempo given by the person may lie between rungs.
  private mutating func changeTempo(up: Bool) -> [Effect] {
    let now = tempo ?? .infinity
    let rungs = Self.tempos.map { $0 ?? .infinity }
    guard let next = up ? rungs.first(where: { $0 > now }) : rungs.last(where: { $0 < now }) else {
      say(
        up ? "full speed already" : "no slower than this; \(ActionTable.key(.step)) steps by hand")
      return []
    }
    tempo = next.isFinite ? next : nil
    say("tempo: \(tempoText)")
    return [.setTempo(tempo)]
  }

  /// The tempo in words.
  public var tempoText: String {
    tempo.map { "\(NumberText.fixed($0, 0)) it/s" } ?? "full speed"
  }

  private mutating func setData(_ kind: DatasetKind) -> [Effect] {
    setup.dataset = kind
    return reconfigure("data set: \(kind.rawValue)")
  }

  private mutating func setAugmentation(by step: Int) -> [Effect] {
    let ladder = Self.augmentations
    let p = setup.augmentation
    let next = step > 0 ? ladder.first { $0 > p } : ladder.last { $0 < p }
    guard let next else {
      say("p stays \(p): between 0 and 100")
      return []
    }
    setup.augmentation = next
    return reconfigure(next == 0 ? "p = 0: the ANODE is a NODE" : "p = \(next)")
  }

  private mutating func reconfigure(_ text: String) -> [Effect] {
    bounds = [:]
    say(text)
    return [.reconfigure(left: setup.left, right: setup.right)]
  }

  private mutating func changeView(by step: Int) {
    let views = focus.views
    guard views.count > 1 else { return }
    viewIndices[focus] = ((viewIndices[focus] ?? 0) + step + views.count) % views.count
  }

  private mutating func moveFocus() {
    let order = Panel.allCases.filter { !$0.views.isEmpty }
    let now = order.firstIndex(of: focus) ?? order.count - 1
    focus = order[(now + 1) % order.count]
  }

  private mutating func changeProjection() {
    guard setup.left.data.dimension + setup.augmentation > 3 else {
      say("there is one projection only; p \u{2265} 2 has more")
      return
    }
    projectionIndex = (projectionIndex + 1) % 2
    say(projectionIndex == 0 ? "principal components" : "two data axes and one augmented axis")
  }

  /// Puts the play head somewhere, and stops its sweep.
  mutating func setTime(_ t: Double) {
    time = min(max(0, t), 1)
    isSweeping = false
    resumesSweep = false
  }

  /// Turns the camera by hand, which stops its turning by itself.
  mutating func turn(_ azimuth: Float, _ elevation: Float) {
    isTurning = false
    resumesTurn = false
    camera.azimuth = Self.wrapped(camera.azimuth + azimuth)
    camera.elevation = min(max(-0.2, camera.elevation + elevation), 1.5)
  }

  mutating func zoom(_ factor: Float) {
    camera.zoom = min(max(0.4, camera.zoom * factor), 5)
  }

  static func wrapped(_ angle: Float) -> Float {
    angle.truncatingRemainder(dividingBy: 2 * .pi)
  }

  /// Shows a message for some seconds.
  mutating func say(_ text: String) {
    message = text
    messageRest = 4
  }
}
