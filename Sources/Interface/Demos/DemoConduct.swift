import Canvas
import LiveSession

/// A demo on the live screen, and who has the keys: the demo, or the person who has taken them from
/// it. A value; what it asks for is done by whoever holds it.
package struct DemoConduct: Sendable {
  /// The demo.
  package private(set) var player: DemoPlayer
  /// Has the person taken the keys from it?
  package private(set) var hasTakenOver = false
  /// Is the screen blank, for the lecturer to be looked at?
  package private(set) var isBlank = false
  /// Why it stopped before its end: the first reason.
  package private(set) var failure: DemoFailure?
  /// How it was when the person first did something of their own; nil while they have not.
  private var own: (player: DemoPlayer, state: DuelState)?
  /// Are the runs the person's, to train as far as they like?
  private var runsAreOwn = false
  /// How it was at its beginning, and at the end of each step so far.
  private var past: [(player: DemoPlayer, state: DuelState)] = []
  /// Seconds since the last of those.
  private var sinceStep = 0.0
  /// Was a key pressed to go on where only the runs can?
  private var isAskedToHurry = false

  /// What a key means to a demo.
  package enum Answer: Sendable, Equatable {
    /// It is a key of the duel.
    case duel
    /// It was the demo's, and is done.
    case done
    /// The person gives back what they have taken.
    case back
    /// The demo goes back by a step.
    case stepBack
    /// The demo ends.
    case end
  }

  /// The lessons that it is one of; nil where it stands alone.
  private let course: Course?
  /// Seconds since it came to its end, well or not.
  private var rest = 0.0

  /// A demo at its beginning.
  package init(_ script: DemoScript, stopsAtMarks: Bool) {
    player = DemoPlayer(script, stopsAtMarks: stopsAtMarks)
    course = nil
  }

  /// The lesson of a course that is on, at its beginning.
  package init(_ course: Course, stopsAtMarks: Bool) {
    player = DemoPlayer(course.script, stopsAtMarks: stopsAtMarks, of: course)
    self.course = course
  }

  /// Does it go by itself in a course, so that what goes wrong must not hold up the show?
  private var mustGoOn: Bool { course != nil && !player.stopsAtMarks }

  /// Seconds that are left to read why something did not come as expected.
  private static let readingFailure = 8.0

  /// Is it time for the next lesson?
  package var isNextDue: Bool {
    guard let course, course.isFollowed, player.isOver, !hasTakenOver else { return false }
    guard let failure = player.failure else { return true }
    return mustGoOn && failure.condition == nil && rest >= Self.readingFailure
  }

  private var isCourse: Bool { course != nil }
  private var isLesson: Bool { player.script.lesson != nil }

  /// Does it go on by itself?
  package var isMoving: Bool {
    !hasTakenOver && (!player.isOver || mustGoOn && player.failure != nil)
  }

  /// What is said when it has been ended.
  package func farewell(_ state: DuelState) -> String {
    let list =
      state.overlays.lessonTitles.isEmpty ? "" : "; \(ActionTable.key(.lessons)) lists lessons"
    return "\(isCourse ? "course" : isLesson ? "lesson" : "demo") ended\(list)"
  }

  /// What a key means while the duel is so.
  package mutating func handle(_ key: Key, _ state: DuelState) -> Answer {
    // Keys for what lies above the screen are not the demo's.
    guard state.overlays.palette == nil, state.overlays.overlay == nil,
      state.overlays.lessonChoice == nil
    else { return .duel }
    let isTyping = state.navigation.focus == .settings
    switch key {
    case .escape where !isTyping: return .end
    case .character(".") where !isTyping:
      // A clicker's blank screen.
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
        // At a lesson's end one press too many trains nothing.
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
      // At a mark the keys are the person's own anyway.
      if !player.isStopped { hasTakenOver = true }
      return .duel
    }
  }

  /// Does a key change nothing of what is shown: it goes to another lesson, lies above the screen,
  /// or keeps what is on it?
  private static func leavesAlone(_ key: Key) -> Bool {
    let actions: [Action] = [
      .nextLesson, .previousLesson, .lessons, .help, .words, .screenshot, .share, .record, .theme,
      .mouse,
    ]
    return ActionTable.action(for: key).map(actions.contains) ?? true
  }

  /// What the person does of their own is undone when the demo goes on: the runs are kept as they
  /// are before it, and let go where it is about them.
  ///
  /// - Parameters:
  ///   - effects: of what the person did.
  ///   - before: the state before that.
  /// - Returns: the effects, with what has to be sent before them.
  package mutating func lend(_ effects: [Effect], before: DuelState) -> [Effect] {
    guard !player.isOver || player.failure != nil else { return effects }
    let acts = effects.contains(where: \.actsOnRuns)
    // The mouse takes the keys as well, where it is about the runs.
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

  /// Takes back what was lent: the state and the runs are what they were, and the demo goes on.
  package mutating func takeBack(_ state: inout DuelState) -> [Effect] {
    guard let own else { return [] }
    (self.own, runsAreOwn, player) = (nil, false, own.player)
    state.goBack(to: own.state)
    // From a mark it goes on at once; on the way, from where it was.
    if player.isStopped || player.isOver { player.proceed() }
    return [.send(.restore(0))]
  }

  /// Goes back to the beginning of the step under way, or of the one before where the person is there
  /// already: the state and the runs are what they were.
  package mutating func stepBack(_ state: inout DuelState) -> [Effect] {
    let isThere = player.stopsAtMarks ? player.isStopped : sinceStep < 2
    if isThere, past.count > 1 { past.removeLast() }
    guard let last = past.last else { return [] }
    (own, runsAreOwn, hasTakenOver, player, sinceStep) = (nil, false, false, last.player, 0)
    state.goBack(to: last.state)
    return [.send(.restore(past.count))]
  }

  /// Remembers how it is, so that it can go back there.
  private mutating func remember(_ state: DuelState) -> Effect {
    past.append((player, state))
    sinceStep = 0
    return .send(.keep(past.count))
  }

  /// Lets its time pass.
  package mutating func advance(
    by seconds: Double, _ state: inout DuelState, _ runs: DuelSnapshot
  ) -> [Effect] {
    // What lies above it would be all that is seen of it.
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

  /// Says at the foot of the screen where it is, and what the keys do.
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

  /// Which lesson of a course it is, and which step.
  private var place: String {
    let (step, count) = player.step
    let lesson = player.script.lesson.map { "lesson \($0), " } ?? ""
    return (course.map { "lesson \($0.index + 1) of \($0.scripts.count), " } ?? lesson)
      + (count > 0 ? "step \(step) of \(count) " : "")
  }

  /// The keys of the demo, as the bottom line shows them.
  private func keys(_ space: String?, _ escape: String) -> [KeyHint] {
    (space.map { [KeyHint("space", $0)] } ?? [])
      + (past.count > 1 ? [KeyHint(Key.pageUp.label(.unicode), "back")] : []) + lessonKeys
      + [KeyHint(ActionTable.key(.words), "words"), KeyHint("Esc", escape)]
  }

  /// The keys to the lessons before and after.
  private var lessonKeys: [KeyHint] {
    guard let course else { return [] }
    return (course.isFollowed ? [KeyHint(ActionTable.key(.nextLesson), "next lesson")] : [])
      + (course.index > 0 ? [KeyHint(ActionTable.key(.previousLesson), "previous")] : [])
  }

  /// Where it is, for a speaker.
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
