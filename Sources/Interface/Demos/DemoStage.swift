/// A demo played in lockstep: time is virtual, and the same demo gives the same screens.
package struct DemoStage {
  /// The duel on stage.
  package private(set) var duel: LockstepDuel
  /// The demo.
  package private(set) var player: DemoPlayer

  /// A stage with the curtain up.
  ///
  /// - Parameter isTrial: does the play go on where something expected does not hold?
  package init(
    _ script: DemoScript, size: (width: Int, height: Int)? = nil, isTrial: Bool = false
  ) {
    player = DemoPlayer(script, isTrial: isTrial)
    var state = DuelState(
      width: size?.width ?? script.size.width, height: size?.height ?? script.size.height)
    state.playback.isPaused = true
    state.playback.isSweeping = false
    state.playback.isTurning = false
    state.strip.hasCaption = true
    state.strip.hasFormulas = script.hasFormulas
    // Recordings do not listen, and what is played has the keys below.
    state.strip.demoKeys = []
    duel = LockstepDuel(state)
  }

  /// Is the demo over, well or not?
  package var isOver: Bool { player.isOver }
  /// Why it stopped before its end; nil while it has not.
  package var failure: DemoFailure? { player.failure }

  /// Lets time pass, and returns what is left for the outside.
  package mutating func advance(by seconds: Double) -> [Effect] {
    guard !isOver else { return [] }
    let effects = duel.play(&player, for: seconds)
    duel.setCaption(player.caption, player.formula)
    duel.advance(by: seconds)
    return effects
  }
}
