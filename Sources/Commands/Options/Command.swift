/// A subcommand: a description, and what it does.
@MainActor package protocol Command {
  /// What parsing and help are made from.
  nonisolated static var description: CommandDescription { get }
  /// Does it; returns when done, with status 0.
  static func run(_ options: ParsedOptions) throws
}

/// A subcommand, described.
package struct CommandDescription: Sendable, Equatable {
  /// Its name.
  package var name: String
  /// What it does, in one line without a full stop.
  package var summary: String
  /// What else there is to say, by paragraph.
  package var discussion: [String]
  /// Operands as usage shows them; nil when there are none.
  package var operands: String?
  /// Its options.
  package var options: [OptionDescription]
  /// Commands to try, each with what it does.
  package var examples: [Example]

  /// A command line and what it does.
  package struct Example: Sendable, Equatable {
    /// As typed.
    package var command: String
    /// What it does.
    package var purpose: String
  }

  /// A subcommand.
  package init(
    name: String, summary: String, discussion: [String] = [], operands: String? = nil,
    options: [OptionDescription] = [], examples: [Example] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.operands = operands
    self.options = options + [OptionDescription(flag: "help", "print this help")]
    self.examples = examples
  }

  /// The option of that name.
  package func option(_ name: String) -> OptionDescription? { options.first { $0.name == name } }

  /// `anode name [OPTION]… OPERANDS`
  package var usage: String {
    "anode \(name) [OPTION]..." + (operands.map { " " + $0 } ?? "")
  }
}
