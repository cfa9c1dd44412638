import LiveSession

/// An exercise that a script does, in lockstep: what the script chooses and trains is judged as it
/// is on the live screen.
package struct ExerciseStage {
  /// The duel on stage.
  package private(set) var duel: LockstepDuel
  /// Who does the exercise.
  package private(set) var player: DemoPlayer
  /// How it stands.
  package private(set) var conduct: ExerciseConduct
  private var attempt: ExerciseAttempt?

  /// An exercise at its beginning, and a script that is to do it.
  package init(
    _ exercise: Exercise, _ script: DemoScript, size: (width: Int, height: Int) = (100, 30)
  ) throws(DemoFailure) {
    player = DemoPlayer(script)
    conduct = ExerciseConduct(exercise)
    var state = DuelState(width: size.width, height: size.height)
    state.playback.stand()
    duel = LockstepDuel(state)
    duel.keepsSent = true
    var preparing = DemoPlayer(exercise.script)
    _ = duel.play(&preparing, for: 0)
    if let failure = preparing.failure { throw failure }
    if let place = exercise.task.place { _ = try? duel.perform("probe \(place.x) \(place.y)") }
    // A run that is as it was is begun all the same.
    _ = duel.apply(.restart)
    judge()
  }

  /// Is the script done, or the exercise reached?
  package var isOver: Bool { player.isOver || conduct.solution != nil }

  /// Lets time pass, and returns what is left for the outside.
  @discardableResult package mutating func advance(by seconds: Double) -> [Effect] {
    guard !isOver else { return [] }
    let effects = duel.play(&player, for: seconds)
    judge()
    duel.advance(by: seconds)
    judge()
    return effects
  }

  /// Does what a person would do by an action.
  package mutating func apply(_ action: Action) {
    if duel.apply(action).contains(.hint) { conduct.showHint() }
    judge()
  }

  private mutating func judge() {
    if let setup = conduct.heed(duel.takeSent(), duel.state) {
      attempt = ExerciseAttempt(conduct.exercise, setup)
    }
    attempt?.advance(to: conduct.target(duel.snapshots.left, duel.snapshots.right))
    if let report = attempt?.report { _ = conduct.take(report, of: conduct.attempt) }
    duel.show(conduct)
  }
}
