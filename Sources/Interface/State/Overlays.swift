/// What lies above the screen: help, explanations, the list of lessons, the line that is typed, a
/// message.
package struct Overlays: Sendable, Equatable {
  /// What lies above the panels.
  package internal(set) var overlay: Overlay?
  /// The line that is being typed after a colon.
  package internal(set) var palette: Palette?
  /// What was typed in it last, and done.
  var lastCommand = ""
  /// What is chosen in the list of lessons; nil when it is not open.
  package internal(set) var lessonChoice: Int?
  /// Titles of the lessons that can be chosen.
  package internal(set) var lessonTitles: [String] = []
  /// A short answer to the last action, and the seconds it stays.
  package private(set) var message: String?
  private var messageRest: Double = 0

  /// Shows a message for some seconds.
  mutating func say(_ text: String, for seconds: Double = 4) {
    message = text
    messageRest = seconds
  }

  mutating func beSilent() { (message, messageRest) = (nil, 0) }

  /// Lets time pass: a message goes.
  mutating func advance(by seconds: Double) {
    guard message != nil else { return }
    messageRest -= seconds
    if messageRest <= 0 { beSilent() }
  }

  /// What lies above the screen, and from which row on it is shown.
  package enum Overlay: Sendable, Equatable {
    /// Every key.
    case help(scroll: Int)
    /// What the focused panel shows and what to look for.
    case explanation
    /// What the words mean that the screen uses.
    case words
  }
}
