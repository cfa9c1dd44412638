import Math

/// A colour in CIE L*a*b* (white: D65), where distances are nearly as large as they look.
package struct LabColor: Sendable, Hashable {
  package var lightness: Double
  package var a: Double
  package var b: Double

  package init(lightness: Double, a: Double, b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  /// From sRGB (IEC 61966-2-1).
  package init(_ color: Color) {
    let (r, g, b) = (
      Double(Color.linear[Int(color.red)]), Double(Color.linear[Int(color.green)]),
      Double(Color.linear[Int(color.blue)])
    )
    func f(_ t: Double) -> Double {
      t > 0.008856 ? Elementary.pow(t, 1.0 / 3) : 7.787 * t + 16.0 / 116
    }
    let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
    let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// CIEDE2000 (Sharma, Wu, Dalal 2005, DOI 10.1002/col.20070): below 1 an eye sees no difference.
  package func difference(from other: LabColor) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    /// √(c⁷ / (c⁷ + 25⁷)).
    func share(_ chroma: Double) -> Double {
      let power = Elementary.pow(chroma, 7)
      return (power / (power + 6_103_515_625)).squareRoot()
    }
    let g = 0.5 * (1 - share((length(a, b) + length(other.a, other.b)) / 2))
    func polar(_ color: LabColor) -> (chroma: Double, hue: Double) {
      let a = (1 + g) * color.a
      let hue = Elementary.atan2(color.b, a) * 180 / .pi
      return (length(a, color.b), hue < 0 ? hue + 360 : hue)
    }
    let (p, q) = (polar(self), polar(other))
    let isGrey = p.chroma * q.chroma == 0
    var turn = isGrey ? 0 : q.hue - p.hue
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    var hue = p.hue + q.hue
    if !isGrey {
      if abs(p.hue - q.hue) > 180 { hue += hue < 360 ? 360 : -360 }
      hue /= 2
    }
    let chroma = (p.chroma + q.chroma) / 2
    let t =
      1 - 0.17 * Elementary.cos(radians(hue - 30)) + 0.24 * Elementary.cos(radians(2 * hue))
      + 0.32 * Elementary.cos(radians(3 * hue + 6)) - 0.20 * Elementary.cos(radians(4 * hue - 63))
    let offset = (lightness + other.lightness) / 2 - 50
    let sL = 1 + 0.015 * offset * offset / (20 + offset * offset).squareRoot()
    let sC = 1 + 0.045 * chroma
    let sH = 1 + 0.015 * chroma * t
    let angle = (hue - 275) / 25
    let rotation = -2 * Elementary.sin(radians(60 * Elementary.exp(-angle * angle))) * share(chroma)
    let l = (other.lightness - lightness) / sL
    let c = (q.chroma - p.chroma) / sC
    let h = 2 * (p.chroma * q.chroma).squareRoot() * Elementary.sin(radians(turn / 2)) / sH
    return (l * l + c * c + h * h + rotation * c * h).squareRoot()
  }
}

/// Which colours are equal to the eye.
package struct ColorTolerance: Sendable {
  /// A cache: a screen has few colours.
  private var known: [UInt32: LabColor] = [:]

  package init() {}

  /// Whether no eye tells the colours (0xRRGGBB) apart: CIEDE2000 below 1.
  package mutating func areAlike(_ x: UInt32, _ y: UInt32) -> Bool {
    if x == y { return true }
    // Most pairs are far apart, and this is fast.
    for shift: UInt32 in [0, 8, 16] {
      if abs(Int(x >> shift & 0xFF) - Int(y >> shift & 0xFF)) > 16 { return false }
    }
    return lab(x).difference(from: lab(y)) < 1
  }

  private mutating func lab(_ value: UInt32) -> LabColor {
    if let found = known[value] { return found }
    // Bounds the cache in a run of hours.
    if known.count >= 8192 { known.removeAll(keepingCapacity: true) }
    let result = LabColor(Color(hex: value))
    known[value] = result
    return result
  }
}
