import LiveSession

/// A demo that plays on the state of a duel, as a value: time passes, it does what is due, and hands back what is left for
/// the outside. It has no clock and touches nothing else: live, recorded and tested it plays alike.
public struct DemoPlayer: Sendable, Equatable {
  /// What is played.
  public let script: DemoScript
  /// The caption now; empty when there is none.
  public private(set) var caption = ""
  /// Name of the last mark passed.
  public private(set) var markName = ""
  /// Is every statement done, or did one fail?
  public private(set) var isOver = false
  /// Why it stopped before its end; nil while it has not.
  public private(set) var failure: DemoFailure?
  /// Does it wait at each mark until `proceed`?
  public var stopsAtMarks: Bool
  /// Is it waiting at a mark?
  public private(set) var isStopped = false

  private var next = 0
  /// Seconds that the statement under way has had.
  private var elapsed = 0.0
  private var rotation: Rotation?

  private struct Rotation: Sendable, Equatable {
    var from: (Double, Double)
    static func == (a: Rotation, b: Rotation) -> Bool { a.from == b.from }
  }

  /// A demo at its start.
  public init(_ script: DemoScript, stopsAtMarks: Bool = false) {
    self.script = script
    self.stopsAtMarks = stopsAtMarks
  }

  /// Statements done and in all.
  public var progress: (done: Int, count: Int) { (next, script.statements.count) }

  /// On from the mark at which it waits; otherwise what is waited for counts as come.
  public mutating func proceed() {
    if isStopped { isStopped = false } else { elapsed = .infinity }
  }

  /// Lets time pass, and does on `state` what is due. A statement that cannot be done, and what does not hold, end the
  /// demo with `failure`.
  ///
  /// - Parameter seconds: since the last call.
  /// - Returns: what is left for the outside, in order.
  public mutating func advance(
    by seconds: Double, _ state: inout DuelState, left: Snapshot?, right: Snapshot?
  ) -> [Effect] {
    guard !isOver, !isStopped else { return [] }
    elapsed += seconds
    var effects: [Effect] = []
    var hasActed = false
    while next < script.statements.count, !isStopped {
      let statement = script.statements[next]
      // What was told just now is not in the snapshots yet, so a wait takes one more round.
      if hasActed && statement.kind.needsSnapshots { return effects }
      do throws(Refusal) {
        guard try perform(statement, &state, left, right, &effects) else { return effects }
      } catch {
        failure = DemoFailure(
          path: script.path, line: statement.line, column: statement.column, reason: error.reason)
        isOver = true
        return effects
      }
      hasActed = hasActed || statement.kind.acts
      next += 1
      // A picture is of what was said and done before it, and of nothing that follows.
      if case .screenshot = statement.kind { break }
    }
    if next >= script.statements.count { isOver = true }
    return effects
  }

  /// Why a statement cannot be done, in words.
  private struct Refusal: Error {
    var reason: String
  }

  /// Does one statement; false while it is not done.
  private mutating func perform(
    _ statement: DemoScript.Statement, _ state: inout DuelState, _ left: Snapshot?,
    _ right: Snapshot?, _ effects: inout [Effect]
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
    case .perform(let text): try command(text)
    case .press(let key): effects += state.handle(.key(key))
    case .play: if state.isPaused { effects += state.apply(.pause) }
    case .pause: if !state.isPaused { effects += state.apply(.pause) }
    case .say(let text): caption = text
    case .mark(let name):
      markName = name
      effects.append(.mark(name))
      if stopsAtMarks {
        isStopped = true
        elapsed = 0
      }
    case .screenshot(let path): effects.append(.write(.screenshot(path)))
    case .wait(let seconds): return isDone(after: seconds)
    case .sweep(let seconds):
      try command("time \(share(of: seconds))")
      return isDone(after: seconds)
    case .rotate(let azimuth, let elevation, let seconds):
      let start =
        rotation?.from
        ?? (Double(state.camera.azimuth) * 180 / .pi, Double(state.camera.elevation) * 180 / .pi)
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
      if condition.holds(left, right) || elapsed == .infinity {
        elapsed = 0
        return true
      }
      guard elapsed >= timeout else { return false }
      throw Refusal(
        reason: "expected \(condition) within \(NumberText.setting(timeout)) s, but "
          + Self.found(condition, left, right))
    case .expect(let condition):
      guard condition.holds(left, right) else {
        throw Refusal(reason: "expected \(condition), but " + Self.found(condition, left, right))
      }
    }
    return true
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

  private static func found(
    _ condition: DemoCondition, _ left: Snapshot?, _ right: Snapshot?
  ) -> String {
    condition.measured(left, right).map { "it is \(NumberText.short($0))" } ?? "it is not known"
  }
}

/// Why a demo could not go on, and where.
public struct DemoFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The script's file; empty when it was none.
  public var path: String
  /// The statement's line, from 1.
  public var line: Int
  /// Where what the statement says begins, from 1.
  public var column: Int
  /// In words, with what was expected.
  public var reason: String
  /// One line for a person.
  public var description: String {
    (path.isEmpty ? "" : "\(path): ") + "line \(line), column \(column): \(reason)"
  }
}

extension DemoScript.Kind {
  /// Does it look at what the runs have come to?
  var needsSnapshots: Bool {
    switch self {
    case .waitFor, .expect: true
    default: false
    }
  }

  /// Does it change anything that the runs, or whoever looks on, have to be told?
  var acts: Bool {
    switch self {
    case .say, .wait, .waitFor, .expect: false
    default: true
    }
  }
}
