/// What the program says of itself.
package enum Program {
  /// Its version.
  package static let version = "0.1.0"

  /// What it is, in one line.
  package static let summary =
    "Watch Neural ODEs and Augmented Neural ODEs learn, side by side, in a terminal"

  /// What it is, by paragraph.
  package static let discussion = [
    """
    anode trains small Neural ODEs and Augmented Neural ODEs (Dupont, Doucet, Teh, 2019, \
    arXiv 1904.01681) live, and draws them while they learn: trajectories, the learned vector \
    field, the augmented space, the loss, and the number of function evaluations (NFE) of the solver.
    """,
    "Without a command, anode is anode duel. Every command also works on its own help: --help.",
  ]

  /// Variables it heeds.
  package static let environment = [
    ("TERM", "the terminal's type, as terminfo knows it"),
    ("COLORTERM", "when truecolor or 24bit, 256 colours are used even where TERM promises fewer"),
    ("NO_COLOR", "when set to anything but the empty text, no colours are used"),
    ("LC_ALL, LC_CTYPE, LANG", "the locale; without UTF-8 the screen is drawn in ASCII"),
  ]

  /// All commands, in the order of help.
  @MainActor package static let commands: [any Command.Type] = [
    DuelCommand.self, LessonCommand.self, DemoCommand.self, RecordCommand.self, PlayCommand.self,
    ExportCommand.self, TrainCommand.self, ImagesCommand.self, SweepCommand.self,
    ExperimentCommand.self, VerifyCommand.self, BenchCommand.self, ConfigCommand.self,
    CompletionsCommand.self, ManCommand.self, HelpCommand.self,
  ]

  /// Their descriptions.
  @MainActor package static var descriptions: [CommandDescription] {
    commands.map { $0.description }
  }
}

/// Exit statuses, after sysexits.h where it has one.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  /// Done.
  case success = 0
  /// Something is not what it should be: a replay falls short.
  case fallsShort = 1
  /// No screen could be opened.
  case noTerminal = 2
  /// The command line makes no sense (EX_USAGE).
  case usage = 64
  /// A file could not be read, or does not hold what it should (EX_NOINPUT).
  case input = 66
  /// A failure of the program itself (EX_SOFTWARE).
  case software = 70
  /// Output could not be written (EX_IOERR).
  case output = 74

  /// For the man page.
  package var meaning: String {
    switch self {
    case .success: "success"
    case .fallsShort: "a replay of anode verify falls short of its reference run"
    case .noTerminal: "standard input or output is no terminal, or one that cannot be drawn on"
    case .usage: "an option, a value or a combination that is not accepted; one line says which"
    case .input: "a file could not be read, or does not hold what it should; one line says why"
    case .software: "an internal error"
    case .output: "output could not be written"
    }
  }
}
