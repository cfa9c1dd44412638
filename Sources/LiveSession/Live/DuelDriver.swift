import Dispatch
import Synchronization
import Platform

/// Trains both runs of a duel and executes commands. With a real clock or a virtual one, the
/// iterations are the same.
package struct DuelDriver {
  private var sides: [SideDriver]
  package private(set) var isRunning: Bool
  /// Iterations per second; nil for full speed.
  package private(set) var tempo: Double?
  package private(set) var pace = TrainingPace.step
  /// Commands executed so far.
  package private(set) var obeyed = 0
  /// Whether `stop` holds.
  package private(set) var isHeld = false
  private var stop: Inspection?
  private var judge: Inspection?
  /// Single steps not yet done.
  private var pendingSteps = 0
  /// Start of the current tempo, in seconds of the clock; nil until the next call of `train`.
  private var anchor: Double?
  private var kept: [Int: Kept] = [:]

  private struct Kept {
    var sides: [SideDriver]
    var isRunning: Bool
    var tempo: Double?
    var pace: TrainingPace
    var stop: Inspection?
  }

  package enum TimeSource: Sendable {
    /// The machine's clock: training is done in slices, and a run that is behind its tempo does not
    /// catch up.
    case machine
    /// A time in seconds: everything due by then is done.
    case virtual(Double)

    var now: Double {
      switch self {
      case .machine: Clock.now
      case .virtual(let seconds): seconds
      }
    }

    /// Seconds of training between checks for commands.
    private static let slice = 0.004

    func isUp(since start: Double) -> Bool {
      guard case .machine = self else { return false }
      return now >= start + Self.slice
    }

    /// Seconds behind the tempo after which it restarts.
    fileprivate var patience: Double { if case .machine = self { 0.25 } else { .infinity } }
    /// Iterations per second at full speed; nil for no limit.
    fileprivate var fullSpeed: Double? {
      if case .machine = self { nil } else { DuelDriver.fullSpeed }
    }
  }

  /// Iterations per second at full speed in virtual time.
  package static let fullSpeed = 2000.0

  /// - Parameter isRehearsal: only count iterations, without training.
  package init(
    _ left: TrainingSession, _ right: TrainingSession, tempo: Double? = nil,
    isRunning: Bool = false,
    isRehearsal: Bool = false
  ) {
    sides = [left, right].map { SideDriver($0, isRehearsal: isRehearsal) }
    (self.tempo, self.isRunning) = (tempo, isRunning)
  }

  package private(set) subscript(side: Side) -> SideDriver {
    get { sides[side == .left ? 0 : 1] }
    _modify { yield &sides[side == .left ? 0 : 1] }
  }

  /// Whether a side is a run of another program, and followed.
  func isFollowing(_ side: Side) -> Bool { isRunning && !isHeld && self[side].isWatched }

  package var isTraining: Bool { isRunning && !isHeld && sides.contains(where: \.isAlive) }

  package mutating func obey(_ command: DuelCommand) {
    obeyed += 1
    switch command {
    case .run:
      if !isRunning { restartTempo() }
      isRunning = true
    case .pause: isRunning = false
    case .stepOnce: pendingSteps += 1
    case .setTempo(let new):
      tempo = new
      restartTempo()
    case .setPace(let new):
      pace = new
      restartTempo()
    case .stop(let new): stop(at: new)
    case .judge(let new): judge = new
    case .keep(let number):
      kept[number] = Kept(sides: sides, isRunning: isRunning, tempo: tempo, pace: pace, stop: stop)
    case .restore(let number):
      guard let old = kept[number] else { return }
      (sides, isRunning, tempo, pace) = (old.sides, old.isRunning, old.tempo, old.pace)
      for k in sides.indices { sides[k].makeStale() }
      pendingSteps = 0
      stop(at: old.stop)
    case .forget: kept = [:]
    case .session(let side, let command):
      self[side].obey(command)
      switch command {
      case .restart, .reconfigure, .load:
        pendingSteps = 0
        restartTempo()
      case .retune, .replaceData, .show: restartTempo()
      case .watch, .point, .choose: break
      }
    }
  }

  private mutating func stop(at new: Inspection?) {
    stop = new
    isHeld = new.map { inspect($0) } ?? false
    restartTempo()
  }

  private mutating func restartTempo() {
    anchor = nil
    for k in sides.indices { sides[k].done = 0 }
  }

  private mutating func inspect(_ inspection: Inspection) -> Bool {
    sides.withUnsafeMutableBufferPointer { SideDriver.inspect(&$0[0], &$0[1], inspection) }
  }

  /// Runs a closure for both sides, each on its own thread.
  private mutating func forEachSide(_ body: (Side, inout SideDriver) -> Void) {
    sides.withUnsafeMutableBufferPointer { sides in
      // Each thread uses its own side only.
      nonisolated(unsafe) let (sides, body) = (sides, body)
      DispatchQueue.concurrentPerform(iterations: sides.count) {
        body($0 == 0 ? .left : .right, &sides[$0])
      }
    }
  }

  // MARK: Training

  /// Trains as far as the tempo and the clock allow.
  ///
  /// - Returns: whether any iteration was done.
  @discardableResult package mutating func train(by clock: TimeSource) -> Bool {
    let start = clock.now
    if anchor == nil { anchor = start }
    var hasTrained = false
    while pendingSteps > 0 {
      pendingSteps -= 1
      tick(by: clock)
      hasTrained = true
    }
    // Running from a keyframe branches off there, even in a failed run.
    if isRunning, !isHeld {
      for k in sides.indices {
        if sides[k].isWatched {
          if sides[k].follow(by: clock) { hasTrained = true }
        } else if sides[k].session.isPast {
          sides[k].step(by: clock)
        }
      }
    }
    switch pace {
    case .step:
      while isTraining, isDue(at: clock.now, clock) {
        tick(by: clock)
        hasTrained = true
        if clock.isUp(since: start) { break }
      }
    case .apart:
      guard isTraining, isDue(at: start, clock) else { break }
      trainApart(clock, start)
      hasTrained = true
    }
    return hasTrained
  }

  private mutating func tick(by clock: TimeSource) {
    if sides[0].isAlive, sides[1].isAlive {
      forEachSide { $1.step(by: clock) }
    } else {
      // A side that has ended does not stop the other.
      for k in sides.indices where sides[k].isAlive || sides[k].session.isPast {
        sides[k].step(by: clock)
      }
    }
    look()
  }

  private mutating func look() {
    if let judge { _ = inspect(judge) }
    if let stop, inspect(stop) { isHeld = true }
  }

  /// Trains each side for a slice of time, at least one iteration; the faster side continues while
  /// the slower one finishes.
  private mutating func trainApart(_ clock: TimeSource, _ start: Double) {
    let (tempo, anchor) = (tempo ?? clock.fullSpeed, anchor ?? start)
    let underWay = Atomic<Int>(sides.count)
    forEachSide { _, side in
      var isFirst = true
      while side.isAlive {
        let now = clock.now
        guard Self.count(at: now, tempo, anchor).map({ $0 > side.done }) ?? true else { break }
        side.step(by: clock)
        if isFirst { underWay.subtract(1, ordering: .relaxed) }
        isFirst = false
        if clock.isUp(since: start), underWay.load(ordering: .relaxed) == 0 { break }
      }
      if isFirst { underWay.subtract(1, ordering: .relaxed) }
    }
    look()
  }

  /// Iterations due since `anchor`; nil for no limit.
  private static func count(at now: Double, _ tempo: Double?, _ anchor: Double) -> Int? {
    // Summed seconds can miss an iteration by their last bit.
    tempo.map { Int((now - anchor) * $0 + 1e-6) }
  }

  private mutating func isDue(at now: Double, _ clock: TimeSource) -> Bool {
    guard let tempo = tempo ?? clock.fullSpeed, let start = anchor else { return true }
    let done = done
    if Double(done) < (now - start - clock.patience) * tempo {
      restartTempo()
      anchor = now
      return false
    }
    return Self.count(at: now, tempo, start).map { $0 > done } ?? true
  }

  /// Iterations done since `anchor`, by both or by the slower side.
  private var done: Int {
    let (left, right) = (sides[0].done, sides[1].done)
    guard pace == .apart, sides[0].isAlive, sides[1].isAlive else { return max(left, right) }
    return min(left, right)
  }

  /// The clock's time of the next iteration; nil if none is due.
  func nextIteration(after now: Double) -> Double? {
    if Side.allCases.contains(where: { isFollowing($0) && self[$0].hasMore }) { return now }
    guard isTraining else { return pendingSteps > 0 ? now : nil }
    guard let tempo, let anchor else { return now }
    return max(now, anchor + Double(done + 1) / tempo)
  }

  // MARK: Snapshots

  /// Draws the given parts of each side.
  package mutating func snapshots(
    sequence: Int, _ left: SnapshotParts?, _ right: SnapshotParts?
  ) -> (left: Snapshot?, right: Snapshot?) {
    let drawn = Guarded<[Side: Snapshot]>([:])
    forEachSide { side, driven in
      guard let parts = side == .left ? left : right else { return }
      let snapshot = driven.snapshot(sequence: sequence, parts: parts)
      drawn.withLock { $0[side] = snapshot }
    }
    return drawn.withLock { ($0[.left], $0[.right]) }
  }

  /// Whether both runs are idle and completely drawn.
  package var isSettled: Bool {
    !isTraining && pendingSteps == 0 && sides.allSatisfy { $0.isComplete && !$0.hasNews }
  }
}
