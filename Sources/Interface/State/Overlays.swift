/// Help, explanations, the list of lessons, the command line and the message.
package struct Overlays: Sendable, Equatable {
  package internal(set) var overlay: Overlay?
  /// The command line, while it is open.
  package internal(set) var palette: Palette?
  /// The last line performed.
  var lastCommand = ""
  /// The selection in the list of lessons; nil while the list is closed.
  package internal(set) var lessonChoice: Int?
  package internal(set) var lessonTitles: [String] = []
  /// A short answer to the last action.
  package private(set) var message: String?
  /// Seconds that the message stays.
  private var messageRest: Double = 0

  mutating func say(_ text: String, for seconds: Double = 4) {
    message = text
    messageRest = seconds
  }

  mutating func beSilent() { (message, messageRest) = (nil, 0) }

  mutating func advance(by seconds: Double) {
    guard message != nil else { return }
    messageRest -= seconds
    if messageRest <= 0 { beSilent() }
  }

  package enum Overlay: Sendable, Equatable {
    /// Every key, from a row on.
    case help(scroll: Int)
    case explanation
    /// The glossary's entries for the words on the screen.
    case words
  }
}
