extension Theme {
  /// The default is first.
  package static let all: [Theme] = [dark, light, highContrast, mono]

  package static func named(_ name: String) -> Theme? { all.first { $0.name == name } }

  /// The default. The pairs vermillion and teal, blue and yellow differ in hue and in lightness, so
  /// they stay distinct in every common kind of colour blindness.
  package static let dark: Theme = {
    var theme = Theme(name: "dark")
    theme.background = Color(hex: 0x101318)
    theme.fade = Color(hex: 0x101318)
    theme.text = Color(hex: 0xD8DEE6)
    theme.dim = Color(hex: 0x7D8793)
    theme.border = Color(hex: 0x3D454F)
    theme.focus = Color(hex: 0x9AA6B4)
    theme.title = Color(hex: 0xF2F5F8)
    theme.bar = Color(hex: 0x1D232B)
    theme.node = Color(hex: 0xFF7A3C)
    theme.anode = Color(hex: 0x2CD6A7)
    theme.resnet = Color(hex: 0xC79BF2)
    theme.negative = Color(hex: 0x4F8FFF)
    theme.positive = Color(hex: 0xF6E05E)
    theme.field = Color(hex: 0x717B87)
    theme.speed = [0xAE4D85, 0xE061A5, 0xF98BBD, 0xFEBDD5, 0xFEECF2].map { Color(hex: $0) }
    theme.floor = Color(hex: 0x333C48)
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
    theme.dim = Color(hex: 0x6B7480)
    theme.border = Color(hex: 0xC3C9D0)
    theme.focus = Color(hex: 0x5A6572)
    theme.title = Color(hex: 0x0B0E12)
    theme.bar = Color(hex: 0xE8EAED)
    theme.node = Color(hex: 0xC8440B)
    theme.anode = Color(hex: 0x007F61)
    theme.resnet = Color(hex: 0x7A3FB5)
    theme.negative = Color(hex: 0x1F5FD6)
    theme.positive = Color(hex: 0xA67700)
    theme.field = Color(hex: 0x9AA5B1)
    theme.speed = [0xCD65A1, 0xB73F82, 0x9C1F64, 0x740D44, 0x410B2D].map { Color(hex: $0) }
    theme.floor = Color(hex: 0xD5DADF)
    theme.decision = Color(hex: 0x4A545F)
    theme.neutral = Color(hex: 0xFFFFFF)
    theme.good = Color(hex: 0x0B7A57)
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
    theme.node = Color(hex: 0xFF8A2A)
    theme.anode = Color(hex: 0x00FFC0)
    theme.resnet = Color(hex: 0xE0A8FF)
    theme.negative = Color(hex: 0x5AA2FF)
    theme.positive = Color(hex: 0xFFF04A)
    theme.field = Color(hex: 0x9A9A9A)
    theme.speed = [0xC54693, 0xED63AD, 0xFF90C2, 0xFFC0D7, 0xFDF0F4].map { Color(hex: $0) }
    theme.floor = Color(hex: 0x6A6A6A)
    theme.decision = Color(hex: 0xFFFFFF)
    theme.neutral = Color(hex: 0x000000)
    theme.good = Color(hex: 0x00E08A)
    theme.bad = Color(hex: 0xFF5A5A)
    theme.highlight = Color(hex: 0xFFFFFF)
    return theme
  }()

  /// No colour (`NO_COLOR`, or a terminal without colours).
  package static let mono = Theme(name: "mono")
}
