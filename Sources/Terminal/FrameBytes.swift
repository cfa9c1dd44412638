import Canvas

/// What successive frames take on an xterm, without a terminal.
@MainActor package struct FrameBytes {
  private let encoder: CellEncoder
  private var screen: ScreenDiff
  private var writer: ScreenWriter

  /// - Parameter depth: 24 bits or 256 colours.
  package init(width: Int, height: Int, depth: ColorDepth) {
    encoder = CellEncoder(capabilities: Capabilities(colorDepth: depth, isUTF8: true))
    screen = ScreenDiff(
      width: width, height: height, tolerance: depth == .full ? ColorTolerance() : nil)
    writer = ScreenWriter(.ofXterm(depth))
  }

  /// The bytes that turn the last frame into this one.
  package mutating func count(_ grid: CellGrid) -> Int {
    writer.output(screen.update(to: grid, encoder), of: &screen).count
  }
}

extension DrawingStrings {
  /// xterm's, as terminfo has them, with 24 bits or 256 colours.
  static func ofXterm(_ depth: ColorDepth) -> DrawingStrings {
    func color(_ base: Int) -> String {
      if depth == .indexed { return "\u{1b}[\(base)8;5;%p1%dm" }
      return "\u{1b}[%?%p1%{8}%<%t\(base)%p1%d%e\(base)8:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:"
        + "%p1%{255}%&%d%;m"
    }
    var strings = DrawingStrings()
    strings.move = "\u{1b}[%i%p1%d;%p2%dH"
    (strings.right, strings.left, strings.down) = ("\u{1b}[C", "\u{8}", "\n")
    (strings.rightBy, strings.leftBy) = ("\u{1b}[%p1%dC", "\u{1b}[%p1%dD")
    (strings.foreground, strings.background) = (color(3), color(4))
    strings.originalColors = "\u{1b}[39;49m"
    strings.normal = "\u{1b}(B\u{1b}[m"
    (strings.bold, strings.reverse, strings.underline) = ("\u{1b}[1m", "\u{1b}[7m", "\u{1b}[4m")
    strings.erase = "\u{1b}[%p1%dX"
    strings.erasesInColor = true
    return strings
  }
}
