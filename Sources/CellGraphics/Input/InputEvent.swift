/// What a terminal sends to a program.
package enum InputEvent: Sendable, Hashable {
  /// A key was pressed.
  case key(Key)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The screen has a new size.
  case resize(width: Int, height: Int)
}
