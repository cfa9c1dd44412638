import Math

/// Readable ticks: multiples of 1, 2 or 5 times a power of ten.
package enum Ticks {
  /// The least 1, 2 or 5 times a power of ten that is at least `value` (> 0).
  package static func step(atLeast value: Double) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    let power = Elementary.powerOfTen(Elementary.decimalExponent(value))
    for factor in [1.0, 2, 5, 10] where factor * power >= value * (1 - 1e-9) {
      return factor * power
    }
    return 10 * power
  }

  /// At most `count` evenly spaced ticks within low…high, at least one if any fits.
  package static func linear(_ low: Double, _ high: Double, count: Int) -> [Double] {
    guard low.isFinite, high.isFinite, high > low, count > 0 else {
      return low.isFinite && count > 0 ? [low] : []
    }
    var step = step(atLeast: (high - low) / Double(max(1, count)))
    for _ in 0..<4 {
      let first = (low / step - 1e-6).rounded(.up)
      let last = (high / step + 1e-6).rounded(.down)
      guard abs(first) < 1e15, abs(last) < 1e15 else { return [low] }
      let number = Int(last - first) + 1
      if number <= count { return (0..<max(0, number)).map { (first + Double($0)) * step } }
      step = Self.step(atLeast: step * 1.01)
    }
    return [low]
  }

  /// At most `count` ticks of a logarithmic axis within low…high (> 0): powers of ten if there are
  /// two or more, otherwise 1, 2 and 5 times a power of ten.
  package static func logarithmic(_ low: Double, _ high: Double, count: Int) -> [Double] {
    guard low > 0, high.isFinite, high > low, count > 0 else {
      return low > 0 && low.isFinite && count > 0 ? [low] : []
    }
    let first = Int((Elementary.log10(low) - 1e-9).rounded(.up))
    let last = Int((Elementary.log10(high) + 1e-9).rounded(.down))
    let decades = last - first + 1
    if decades >= 2 || count == 1 && decades == 1 {
      let skip = max(1, (decades + count - 1) / count)
      // Counted from 1, so that labels do not move while the curve falls.
      return (first...last).filter { $0 % skip == 0 }.map { Elementary.powerOfTen($0) }
    }
    var ticks: [Double] = []
    for exponent in (first - 1)...max(first - 1, last) {
      for factor in [1.0, 2, 5] {
        let value = factor * Elementary.powerOfTen(exponent)
        if value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9) { ticks.append(value) }
      }
    }
    while ticks.count > count {
      ticks = Swift.stride(from: 0, to: ticks.count, by: 2).map { ticks[$0] }
    }
    return ticks
  }

  /// The label of a tick with spacing `step`: "0.5", "20", "1e-4".
  package static func label(_ value: Double, step: Double) -> String {
    guard value.isFinite else { return "" }
    let value = abs(value) < abs(step) * 1e-6 ? 0 : value
    let size = max(abs(value), abs(step))
    if size >= 1e5 || (size < 1e-3 && size > 0) {
      guard value != 0 else { return "0" }
      let exact = NumberText.scientific(value, 0)
      if let back = Double(exact), abs(back - value) < abs(value) * 1e-3 { return exact }
      return NumberText.scientific(value, 1)
    }
    guard step > 0 else { return NumberText.setting(value) }
    let places = max(0, Int(-(Elementary.log10(step) + 1e-9).rounded(.down)))
    return NumberText.fixed(value, min(places, 6))
  }
}
