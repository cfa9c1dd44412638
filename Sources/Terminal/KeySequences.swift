import Canvas

/// Key sequences of common terminals, by form. Modifiers are ignored: Shift with an arrow is the
/// arrow.
enum KeySequences {
  /// Numbers between semicolons; ignores subparameters and non-digits, and clamps large numbers.
  static func parameters(_ body: some Sequence<UInt8>) -> [Int] {
    var values: [Int] = []
    var value: Int?
    for byte in body {
      if byte == 0x3b {
        values.append(value ?? 0)
        value = 0
      } else if (0x30...0x39).contains(byte) {
        value = min((value ?? 0) * 10 + Int(byte - 0x30), 99_999)
      }
    }
    if let value { values.append(value) }
    return values
  }

  /// `ESC [ … final`.
  static func control(_ parameters: [Int], _ final: UInt8) -> Key? {
    switch final {
    case 0x41, 0x61: return .up  // A a
    case 0x42, 0x62: return .down
    case 0x43, 0x63: return .right
    case 0x44, 0x64: return .left
    case 0x46: return .end  // F
    case 0x48: return .home  // H
    case 0x5a: return .backTab  // Z
    case 0x50, 0x51, 0x53: return .function(Int(final) - 0x4f)  // P Q S
    case 0x52:
      // R is F3, and also the answer to a query for the cursor's position.
      return parameters.isEmpty || parameters.first == 1 ? .function(3) : nil
    case 0x7e: return tilde(parameters.first ?? 0)
    default: return nil
    }
  }

  /// `ESC [ number ~`.
  private static func tilde(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  /// `ESC O final`: keys in application mode.
  static func application(_ final: UInt8) -> Key? {
    switch final {
    case 0x41, 0x61: .up
    case 0x42, 0x62: .down
    case 0x43, 0x63: .right
    case 0x44, 0x64: .left
    case 0x46: .end
    case 0x48: .home
    case 0x4d: .enter
    case 0x50...0x53: .function(Int(final) - 0x4f)
    // The keypad: * + , - . / 0…9.
    case 0x6a...0x79: .character(Character(Unicode.Scalar(final - 0x40)))
    default: nil
    }
  }

  /// `ESC [ [ final`: the Linux console's F1…F5.
  static func console(_ final: UInt8) -> Key? {
    (0x41...0x45).contains(final) ? .function(Int(final) - 0x40) : nil
  }

  /// Keys by terminfo name.
  static let terminfo: [(name: String, key: Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete),
      ("kcbt", .backTab), ("kent", .enter),
    ] + (1...12).map { ("kf\($0)", Key.function($0)) }
}

enum MouseReport {
  /// `column` and `row` start at 1. nil for motion without a button, horizontal wheels and buttons
  /// beyond three.
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
