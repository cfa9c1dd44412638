/// A demo's caption and keys, at the foot of the screen.
package struct DemoStrip: Sendable, Equatable {
  /// Whether the layout reserves room for a caption, even an empty one.
  package internal(set) var hasCaption = false
  package internal(set) var caption = ""
  /// The equation above the caption.
  package internal(set) var formula: DemoFormula?
  /// Whether the layout reserves a row for equations.
  package internal(set) var hasFormulas = false
  /// The keys in the caption's corner.
  package internal(set) var captionHint = ""
  /// The keys of a running demo; nil while every key belongs to the duel.
  package internal(set) var demoKeys: [KeyHint]?
  /// An exercise's keys, in addition to the duel's.
  package internal(set) var ownKeys: [KeyHint] = []
  /// The title of a lesson about to begin; nil while one is playing.
  package internal(set) var card: TitleCard.Text?
  package internal(set) var isRecording = false
}
