import CellGraphics

/// What a mouse's report says.
enum MouseReport {
  /// The event of a report: button code, column and row from 1; nil for what means nothing here
  /// (motion without a button, horizontal wheels, buttons beyond three).
  static func event(
    _ code: Int, _ column: Int, _ row: Int, isRelease: Bool = false, isX10: Bool = false
  ) -> MouseEvent? {
    guard code >= 0, code < 128, column >= 1, row >= 1 else { return nil }
    let button = code & 3
    if code & 64 != 0 {
      guard !isRelease, button < 2 else { return nil }
      return MouseEvent(
        button == 0 ? .wheelUp : .wheelDown, x: column - 1, y: row - 1, button: 0)
    }
    let isMotion = code & 32 != 0
    if isX10, button == 3, !isMotion {
      return MouseEvent(.release, x: column - 1, y: row - 1, button: 1)
    }
    guard button < 3 else { return nil }
    let kind: MouseEvent.Kind = isRelease ? .release : isMotion ? .drag : .press
    return MouseEvent(kind, x: column - 1, y: row - 1, button: button + 1)
  }
}
