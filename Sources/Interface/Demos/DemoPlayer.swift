import Canvas
import LiveSession
import NeuralODE

/// A demo that plays on the state of a duel, as a value: time passes, it does what is due, and
/// hands back what is left for the outside. It has no clock and touches nothing else: live,
/// recorded and tested it plays alike.
package struct DemoPlayer: Sendable, Equatable {
  /// What is played.
  package let script: DemoScript
  /// The caption now; empty when there is none.
  package private(set) var caption = ""
  /// The equation above it; nil when there is none.
  package private(set) var formula: DemoFormula?
  /// The title in the middle of the screen; nil while there is none.
  package private(set) var card: TitleCard.Text?
  /// In a trial, by the line of each expectation: what was found; nil where that is not known.
  package private(set) var outcomes: [Int: Double?] = [:]
  /// Is what does not hold taken down, and the play goes on?
  private let isTrial: Bool
  /// Name of the last mark passed.
  package private(set) var markName = ""
  /// Is every statement done, or did one fail?
  package private(set) var isOver = false
  /// Why it stopped before its end; nil while it has not.
  package private(set) var failure: DemoFailure?
  /// Does it wait at each mark, and at the end of each closing caption, until `proceed`?
  package let stopsAtMarks: Bool
  /// The statement at which it waits for `proceed`; nil while it goes on.
  private var stoppedAt: Int?
  /// Is what is said next not borne out by the numbers, so that it is not said?
  private var isDoubted = false

  /// What the script says to do, and what closes it.
  private let statements: [DemoScript.Statement]
  /// The statements that its steps end with: each mark, and what is said to its end after the last.
  private let stops: [Int]
  private var next = 0
  /// Seconds that the statement under way has had.
  private var elapsed = 0.0
  /// Seconds that the caption has been there; infinite when whoever reads it has gone on.
  private var captionAge = 0.0
  private var rotation: Rotation?
  /// How far the runs were told to train.
  private var stop: Inspection?
  /// Is this frame one of a mark or a picture?
  private var isShowing = false
  /// Was anything done yet?
  private var hasBegun = false

  private struct Rotation: Sendable, Equatable {
    var from: (Double, Double)
    static func == (a: Rotation, b: Rotation) -> Bool { a.from == b.from }
  }

  /// A demo at its start.
  ///
  /// - Parameter course: the lessons that it is one of, so that it begins with its title, and is
  ///   followed by the next; nil where it stands alone.
  package init(
    _ script: DemoScript, stopsAtMarks: Bool = false, isTrial: Bool = false,
    of course: Course? = nil
  ) {
    self.script = script
    self.isTrial = isTrial
    self.stopsAtMarks = stopsAtMarks
    statements =
      script.opening(course) + script.statements
      + script.closing(isByHand: stopsAtMarks, isFollowed: course?.isFollowed ?? false)
    var (stops, hasSaid): ([Int], Bool) = ([], false)
    for (index, statement) in statements.enumerated() {
      switch statement.kind {
      case .say: hasSaid = true
      case .mark: (stops, hasSaid) = (stops + [index], false)
      case .hold where hasSaid: (stops, hasSaid) = (stops + [index], false)
      default: break
      }
    }
    self.stops = stops
  }

  /// Statements done and in all.
  package var progress: (done: Int, count: Int) { (next, statements.count) }

  /// Is it waiting for `proceed`?
  package var isStopped: Bool { stoppedAt != nil }

  /// The step that is under way, from 1, and how many there are.
  package var step: (number: Int, count: Int) {
    let ended = stops.count { $0 < stoppedAt ?? next }
    return (min(ended + 1, stops.count), stops.count)
  }

  /// Steps that are at their end.
  var stepsEnded: Int { stops.count { $0 < next || $0 == stoppedAt } }

  /// Does it wait for the runs to get that far, so that no key can hurry it?
  package var isAwaitingRuns: Bool {
    guard !isOver, !isStopped, next < statements.count else { return false }
    return statements[next].kind.needsRest
  }

  /// How far the runs may be trained where the script is: while it says and shows something, to what
  /// it waits for next; otherwise not at all. So every statement finds them at an iteration that
  /// depends on the script alone, and not on the machine or on when a key was pressed.
  private func reach(_ state: DuelState) -> Inspection? {
    if isOver { return failure?.condition == nil ? nil : .hold }
    guard !isStopped, !isShowing else { return .hold }
    for statement in statements[next...] {
      switch statement.kind {
      case .say, .formula, .hold, .open, .wait, .sweep, .rotate: continue
      case .waitFor(let condition, let timeout):
        let limit = timeout * (state.playback.tempo ?? DuelDriver.fullSpeed)
        return condition.stop(line: statement.line, limit: Int(limit))
      default: return .hold
      }
    }
    return .hold
  }

  /// On: from the mark at which it waits, past what is said or moves, or past what did not come as
  /// expected. What is waited for in the runs has to come.
  ///
  /// - Returns: false where only the runs can go on.
  @discardableResult package mutating func proceed() -> Bool {
    if isOver {
      guard failure?.condition != nil else { return false }
      // Over the numbers that are there, what was to be said of others is not said.
      caption = failure?.explanation ?? caption
      (failure, isOver, isDoubted) = (nil, false, true)
      next += 1
      elapsed = 0
    } else if isStopped {
      stoppedAt = nil
    } else {
      guard !isAwaitingRuns else { return false }
      elapsed = .infinity
    }
    captionAge = .infinity
    return true
  }

  /// Lets time pass, and does on `state` what is due. A statement that cannot be done, and what
  /// does not hold, end the demo with `failure`.
  ///
  /// - Parameters:
  ///   - seconds: since the last call.
  ///   - runs: the newest snapshots; settled, if they are of all that was sent.
  /// - Returns: what is left for the outside, in order.
  package mutating func advance(
    by seconds: Double, _ state: inout DuelState, _ runs: DuelSnapshot
  ) -> [Effect] {
    guard !isOver, !isStopped else { return [] }
    var effects: [Effect] = []
    if !hasBegun {
      (hasBegun, stop) = (true, .hold)
      effects.append(.send(.stop(stop)))
    }
    effects += play(by: seconds, &state, runs)
    let reach = reach(state)
    if reach != stop {
      stop = reach
      effects.append(.send(.stop(stop)))
    }
    return effects
  }

  private mutating func play(
    by seconds: Double, _ state: inout DuelState, _ runs: DuelSnapshot
  ) -> [Effect] {
    elapsed += seconds
    captionAge += seconds
    isShowing = false
    var effects: [Effect] = []
    var hasActed = false
    while next < statements.count, !isStopped {
      let statement = statements[next]
      // What was sent just now is not in the snapshots yet.
      if statement.kind.needsRest, hasActed || !runs.isSettled { return effects }
      do throws(Refusal) {
        guard try perform(statement, &state, runs, &effects) else { return effects }
      } catch {
        failure = DemoFailure(
          path: script.path, line: statement.line, column: statement.column, reason: error.reason,
          condition: error.condition, found: error.found)
        isOver = true
        return effects
      }
      hasActed = hasActed || statement.kind.acts
      next += 1
      // What is shown at a mark or in a picture is what was said and done before it, and nothing that
      // follows.
      isShowing = statement.kind.isShown
      if isShowing { break }
    }
    if next >= statements.count { isOver = true }
    return effects
  }

  /// Why a statement cannot be done, in words.
  private struct Refusal: Error {
    var reason: String
    var condition: DemoCondition?
    var found: Double?
  }

  /// Does one statement; false while it is not done.
  private mutating func perform(
    _ statement: DemoScript.Statement, _ state: inout DuelState, _ runs: DuelSnapshot,
    _ effects: inout [Effect]
  ) throws(Refusal) -> Bool {
    func command(_ text: String) throws(Refusal) {
      do throws(CommandError) {
        let found = try state.perform(text)
        try Effect.refuseSweeps(found)
        effects += found
      } catch {
        throw Refusal(reason: "cannot be done: \(error.reason)")
      }
    }
    switch statement.kind {
    case .perform(let text):
      try command(text)
      state.overlays.palette?.isOfScript = true
      state.beSilent()
    case .weights(let side, let name):
      effects += try take(name, side, &state)
      state.beSilent()
    case .press(let key):
      effects += state.handle(.key(key))
      state.overlays.palette?.isOfScript = true
      state.beSilent()
    case .play: if state.playback.isPaused { effects += state.apply(.pause) }
    case .pause: if !state.playback.isPaused { effects += state.apply(.pause) }
    case .say(let text):
      // Nobody reads two captions at once.
      guard captionAge >= DemoScript.readingTime(caption) else { return false }
      if isDoubted {
        isDoubted = false
        break
      }
      caption = text
      captionAge = 0
      elapsed = 0
    case .formula(let text): formula = text.isEmpty ? nil : text
    case .hold(let seconds):
      if stopsAtMarks {
        stoppedAt = captionAge.isFinite ? next : nil
        elapsed = 0
        return !isStopped
      }
      guard captionAge >= DemoScript.readingTime(caption) + seconds else { return false }
      elapsed = 0
    case .open(let text):
      card = text
      if stopsAtMarks {
        stoppedAt = captionAge.isFinite ? next : nil
        guard !isStopped else { return false }
      } else {
        guard elapsed >= text.seconds else { return false }
      }
      (card, elapsed) = (nil, 0)
    case .mark(let name):
      (markName, isDoubted) = (name, false)
      effects.append(.mark(name))
      if stopsAtMarks {
        stoppedAt = next
        elapsed = 0
      }
    case .screenshot(let path): effects.append(.write(.screenshot(path)))
    case .wait(let seconds): return isDone(after: seconds)
    case .sweep(let seconds, let isBack):
      let share = share(of: seconds)
      try command("time \(isBack ? 1 - share : share)")
      return isDone(after: seconds)
    case .rotate(let azimuth, let elevation, let seconds):
      let start =
        rotation?.from
        ?? (
          Double(state.playback.camera.azimuth) * 180 / .pi,
          Double(state.playback.camera.elevation) * 180 / .pi
        )
      rotation = Rotation(from: start)
      let share = share(of: seconds)
      let smooth = share * share * (3 - 2 * share)
      let (a, e) = (
        start.0 + (azimuth - start.0) * smooth, start.1 + (elevation - start.1) * smooth
      )
      try command("camera \(a) \(e)")
      guard isDone(after: seconds) else { return false }
      rotation = nil
    case .waitFor(let condition, let timeout):
      // The runs rest where they were told to before: they have still to be sent here.
      guard stop == reach(state) else { return false }
      if condition.holds(runs) { break }
      throw refusal(condition, runs, " within \(NumberText.setting(timeout)) s")
    case .expect(let condition, _):
      if isTrial { outcomes[statement.line] = condition.measured(runs) }
      guard !condition.holds(runs), !isTrial else { break }
      throw refusal(condition, runs)
    }
    if statement.kind.needsRest { elapsed = 0 }
    return true
  }

  /// A side goes on with a model that came with the script.
  private func take(
    _ name: String, _ side: Side, _ state: inout DuelState
  ) throws(Refusal) -> [Effect] {
    guard let model = script.models[name] else { throw Refusal(reason: "is not there") }
    let checkpoint: Checkpoint
    do throws(Safetensors.Failure) {
      checkpoint = try model.checkpoint(for: state.setup.data)
    } catch {
      throw Refusal(reason: "cannot be done: \(name): \(error)")
    }
    do throws(CommandError) {
      return try state.take(checkpoint, side, name: name)
    } catch {
      throw Refusal(reason: "cannot be done: \(error.reason)")
    }
  }

  /// The share 0…1 of a statement's seconds that has passed.
  private func share(of seconds: Double) -> Double {
    seconds > 0 ? min(1, elapsed / seconds) : 1
  }

  /// Have so many seconds passed? What passed beyond them is the next statement's.
  private mutating func isDone(after seconds: Double) -> Bool {
    guard elapsed >= seconds else { return false }
    elapsed = elapsed.isFinite ? elapsed - seconds : 0
    return true
  }

  private func refusal(
    _ condition: DemoCondition, _ runs: DuelSnapshot, _ limit: String = ""
  ) -> Refusal {
    let found = condition.measured(runs)
    let text = found.map { "it is \(NumberText.short($0))" } ?? "it is not known"
    return Refusal(
      reason: "expected \(condition)\(limit), but \(text)", condition: condition, found: found)
  }
}

extension DemoScript.Kind {
  /// Is it about what the runs have come to, so that they have to rest and to be drawn?
  var needsRest: Bool {
    switch self {
    case .waitFor, .expect, .mark, .screenshot: true
    default: false
    }
  }

  /// Is it a moment to be looked at?
  var isShown: Bool {
    switch self {
    case .mark, .screenshot: true
    default: false
    }
  }

  /// Does it change anything that the runs or the audience have to see?
  var acts: Bool {
    switch self {
    case .open, .say, .formula, .hold, .wait, .waitFor, .expect: false
    default: true
    }
  }
}
