extension Color {
  /// Index of the nearest colour of xterm's 256, among its 6 × 6 × 6 cube and its greys (16…255). The first sixteen are
  /// left out: what they look like is the person's own choice.
  public var xterm256: UInt8 {
    func level(_ value: UInt8) -> Int {
      value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
    }
    let (r, g, b) = (level(red), level(green), level(blue))
    let cube = Color(Self.cubeLevels[r], Self.cubeLevels[g], Self.cubeLevels[b])
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let step = min(max((mean - 3) / 10, 0), 23)
    let value = UInt8(8 + 10 * step)
    let grey = Color(value, value, value)
    if distance(to: grey) < distance(to: cube) { return UInt8(232 + step) }
    return UInt8(16 + 36 * r + 6 * g + b)
  }

  /// Index of the nearest of the sixteen ANSI colours, taking xterm's defaults for their looks: 0…7 normal, 8…15
  /// bright. A colour with a hue keeps one: an orange becomes a red or a yellow, never a grey.
  public var ansi16: UInt8 {
    let high = Int(max(red, green, blue))
    let low = Int(min(red, green, blue))
    let isGrey = high - low < 40 || (high - low) * 4 < high
    var best = 0
    var bestDistance = Int.max
    for (index, candidate) in Self.ansi.enumerated() {
      let candidateIsGrey = index == 0 || index == 7 || index == 8 || index == 15
      guard isGrey == candidateIsGrey else { continue }
      let distance = distance(to: candidate)
      if distance < bestDistance { (best, bestDistance) = (index, distance) }
    }
    return UInt8(best)
  }

  /// The colour that xterm shows for an index of its 256.
  public static func xterm(_ index: UInt8) -> Color {
    let i = Int(index)
    if i < 16 { return ansi[i] }
    if i >= 232 {
      let value = UInt8(8 + 10 * (i - 232))
      return Color(value, value, value)
    }
    let c = i - 16
    return Color(cubeLevels[c / 36], cubeLevels[c / 6 % 6], cubeLevels[c % 6])
  }

  /// Squared distance, weighted roughly as the eye does ("redmean").
  private func distance(to other: Color) -> Int {
    let mean = (Int(red) + Int(other.red)) / 2
    let r = Int(red) - Int(other.red)
    let g = Int(green) - Int(other.green)
    let b = Int(blue) - Int(other.blue)
    return ((512 + mean) * r * r) >> 8 + 4 * g * g + ((767 - mean) * b * b) >> 8
  }

  private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let ansi: [Color] = [
    Color(hex: 0x000000), Color(hex: 0xCD0000), Color(hex: 0x00CD00), Color(hex: 0xCDCD00),
    Color(hex: 0x0000EE), Color(hex: 0xCD00CD), Color(hex: 0x00CDCD), Color(hex: 0xE5E5E5),
    Color(hex: 0x7F7F7F), Color(hex: 0xFF0000), Color(hex: 0x00FF00), Color(hex: 0xFFFF00),
    Color(hex: 0x5C5CFF), Color(hex: 0xFF00FF), Color(hex: 0x00FFFF), Color(hex: 0xFFFFFF),
  ]
}
