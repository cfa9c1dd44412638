import LiveSession

/// A demo played in lockstep: time is virtual, and the same demo gives the same screens.
public struct DemoStage {
  /// The duel on stage.
  public private(set) var duel: LockstepDuel
  /// The demo.
  public private(set) var player: DemoPlayer
  /// Why it stopped before its end.
  public private(set) var failure: DemoFailure?

  /// Something for the outside to keep.
  public enum Event: Sendable, Equatable {
    /// A mark was passed.
    case mark(String)
    /// A picture of the screen is wanted.
    case screenshot(String)
  }

  /// A stage with the curtain up.
  public init(_ script: DemoScript, size: (width: Int, height: Int)? = nil) {
    player = DemoPlayer(script)
    var state = DuelState(
      width: size?.width ?? script.size.width, height: size?.height ?? script.size.height)
    state.isPaused = true
    state.isSweeping = false
    state.isTurning = false
    state.hasCaption = true
    duel = LockstepDuel(state)
  }

  /// Is the demo over, well or not?
  public var isOver: Bool { player.isOver || failure != nil }

  /// Lets time pass.
  public mutating func advance(by seconds: Double) -> [Event] {
    guard !isOver else { return [] }
    var events: [Event] = []
    let cues = player.advance(
      by: seconds, duel.state, left: duel.snapshots.left, right: duel.snapshots.right)
    for cue in cues {
      switch cue {
      case .perform(let command, let line):
        do throws(CommandError) {
          try Effect.refuseSweeps(duel.perform(command))
        } catch {
          failure = DemoFailure(line: line, reason: error.reason)
          return events
        }
      case .press(let key): _ = duel.handle(.key(key))
      case .setPaused(let isPaused):
        if duel.state.isPaused != isPaused { _ = duel.apply(.pause) }
      case .mark(let name): events.append(.mark(name))
      case .screenshot(let path): events.append(.screenshot(path))
      case .fail(let reason): failure = reason
      }
    }
    duel.setCaption(player.caption)
    duel.advance(by: seconds)
    return events
  }
}
