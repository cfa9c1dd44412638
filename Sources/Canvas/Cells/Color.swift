/// A colour of 24 bits. Encoders reduce it for terminals with fewer.
package struct Color: Sendable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// 0xRRGGBB.
  package init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  /// "#rrggbb".
  var hex: String {
    "#" + String(0x100_0000 | pixel & 0xFF_FFFF, radix: 16).dropFirst()
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
