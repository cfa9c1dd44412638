/// In place of `Sources/Platform`, as Embedded Swift has no threads: the caller's alone.
public final class ThreadTeam: Sendable {
  /// The caller alone.
  public static let single = ThreadTeam(threads: 1)
  /// Threads, including the caller's.
  public let count = 1

  /// A team of the caller, whatever is asked for.
  public init(threads: Int) {}

  /// Does tasks 0..<`tasks` one after another.
  public func run(_ tasks: Int, _ body: (_ task: Int, _ thread: Int) -> Void) {
    for task in 0..<tasks { body(task, 0) }
  }

  /// Does nothing.
  public func end() {}
}
