import Math

/// Numbers as short text, independent of the locale and of Foundation, which slows the start.
package enum NumberText {
  /// With `places` digits after the point: "0.62"; "nan", "inf" and "-inf" otherwise.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let places = min(max(places, 0), 9)
    let scale = Elementary.powerOfTen(places)
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return scientific(value, 1) }
    let whole = Int64(scaled)
    let unit = Int64(scale)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(whole)" }
    let fraction = String(whole % unit)
    return "\(sign)\(whole / unit)."
      + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// With `places` digits after the point of the mantissa: "3.2e-4", or "1e-3" for 0 places.
  package static func scientific(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return fixed(value, 0) }
    guard value != 0 else { return "0" }
    var exponent = Elementary.decimalExponent(abs(value))
    var mantissa = value / Elementary.powerOfTen(exponent)
    if (abs(mantissa) * Elementary.powerOfTen(places)).rounded()
      >= Elementary.powerOfTen(places + 1)
    {
      exponent += 1
      mantissa /= 10
    }
    return "\(fixed(mantissa, places))e\(exponent)"
  }

  /// About three significant digits, in the shorter notation: "0.0132", "12.5", "3.2e-4", "1240".
  package static func short(_ value: Double) -> String {
    let size = abs(value)
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
    switch size {
    case ..<0.001: return scientific(value, 1)
    case ..<1: return fixed(value, 4)
    case ..<10: return fixed(value, 2)
    case ..<100: return fixed(value, 1)
    case ..<100_000: return fixed(value, 0)
    default: return scientific(value, 1)
    }
  }

  /// As a user writes a setting: "1e-3", "5e-4", "0.05", "64".
  package static func setting(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    if abs(value) < 0.01 || abs(value) >= 1e6 {
      let rounded = scientific(value, 0)
      if let back = Double(rounded), abs(back - value) <= abs(value) * 1e-9 { return rounded }
      return scientific(value, 2)
    }
    for places in 0...4 {
      let text = fixed(value, places)
      if let back = Double(text), abs(back - value) <= abs(value) * 1e-9 { return text }
    }
    return fixed(value, 4)
  }

  /// Text that reads back as the same number: `setting` if that does, otherwise all digits.
  package static func exact(_ value: Double) -> String {
    let text = setting(value)
    return Double(text) == value ? text : "\(value)"
  }
}
