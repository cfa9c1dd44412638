import Canvas
import LiveSession

/// A demo on the live screen, and whether the demo or the user has the keys. A value; the caller
/// carries out its effects.
package struct DemoConduct: Sendable {
  package private(set) var player: DemoPlayer
  /// Whether the user has taken the keys.
  package private(set) var hasTakenOver = false
  /// Whether the screen is blank, to direct attention to the lecturer.
  package private(set) var isBlank = false
  /// The first one.
  package private(set) var failure: DemoFailure?
  /// Player and state before the user's first own action.
  private var own: (player: DemoPlayer, state: DuelState)?
  /// Whether the user may train the runs without limit.
  private var runsAreOwn = false
  /// Player and state at the beginning and after each step so far.
  private var past: [(player: DemoPlayer, state: DuelState)] = []
  /// Seconds since the last of `past`.
  private var sinceStep = 0.0
  /// Whether a key asked to go on while the demo waits for the runs.
  private var isAskedToHurry = false

  /// What a key does.
  package enum Answer: Sendable, Equatable {
    /// The duel handles the key.
    case duel
    /// The demo has handled it.
    case done
    /// The user returns the keys to the demo.
    case back
    case stepBack
    case end
  }

  /// nil for a single demo.
  private let course: Course?
  /// Seconds since it ended or failed.
  private var rest = 0.0

  package init(_ script: DemoScript, stopsAtMarks: Bool) {
    player = DemoPlayer(script, stopsAtMarks: stopsAtMarks)
    course = nil
  }

  /// The current lesson of a course.
  package init(_ course: Course, stopsAtMarks: Bool) {
    player = DemoPlayer(course.script, stopsAtMarks: stopsAtMarks, of: course)
    self.course = course
  }

  /// Whether a failure must not stop it, since it runs by itself in a course.
  private var mustGoOn: Bool { course != nil && !player.stopsAtMarks }

  /// Seconds to read a failure's explanation.
  private static let readingFailure = 8.0

  package var isNextDue: Bool {
    guard let course, course.isFollowed, player.isOver, !hasTakenOver else { return false }
    guard let failure = player.failure else { return true }
    return mustGoOn && failure.condition == nil && rest >= Self.readingFailure
  }

  private var isCourse: Bool { course != nil }
  private var isLesson: Bool { player.script.lesson != nil }

  /// Whether time moves it on.
  package var isMoving: Bool {
    !hasTakenOver && (!player.isOver || mustGoOn && player.failure != nil)
  }

  /// The message after the user has ended it.
  package func farewell(_ state: DuelState) -> String {
    let list =
      state.overlays.lessonTitles.isEmpty ? "" : "; \(ActionTable.key(.lessons)) lists lessons"
    return "\(isCourse ? "course" : isLesson ? "lesson" : "demo") ended\(list)"
  }

  /// Handles a key, or leaves it to the caller.
  package mutating func handle(_ key: Key, _ state: DuelState) -> Answer {
    // Overlays handle their own keys.
    guard state.overlays.palette == nil, state.overlays.overlay == nil,
      state.overlays.lessonChoice == nil
    else { return .duel }
    let isTyping = state.navigation.focus == .settings
    switch key {
    case .escape where !isTyping: return .end
    case .character(".") where !isTyping:
      // A clicker's key for a blank screen.
      isBlank.toggle()
      return .done
    case .character("q"), .control("c"), .control("l"): return .duel
    case .pageDown, .enter, .character(" "):
      if isTyping && key != .pageDown { return .duel }
      if own != nil || hasTakenOver {
        hasTakenOver = false
        return .back
      }
      if !player.proceed() {
        // One press too many at a lesson's end does not start training.
        if player.isOver { return isLesson ? .done : .duel }
        isAskedToHurry = true
      }
      return .done
    case .pageUp, .backspace:
      if isTyping && key != .pageUp { return .duel }
      return past.isEmpty ? .done : .stepBack
    case _ where player.isOver: return .duel
    case _ where Self.leavesAlone(key): return .duel
    default:
      // At a mark the user has the keys anyway.
      if !player.isStopped { hasTakenOver = true }
      return .duel
    }
  }

  /// Whether a key leaves the duel as it is: it goes to another lesson, opens an overlay or saves
  /// the screen.
  private static func leavesAlone(_ key: Key) -> Bool {
    let actions: [Action] = [
      .nextLesson, .previousLesson, .lessons, .help, .words, .screenshot, .share, .record, .theme,
      .mouse,
    ]
    return ActionTable.action(for: key).map(actions.contains) ?? true
  }

  /// Keeps the state and runs before the user's own actions, to restore them when the demo goes on,
  /// and lifts the runs' limit if the actions train them.
  ///
  /// - Parameters:
  ///   - effects: of the user's action.
  ///   - before: the state before the action.
  /// - Returns: the effects, preceded by those that keep and lift.
  package mutating func lend(_ effects: [Effect], before: DuelState) -> [Effect] {
    guard !player.isOver || player.failure != nil else { return effects }
    let acts = effects.contains(where: \.actsOnRuns)
    // A click that acts on the runs takes the keys too.
    if acts, !player.isStopped, !player.isOver { hasTakenOver = true }
    guard hasTakenOver || player.isStopped || player.isOver else { return effects }
    var first: [Effect] = []
    if own == nil {
      own = (player, before)
      first.append(.send(.keep(0)))
    }
    if !runsAreOwn, hasTakenOver || acts {
      runsAreOwn = true
      first.append(.send(.stop(nil)))
    }
    return first + effects
  }

  /// Restores the state and the runs from before the user's actions, and goes on.
  package mutating func takeBack(_ state: inout DuelState) -> [Effect] {
    guard let own else { return [] }
    (self.own, runsAreOwn, player) = (nil, false, own.player)
    state.goBack(to: own.state)
    // Leave a mark at once; between marks continue from the same place.
    if player.isStopped || player.isOver { player.proceed() }
    return [.send(.restore(0))]
  }

  /// Restores the beginning of the current step, or of the previous one if already there.
  package mutating func stepBack(_ state: inout DuelState) -> [Effect] {
    let isThere = player.stopsAtMarks ? player.isStopped : sinceStep < 2
    if isThere, past.count > 1 { past.removeLast() }
    guard let last = past.last else { return [] }
    (own, runsAreOwn, hasTakenOver, player, sinceStep) = (nil, false, false, last.player, 0)
    state.goBack(to: last.state)
    return [.send(.restore(past.count))]
  }

  /// Keeps a keyframe for `stepBack`.
  private mutating func remember(_ state: DuelState) -> Effect {
    past.append((player, state))
    sinceStep = 0
    return .send(.keep(past.count))
  }

  package mutating func advance(
    by seconds: Double, _ state: inout DuelState, _ runs: DuelSnapshot
  ) -> [Effect] {
    // An overlay would hide the demo.
    guard isMoving, state.overlays.overlay == nil, state.overlays.lessonChoice == nil else {
      return []
    }
    if player.isOver {
      rest += seconds
      if rest >= Self.readingFailure, player.proceed() { rest = 0 }
      return []
    }
    let beginning = past.isEmpty ? [remember(state)] : []
    sinceStep += seconds
    let effects = beginning + player.advance(by: seconds, &state, runs)
    failure = failure ?? player.failure
    return player.stepsEnded >= past.count ? effects + [remember(state)] : effects
  }

  /// Shows the caption, the place in the demo, and the keys in the bottom rows.
  package mutating func showCaption(_ state: inout DuelState) {
    if !player.isAwaitingRuns { isAskedToHurry = false }
    if let failure = player.failure {
      guard isLesson else {
        state.setCaption(
          "The demo stops. \(failure)", of: player, hint: "Esc closes this, every key works ")
        return
      }
      let canGoOn = failure.condition != nil
      state.setCaption(
        failure.explanation, of: player,
        keys: keys(canGoOn ? "go on anyway" : nil, isCourse ? "end the course" : "end the lesson"))
      return
    }
    if player.isOver {
      let lessons = ActionTable.key(.lessons)
      let offersMore = isLesson && !state.overlays.lessonTitles.isEmpty
      state.setCaption(
        player.caption, of: player,
        hint: offersMore ? "the end; \(lessons): more lessons " : "the end ")
      return
    }
    let ending = isCourse ? "end the course" : isLesson ? "end the lesson" : "end the demo"
    if hasTakenOver {
      state.setCaption(
        player.caption, of: player, hint: "you have the keys ",
        keys: keys(isLesson ? "back to the lesson" : "back to the demo", ending))
    } else {
      state.setCaption(
        player.caption, of: player,
        hint: isAskedToHurry ? "the models are still training; it goes on by itself " : place,
        keys: keys(player.isAwaitingRuns ? nil : player.isStopped ? "go on" : "skip", ending))
    }
  }

  /// Lesson and step.
  private var place: String {
    let (step, count) = player.step
    let lesson = player.script.lesson.map { "lesson \($0), " } ?? ""
    return (course.map { "lesson \($0.index + 1) of \($0.scripts.count), " } ?? lesson)
      + (count > 0 ? "step \(step) of \(count) " : "")
  }

  /// The demo's keys for the bottom row.
  private func keys(_ space: String?, _ escape: String) -> [KeyHint] {
    (space.map { [KeyHint("space", $0)] } ?? [])
      + (past.count > 1 ? [KeyHint(Key.pageUp.label(.unicode), "back")] : []) + lessonKeys
      + [KeyHint(ActionTable.key(.words), "words"), KeyHint("Esc", escape)]
  }

  private var lessonKeys: [KeyHint] {
    guard let course else { return [] }
    return (course.isFollowed ? [KeyHint(ActionTable.key(.nextLesson), "next lesson")] : [])
      + (course.index > 0 ? [KeyHint(ActionTable.key(.previousLesson), "previous")] : [])
  }

  /// The speaker's notes.
  package var notesPage: String {
    let script = player.script
    return """
      \(script.lesson.map { "Lesson \($0): " } ?? "")\(script.title)
      \(place)  \(script.section)   \(player.markName)

      NOW     \(player.card == nil ? player.caption : "(the title)")

      NOTICE  \(script.notice)
      TRY     \(script.suggestion)

      ASK     \(script.question)
      ANSWER  \(script.answer)
      """
  }
}
