import Canvas
import Platform
import Terminal

package enum Program {
  package static let version = "0.2.0"

  /// With the optional libraries that are missing.
  static var versionText: String {
    var text = "anode \(version) (\(Kernels.summary))\n"
    if CairoLibrary.shared == nil {
      text += "without Cairo: no pictures in pixels, PNG, PDF or video\n"
    }
    if SixelLibrary.shared == nil { text += "without libsixel: no pictures in sixel\n" }
    if VideoWriter.encoder == nil { text += "without ffmpeg: no video\n" }
    return text
  }

  package static let summary =
    "Watch Neural ODEs and Augmented Neural ODEs learn, side by side, in a terminal"

  package static let discussion = [
    """
    anode trains small Neural ODEs and Augmented Neural ODEs (Dupont, Doucet, Teh, 2019, \
    arXiv 1904.01681) live, and draws them while they learn: trajectories, the learned vector \
    field, the augmented space, the loss, and the number of function evaluations (NFE) of the solver.
    """,
    "Without a command, anode is anode duel. Every command has its own --help.",
  ]

  package static let environment = [
    ("TERM", "the terminal's type, as terminfo knows it"),
    ("COLORTERM", "if truecolor or 24bit, 256 colours are used even if TERM promises fewer"),
    ("NO_COLOR", "if set and not empty, no colours are used"),
    ("LC_ALL, LC_CTYPE, LANG", "the locale; without UTF-8 the screen is drawn in ASCII"),
    ("ANODE_DEMOS", "a folder of demos and lessons that come before the built-in ones"),
  ]

  /// In the order of help.
  @MainActor package static let commands: [any Command.Type] = [
    DuelCommand.self, LessonCommand.self, ExerciseCommand.self, DemoCommand.self,
    RecordCommand.self, PlayCommand.self, ExportCommand.self, TrainCommand.self, ImagesCommand.self,
    DataCommand.self, PredictCommand.self, SweepCommand.self, WatchCommand.self,
    ExperimentCommand.self, VerifyCommand.self, BenchCommand.self, ConfigCommand.self,
    CompletionsCommand.self, ManCommand.self, HelpCommand.self,
  ]

  @MainActor package static var descriptions: [CommandDescription] {
    commands.map { $0.description }
  }
}
