import CellGraphics
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
  /// Was a key pressed to go on where only the runs can?
  private var isAskedToHurry = false

  /// What a key means to a demo.
  package enum Answer: Sendable, Equatable {
    /// It is a key of the duel.
    case duel
    /// It was the demo's, and is done.
    case done
    /// The demo ends.
    case end
  }

  /// A demo at its beginning.
  package init(_ script: DemoScript, stopsAtMarks: Bool) {
    player = DemoPlayer(script, stopsAtMarks: stopsAtMarks)
  }

  private var isLesson: Bool { player.script.lesson != nil }

  /// Does it go on by itself?
  package var isMoving: Bool { !player.isOver && !hasTakenOver }

  /// What is said when it has been ended.
  package func farewell(_ state: DuelState) -> String {
    let list =
      state.overlays.lessonTitles.isEmpty ? "" : "; \(ActionTable.key(.lessons)) lists lessons"
    return "\(isLesson ? "lesson" : "demo") ended\(list)"
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
      if hasTakenOver {
        hasTakenOver = false
      } else if !player.proceed() {
        if player.isOver { return .duel }
        isAskedToHurry = true
      }
      return .done
    case _ where player.isOver: return .duel
    case .pageUp: return .done
    default:
      // At a mark the keys are the person's own anyway.
      if !player.isStopped { hasTakenOver = true }
      return .duel
    }
  }

  /// Lets its time pass.
  package mutating func advance(
    by seconds: Double, _ state: inout DuelState, left: Snapshot?, right: Snapshot?
  ) -> [Effect] {
    guard isMoving else { return [] }
    let effects = player.advance(by: seconds, &state, left: left, right: right)
    failure = failure ?? player.failure
    return effects
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
        keys: keys(canGoOn ? "go on anyway" : nil, "end the lesson"))
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
    let ending = isLesson ? "end the lesson" : "end the demo"
    if hasTakenOver {
      state.setCaption(
        player.caption, of: player, hint: "you have the keys ",
        keys: keys(isLesson ? "back to the lesson" : "back to the demo", ending))
    } else {
      state.setCaption(
        player.caption, of: player,
        hint: isAskedToHurry ? "the models are still training; it goes on by itself " : "",
        keys: keys(player.isAwaitingRuns ? nil : player.isStopped ? "go on" : "skip", ending))
    }
  }

  /// The keys of the demo, as the bottom line shows them.
  private func keys(_ space: String?, _ escape: String) -> [KeyHint] {
    (space.map { [KeyHint("space", $0)] } ?? []) + [KeyHint("Esc", escape)]
  }

  /// Where it is, for a speaker.
  package var notesPage: String {
    let script = player.script
    return """
      \(script.lesson.map { "Lesson \($0): " } ?? "")\(script.title)
      \(script.section)   \(player.progress.done)/\(player.progress.count)   \(player.markName)

      NOW     \(player.caption)

      NOTICE  \(script.notice)
      TRY     \(script.suggestion)

      ASK     \(script.question)
      ANSWER  \(script.answer)
      """
  }
}
