/// A colour of 24 bits. A terminal may show fewer; encoders see to that.
package struct Color: Sendable, Hashable {
  /// Red, 0…255.
  package var red: UInt8
  /// Green, 0…255.
  package var green: UInt8
  /// Blue, 0…255.
  package var blue: UInt8

  /// A colour from its components.
  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour written as in a style sheet: 0xRRGGBB.
  package init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  @inlinable package static func == (a: Color, b: Color) -> Bool {
    a.red == b.red && a.green == b.green && a.blue == b.blue
  }

  /// The colour `amount` (0…1) of the way to `other`, in sRGB components.
  package func mixed(with other: Color, _ amount: Float) -> Color {
    let a = min(max(amount, 0), 1)
    func mix(_ x: UInt8, _ y: UInt8) -> UInt8 {
      UInt8((Float(x) + (Float(y) - Float(x)) * a).rounded())
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}
