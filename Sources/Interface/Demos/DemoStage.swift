import LiveSession
import Platform

/// A demo played in lockstep: time is virtual, and the same demo gives the same screens. Exercises
/// are judged as on the live screen.
package struct DemoStage {
  package private(set) var duel: LockstepDuel
  package private(set) var player: DemoPlayer
  /// nil without an exercise.
  package private(set) var conduct: ExerciseConduct?

  /// - Parameters:
  ///   - isTrial: continue after expectations that do not hold.
  ///   - isRehearsal: only count iterations, without training.
  package init(
    _ script: DemoScript, size: (width: Int, height: Int)? = nil, isTrial: Bool = false,
    isRehearsal: Bool = false
  ) {
    player = DemoPlayer(script, isTrial: isTrial)
    let size = size ?? script.size
    var state = DuelState(width: size.width, height: size.height)
    state.playback.stand()
    state.strip.hasCaption = true
    state.strip.hasFormulas = script.hasFormulas
    // Recordings take no input.
    state.strip.demoKeys = []
    duel = LockstepDuel(state, isRehearsal: isRehearsal)
  }

  /// An exercise and a script that solves it.
  ///
  /// - Throws: why the exercise cannot be prepared.
  package init(
    _ exercise: Exercise, _ script: DemoScript, size: (width: Int, height: Int) = (100, 30)
  ) throws(DemoFailure) {
    player = DemoPlayer(script)
    var state = DuelState(width: size.width, height: size.height)
    state.playback.stand()
    duel = LockstepDuel(state)
    var conduct = ExerciseConduct(exercise)
    var failure: DemoFailure?
    _ = duel.change { state, _ in
      do throws(DemoFailure) {
        return try conduct.begin(&state)
      } catch {
        failure = error
        return []
      }
    }
    if let failure { throw failure }
    self.conduct = conduct
    judge()
  }

  /// Whether the demo has ended or failed, or the exercise is solved.
  package var isOver: Bool { player.isOver || conduct?.solution != nil }
  package var failure: DemoFailure? { player.failure }

  /// Lets time pass; returns effects for the caller.
  @discardableResult package mutating func advance(by seconds: Double) -> [Effect] {
    guard !isOver else { return [] }
    let isAlone = conduct == nil
    var player = player
    let effects = duel.change { state, runs in
      let effects = player.advance(by: seconds, &state, runs)
      if isAlone { (state.strip.caption, state.strip.formula) = (player.caption, player.formula) }
      return effects
    }
    self.player = player
    duel.advance(by: seconds)
    judge()
    return effects
  }

  /// Applies an action as if typed.
  package mutating func apply(_ action: Action) {
    if duel.apply(action).contains(.hint) { conduct?.showHint() }
    judge()
  }

  private mutating func judge() {
    guard var conduct else { return }
    _ = duel.change { state, runs in
      _ = conduct.judge(state, runs)
      conduct.showCaption(&state)
      return []
    }
    self.conduct = conduct
  }
}
