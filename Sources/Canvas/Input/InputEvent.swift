/// What a terminal sends to a program.
package enum InputEvent: Sendable, Hashable {
  case key(Key)
  /// A text was pasted, the beginning of a long one; nobody has typed it.
  case paste(String)
  case mouse(MouseEvent)
  /// The screen has a new size.
  case resize(width: Int, height: Int)
}

/// A key as a person names it.
package enum Key: Sendable, Hashable {
  /// A printable character, space included.
  case character(Character)
  /// A letter together with Control, lower case.
  case control(Character)
  /// Keys that move a cursor.
  case up, down, left, right, home, end, pageUp, pageDown
  /// Keys with names that edit or leave.
  case tab, backTab, enter, escape, backspace, delete, insert
  /// F1…F12.
  case function(Int)
}

/// What the mouse did, in cells from the top left corner.
package struct MouseEvent: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A button went down, moved while down, or went up.
    case press, drag, release
    /// The wheel, away from and towards the person.
    case wheelUp, wheelDown
  }

  package var kind: Kind
  package var x: Int
  package var y: Int
  /// 1 left, 2 middle, 3 right; 0 for the wheel.
  package var button: Int

  /// An event of the mouse.
  package init(_ kind: Kind, x: Int, y: Int, button: Int = 1) {
    self.kind = kind
    self.x = x
    self.y = y
    self.button = button
  }
}
