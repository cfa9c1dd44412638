import Canvas
import LiveSession
import NeuralODE

extension DuelState {
  /// Performs an action; returns what is left for the caller to do, in order.
  package mutating func apply(_ action: Action) -> [Effect] {
    if overlays.overlay != nil, let effects = applyToOverlay(action) { return effects + settle() }
    return action.perform(&self) + settle()
  }

  /// Performs an action while an overlay is open; nil if the overlay does not handle it.
  private mutating func applyToOverlay(_ action: Action) -> [Effect]? {
    // A clicker's keys advance a lesson; with an overlay open they only close it.
    let advancesLesson = strip.demoKeys != nil && [.pause, .scrollDown].contains(action)
    if !isHelpOpen {
      let own: Action = overlays.overlay == .words ? .words : .explain
      switch action {
      case own, .explain, .close: break
      case _ where advancesLesson: break
      case .help, .palette:
        overlays.overlay = nil
        return nil
      default: return nil
      }
      overlays.overlay = nil
      return []
    }
    switch action {
    case .help, .close, .explain: overlays.overlay = nil
    case .pause where advancesLesson: overlays.overlay = nil
    case .tiltUp: scrollHelp(by: -1)
    case .tiltDown: scrollHelp(by: 1)
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

  mutating func scrollHelp(pages: Int) {
    scrollHelp(by: pages * max(1, HelpOverlay.visibleRows(width: width, height: height) - 1))
  }

  mutating func openLessons() {
    guard overlays.lessonTitles.isEmpty else { return overlays.lessonChoice = 0 }
    say("no lessons are installed")
  }

  mutating func toggleMouse() {
    isMouseCaptured.toggle()
    pointing.drag = nil
    say(
      isMouseCaptured
        ? "the mouse is back: drag turns, the wheel zooms"
        : "the terminal has the mouse: select and copy; \(ActionTable.key(.mouse)) takes it back")
  }

  mutating func setPaused(_ paused: Bool) -> [Effect] {
    guard paused != playback.isPaused else { return [] }
    playback.setPaused(paused)
    if paused { overlays.beSilent() }
    return (paused ? [] : leaveKeyframe()) + [.send(paused ? .pause : .run)]
  }

  /// Makes the keyframes shown the present, before training continues from them.
  mutating func leaveKeyframe() -> [Effect] {
    let past = Side.allCases.filter { playback.keyframes[$0] != nil }
    guard let first = past.first else { return [] }
    (playback.keyframes, sent.keyframes) = ([:], [:])
    guard past.contains(where: { setup[$0].watched == nil }) else {
      say("back at the present")
      return []
    }
    let whose = past.count == 1 ? "the \(first.rawValue) model's run" : "training"
    say("\(whose) branches off here")
    return []
  }

  /// Steps through `tempos`; the present tempo may lie between two of them.
  mutating func changeTempo(up: Bool) -> [Effect] {
    let now = playback.tempo ?? .infinity
    let rungs = Self.tempos.map { $0 ?? .infinity }
    guard let next = up ? rungs.first(where: { $0 > now }) : rungs.last(where: { $0 < now }) else {
      say(up ? "full speed already" : "slowest tempo; \(ActionTable.key(.step)) steps by hand")
      return []
    }
    playback.tempo = next.isFinite ? next : nil
    say("tempo: \(tempoText)")
    return [.send(.setTempo(playback.tempo))]
  }

  package var tempoText: String {
    setup.isAllWatched
      ? "as it is written"
      : (playback.tempo.map { "\(NumberText.fixed($0, 0)) it/s" } ?? "full speed")
        + (playback.pace == .apart ? ", apart: by seconds" : "")
  }

  mutating func setData(_ kind: DatasetKind) -> [Effect] {
    var new = setup
    if let obstacle = new.learn(.published(kind)) {
      say(obstacle)
      return []
    }
    return changeSetup("data set: \(kind.rawValue)") { $0 = new }
  }

  mutating func setAugmentation(by step: Int) -> [Effect] {
    guard let side = augmentedSide else {
      if let obstacle = setup.watchedObstacle {
        say(obstacle)
        return []
      }
      say("no side has added dimensions: set model anode")
      return []
    }
    let ladder = RunSetting.augmentations
    let p = setup[side].augmentation
    guard let next = step > 0 ? ladder.first(where: { $0 > p }) : ladder.last(where: { $0 < p })
    else {
      say("p stays \(p): keys go from \(ladder.first ?? 0) to \(ladder.last ?? 0)")
      return []
    }
    let isPlain = next == 0 && !(setup[side].family.form?.fieldTakesInput ?? false)
    return changeSetup(
      isPlain ? "p = 0: the \(setup[side].family.title) is a NODE" : "p = \(next)"
    ) {
      $0[side].augmentation = next
    }
  }
}
