extension Color {
  /// The nearest in xterm's 6 × 6 × 6 cube and greys (16…255); users redefine the first sixteen. A
  /// colour with a hue keeps one, however faint, so a trajectory shows its class.
  package var xterm256: UInt8 {
    if !hasHue {
      let mean = (Int(red) + Int(green) + Int(blue)) / 3
      let step = min(max((mean - 3) / 10, 0), 23)
      let grey = UInt8(232 + step)
      let cube = nearestOfCube(hued: false)
      return distance(to: .xterm(grey)) < distance(to: .xterm(cube)) ? grey : cube
    }
    return nearestOfCube(hued: true)
  }

  /// The nearest of the sixteen ANSI colours: 0…7 normal, 8…15 bright. Matches a colour with a hue
  /// by hue, then brightness; a grey by lightness. Only near-black is black, so nothing vanishes.
  package var ansi16: UInt8 {
    if let exact = Self.ansi.firstIndex(of: self) { return UInt8(exact) }
    let high = Int(max(red, green, blue))
    let low = Int(min(red, green, blue))
    guard hasHue else {
      let lightness = (Int(red) * 3 + Int(green) * 6 + Int(blue)) / 10
      return lightness < 36 ? 0 : lightness < 160 ? 8 : lightness < 235 ? 7 : 15
    }
    // The pure hue: grey removed, the rest at full strength.
    let pure = [red, green, blue].map { (Int($0) - low) * 255 / (high - low) }
    var best = 1
    var bestDistance = Int.max
    for index in 1...6 {
      var distance = 0
      for channel in 0..<3 {
        let difference = pure[channel] - (index >> channel & 1) * 255
        distance += difference * difference
      }
      if distance < bestDistance { (best, bestDistance) = (index, distance) }
    }
    return UInt8(high >= 210 ? best + 8 : best)
  }

  /// xterm's colour for an index of its 256.
  package static func xterm(_ index: UInt8) -> Color {
    let i = Int(index)
    if i < 16 { return ansi[i] }
    if i >= 232 {
      let value = UInt8(8 + 10 * (i - 232))
      return Color(value, value, value)
    }
    let c = i - 16
    return Color(cubeLevels[c / 36], cubeLevels[c / 6 % 6], cubeLevels[c % 6])
  }

  private var hasHue: Bool {
    let high = Int(max(red, green, blue))
    let low = Int(min(red, green, blue))
    return high - low >= 30 && (high - low) * 4 >= high
  }

  /// The nearest corner of the cube's cell that contains this colour; not a grey if `hued`.
  private func nearestOfCube(hued: Bool) -> UInt8 {
    func around(_ value: UInt8) -> ClosedRange<Int> {
      let upper = Self.cubeLevels.firstIndex { $0 >= value } ?? 5
      return (Self.cubeLevels[upper] == value ? upper : max(0, upper - 1))...upper
    }
    var best = 16
    var bestDistance = Int.max
    for r in around(red) {
      for g in around(green) {
        for b in around(blue) where !(hued && r == g && g == b) {
          let index = 16 + 36 * r + 6 * g + b
          let candidate = Color.xterm(UInt8(index))
          let distance =
            distance(to: candidate) + (hued ? Int(60_000 * hueDistance(to: candidate)) : 0)
          if distance < bestDistance { (best, bestDistance) = (index, distance) }
        }
      }
    }
    return UInt8(best)
  }

  /// Squared distance, weighted roughly as the eye weights it ("redmean").
  private func distance(to other: Color) -> Int {
    let mean = (Int(red) + Int(other.red)) / 2
    let r = Int(red) - Int(other.red)
    let g = Int(green) - Int(other.green)
    let b = Int(blue) - Int(other.blue)
    return ((512 + mean) * r * r) >> 8 + 4 * g * g + ((767 - mean) * b * b) >> 8
  }

  /// Difference of hue, 0…2: one minus the cosine of the angle between the colours less their grey.
  private func hueDistance(to other: Color) -> Float {
    func chroma(_ color: Color) -> SIMD3<Float> {
      let value = SIMD3(Float(color.red), Float(color.green), Float(color.blue))
      return value - value.sum() / 3
    }
    let (a, b) = (chroma(self), chroma(other))
    let lengths = ((a * a).sum() * (b * b).sum()).squareRoot()
    return lengths > 0 ? 1 - (a * b).sum() / lengths : 1
  }

  private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let ansi: [Color] = [
    Color(hex: 0x000000), Color(hex: 0xCD0000), Color(hex: 0x00CD00), Color(hex: 0xCDCD00),
    Color(hex: 0x0000EE), Color(hex: 0xCD00CD), Color(hex: 0x00CDCD), Color(hex: 0xE5E5E5),
    Color(hex: 0x7F7F7F), Color(hex: 0xFF0000), Color(hex: 0x00FF00), Color(hex: 0xFFFF00),
    Color(hex: 0x5C5CFF), Color(hex: 0xFF00FF), Color(hex: 0x00FFFF), Color(hex: 0xFFFFFF),
  ]
}
