/// A part of the screen that can be hidden: a lesson shows what it speaks of.
package enum ScreenPart: String, Sendable, CaseIterable {
  /// The settings panel.
  case settings
  /// The maps of the input space; the charts have their room.
  case maps
  /// The numbers of both models below a panel that fills the screen.
  case numbers
  /// The foot of a model's panel: is its flow integrated?
  case light
  /// What a solve at a tolerance of 1e-6 costs, beside it.
  case probe
  /// The solver's steps below NFE.
  case steps
  /// The learned field, however it is drawn.
  case field
}
