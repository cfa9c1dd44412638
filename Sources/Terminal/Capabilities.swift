import CNcurses
import Canvas
import Glibc

/// What the person wants of colours.
package enum ColorPreference: String, Sendable, CaseIterable {
  /// What the terminal has; none where NO_COLOR is set.
  case auto
  case never
  /// Sixteen at most.
  case sixteen = "16"
  /// 256, whatever TERM and NO_COLOR say.
  case indexed256 = "256"
  /// 24 bits, whatever COLORTERM and NO_COLOR say, where curses knows of terminals that have them.
  case direct = "24bit"
}

/// How a screen is opened.
package struct TerminalOptions: Sendable, Equatable {
  package var color: ColorPreference
  /// Show ASCII only, whatever the locale says.
  package var isASCII: Bool
  /// Take the mouse from the terminal.
  package var capturesMouse: Bool
  /// Pictures in pixels.
  package var pictures: PicturePreference

  /// The person's wishes; the defaults are what the terminal has.
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

/// What the terminal can show.
package struct Capabilities: Sendable, Equatable {
  /// Colours shown.
  package var colorDepth: ColorDepth
  /// Are glyphs beyond ASCII shown?
  package var isUTF8: Bool
  /// Has its font quarters of a cell?
  var hasQuadrants = true
  /// Does the terminal report its mouse?
  package var hasMouse: Bool
  /// Colours that curses knows: 8 for terminals whose bright colours are bold ones.
  var paletteSize = 256
  /// Has the terminal a default colour that differs from every indexed one?
  var hasDefaultColors = true

  /// A terminal of the given abilities.
  package init(colorDepth: ColorDepth, isUTF8: Bool, hasMouse: Bool = false) {
    self.colorDepth = colorDepth
    self.isUTF8 = isUTF8
    self.hasMouse = hasMouse
  }

  /// The colours to use on a terminal that has `available` of them.
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

  /// Takes the locale's character set from the environment and says whether it is UTF-8.
  ///
  /// A UTF-8 locale that is named but not installed (LANG=en_US.UTF-8 by ssh on a bare machine)
  /// still says what the terminal shows: C.UTF-8 stands in for it. Only LC_CTYPE is set: a decimal
  /// comma is of no use here.
  static func adoptLocale() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      let named = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
      if named.uppercased().hasSuffix("UTF-8") || named.uppercased().hasSuffix("UTF8") {
        setlocale(LC_CTYPE, "C.UTF-8")
      }
    }
    return shim_codeset().map { String(cString: $0) } == "UTF-8"
  }

  /// Terminal types to try, the preferred one first.
  ///
  /// A terminal that calls itself `xterm` has 8 colours by its description and 256 in fact, if
  /// COLORTERM or the person says so; and one of 24 bits has them by a description of another name,
  /// which may not be installed.
  static func terminalTypes(_ name: String, _ preference: ColorPreference) -> [String] {
    let says = environment("COLORTERM").map { $0 == "truecolor" || $0 == "24bit" } ?? false
    let isAuto = preference == .auto && says && environment("NO_COLOR") == nil
    let wantsDirect = preference == .direct || isAuto
    let wantsMore = wantsDirect || preference == .indexed256
    guard wantsMore, !name.contains("direct") else { return [name] }
    if name == "linux" || name == "dumb" || name.hasPrefix("vt") { return [name] }
    let base = name.hasSuffix("-256color") ? String(name.dropLast(9)) : name
    var types: [String] = []
    if wantsDirect, !name.hasPrefix("screen") {
      types = [base.hasPrefix("xterm") ? "xterm-direct" : base + "-direct"]
    }
    return types + (name.hasSuffix("-256color") ? [name] : [name + "-256color", name])
  }

  /// Names that terminals which speak as xterm does give themselves, up to a hyphen. Many hosts' data
  /// bases do not have them.
  private static let speakersOfXterm: Set = [
    "alacritty", "contour", "cygwin", "eterm", "foot", "ghostty", "gnome", "iterm", "iterm2",
    "kitty", "konsole", "mintty", "mlterm", "ms", "nsterm", "putty", "rio", "rxvt", "st", "stterm",
    "terminator", "terminology", "vscode", "vte", "warp", "wezterm", "xfce", "xterm",
  ]

  /// Types that do for a terminal whose own the data base lacks, the best first; empty where nothing
  /// is known of it.
  static func standIns(for name: String, _ preference: ColorPreference) -> [String] {
    let family = name.lowercased().split(separator: "-").first.map(String.init) ?? ""
    if family == "tmux" || family == "screen" { return ["screen-256color", "xterm-256color"] }
    guard speakersOfXterm.contains(family) else { return [] }
    return terminalTypes("xterm-256color", name.contains("direct") ? .direct : preference)
  }
}

/// The value of an environment variable; nil when unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}
