import Canvas
import LiveSession
import NeuralODE
import Platform

/// Plays a demo on the state of a duel. A value without a clock: the caller advances time and
/// carries out the effects, so a demo plays the same live, recorded and tested.
package struct DemoPlayer: Sendable, Equatable {
  package let script: DemoScript
  package private(set) var caption = ""
  /// The equation above the caption.
  package private(set) var formula: DemoFormula?
  /// The title in the middle of the screen.
  package private(set) var card: TitleCard.Text?
  /// In a trial, the value found by the line of each expectation; nil if unknown.
  package private(set) var outcomes: [Int: Double?] = [:]
  /// Record failed expectations and go on.
  private let isTrial: Bool
  package private(set) var markName = ""
  /// Whether every statement is done, or one failed.
  package private(set) var isOver = false
  package private(set) var failure: DemoFailure?
  /// Wait for `proceed` at each mark and after each closing caption.
  package let stopsAtMarks: Bool
  /// The statement at which it waits for `proceed`.
  private var stoppedAt: Int?
  /// Whether to skip the next caption, since an expectation before it failed.
  private var isDoubted = false

  /// The script's statements, with opening and closing.
  private let statements: [DemoScript.Statement]
  /// Indices of the last statement of each step: a mark, or a caption's hold after the last mark.
  private let stops: [Int]
  private var next = 0
  /// Seconds of the current statement.
  private var elapsed = 0.0
  /// Seconds of the caption; infinite after `proceed`.
  private var captionAge = 0.0
  /// The camera's degrees before it turns.
  private var rotation: SIMD2<Double>?
  /// The runs' present limit.
  private var stop: Inspection?
  /// Whether this frame shows a mark or a screenshot.
  private var isShowing = false
  private var hasBegun = false

  /// - Parameter course: its course: the lesson begins with its title, and the next one follows.
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

  /// Statements done, and their total.
  package var progress: (done: Int, count: Int) { (next, statements.count) }

  package var isStopped: Bool { stoppedAt != nil }

  /// The current step, from 1, and the number of steps.
  package var step: (number: Int, count: Int) {
    let ended = stops.count { $0 < stoppedAt ?? next }
    return (min(ended + 1, stops.count), stops.count)
  }

  /// Completed steps.
  var stepsEnded: Int { stops.count { $0 < next || $0 == stoppedAt } }

  /// Whether it waits for the runs, and no key can hurry it.
  package var isAwaitingRuns: Bool {
    guard !isOver, !isStopped, next < statements.count else { return false }
    return statements[next].kind.needsRest
  }

  /// How far the runs may train: up to the next condition while captions and motion play, otherwise
  /// not at all. Every statement then finds the runs at an iteration that depends on the script
  /// alone, not on the machine or the time of a key press.
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

  /// Goes on from a mark, past a caption or motion, or past a failed expectation.
  ///
  /// - Returns: false if it has to wait for the runs.
  @discardableResult package mutating func proceed() -> Bool {
    if isOver {
      guard failure?.condition != nil else { return false }
      // The next caption would describe other numbers.
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

  /// Lets time pass and performs the statements that are due. An impossible statement or a failed
  /// expectation ends the demo with `failure`.
  ///
  /// - Parameters:
  ///   - seconds: since the last call.
  ///   - runs: the newest snapshots; settled if they reflect all effects so far.
  /// - Returns: effects for the caller, in order.
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
    state.playback.setAtMark(isShowing || isStopped || isOver)
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
      // The snapshots do not reflect new effects yet.
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
      // A mark or screenshot shows nothing of the statements that follow.
      isShowing = statement.kind.isShown
      if isShowing { break }
    }
    if next >= statements.count { isOver = true }
    return effects
  }

  private struct Refusal: Error {
    var reason: String
    var condition: DemoCondition?
    var found: Double?
  }

  /// Performs a statement; false until it is done.
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
      // First let the previous caption be read.
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
      let camera = state.playback.camera
      let start =
        rotation
        ?? SIMD2(Double(camera.azimuth) * 180 / .pi, Double(camera.elevation) * 180 / .pi)
      rotation = start
      let share = share(of: seconds)
      let smooth = share * share * (3 - 2 * share)
      let (a, e) = (
        start.x + (azimuth - start.x) * smooth, start.y + (elevation - start.y) * smooth
      )
      try command("camera \(a) \(e)")
      guard isDone(after: seconds) else { return false }
      rotation = nil
    case .waitFor(let condition, let timeout):
      // The runs still rest at their previous limit: send the new one first.
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

  private func take(
    _ name: String, _ side: Side, _ state: inout DuelState
  ) throws(Refusal) -> [Effect] {
    guard let model = script.models[name] else {
      throw Refusal(reason: "cannot be done: \(name) is missing")
    }
    let checkpoint = try retelling({ Refusal(reason: "cannot be done: \(name): \($0)") }) {
      try model.checkpoint(for: state.setup.data)
    }
    return try retelling({ Refusal(reason: "cannot be done: \($0)") }) {
      try state.take(checkpoint, side, name: name)
    }
  }

  /// The share of a statement's seconds that has passed, 0…1.
  private func share(of seconds: Double) -> Double {
    seconds > 0 ? min(1, elapsed / seconds) : 1
  }

  /// Whether so many seconds have passed; the excess goes to the next statement.
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
  /// Whether the runs have to rest and be drawn first.
  var needsRest: Bool {
    switch self {
    case .waitFor, .expect, .mark, .screenshot: true
    default: false
    }
  }

  /// Whether it needs a frame of its own.
  var isShown: Bool {
    switch self {
    case .mark, .screenshot: true
    default: false
    }
  }

  /// Whether it changes the runs or the screen's state.
  var acts: Bool {
    switch self {
    case .open, .say, .formula, .hold, .wait, .waitFor, .expect: false
    default: true
    }
  }
}
