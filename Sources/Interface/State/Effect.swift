import LiveSession

/// What is left for the program to do after an action.
package enum Effect: Sendable, Equatable {
  case send(DuelCommand)
  /// Draw everything, whatever the terminal shows.
  case redraw
  /// Write a new file.
  case write(FileRequest)
  /// Write a file over an existing one: the person has agreed.
  case replace(FileRequest)
  /// Read the weights of a side from a file.
  case load(Side, String)
  /// Begin the lesson with that index in the list.
  case lesson(Int)
  /// Go that many lessons forward in the course, or back.
  case course(Int)
  case hint
  case sweep(SweepRequest)
  case record
  /// A demo passed the mark of that name.
  case mark(String)
  case quit

  /// Throws `reason` if the effects open a sweep, for callers that cannot show one.
  package static func refuseSweeps(
    _ effects: [Effect], _ reason: String = "a sweep cannot be part of a demo"
  ) throws(CommandError) {
    let hasSweep = effects.contains { if case .sweep = $0 { true } else { false } }
    if hasSweep { throw CommandError(reason: reason) }
  }

  package static func session(_ side: Side, _ command: SessionCommand) -> Effect {
    .send(.session(side, command))
  }

  static func both(_ command: SessionCommand) -> [Effect] {
    Side.allCases.map { .session($0, command) }
  }

  /// Whether it changes the runs, or how far they are trained.
  package var actsOnRuns: Bool {
    switch self {
    case .send(.session(_, .watch)), .send(.session(_, .point)), .send(.session(_, .choose)): false
    case .send, .load: true
    default: false
    }
  }
}
