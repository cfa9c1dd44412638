/// What the mouse did, in cells from the top left corner.
package struct MouseEvent: Sendable, Hashable {
  /// What happened.
  package enum Kind: Sendable, Hashable {
    /// A button went down, moved while down, or went up.
    case press, drag, release
    /// The wheel, away from and towards the person.
    case wheelUp, wheelDown
  }

  /// What happened.
  package var kind: Kind
  /// Column.
  package var x: Int
  /// Row.
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
