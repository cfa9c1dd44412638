/// A file that a person wants.
package enum FileRequest: Sendable, Equatable {
  /// The screen, as SVG, PDF, PNG and text with ANSI colours; nil takes a name that is free.
  case screenshot(String?)
  /// What a panel shows, as a figure for a paper, so many millimetres wide and high.
  case figure(Panel, String, width: Double, height: Double)
  /// The command that begins the present duel.
  case share(String)
  /// Loss, NFE and accuracy so far, as CSV.
  case metrics(String)
  /// The weights of a side, as safetensors.
  case weights(Side, String)
}
