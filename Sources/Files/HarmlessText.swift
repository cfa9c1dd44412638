extension String {
  /// The text with question marks for characters that control a terminal or change a line's
  /// direction, since it comes from a file.
  package var harmless: String {
    String(
      unicodeScalars.map { scalar -> Character in
        switch scalar.value {
        case 0..<0x20, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069: "?"
        case _ where SystemPath.isByte(scalar): "?"
        default: Character(scalar)
        }
      })
  }

  /// The same, at most 40 characters long.
  package var short: String { count > 40 ? "\(prefix(39).description.harmless)…" : harmless }
}
