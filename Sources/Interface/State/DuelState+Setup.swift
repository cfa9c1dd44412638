import LiveSession
import NeuralODE

extension DuelState {
  /// Changes the setup, remembers the one before for undo, and sends the runs what that means for
  /// them.
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

  /// Goes back to the setup before the last change.
  mutating func undo() -> [Effect] { travel(to: history.back(from: setup), "undo", "undone") }

  /// Takes an undone change again.
  mutating func redo() -> [Effect] { travel(to: history.forth(from: setup), "redo", "done again") }

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

  /// What a change of the setup means for the runs.
  private mutating func adopt(from old: DuelSetup, _ text: String?) -> [Effect] {
    var effects: [Effect] = []
    // What is painted is painted somewhere.
    if setup.data.kind.isPainted, setup.data.kind != old.data.kind, pointing.pointer == nil {
      togglePointer()
    }
    if !problem.isOfPoints { (pointing.pointer, pointing.brush) = (nil, nil) }
    if let brush = pointing.brush, !Pointing.Brush.all(setup.data).contains(brush) {
      pointing.brush = nil
    }
    var restarted: [Side] = []
    for side in Side.allCases {
      guard let change = SessionCommand(from: old.run(side), to: setup.run(side)) else { continue }
      effects.append(.session(side, change))
      if change.isAnew {
        restarted.append(side)
        beginAnew(side)
      }
    }
    if let text {
      // Models that have learned for different times are no fair comparison.
      let unequal = restarted.count == 1 ? restarted.first : nil
      say(
        text
          + (unequal.map {
            "; the \($0.rawValue) model starts anew: \(ActionTable.key(.restart)) starts both"
              + (playback.moments.isEmpty
                ? "" : ", \(ActionTable.key(.present)) returns from the past")
          } ?? ""))
    }
    return effects
  }

  /// A side's run is another, which has no earlier moments.
  private mutating func forgetMoment(of side: Side) {
    (playback.moments[side], sent.moments[side]) = (nil, nil)
  }

  /// A side's run begins anew: what was shown of the one before means nothing now.
  mutating func beginAnew(_ side: Side) {
    bounds = bounds.filter { $0.key.panel != side.panel }
    forgetMoment(of: side)
  }

  /// The first setting in which two setups differ, in words.
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

  /// Gives a setting a value.
  ///
  /// - Parameter side: nil for both sides.
  /// - Throws: `CommandError` when the value cannot be.
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

  /// Takes a person's own points or series, before anything runs.
  ///
  /// - Parameter words: the options that name them on the command line.
  package mutating func load(_ own: DatasetKind, from words: [String] = []) {
    setup.data = .published(own)
    ownData = words
  }

  /// Goes on with the model of a file, and its weights.
  ///
  /// - Parameter name: the file's name, for messages.
  /// - Throws: `CommandError` where it is no model of these data, or none that a side can be.
  package mutating func take(
    _ checkpoint: Checkpoint, _ side: Side, name: String
  ) throws(CommandError) -> [Effect] {
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
      throw CommandError(reason: "its model is none that can be trained on these data")
    }
    let file = name.split(separator: "/").last.map(String.init) ?? name
    forgetMoment(of: side)
    say("\(side.rawValue): \(checkpoint.parameters.count) weights from \(file.harmless)")
    return [.session(side, .load(run, checkpoint.parameters))] + settle()
  }

  /// Takes the size of the screen, before anything is drawn.
  package mutating func resize(_ size: (width: Int, height: Int)) {
    (width, height) = (max(0, size.width), max(0, size.height))
  }

  /// The lessons that can be chosen.
  package mutating func offer(lessons titles: [String]) { overlays.lessonTitles = titles }

  /// What a demo says, and what can be done about it; nil takes the caption's room away.
  ///
  /// - Parameter keys: the demo's own keys while it leads; nil when every key is the duel's.
  /// - Parameter demo: whose equation stands above it; nil for none.
  package mutating func setCaption(
    _ text: String?, of demo: DemoPlayer? = nil, hint: String = "", keys: [KeyHint]? = nil
  ) {
    strip.hasCaption = text != nil
    // What a lesson has hidden is not hidden from whoever has ended it.
    if text == nil { navigation.hidden = [] }
    strip.hasFormulas = demo?.script.hasFormulas ?? false
    strip.formula = demo?.formula
    strip.caption = text ?? ""
    strip.captionHint = hint
    strip.demoKeys = keys
    strip.ownKeys = []
    strip.card = demo?.card
  }

  /// The same, with what has to be sent to the runs.
  package mutating func setCaptionAndSettle(_ text: String?) -> [Effect] {
    setCaption(text)
    return settle()
  }

  /// Everything as it is at first, but for what is the screen's and not the duel's: a demo begins
  /// from there, whatever was on the screen before. Training stands, and nothing moves by itself.
  package mutating func beginAnew() -> [Effect] {
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

  /// Everything as it was then, but for what is the screen's and not the duel's.
  mutating func goBack(to old: DuelState) {
    var old = old
    (old.width, old.height) = (width, height)
    (old.themeName, old.isMouseCaptured) = (themeName, isMouseCaptured)
    (old.overlays.lessonTitles, old.strip.isRecording) = (
      overlays.lessonTitles, strip.isRecording
    )
    old.sharesOnQuit = sharesOnQuit
    self = old
  }

  /// Is the session being recorded?
  package mutating func setRecording(_ isOn: Bool) { strip.isRecording = isOn }

  /// Shows a message from outside the screen's own state for some seconds.
  package mutating func report(_ text: String) { say(text) }

  package mutating func beSilent() { overlays.beSilent() }

  /// The side that a key about p means: the focused one if it is an ANODE, otherwise one that is.
  var augmentedSide: Side? {
    let order = navigation.focus == .left ? [Side.left, .right] : [.right, .left]
    return order.first { setup[$0].family.isAugmented }
  }
}

/// Setups that a person has left behind, to go back to, and those that they have gone back from.
struct SetupHistory: Sendable, Equatable {
  /// The last one is the one before the present.
  private(set) var past: [DuelSetup] = []
  /// The last one is the one after the present.
  private(set) var future: [DuelSetup] = []

  static let depth = 200

  /// Remembers a setup that is changed; what was undone before is forgotten.
  mutating func leave(_ setup: DuelSetup) {
    past.append(setup)
    if past.count > Self.depth { past.removeFirst() }
    future = []
  }

  /// The setup before the present one, which is remembered as the one after it; nil where there is
  /// none.
  mutating func back(from present: DuelSetup) -> DuelSetup? {
    guard let setup = past.popLast() else { return nil }
    future.append(present)
    return setup
  }

  /// The setup after the present one, which is remembered as the one before it; nil where there is
  /// none.
  mutating func forth(from present: DuelSetup) -> DuelSetup? {
    guard let setup = future.popLast() else { return nil }
    past.append(present)
    return setup
  }

  mutating func forget() { (past, future) = ([], []) }
}
