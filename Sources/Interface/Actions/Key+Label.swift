import Canvas

/// A key, or several, and what they do now, for the status line.
package struct KeyHint: Sendable, Equatable {
  package var keys: String
  /// A word or two.
  package var hint: String

  package init(_ keys: String, _ hint: String) { (self.keys, self.hint) = (keys, hint) }
}

extension Key {
  /// The key's name in a manual.
  package func label(_ glyphs: GlyphSet = .unicode) -> String {
    let unicode = glyphs == .unicode
    switch self {
    case .character(" "): return "space"
    case .character(let character): return String(character)
    case .control(let character): return "Ctrl-\(character.uppercased())"
    case .up: return unicode ? "↑" : "up"
    case .down: return unicode ? "↓" : "down"
    case .left: return unicode ? "←" : "left"
    case .right: return unicode ? "→" : "right"
    case .home: return "Home"
    case .end: return "End"
    case .pageUp: return "PgUp"
    case .pageDown: return "PgDn"
    case .tab: return "Tab"
    case .backTab: return "Shift-Tab"
    case .enter: return "Enter"
    case .escape: return "Esc"
    case .backspace: return "Backspace"
    case .delete: return "Del"
    case .insert: return "Ins"
    case .function(let number): return "F\(number)"
    }
  }
}
