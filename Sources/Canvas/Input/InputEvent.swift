package enum InputEvent: Sendable, Hashable {
  case key(Key)
  /// Pasted text; only the beginning of a long one.
  case paste(String)
  case mouse(MouseEvent)
  case resize(width: Int, height: Int)
}

package enum Key: Sendable, Hashable {
  /// Printable, including space.
  case character(Character)
  /// Control with a lower-case letter.
  case control(Character)
  case up, down, left, right, home, end, pageUp, pageDown
  case tab, backTab, enter, escape, backspace, delete, insert
  /// F1…F12.
  case function(Int)
}

/// In cells from the top left corner.
package struct MouseEvent: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case press, drag, release
    /// Up is away from the user.
    case wheelUp, wheelDown
  }

  package var kind: Kind
  package var x: Int
  package var y: Int
  /// 1 left, 2 middle, 3 right; 0 for the wheel.
  package var button: Int

  package init(_ kind: Kind, x: Int, y: Int, button: Int = 1) {
    self.kind = kind
    self.x = x
    self.y = y
    self.button = button
  }
}
