import Dispatch
import Synchronization
import Platform

/// Both runs of a duel, and how far they are trained: the one place where commands are obeyed. It is
/// given the time by a real clock or a virtual one, and does the same iterations by either.
package struct DuelDriver {
  private var sides: [SideDriver]
  /// Are the runs to be trained?
  package private(set) var isRunning: Bool
  /// Iterations a second wanted; nil for as many as can be.
  package private(set) var tempo: Double?
  /// In step, or apart?
  package private(set) var pace = TrainingPace.step
  /// Commands obeyed so far.
  package private(set) var obeyed = 0
  /// Has training come to where it is to stop?
  package private(set) var isHeld = false
  private var stop: Inspection?
  private var judge: Inspection?
  /// Iterations asked for one by one that are not done yet.
  private var pendingSteps = 0
  /// Since when the tempo is kept, in seconds of the clock; nil before it was looked at.
  private var anchor: Double?
  private var kept: [Int: Kept] = [:]

  /// Both runs, and how they are trained, as they were.
  private struct Kept {
    var sides: [SideDriver]
    var isRunning: Bool
    var tempo: Double?
    var pace: TrainingPace
    var stop: Inspection?
  }

  /// Where the time comes from.
  package enum TimeSource: Sendable {
    /// The machine's clock: training has a slice of milliseconds, and a run that cannot keep the
    /// tempo does not try to catch up.
    case machine
    /// This many seconds have passed: all that is due by then is done.
    case virtual(Double)

    var now: Double {
      switch self {
      case .machine: Clock.now
      case .virtual(let seconds): seconds
      }
    }

    /// The longest that training goes on before commands are looked at, in seconds.
    private static let slice = 0.004

    fileprivate func isUp(since start: Double) -> Bool {
      guard case .machine = self else { return false }
      return now >= start + Self.slice
    }

    /// Seconds behind the tempo beyond which it is kept from now on.
    fileprivate var patience: Double { if case .machine = self { 0.25 } else { .infinity } }
    /// Iterations a second at full speed; nil for no end of them.
    fileprivate var fullSpeed: Double? {
      if case .machine = self { nil } else { DuelDriver.fullSpeed }
    }
  }

  /// Iterations a second that stand for full speed where time is virtual.
  package static let fullSpeed = 2000.0

  /// Both runs at their start.
  ///
  /// - Parameter isRehearsal: do they only count their iterations, and learn nothing?
  package init(
    _ left: TrainingSession, _ right: TrainingSession, tempo: Double? = nil,
    isRunning: Bool = false,
    isRehearsal: Bool = false
  ) {
    sides = [left, right].map { SideDriver($0, isRehearsal: isRehearsal) }
    (self.tempo, self.isRunning) = (tempo, isRunning)
  }

  /// What is driven on a side.
  package private(set) subscript(side: Side) -> SideDriver {
    get { sides[side == .left ? 0 : 1] }
    _modify { yield &sides[side == .left ? 0 : 1] }
  }

  /// Is there anything to train, and is it wanted?
  package var isTraining: Bool { isRunning && !isHeld && sides.contains(where: \.isAlive) }

  /// Does what a command says.
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

  /// Does something with both sides, each on a thread of its own.
  private mutating func forEachSide(_ body: (Side, inout SideDriver) -> Void) {
    sides.withUnsafeMutableBufferPointer { sides in
      // Neither thread touches the other's side.
      nonisolated(unsafe) let (sides, body) = (sides, body)
      DispatchQueue.concurrentPerform(iterations: sides.count) {
        body($0 == 0 ? .left : .right, &sides[$0])
      }
    }
  }

  // MARK: Training

  /// Trains as far as the tempo, and the clock, have it.
  ///
  /// - Returns: was any iteration done?
  @discardableResult package mutating func train(by clock: TimeSource) -> Bool {
    let start = clock.now
    if anchor == nil { anchor = start }
    var hasTrained = false
    while pendingSteps > 0 {
      pendingSteps -= 1
      tick(by: clock)
      hasTrained = true
    }
    // To run from a moment that is shown is to branch off there, a run that had failed included.
    if isRunning, !isHeld {
      for k in sides.indices where sides[k].session.isPast { sides[k].step(by: clock) }
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

  /// One iteration of both.
  private mutating func tick(by clock: TimeSource) {
    if sides[0].isAlive, sides[1].isAlive {
      forEachSide { $1.step(by: clock) }
    } else {
      // One that has ended holds nobody.
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

  /// A slice of time for each side, as many iterations as it can do in it; a slow one has one, and
  /// the other goes on meanwhile.
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

  /// Iterations that the tempo asks for since it is kept; nil for no end of them.
  private static func count(at now: Double, _ tempo: Double?, _ anchor: Double) -> Int? {
    // Seconds that were added up may fall short of an iteration by their last bit.
    tempo.map { Int((now - anchor) * $0 + 1e-6) }
  }

  /// Does the tempo ask for another iteration by now?
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

  /// Iterations done since the tempo is kept, by both or by the side that is behind.
  private var done: Int {
    let (left, right) = (sides[0].done, sides[1].done)
    guard pace == .apart, sides[0].isAlive, sides[1].isAlive else { return max(left, right) }
    return min(left, right)
  }

  /// When the next iteration is due, in seconds of the clock; nil where none is.
  func nextIteration(after now: Double) -> Double? {
    guard isTraining else { return pendingSteps > 0 ? now : nil }
    guard let tempo, let anchor else { return now }
    return max(now, anchor + Double(done + 1) / tempo)
  }

  // MARK: Looking at it

  /// Draws what is wanted of each side now; nil where nothing is.
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

  /// Do both runs rest, drawn as they are with all that is looked at?
  package var isSettled: Bool {
    !isTraining && pendingSteps == 0 && sides.allSatisfy { $0.isComplete && !$0.hasNews }
  }
}
