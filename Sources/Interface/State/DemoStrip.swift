/// What a demo says at the foot of the screen.
package struct DemoStrip: Sendable, Equatable {
  /// Is room kept for a caption, and what does it say?
  package internal(set) var hasCaption = false
  /// What the caption says.
  package internal(set) var caption = ""
  /// The equation above the caption.
  package internal(set) var formula: DemoFormula?
  /// Is a row kept for equations?
  package internal(set) var hasFormulas = false
  /// What the person can do about it, in the caption's corner.
  package internal(set) var captionHint = ""
  /// The keys of the demo that leads; nil where every key is the duel's own.
  package internal(set) var demoKeys: [KeyHint]?
  /// Keys of an exercise, beside all those of the duel.
  package internal(set) var ownKeys: [KeyHint] = []
  /// Which lesson of a course begins; nil while one is under way.
  package internal(set) var card: TitleCard.Text?
  /// Is the session being recorded?
  package internal(set) var isRecording = false
}
