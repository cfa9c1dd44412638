import Math

extension Color {
  /// Relative luminance, 0…1 (WCAG 2.2).
  package var luminance: Float {
    let (r, g, b) = (Self.linear[Int(red)], Self.linear[Int(green)], Self.linear[Int(blue)])
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  /// Contrast ratio, 1…21 (WCAG 2.2).
  package func contrast(with other: Color) -> Float {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// As a terminal of that depth shows it, in xterm's colours.
  package func shown(in depth: ColorDepth) -> Color {
    switch depth {
    case .full, .none: self
    case .indexed: .xterm(xterm256)
    case .ansi: .xterm(ansi16)
    }
  }

  /// Black or white, whichever contrasts more: at least 4.58.
  package var opposite: Color {
    let (black, white) = (Color(0, 0, 0), Color(255, 255, 255))
    return contrast(with: black) > contrast(with: white) ? black : white
  }

  /// sRGB components in linear light.
  static let linear: [Float] = (0...255).map {
    let c = Double($0) / 255
    return Float(c <= 0.04045 ? c / 12.92 : Elementary.pow((c + 0.055) / 1.055, 2.4))
  }
}
