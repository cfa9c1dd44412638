import LiveSession

/// What the outside has to do after an action.
package enum Effect: Sendable, Equatable {
  /// Send the runs a command.
  case send(DuelCommand)
  /// Forget what the terminal shows and draw all of it.
  case redraw
  /// Write a file that is not there.
  case write(FileRequest)
  /// Write a file, in the place of one that is there: the person has been asked.
  case replace(FileRequest)
  /// Read the weights of a side from a file.
  case load(Side, String)
  /// Begin the lesson of that place in the list.
  case lesson(Int)
  /// Go so many lessons on in the course, or back.
  case course(Int)
  /// Show the next hint of the exercise.
  case hint
  /// Show a sweep until it is left.
  case sweep(SweepRequest)
  /// Begin or end a recording.
  case record
  /// A demo passes a mark of that name.
  case mark(String)
  /// End the program.
  case quit

  /// What those do about a sweep who have no screen of its own for it.
  package static func refuseSweeps(
    _ effects: [Effect], _ reason: String = "a sweep cannot be part of a demo"
  ) throws(CommandError) {
    let hasSweep = effects.contains { if case .sweep = $0 { true } else { false } }
    if hasSweep { throw CommandError(reason: reason) }
  }

  /// Send one run a command.
  package static func session(_ side: Side, _ command: SessionCommand) -> Effect {
    .send(.session(side, command))
  }

  /// The same command to both runs.
  static func both(_ command: SessionCommand) -> [Effect] {
    Side.allCases.map { .session($0, command) }
  }

  /// Does it change what the runs come to, or how far they are trained?
  package var actsOnRuns: Bool {
    switch self {
    case .send(.session(_, .watch)), .send(.session(_, .point)), .send(.session(_, .choose)): false
    case .send, .load: true
    default: false
    }
  }
}
