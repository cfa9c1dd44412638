import LiveSession
import Platform

/// A demo played in lockstep: time is virtual, and the same demo gives the same screens. Where it
/// does an exercise, that is judged as on the live screen.
package struct DemoStage {
  /// The duel on stage.
  package private(set) var duel: LockstepDuel
  /// The demo.
  package private(set) var player: DemoPlayer
  /// How the exercise is going; nil where none is done.
  package private(set) var conduct: ExerciseConduct?

  /// A stage with the curtain up.
  ///
  /// - Parameters:
  ///   - isTrial: does the play go on where something expected does not hold?
  ///   - isRehearsal: do the runs only count their iterations?
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
    // Recordings take no input, and what is played has the keys below.
    state.strip.demoKeys = []
    duel = LockstepDuel(state, isRehearsal: isRehearsal)
  }

  /// An exercise at its beginning, and a script that is to do it.
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

  /// Is the demo over, well or not, or the exercise reached?
  package var isOver: Bool { player.isOver || conduct?.solution != nil }
  /// Why it stopped before its end; nil while it has not.
  package var failure: DemoFailure? { player.failure }

  /// Lets time pass, and returns what is left for the outside.
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

  /// Does what a person would do by an action.
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
