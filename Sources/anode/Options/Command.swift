/// A subcommand: a description, and what it does.
@MainActor package protocol Command {
  /// What parsing and help are made from.
  nonisolated static var description: CommandDescription { get }
  /// Does it; returns when done, with status 0.
  static func run(_ options: ParsedOptions) throws
}
