/// What terminals of macOS say of themselves, in variables and in answers.
///
/// By github.com/BourgeoisBear/rasterm (answers), github.com/junhoyeo/tokscale/pull/1061 (versions of
/// Terminal.app) and garrett.damore.org/2025/12/macos-terminal-still-missing-mark-apple.html.
struct MacTerminal {
  var variables: [String: String]
  /// To all queries, in their order.
  var answers: String

  static func iTerm2(_ version: Int..., hasKitty: Bool = true) -> MacTerminal {
    let number = version.map(String.init).joined(separator: ".")
    return MacTerminal(
      variables: ["LC_TERMINAL": "iTerm2", "LC_TERMINAL_VERSION": number],
      answers: "\u{1b}P>|iTerm2 \(number)\u{1b}\\" + (hasKitty ? "\u{1b}_Gi=31;OK\u{1b}\\" : "")
        + "\u{1b}[?62;4c")
  }

  /// Answers only the query of attributes, as a VT100.
  static func terminalApp(_ version: Int) -> MacTerminal {
    MacTerminal(
      variables: ["TERM_PROGRAM": "Apple_Terminal", "TERM_PROGRAM_VERSION": "\(version)"],
      answers: "\u{1b}[?1;2c")
  }
}
