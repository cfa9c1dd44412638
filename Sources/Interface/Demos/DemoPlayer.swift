import LiveSession

/// Where a demo is, as a value: time passes, and it says what is to be done. It has no clock and touches nothing: live,
/// recorded and tested it plays alike.
public struct DemoPlayer: Sendable, Equatable {
  /// What is played.
  public let script: DemoScript
  /// The caption now; empty when there is none.
  public private(set) var caption = ""
  /// Name of the last mark passed.
  public private(set) var markName = ""
  /// Is every statement done, or did one fail?
  public private(set) var isOver = false
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

  /// Something to be done now.
  public enum Cue: Sendable, Equatable {
    /// A command in words.
    case perform(String, line: Int)
    /// A key.
    case press(Key)
    /// Training goes on, or stands.
    case setPaused(Bool)
    /// A place that a player can go to.
    case mark(String)
    /// The screen as a picture.
    case screenshot(String)
    /// The demo could not go on.
    case fail(DemoFailure)
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

  /// Lets time pass.
  ///
  /// - Parameters:
  ///   - seconds: since the last call.
  ///   - state: the screen's state, for where the camera is.
  public mutating func advance(
    by seconds: Double, _ state: DuelState, left: Snapshot?, right: Snapshot?
  ) -> [Cue] {
    guard !isOver, !isStopped else { return [] }
    var cues: [Cue] = []
    elapsed += seconds
    var mayWait = true
    while next < script.statements.count, !isStopped {
      let statement = script.statements[next]
      // What was told just now is not in the snapshots yet, so a wait takes one more round.
      if !cues.isEmpty && statement.kind.needsSnapshots { return cues }
      guard perform(statement, state, left, right, &cues, &mayWait) else { return cues }
      next += 1
    }
    if next >= script.statements.count { isOver = true }
    return cues
  }

  /// Does one statement; false while it is not done.
  private mutating func perform(
    _ statement: DemoScript.Statement, _ state: DuelState, _ left: Snapshot?, _ right: Snapshot?,
    _ cues: inout [Cue], _ mayWait: inout Bool
  ) -> Bool {
    func isDue(_ seconds: Double) -> Bool { elapsed >= seconds }
    switch statement.kind {
    case .perform(let command): cues.append(.perform(command, line: statement.line))
    case .press(let key): cues.append(.press(key))
    case .play: cues.append(.setPaused(false))
    case .pause: cues.append(.setPaused(true))
    case .say(let text): caption = text
    case .mark(let name):
      markName = name
      cues.append(.mark(name))
      if stopsAtMarks {
        isStopped = true
        elapsed = 0
      }
    case .screenshot(let path): cues.append(.screenshot(path))
    case .wait(let seconds):
      guard isDue(seconds) else { return false }
      elapsed = elapsed.isFinite ? elapsed - seconds : 0
    case .sweep(let seconds):
      let share = seconds > 0 ? min(1, elapsed / seconds) : 1
      cues.append(.perform("time \(share)", line: statement.line))
      guard isDue(seconds) else { return false }
      elapsed = elapsed.isFinite ? elapsed - seconds : 0
    case .rotate(let azimuth, let elevation, let seconds):
      let start =
        rotation?.from
        ?? (Double(state.camera.azimuth) * 180 / .pi, Double(state.camera.elevation) * 180 / .pi)
      rotation = Rotation(from: start)
      let share = seconds > 0 ? min(1, elapsed / seconds) : 1
      let smooth = share * share * (3 - 2 * share)
      let (a, e) = (
        start.0 + (azimuth - start.0) * smooth, start.1 + (elevation - start.1) * smooth
      )
      cues.append(.perform("camera \(a) \(e)", line: statement.line))
      guard isDue(seconds) else { return false }
      rotation = nil
      elapsed = elapsed.isFinite ? elapsed - seconds : 0
    case .waitFor(let condition, let timeout):
      if condition.holds(left, right) || elapsed == .infinity {
        elapsed = 0
        return true
      }
      guard isDue(timeout) else { return false }
      fail(
        statement.line, condition, left, right, "not within \(NumberText.setting(timeout)) s", &cues
      )
      return false
    case .expect(let condition):
      guard !condition.holds(left, right) else { return true }
      fail(statement.line, condition, left, right, "does not hold", &cues)
      return false
    }
    return true
  }

  private mutating func fail(
    _ line: Int, _ condition: DemoCondition, _ left: Snapshot?, _ right: Snapshot?,
    _ what: String, _ cues: inout [Cue]
  ) {
    let found = condition.measured(left, right).map { NumberText.short($0) } ?? "unknown"
    cues.append(
      .fail(DemoFailure(line: line, reason: "\(condition) \(what): it is \(found)")))
    isOver = true
  }
}

/// Why a demo could not go on.
public struct DemoFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The statement's line.
  public var line: Int
  /// In words.
  public var reason: String
  /// A failure of a statement.
  public init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
  /// One line for a person.
  public var description: String { "line \(line): \(reason)" }
}

extension DemoScript.Kind {
  /// Does it look at what the runs have come to?
  var needsSnapshots: Bool {
    switch self {
    case .waitFor, .expect: true
    default: false
    }
  }
}
