@MainActor package protocol Command {
  nonisolated static var description: CommandDescription { get }
  static func run(_ options: ParsedOptions) throws
}

/// Parsing, help, the man page and completions are made from this.
package struct CommandDescription: Sendable, Equatable {
  package var name: String
  /// One line without a full stop.
  package var summary: String
  /// By paragraph.
  package var discussion: [String]
  /// As usage shows them; nil if the command takes none.
  package var operands: String?
  package var options: [OptionDescription]
  package var examples: [Example]

  package struct Example: Sendable, Equatable {
    package var command: String
    package var purpose: String
  }

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

  /// `anode name [OPTION]… OPERANDS`
  package var usage: String {
    "anode \(name) [OPTION]..." + (operands.map { " " + $0 } ?? "")
  }
}
