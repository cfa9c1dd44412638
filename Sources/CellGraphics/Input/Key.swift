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
