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
    if !problem.screen.hasInputPlane { (pointing.pointer, pointing.brush) = (nil, nil) }
    if let brush = pointing.brush, !Pointing.Brush.all(setup.data).contains(brush) {
      pointing.brush = nil
    }
    var restarted: [Side] = []
    for side in Side.allCases {
      let change = RunChange(from: old.run(side), to: setup.run(side))
      effects += change.commands.map { .session(side, $0) }
      if change.isRestart {
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
    let tempoChanged = changed.playback.tempo != playback.tempo
    changed.setup = setup
    self = changed
    let name = side.map { setting.isOfSide ? "\($0.rawValue).\(setting.name)" : setting.name }
    let shown = setting.get(
      DuelState(setup: new, tempo: playback.tempo, width: 0, height: 0), sides.first ?? .left)
    let text = "\(name ?? setting.name) \(setting.group == .program ? value.text : shown.text)"
    guard setting.group != .program else {
      setup.isLinked = new.isLinked
      say(text)
      return tempoChanged ? Effect.both(.setTempo(playback.tempo)) : []
    }
    return changeSetup(text) { $0 = new }
  }

  /// Takes the points of a file, before anything runs.
  ///
  /// - Parameter words: the options that name them on the command line.
  package mutating func load(_ points: PointList, from words: [String] = []) {
    setup.data = .file(points)
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
    let activation = run.model.activation
    run.model = checkpoint.model
    if !checkpoint.namesActivation { run.model.activation = activation }
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

  /// Takes the series of a table, before anything runs.
  ///
  /// - Parameter words: the options that name them on the command line.
  package mutating func load(_ table: SeriesTable, from words: [String] = []) {
    setup.data = .series(table)
    ownData = words
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
    (fresh.themeName, fresh.isMouseCaptured) = (themeName, isMouseCaptured)
    (fresh.overlays.lessonTitles, fresh.strip.isRecording) = (
      overlays.lessonTitles, strip.isRecording
    )
    fresh.playback.isMotionReduced = playback.isMotionReduced
    fresh.sharesOnQuit = sharesOnQuit
    fresh.sent = sent
    let setup = fresh.setup
    self = fresh
    return Effect.both(.pause) + Effect.both(.setTempo(playback.tempo))
      + Side.allCases.map { .session($0, .reconfigure(setup.run($0))) } + settle()
  }

  /// Is the session being recorded?
  package mutating func setRecording(_ isOn: Bool) { strip.isRecording = isOn }

  /// Shows a message from outside the screen's own state for some seconds.
  package mutating func report(_ text: String) { say(text) }

  /// Takes the message away.
  package mutating func beSilent() { overlays.beSilent() }

  /// The side that a key about p means: the focused one if it is an ANODE, otherwise one that is.
  var augmentedSide: Side? {
    let order = navigation.focus == .left ? [Side.left, .right] : [.right, .left]
    return order.first { setup[$0].family == .anode }
  }
}
