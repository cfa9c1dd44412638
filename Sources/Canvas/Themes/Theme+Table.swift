extension Theme {
  /// The default is first.
  package static let all: [Theme] = [dark, light, highContrast, projector, mono]

  package static func named(_ name: String) -> Theme? { all.first { $0.name == name } }

  /// The default. The pairs vermillion and teal, blue and yellow differ in hue and in lightness, so
  /// they stay distinct in every common kind of colour blindness.
  package static let dark: Theme = {
    var theme = Theme(name: "dark")
    theme.background = Color(hex: 0x101318)
    theme.fade = Color(hex: 0x101318)
    theme.text = Color(hex: 0xD8DEE6)
    theme.dim = Color(hex: 0x8791A0)
    theme.border = Color(hex: 0x5F6873)
    theme.focus = Color(hex: 0x9AA6B4)
    theme.title = Color(hex: 0xF2F5F8)
    theme.bar = Color(hex: 0x1D232B)
    theme.families = [
      "node": 0xFF7A3C, "anode": 0x2CD6A7, "learned": 0xC3FF28, "second": 0x9B5FEB,
      "control": 0x5F9B9B, "resnet": 0xC79BF2,
    ].mapValues { Color(hex: $0) }
    theme.negative = Color(hex: 0x4F8FFF)
    theme.positive = Color(hex: 0xF6E05E)
    theme.hues = [
      0x5B9BF5, 0xFFB454, 0x3FA764, 0xFF7A8A, 0x9B7BE0, 0xE8D96A, 0xCB77AE, 0xD0D6DD, 0xBB7C4C,
      0x54D8E0,
    ].map { Color(hex: $0) }
    theme.field = Color(hex: 0x717B87)
    theme.speed = [0xAE4D85, 0xE061A5, 0xF98BBD, 0xFEBDD5, 0xFEECF2].map { Color(hex: $0) }
    theme.floor = Color(hex: 0x5D656F)
    theme.decision = Color(hex: 0xB8C2CE)
    theme.neutral = Color(hex: 0x161A20)
    theme.negativeSteps = [17, 18, 19, 25, 26, 68].map { Color.xterm($0) }
    theme.positiveSteps = [58, 58, 94, 94, 136, 136].map { Color.xterm($0) }
    theme.good = Color(hex: 0x3FB68B)
    theme.bad = Color(hex: 0xF2545B)
    theme.highlight = Color(hex: 0xFFFFFF)
    return theme
  }()

  /// Dark on light, for a bright room.
  package static let light: Theme = {
    var theme = Theme(name: "light")
    theme.background = Color(hex: 0xFAFAF7)
    theme.fade = Color(hex: 0xFAFAF7)
    theme.text = Color(hex: 0x22272E)
    theme.dim = Color(hex: 0x5F6874)
    theme.border = Color(hex: 0x858B92)
    theme.focus = Color(hex: 0x5A6572)
    theme.title = Color(hex: 0x0B0E12)
    theme.bar = Color(hex: 0xE8EAED)
    theme.families = [
      "node": 0xAF2F00, "anode": 0x007F61, "learned": 0x5F0000, "second": 0x19005F,
      "control": 0x004B4B, "resnet": 0x7A3FB5,
    ].mapValues { Color(hex: $0) }
    theme.negative = Color(hex: 0x1F5FD6)
    theme.positive = Color(hex: 0x856000)
    theme.hues = [
      0x355A8E, 0x88602D, 0x25613A, 0x944750, 0x5A4782, 0x716A33, 0x71375D, 0x67696D, 0x694223,
      0x2C7175,
    ].map { Color(hex: $0) }
    theme.field = Color(hex: 0x7B858F)
    theme.speed = [0xCD65A1, 0xB73F82, 0x9C1F64, 0x740D44, 0x2E1426].map { Color(hex: $0) }
    theme.floor = Color(hex: 0x8A8F94)
    theme.decision = Color(hex: 0x4A545F)
    theme.neutral = Color(hex: 0xFFFFFF)
    theme.good = Color(hex: 0x0A6A4C)
    theme.bad = Color(hex: 0xC4232B)
    theme.highlight = Color(hex: 0x000000)
    return theme
  }()

  /// Pure colours on black, none of them faint, for a weak projector.
  package static let highContrast: Theme = {
    var theme = Theme(name: "high-contrast")
    theme.background = Color(hex: 0x000000)
    theme.fade = Color(hex: 0x000000)
    theme.text = Color(hex: 0xFFFFFF)
    theme.dim = Color(hex: 0xC8C8C8)
    theme.border = Color(hex: 0x9A9A9A)
    theme.focus = Color(hex: 0xFFFFFF)
    theme.title = Color(hex: 0xFFFFFF)
    theme.bar = Color(hex: 0x303030)
    theme.families = [
      "node": 0xFF8A2A, "anode": 0x00FFC0, "learned": 0x4B875F, "second": 0xAF4BFF,
      "control": 0x289B9B, "resnet": 0xE0A8FF,
    ].mapValues { Color(hex: $0) }
    theme.negative = Color(hex: 0x5AA2FF)
    theme.positive = Color(hex: 0xFFF04A)
    theme.hues = [
      0x5B9BF5, 0xFFB454, 0x47AB6A, 0xFF7A8A, 0xA68AE3, 0xE8D96A, 0xCE7FB3, 0xD0D6DD, 0xC58F65,
      0x54D8E0,
    ].map { Color(hex: $0) }
    theme.field = Color(hex: 0x9A9A9A)
    theme.speed = [0xC54693, 0xED63AD, 0xFF90C2, 0xFFC0D7, 0xFDF0F4].map { Color(hex: $0) }
    theme.floor = Color(hex: 0x6A6A6A)
    theme.decision = Color(hex: 0xFFFFFF)
    theme.neutral = Color(hex: 0x000000)
    theme.good = Color(hex: 0x00E08A)
    theme.bad = Color(hex: 0xFF7474)
    theme.highlight = Color(hex: 0xFFFFFF)
    return theme
  }()

  /// For a lecture room: a projector adds light to a wall that lamps and windows have lit already,
  /// so its black is grey, and dark strokes on white keep the most contrast.
  package static let projector: Theme = {
    var theme = light
    theme.name = "projector"
    theme.background = Color(hex: 0xFFFFFF)
    theme.fade = Color(hex: 0xFFFFFF)
    theme.text = Color(hex: 0x000000)
    theme.dim = Color(hex: 0x3D454E)
    theme.border = Color(hex: 0x69717A)
    theme.focus = Color(hex: 0x22272E)
    theme.title = Color(hex: 0x000000)
    theme.field = Color(hex: 0x626B75)
    theme.decision = Color(hex: 0x22272E)
    return theme
  }()

  /// Dark themes in the sixteen colours of ANSI, in xterm's values: their blue is too dark for text.
  static let sixteenOnBlack: Theme = {
    var theme = Theme(name: "")
    theme.background = Color.xterm(0)
    theme.fade = Color.xterm(0)
    theme.text = Color.xterm(15)
    theme.dim = Color.xterm(7)
    theme.border = Color.xterm(8)
    theme.focus = Color.xterm(15)
    theme.title = Color.xterm(15)
    theme.bar = Color.xterm(0)
    theme.families = [
      "node": 9, "anode": 10, "learned": 7, "second": 14, "control": 3, "resnet": 13,
    ].mapValues { Color.xterm($0) }
    theme.negative = Color.xterm(14)
    theme.positive = Color.xterm(11)
    theme.field = Color.xterm(8)
    theme.floor = Color.xterm(8)
    theme.decision = Color.xterm(7)
    theme.neutral = Color.xterm(0)
    theme.good = Color.xterm(10)
    theme.bad = Color.xterm(9)
    theme.highlight = Color.xterm(15)
    theme.hues = [14, 11, 10, 13, 9, 3, 6, 2, 7, 8].map { Color.xterm($0) }
    theme.negativeSteps = [6, 14].map { Color.xterm($0) }
    theme.positiveSteps = [3, 11].map { Color.xterm($0) }
    theme.speed = [5, 5, 13, 7, 15].map { Color.xterm($0) }
    return theme
  }()

  /// Light themes likewise: only black, blues, red and magenta are dark enough for text.
  static let sixteenOnWhite: Theme = {
    var theme = Theme(name: "")
    theme.background = Color.xterm(15)
    theme.fade = Color.xterm(15)
    theme.text = Color.xterm(0)
    theme.dim = Color.xterm(0)
    theme.border = Color.xterm(8)
    theme.focus = Color.xterm(0)
    theme.title = Color.xterm(0)
    theme.bar = Color.xterm(15)
    theme.families = [
      "node": 1, "anode": 4, "learned": 12, "second": 5, "control": 0, "resnet": 5,
    ].mapValues { Color.xterm($0) }
    theme.negative = Color.xterm(4)
    theme.positive = Color.xterm(1)
    theme.field = Color.xterm(8)
    theme.floor = Color.xterm(8)
    theme.decision = Color.xterm(0)
    theme.neutral = Color.xterm(15)
    theme.good = Color.xterm(4)
    theme.bad = Color.xterm(1)
    theme.highlight = Color.xterm(0)
    theme.hues = [4, 1, 5, 12, 0].map { Color.xterm($0) }
    theme.negativeSteps = [12, 4].map { Color.xterm($0) }
    theme.positiveSteps = [9, 1].map { Color.xterm($0) }
    theme.speed = [13, 13, 5, 5, 0].map { Color.xterm($0) }
    return theme
  }()

  /// No colour (`NO_COLOR`, or a terminal without colours).
  package static let mono = Theme(name: "mono")
}
