/// Answers of terminals to the program's queries: cells of 9 × 19 pixels.
enum TerminalAnswers {
  /// With kitty's protocol.
  static let kitty = "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;19;9t\u{1b}[?62;22c"
  /// With sixel.
  static let sixel = "\u{1b}[6;19;9t\u{1b}[?1;0;256S\u{1b}[?63;1;2;4;6c"
}
