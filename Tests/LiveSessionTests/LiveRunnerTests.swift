import Dispatch
import Foundation
import NeuralODE
import Synchronization
import Testing

@testable import LiveSession

@Suite("A live run obeys its commands, and is the run of a session alone") struct LiveRunnerTests {
  /// How many times slower than usual everything is, under a sanitizer.
  static let slowness =
    ProcessInfo.processInfo.environment["ANODE_SLOWNESS"].flatMap(Double.init) ?? 1

  /// Polls until the runner has posted a snapshot that satisfies a condition; a generous bound for
  /// loaded machines.
  static func wait(
    _ runner: LiveRunner, seconds: Double = 20, for condition: (Snapshot) -> Bool
  ) -> Snapshot? {
    let end = Date().addingTimeInterval(seconds * slowness)
    while Date() < end {
      if let snapshot = runner.takeSnapshot(), condition(snapshot) { return snapshot }
      usleep(2000)
    }
    return nil
  }

  /// Pauses a runner once a condition holds: its last snapshot, which may be the very one that the
  /// condition was seen in.
  static func pause(_ runner: LiveRunner, when condition: (Snapshot) -> Bool) -> Snapshot? {
    guard let seen = wait(runner, for: condition) else { return nil }
    runner.send(.pause)
    runner.synchronize()
    return runner.takeSnapshot() ?? seen
  }

  @Test("a paused run posts its start, complete, and then nothing")
  func paused() throws {
    let posts = Atomic<Int>(0)
    let runner = LiveRunner(RunConfiguration(), name: "test", tempo: nil) {
      posts.add(1, ordering: .relaxed)
    }
    let snapshot = try #require(Self.wait(runner) { $0[.integration] != nil })
    #expect(snapshot.iteration == 0)
    // The turn that posted it has ended, and turns to come have nothing to say.
    runner.synchronize()
    let before = posts.load(ordering: .relaxed)
    for _ in 0..<20 { runner.synchronize() }
    #expect(posts.load(ordering: .relaxed) == before && runner.takeSnapshot() == nil)
  }

  @Test("a fast tempo after a slow one begins at once")
  func tempoChange() throws {
    // Its next iteration is due in three hours.
    let runner = LiveRunner(RunConfiguration(), name: "test", tempo: 1e-4) {}
    runner.send(.run)
    runner.synchronize()
    runner.send(.setTempo(nil))
    _ = try #require(Self.wait(runner) { $0.iteration > 20 })
    runner.send(.pause)
  }

  @Test("run, pause, one step, restart and reconfigure do what they say")
  func commands() throws {
    let runner = LiveRunner(RunConfiguration(), name: "test", tempo: nil) {}
    runner.send(.stepOnce)
    _ = try #require(Self.wait(runner) { $0.iteration == 1 })
    runner.send(.run)
    let stopped = try #require(Self.pause(runner) { $0.iteration > 30 })
    #expect(stopped[.integration]?.iteration == stopped.iteration)
    runner.send(.stepOnce)
    let next = try #require(Self.wait(runner) { $0.iteration > stopped.iteration })
    #expect(next.iteration == stopped.iteration + 1)
    runner.send(.restart)
    let restarted = try #require(Self.wait(runner) { $0.iteration == 0 })
    #expect(restarted.sequence > next.sequence)
    runner.send(.reconfigure(RunConfiguration(model: .anode(p: 5), seed: 9)))
    let other = try #require(Self.wait(runner) { $0.configuration.seed == 9 })
    #expect(other.configuration.model.augmentation == 5)
  }

  @Test("a live run is the run that a session makes alone")
  func sameAsSession() throws {
    let configuration = RunConfiguration(model: .anode(), seed: 5)
    let runner = LiveRunner(configuration, name: "test", tempo: nil) {}
    runner.send(.run)
    let live = try #require(Self.pause(runner) { $0.iteration > 100 })
    var alone = TrainingSession(configuration)
    for _ in 0..<live.iteration { alone.step() }
    let snapshot = alone.snapshot(sequence: 0)
    #expect(snapshot.lossHistory == live.lossHistory)
    #expect(snapshot[.spaces][0].trajectories == live[.spaces][0].trajectories)
  }

  @Test("between snapshots a run trains for a frame, or for three times the cost of the last one")
  func share() {
    for cost in [0, 0.001, 0.01, 0.1, 1, 3] {
      let training = Pace.nextSnapshot(after: 5, cost: cost) - (5 + cost)
      #expect(training >= 3 * cost - 1e-12)
      #expect(training + cost >= 1.0 / 30 - 1e-12)
      // No longer than that, or the screen would stand still for nothing.
      #expect(training <= max(1.0 / 30, 3 * cost) + 1e-12)
    }
  }

  @Test("a failed run posts its status once")
  func failure() throws {
    var configuration = RunConfiguration()
    configuration.training.maximumSteps = 2
    let runner = LiveRunner(configuration, name: "test", tempo: nil) {}
    runner.send(.run)
    let snapshot = try #require(Self.wait(runner) { $0.status != .healthy })
    #expect(snapshot.status == .stepsExceeded(limit: 2))
  }

  @Test(
    "commands from several threads, while two runs train at full speed, lose and tear nothing"
  )
  func hammer() throws {
    let runners = [ModelConfiguration.node(), .anode(p: 2)].map {
      LiveRunner(RunConfiguration(model: $0), name: "hammer", tempo: nil) {}
    }
    for runner in runners { runner.send(.run) }
    let seen = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      var generator = Xoshiro256(seed: UInt64(thread))
      var last = [0, 0]
      var k = 0
      // Until somebody has seen something, on a machine that is busy with something else.
      let end = Date().addingTimeInterval(20 * Self.slowness)
      while k < 250 || seen.load(ordering: .relaxed) == 0 && Date() < end {
        defer { k += 1 }
        let runner = runners[k % 2]
        switch generator.next() % 8 {
        case 0: runner.send(.pause)
        case 1, 2: runner.send(.run)
        case 3: runner.send(.stepOnce)
        case 4: runner.send(.setTempo(generator.next() % 2 == 0 ? nil : 200))
        case 5: runner.send(.restart)
        case 6:
          runner.send(
            .reconfigure(
              RunConfiguration(
                model: .anode(p: Int(generator.next() % 6)), seed: generator.next() % 100)))
        default: break
        }
        if let snapshot = runner.takeSnapshot() {
          seen.add(1, ordering: .relaxed)
          let space = snapshot[.spaces][0]
          #expect(
            space.trajectories.count == space.times.count * space.pointCount * space.dimension)
          #expect(snapshot.sequence > last[k % 2])
          last[k % 2] = snapshot.sequence
        }
        usleep(300)
      }
    }
    #expect(seen.load(ordering: .relaxed) > 0)
    for runner in runners {
      runner.send(.reconfigure(RunConfiguration(seed: 4242)))
      runner.send(.run)
      let alive = try #require(
        Self.wait(runner) { $0.configuration.seed == 4242 && $0.iteration > 5 })
      #expect(alive.status == .healthy)
    }
  }
}
