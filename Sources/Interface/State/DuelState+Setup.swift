import Files
import LiveSession
import NeuralODE

extension DuelState {
  /// Changes the setup, keeps the previous one for undo, and tells the runs.
  ///
  /// - Parameter text: the message; nil for none.
  mutating func changeSetup(_ text: String?, _ change: (inout DuelSetup) -> Void) -> [Effect] {
    let old = setup
    change(&setup)
    guard setup != old else {
      if let text { say(text) }
      return []
    }
    history.leave(old)
    return adopt(from: old, text)
  }

  mutating func undo() -> [Effect] { travel(to: history.back(from: setup), "undo", "undone") }

  mutating func redo() -> [Effect] { travel(to: history.forth(from: setup), "redo", "redone") }

  private mutating func travel(
    to next: DuelSetup?, _ verb: String, _ participle: String
  ) -> [Effect] {
    guard let next else {
      say("nothing to \(verb)")
      return []
    }
    let old = setup
    setup = next
    return adopt(from: old, "\(participle): " + Self.difference(old, next))
  }

  /// Tells the runs, the cross hair and the brush that the setup has changed.
  private mutating func adopt(from old: DuelSetup, _ text: String?) -> [Effect] {
    var effects: [Effect] = []
    // A painted data set starts out empty: show where to paint.
    if setup.data.kind.isPainted, setup.data.kind != old.data.kind, pointing.pointer == nil {
      togglePointer()
    }
    if !problem.isOfPoints { (pointing.pointer, pointing.brush) = (nil, nil) }
    if let brush = pointing.brush, !Pointing.Brush.all(setup.data).contains(brush) {
      pointing.brush = nil
    }
    var restarted: [Side] = []
    for side in Side.allCases where !setup.isAlone || side == .left {
      guard let change = SessionCommand(from: old.run(side), to: setup.run(side)) else { continue }
      effects.append(.session(side, change))
      if change.isRestart {
        restarted.append(side)
        didRestart(side)
      }
    }
    if let text {
      // Models trained for different times do not compare fairly.
      let unequal = restarted.count == 1 ? restarted.first : nil
      say(
        text
          + (unequal.map {
            "; the \($0.rawValue) model restarts: \(ActionTable.key(.restart)) restarts both"
              + (playback.keyframes.isEmpty
                ? "" : ", \(ActionTable.key(.present)) returns to the present")
          } ?? ""))
    }
    return effects
  }

  private mutating func forgetKeyframe(of side: Side) {
    (playback.keyframes[side], sent.keyframes[side]) = (nil, nil)
  }

  /// Forgets the bounds and keyframe of a side's previous run.
  mutating func didRestart(_ side: Side) {
    bounds = bounds.filter { $0.key.panel != side.panel }
    forgetKeyframe(of: side)
  }

  /// The first setting in which two setups differ, with its new value.
  private static func difference(_ a: DuelSetup, _ b: DuelSetup) -> String {
    let before = DuelState(setup: a, width: 0, height: 0)
    let after = DuelState(setup: b, width: 0, height: 0)
    for setting in SettingTable.all where setting.group != .program {
      for side in setting.isOfSide ? Side.allCases : [.left] {
        let value = setting.get(after, side)
        guard setting.get(before, side) != value else { continue }
        let name = setting.isOfSide ? "\(side.rawValue).\(setting.name)" : setting.name
        return "\(name) \(value.text)"
      }
    }
    return a.data.edits != b.data.edits ? "painted points" : "the settings"
  }

  /// Sets a setting on one side, or on both if `side` is nil.
  ///
  /// - Throws: `CommandError` if the value is not possible now.
  mutating func set(
    _ setting: Setting, _ side: Side?, _ value: SettingValue
  ) throws(CommandError) -> [Effect] {
    var changed = self
    var sides: [Side] = side.map { [$0] } ?? Side.allCases
    if !setting.isOfSide { sides = [.left] }
    if side == nil, setting.isCompared {
      sides = Side.allCases.filter { setting.isRelevant(self, $0) }
      if sides.isEmpty { sides = [.right] }
    }
    for side in sides {
      if let reason = setting.set(&changed, side, value) {
        throw CommandError(reason: "\(setting.name) \(value.text): \(reason)")
      }
    }
    let new = changed.setup
    let old = playback
    changed.setup = setup
    self = changed
    let name = side.map { setting.isOfSide ? "\($0.rawValue).\(setting.name)" : setting.name }
    let shown = setting.get(
      DuelState(setup: new, tempo: playback.tempo, width: 0, height: 0), sides.first ?? .left)
    let text = "\(name ?? setting.name) \(setting.group == .program ? value.text : shown.text)"
    guard setting.group != .program else {
      setup.isLinked = new.isLinked
      say(text)
      let commands: [DuelCommand?] = [
        playback.tempo != old.tempo ? .setTempo(playback.tempo) : nil,
        playback.pace != old.pace ? .setPace(playback.pace) : nil,
      ]
      return commands.compactMap { $0.map { .send($0) } }
    }
    return changeSetup(text) { $0 = new }
  }

  /// Sets a person's own points or series, before anything runs. `words` are their command-line
  /// options.
  package mutating func load(_ own: DatasetKind, from words: [String] = []) {
    setup.data = .published(own)
    ownData = words
  }

  /// Shows runs of other programs. `words` are the command line that names them.
  package mutating func watch(_ new: DuelSetup, from words: [String]) {
    (setup, ownData) = (new, words)
    if new.isAlone { navigation.focus = .left }
    let watched = Side.allCases.filter { !new.isAlone || $0 == .left }.compactMap {
      new[$0].watched
    }
    let notes = watched.flatMap(\.notes)
    overlays.say(
      (watched.map(\.title) + notes).joined(separator: "; "), for: notes.isEmpty ? 4 : 12)
  }

  /// Stands still at the end of the flow, for a picture.
  package mutating func rest() {
    playback.setTime(1)
    overlays.beSilent()
  }

  /// Continues a side with a file's model and weights. `name` is the file's, for messages.
  ///
  /// - Throws: `CommandError` if the model does not suit the data or the side.
  package mutating func take(
    _ checkpoint: Checkpoint, _ side: Side, name: String
  ) throws(CommandError) -> [Effect] {
    if let obstacle = setup[side].watchedObstacle { throw CommandError(reason: obstacle) }
    var run = setup.run(side)
    guard checkpoint.inputs == run.data.dimension else {
      throw CommandError(
        reason: "its model has \(checkpoint.inputs) inputs, the data have \(run.data.dimension)")
    }
    guard checkpoint.outputs == run.data.outputs || !checkpoint.model.hasReadout else {
      throw CommandError(
        reason: "its model has \(checkpoint.outputs) outputs, the data need \(run.data.outputs)")
    }
    run.take(checkpoint)
    let before = setup[side]
    setup[side] = SideSetup(run)
    guard setup.run(side) == run else {
      setup[side] = before
      throw CommandError(reason: "its model cannot be trained on these data")
    }
    let file = SystemPath.name(of: name)
    forgetKeyframe(of: side)
    say("\(side.rawValue): \(checkpoint.parameters.count) weights from \(file.harmless)")
    return [.session(side, .load(run, checkpoint.parameters))] + settle()
  }

  package mutating func resize(_ size: (width: Int, height: Int)) {
    (width, height) = (max(0, size.width), max(0, size.height))
  }

  package mutating func offer(lessons titles: [String]) { overlays.lessonTitles = titles }

  /// Shows a caption with the demo's equation and title card; nil gives back the caption's room.
  ///
  /// - Parameter keys: the keys of a running demo; nil while every key belongs to the duel.
  package mutating func setCaption(
    _ text: String?, of demo: DemoPlayer? = nil, hint: String = "", keys: [KeyHint]? = nil
  ) {
    strip.hasCaption = text != nil
    // Once a lesson ends, nothing that it hid stays hidden.
    if text == nil { navigation.hidden = [] }
    strip.hasFormulas = demo?.script.hasFormulas ?? false
    strip.formula = demo?.formula
    strip.caption = text ?? ""
    strip.captionHint = hint
    strip.demoKeys = keys
    strip.ownKeys = []
    strip.card = demo?.card
  }

  package mutating func setCaptionAndSettle(_ text: String?) -> [Effect] {
    setCaption(text)
    return settle()
  }

  /// Resets the duel, not the screen's own settings, so that a demo always starts from the same
  /// state. Pauses training, the play head and the camera.
  package mutating func reset() -> [Effect] {
    var fresh = DuelState(width: width, height: height)
    fresh.playback.stand()
    fresh.playback.isMotionReduced = playback.isMotionReduced
    fresh.sent = sent
    goBack(to: fresh)
    let commands: [DuelCommand] = [
      .pause, .stop(nil), .judge(nil), .forget, .setPace(playback.pace),
      .setTempo(playback.tempo),
    ]
    return commands.map { .send($0) }
      + Side.allCases.map { .session($0, .reconfigure(setup.run($0))) } + settle()
  }

  /// Restores an earlier duel; keeps the screen's own settings (size, theme, mouse, …).
  mutating func goBack(to old: DuelState) {
    var old = old
    (old.width, old.height) = (width, height)
    old.setTheme(themeName)
    (old.isBig, old.isMouseCaptured) = (isBig, isMouseCaptured)
    (old.pixels, old.dots, old.hasPixels) = (pixels, dots, hasPixels)
    old.overlays.lessonTitles = overlays.lessonTitles
    old.strip.isRecording = strip.isRecording
    old.sharesOnQuit = sharesOnQuit
    old.tips = tips
    self = old
  }

  package mutating func setRecording(_ isOn: Bool) { strip.isRecording = isOn }

  package mutating func beSilent() { overlays.beSilent() }

  /// The side whose p the keys change: the focused one if it has p, or else the other.
  var augmentedSide: Side? {
    let order = navigation.focus == .left ? [Side.left, .right] : [.right, .left]
    return order.first { setup[$0].family.isAugmented && setup[$0].watched == nil }
  }
}

/// Setups to undo and redo.
struct SetupHistory: Sendable, Equatable {
  /// The latest is last.
  private(set) var past: [DuelSetup] = []
  /// The next is last.
  private(set) var future: [DuelSetup] = []

  static let depth = 200

  /// Keeps a setup about to be changed, and forgets what was undone.
  mutating func leave(_ setup: DuelSetup) {
    past.append(setup)
    if past.count > Self.depth { past.removeFirst() }
    future = []
  }

  mutating func back(from present: DuelSetup) -> DuelSetup? {
    guard let setup = past.popLast() else { return nil }
    future.append(present)
    return setup
  }

  mutating func forth(from present: DuelSetup) -> DuelSetup? {
    guard let setup = future.popLast() else { return nil }
    past.append(present)
    return setup
  }

  mutating func forget() { (past, future) = ([], []) }
}
