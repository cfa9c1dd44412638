/// What a terminal sends to a program.
package enum InputEvent: Sendable, Hashable {
  /// A key was pressed.
  case key(Key)
  /// A text was pasted, the beginning of a long one; nobody has typed it.
  case paste(String)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The screen has a new size.
  case resize(width: Int, height: Int)
}
