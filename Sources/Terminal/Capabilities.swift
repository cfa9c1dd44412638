import CNcurses
import Canvas
import Platform

/// The user's setting for colours.
package enum ColorPreference: String, Sendable, CaseIterable {
  /// The terminal's colours; none if NO_COLOR is set.
  case auto
  case never
  case sixteen = "16"
  /// Overrides TERM and NO_COLOR.
  case indexed256 = "256"
  /// Overrides COLORTERM and NO_COLOR if terminfo has an entry with 24 bits.
  case direct = "24bit"
}

package struct TerminalOptions: Sendable, Equatable {
  package var color: ColorPreference
  /// Use ASCII only, whatever the locale.
  package var isASCII: Bool
  package var capturesMouse: Bool
  package var pictures: PicturePreference

  package init(
    color: ColorPreference = .auto, isASCII: Bool = false, capturesMouse: Bool = true,
    pictures: PicturePreference = .off
  ) {
    self.pictures = pictures
    self.color = color
    self.isASCII = isASCII
    self.capturesMouse = capturesMouse
  }
}

package struct Capabilities: Sendable, Equatable {
  package var colorDepth: ColorDepth
  package var isUTF8: Bool
  /// Whether its font has quarters of a cell.
  var hasQuadrants = true
  /// Whether it reports the mouse.
  package var hasMouse: Bool
  /// Colours that curses knows: 8 on terminals where bright colours are bold.
  var paletteSize = 256
  /// Whether its default colours are separate from the indexed ones.
  var hasDefaultColors = true

  package var glyphs: GlyphSet { isUTF8 ? .unicode : .ascii }

  package init(colorDepth: ColorDepth, isUTF8: Bool, hasMouse: Bool = false) {
    self.colorDepth = colorDepth
    self.isUTF8 = isUTF8
    self.hasMouse = hasMouse
  }

  /// The depth to use on a terminal with `available` colours.
  static func depth(_ preference: ColorPreference, available: Int, noColor: Bool) -> ColorDepth {
    let most: ColorDepth =
      available > 256 ? .full : available == 256 ? .indexed : available >= 8 ? .ansi : .none
    switch preference {
    case .never: return .none
    case .auto: return noColor ? .none : most
    case .sixteen: return most == .none ? .none : .ansi
    case .indexed256: return most == .full ? .indexed : most
    case .direct: return most
    }
  }

  /// Sets LC_CTYPE from the environment; returns whether it is UTF-8.
  ///
  /// A UTF-8 locale that is not installed (LANG=en_US.UTF-8 by ssh on a bare machine) still tells
  /// that the terminal shows UTF-8: C.UTF-8 replaces it, or macOS's UTF-8. No other category is set,
  /// to avoid decimal commas.
  static func adoptLocale() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      let named = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
      if named.uppercased().hasSuffix("UTF-8") || named.uppercased().hasSuffix("UTF8") {
        _ = setlocale(LC_CTYPE, "C.UTF-8") ?? setlocale(LC_CTYPE, "UTF-8")
      }
    }
    return shim_codeset().map { String(cString: $0) } == "UTF-8"
  }

  /// A variable of the environment; nil if it is unset or empty.
  typealias Variable = (String) -> String?

  /// The version if this is macOS's Terminal.app, which calls itself xterm in TERM.
  ///
  /// It has 24 bits from macOS 26 on (version 464: github.com/junhoyeo/tokscale/pull/1061,
  /// github.com/termstandard/colors/issues/69) but does not say so in COLORTERM, and takes them for
  /// other attributes before. It shows no pictures, and does not tell its name when asked
  /// (garrett.damore.org/2025/12/macos-terminal-still-missing-mark-apple.html).
  private static func versionOfTerminalApp(_ variable: Variable) -> Int? {
    guard variable("TERM_PROGRAM") == "Apple_Terminal" else { return nil }
    return Int(variable("TERM_PROGRAM_VERSION")?.prefix { $0.isNumber } ?? "") ?? 0
  }

  /// Whether the terminal has 24 bits, as far as it says so.
  private static func saysDirect(_ variable: Variable) -> Bool {
    if let version = versionOfTerminalApp(variable) { return version >= 464 }
    // iTerm2 has them since 3.0 (github.com/termstandard/colors), and sets this variable, which ssh
    // passes on by default. So does tmux.
    if variable("LC_TERMINAL") == "iTerm2", variable("TMUX") == nil { return true }
    return variable("COLORTERM").map { $0 == "truecolor" || $0 == "24bit" } ?? false
  }

  /// Terminal types to try, the preferred one first.
  ///
  /// `xterm` has 8 colours in terminfo but in fact 256 if the terminal or the user says so. A terminal
  /// with 24 bits has them under another name in terminfo, which can be missing.
  static func terminalTypes(
    _ name: String, _ preference: ColorPreference, _ variable: Variable = environment
  ) -> [String] {
    let isAuto = preference == .auto && saysDirect(variable) && variable("NO_COLOR") == nil
    let wantsDirect = preference == .direct || isAuto
    let wantsMore = wantsDirect || preference == .indexed256
    if name == "xterm-256color", versionOfTerminalApp(variable) != nil {
      // Terminfo's name for it, which has what xterm's entry promises in vain left out.
      return (wantsDirect ? ["nsterm-direct"] : []) + ["nsterm-256color", name]
    }
    guard wantsMore, !name.contains("direct") else { return [name] }
    if name == "linux" || name == "dumb" || name.hasPrefix("vt") { return [name] }
    let base = name.hasSuffix("-256color") ? String(name.dropLast(9)) : name
    var types: [String] = []
    if wantsDirect, !name.hasPrefix("screen") {
      types = [base.hasPrefix("xterm") ? "xterm-direct" : base + "-direct"]
    }
    return types + (name.hasSuffix("-256color") ? [name] : [name + "-256color", name])
  }

  /// xterm-compatible terminals, by the part of TERM before a hyphen. Many terminfo databases lack
  /// them.
  private static let xtermCompatible: Set = [
    "alacritty", "contour", "cygwin", "eterm", "foot", "ghostty", "gnome", "iterm", "iterm2",
    "kitty", "konsole", "mintty", "mlterm", "ms", "nsterm", "putty", "rio", "rxvt", "st", "stterm",
    "terminator", "terminology", "vscode", "vte", "warp", "wezterm", "xfce", "xterm",
  ]

  /// Types to use for a terminal missing in terminfo, the best first; empty for unknown terminals.
  static func standIns(for name: String, _ preference: ColorPreference) -> [String] {
    let family = name.lowercased().split(separator: "-").first.map(String.init) ?? ""
    if family == "tmux" || family == "screen" { return ["screen-256color", "xterm-256color"] }
    guard xtermCompatible.contains(family) else { return [] }
    return terminalTypes("xterm-256color", name.contains("direct") ? .direct : preference)
  }
}

/// nil if the variable is unset or empty.
package func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}
