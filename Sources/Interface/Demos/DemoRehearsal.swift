import LiveSession
import NeuralODE

/// A demo gone through without training, for the time that it takes: captions, sweeps and waits
/// take what they take, and runs come as far as their tempo says. What it expects is taken to hold.
package struct DemoRehearsal {
  /// Seconds between two looks, as recordings have them.
  static let step = 1.0 / 8

  private var state: DuelState
  private var player: DemoPlayer
  private var time = 0.0
  private var due = 0.0
  private var isRunning = false
  private var runs: [Side: Run] = [:]

  private struct Run {
    var configuration: RunConfiguration
    var iteration = 0
    /// Nil until somebody asks: data have to be made for it.
    var perEpoch: Int?

    mutating func snapshot(isAsked: Bool) -> Snapshot {
      var snapshot = Snapshot()
      snapshot.configuration = configuration
      (snapshot.iteration, snapshot.latestIteration) = (iteration, iteration)
      if isAsked {
        let count = perEpoch ?? TrainingSession(configuration).iterationsPerEpoch
        (perEpoch, snapshot.iterationsPerEpoch) = (count, count)
      }
      return snapshot
    }
  }

  /// Seconds that a script lasts when it is recorded: what it says itself, or what a rehearsal
  /// takes; nil where it waits for what only training can tell, and does not say.
  package static func seconds(_ script: DemoScript) -> Double? {
    if let lasts = script.lasts { return lasts }
    let depends = script.statements.contains {
      guard case .waitFor(let condition, _) = $0.kind else { return false }
      return condition.metric.isOfSide
    }
    guard !depends else { return nil }
    var rehearsal = DemoRehearsal(script)
    while !rehearsal.player.isOver, rehearsal.time < 7200 { rehearsal.advance() }
    return rehearsal.player.failure == nil ? rehearsal.time : nil
  }

  private init(_ script: DemoScript) {
    var script = script
    // An expectation takes the round that it waits for what was done before it.
    let always = DemoCondition(metric: .iteration, side: .right, relation: .atLeast, value: 0)
    for k in script.statements.indices {
      if case .expect = script.statements[k].kind {
        script.statements[k].kind = .waitFor(always, timeout: 1)
      }
    }
    player = DemoPlayer(script)
    state = DuelState(width: script.size.width, height: script.size.height)
    state.playback.stand()
    for side in Side.allCases { runs[side] = Run(configuration: state.setup.run(side)) }
  }

  private mutating func advance() {
    let isAsked = player.isAwaitingRuns
    let (left, right) = (
      runs[.left]?.snapshot(isAsked: isAsked), runs[.right]?.snapshot(isAsked: isAsked)
    )
    for effect in player.advance(by: Self.step, &state, left: left, right: right) {
      guard case .session(let side, let command) = effect else { continue }
      obey(command, side)
    }
    time += Self.step
    state.advance(by: Self.step)
    guard isRunning else { return }
    due += Self.step * (state.playback.tempo ?? LockstepDuel.fullSpeed)
    let count = Int(due)
    due -= Double(count)
    for side in Side.allCases { runs[side]?.iteration += count }
  }

  private mutating func obey(_ command: SessionCommand, _ side: Side) {
    switch command {
    case .run: isRunning = true
    case .pause: isRunning = false
    case .setTempo: due = 0
    case .stepOnce: runs[side]?.iteration += 1
    case .restart: runs[side]?.iteration = 0
    case .reconfigure(let run), .load(let run, _): runs[side] = Run(configuration: run)
    case .retune(let training):
      runs[side]?.configuration.training = training
      runs[side]?.perEpoch = nil
    case .replaceData(let data):
      runs[side]?.configuration.data = data
      runs[side]?.perEpoch = nil
    case .watch, .point, .choose, .show: break
    }
  }
}
