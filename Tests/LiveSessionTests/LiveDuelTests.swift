import Dispatch
import Foundation
import NeuralODE
import Synchronization
import Testing

@testable import LiveSession

@Suite("Live runs obey commands, and equal sessions run alone") struct LiveDuelTests {
  /// The factor by which a sanitizer slows everything down.
  static let slowness =
    ProcessInfo.processInfo.environment["ANODE_SLOWNESS"].flatMap(Double.init) ?? 1

  static func duel(
    _ left: RunConfiguration = RunConfiguration(), _ right: RunConfiguration? = nil,
    tempo: Double? = nil, wake: @escaping @Sendable () -> Void = {}
  ) -> LiveDuel {
    LiveDuel(
      TrainingSession(left), TrainingSession(right ?? left), tempo: tempo, wake: wake)
  }

  /// Polls until a snapshot satisfies a condition; nil after a timeout for loaded machines.
  static func wait(
    _ duel: LiveDuel, seconds: Double = 20, for condition: (DuelSnapshot) -> Bool
  ) -> DuelSnapshot? {
    let end = Date().addingTimeInterval(seconds * slowness)
    while Date() < end {
      if let snapshot = duel.takeSnapshot().map(duel.judged), condition(snapshot) {
        return snapshot
      }
      usleep(2000)
    }
    return nil
  }

  /// Pauses once a condition holds, and returns the snapshot of both runs at rest.
  static func pause(_ duel: LiveDuel, when condition: (DuelSnapshot) -> Bool) -> DuelSnapshot? {
    guard wait(duel, for: condition) != nil else { return nil }
    duel.send(.pause)
    return wait(duel) { $0.isSettled }
  }

  @Test("paused runs post one complete snapshot of their start, and then nothing")
  func paused() throws {
    let posts = Atomic<Int>(0)
    let duel = Self.duel { posts.add(1, ordering: .relaxed) }
    let snapshot = try #require(Self.wait(duel) { $0.isSettled })
    for side in Side.allCases {
      #expect(snapshot[side]?.iteration == 0 && snapshot[side]?[.solveAccuracy] != nil)
    }
    // The turn that posted it has ended, and later turns post nothing.
    duel.synchronize()
    let before = posts.load(ordering: .relaxed)
    for _ in 0..<20 { duel.synchronize() }
    #expect(posts.load(ordering: .relaxed) == before && duel.takeSnapshot() == nil)
  }

  @Test("a fast tempo after a slow one begins at once")
  func tempoChange() throws {
    // Its next iteration is due in three hours.
    let duel = Self.duel(tempo: 1e-4)
    duel.send(.run)
    duel.synchronize()
    duel.send(.setTempo(nil))
    _ = try #require(Self.wait(duel) { ($0.left?.iteration ?? 0) > 20 })
    duel.send(.pause)
  }

  @Test("run, pause, step, restart and reconfigure work")
  func commands() throws {
    let duel = Self.duel()
    duel.send(.stepOnce)
    _ = try #require(Self.wait(duel) { $0.left?.iteration == 1 && $0.right?.iteration == 1 })
    duel.send(.run)
    let stopped = try #require(Self.pause(duel) { ($0.left?.iteration ?? 0) > 30 })
    let iteration = try #require(stopped.left?.iteration)
    duel.send(.stepOnce)
    let next = try #require(Self.wait(duel) { $0.left?.iteration != iteration })
    #expect(next.left?.iteration == iteration + 1)
    duel.send(.session(.left, .restart))
    let restarted = try #require(Self.wait(duel) { $0.left?.iteration == 0 })
    #expect(restarted.right?.iteration == iteration + 1)
    #expect((restarted.left?.sequence ?? 0) > (next.left?.sequence ?? 0))
    let other = RunConfiguration(model: .anode(p: 5), seed: 9)
    duel.send(.session(.right, .reconfigure(other)))
    _ = try #require(Self.wait(duel) { $0.right?.configuration == other })
  }

  @Test("live runs equal sessions run alone")
  func sameAsSession() throws {
    let configuration = RunConfiguration(model: .anode(), seed: 5)
    let duel = Self.duel(RunConfiguration(seed: 5), configuration)
    duel.send(.run)
    let live = try #require(Self.pause(duel) { ($0.right?.iteration ?? 0) > 100 }?.right)
    var alone = TrainingSession(configuration)
    for _ in 0..<live.iteration { alone.step() }
    let snapshot = alone.snapshot(sequence: 0)
    #expect(snapshot.lossHistory == live.lossHistory)
    #expect(snapshot[.spaces][0].trajectories == live[.spaces][0].trajectories)
    #expect(snapshot[.solveAccuracy] == live[.solveAccuracy])
  }

  @Test("in step, both sides are at the same iteration in every snapshot")
  func inStep() throws {
    var slow = RunConfiguration(model: .anode(p: 5))
    slow.model.hidden = 64
    let duel = Self.duel(RunConfiguration(), slow)
    duel.send(.run)
    var count = 0
    _ = Self.wait(duel) { snapshot in
      if let left = snapshot.left, let right = snapshot.right, left.sequence == right.sequence {
        count += 1
        #expect(left.iteration == right.iteration)
      }
      return count > 10
    }
    #expect(count > 10)
    let rest = try #require(Self.pause(duel) { _ in true })
    #expect(rest.left?.iteration == rest.right?.iteration)
    // When one side restarts, they keep their distance.
    duel.send(.session(.right, .restart))
    duel.send(.run)
    let later = try #require(Self.pause(duel) { ($0.right?.iteration ?? 0) > 10 })
    let (left, right) = (later.left?.iteration ?? 0, later.right?.iteration ?? 0)
    #expect(left - right == rest.left?.iteration)
  }

  @Test("apart, the faster side goes ahead")
  func apart() throws {
    var slow = RunConfiguration(model: .anode(p: 5))
    slow.model.hidden = 64
    slow.training.batchSize = 512
    let duel = Self.duel(RunConfiguration(), slow)
    duel.send(.setPace(.apart))
    duel.send(.run)
    let ahead = Self.wait(duel) { snapshot in
      guard let left = snapshot.left, let right = snapshot.right else { return false }
      return right.iteration > 3 && left.iteration > right.iteration + 10
    }
    #expect(ahead != nil)
  }

  @Test("a stop is exact, live and with a virtual clock")
  func stop() throws {
    let at = Inspection("at 37") { left, _ in left.iteration >= 37 }
    let duel = Self.duel()
    duel.send(.stop(at))
    duel.send(.run)
    let live = try #require(Self.wait(duel) { $0.isSettled && $0.left?.iteration != 0 })
    #expect(live.left?.iteration == 37 && live.right?.iteration == 37)
    var driver = DuelDriver(
      TrainingSession(RunConfiguration()), TrainingSession(RunConfiguration()), isRunning: true)
    driver.obey(.stop(at))
    for k in 0..<40 { driver.train(by: .virtual(Double(k) / 8)) }
    #expect(driver[.left].session.iteration == 37 && !driver.isTraining)
    #expect(driver[.left].session.numbers.digest == driver[.right].session.numbers.digest)
    // Without the stop the run continues.
    duel.send(.stop(nil))
    _ = try #require(Self.wait(duel) { ($0.left?.iteration ?? 0) > 60 })
  }

  @Test("restore brings back the kept state, whatever happened since")
  func keep() throws {
    var driver = DuelDriver(
      TrainingSession(RunConfiguration()), TrainingSession(RunConfiguration(model: .anode())),
      tempo: 10, isRunning: true)
    func train(_ driver: inout DuelDriver, _ iterations: Int) {
      for _ in 0..<iterations { driver.obey(.stepOnce) }
      driver.train(by: .virtual(0))
    }
    train(&driver, 20)
    let kept = Side.allCases.map { driver[$0].session.numbers.digest }
    let iteration = driver[.left].session.iteration
    driver.obey(.keep(3))
    var other = driver
    train(&other, 15)
    driver.obey(.session(.right, .reconfigure(RunConfiguration(seed: 3))))
    driver.obey(.setTempo(nil))
    train(&driver, 7)
    driver.obey(.restore(3))
    #expect(Side.allCases.map { driver[$0].session.numbers.digest } == kept)
    #expect(driver[.left].session.iteration == iteration && driver.tempo == 10)
    train(&driver, 15)
    #expect(driver[.left].session.numbers.digest == other[.left].session.numbers.digest)
    #expect(driver[.right].session.numbers.digest == other[.right].session.numbers.digest)
  }

  @Test("between snapshots a run trains for a frame, or for three times the last snapshot's cost")
  func share() {
    for cost in [0, 0.001, 0.01, 0.1, 1, 3] {
      let training = Rounds.nextSnapshot(after: 5, cost: cost) - (5 + cost)
      #expect(training >= 3 * cost - 1e-12)
      #expect(training + cost >= 1.0 / 30 - 1e-12)
      // And no longer, or the screen would freeze needlessly.
      #expect(training <= max(1.0 / 30, 3 * cost) + 1e-12)
    }
  }

  @Test("a failed run posts its status, and does not hold up the other")
  func failure() throws {
    var configuration = RunConfiguration()
    configuration.training.maximumSteps = 2
    let duel = Self.duel(configuration, RunConfiguration())
    duel.send(.run)
    let snapshot = try #require(Self.wait(duel) { $0.left?.status != .healthy && $0.left != nil })
    #expect(snapshot.left?.status == .stepsExceeded(limit: 2))
    _ = try #require(Self.wait(duel) { ($0.right?.iteration ?? 0) > 20 })
  }

  @Test("commands from several threads, at full speed, neither get lost nor tear snapshots")
  func hammer() throws {
    let duel = Self.duel(RunConfiguration(), RunConfiguration(model: .anode(p: 2)))
    duel.send(.run)
    let seen = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      var generator = Xoshiro256(seed: UInt64(thread))
      var last = 0
      var k = 0
      // On a busy machine, until a snapshot has been seen.
      let end = Date().addingTimeInterval(20 * Self.slowness)
      while k < 250 || seen.load(ordering: .relaxed) == 0 && Date() < end {
        defer { k += 1 }
        let side: Side = k % 2 == 0 ? .left : .right
        switch generator.next() % 11 {
        case 0: duel.send(.pause)
        case 1, 2: duel.send(.run)
        case 3: duel.send(.stepOnce)
        case 4: duel.send(.setTempo(generator.next() % 2 == 0 ? nil : 200))
        case 5: duel.send(.session(side, .restart))
        case 6:
          let other = RunConfiguration(
            model: .anode(p: Int(generator.next() % 6)), seed: generator.next() % 100)
          duel.send(.session(side, .reconfigure(other)))
        case 7: duel.send(.keep(thread))
        case 8: duel.send(.restore(thread))
        case 9: duel.send(.setPace(generator.next() % 2 == 0 ? .step : .apart))
        default: break
        }
        if let snapshot = duel.takeSnapshot(), let space = snapshot[side]?[.spaces][0] {
          seen.add(1, ordering: .relaxed)
          #expect(
            space.trajectories.count == space.times.count * space.pointCount * space.dimension)
          let sequence = max(snapshot.left?.sequence ?? 0, snapshot.right?.sequence ?? 0)
          #expect(sequence >= last)
          last = sequence
        }
        usleep(300)
      }
    }
    #expect(seen.load(ordering: .relaxed) > 0)
    for side in Side.allCases {
      duel.send(.session(side, .reconfigure(RunConfiguration(seed: 4242))))
    }
    duel.send(.setTempo(nil))
    duel.send(.run)
    let alive = try #require(
      Self.wait(duel) { $0.left?.configuration.seed == 4242 && ($0.left?.iteration ?? 0) > 5 })
    #expect(alive.left?.status == .healthy)
  }
}
