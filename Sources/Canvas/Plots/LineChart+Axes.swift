import Math

extension LineChart {
  /// Ranges and ticks of both axes. On a logarithmic scale, y is the decimal logarithm.
  struct Axes {
    var xHigh: Double
    var xTicks: [Double]
    var yLow: Double
    var yHigh: Double
    var yTicks: [(position: Double, label: String)]

    /// 0…1 from the left.
    func across(_ x: Float) -> Double { Double(x) / xHigh }
    /// 0…1 from the bottom, of a result of `laidOut`.
    func up(_ y: Double) -> Double { (y - yLow) / (yHigh - yLow) }
  }

  /// y on the axis's scale; nil if it cannot be shown.
  func laidOut(_ y: Float) -> Double? {
    guard y.isFinite else { return nil }
    switch scale {
    case .linear: return Double(y)
    case .logarithmic: return y > 0 ? Elementary.log10(Double(y)) : nil
    }
  }

  /// Widens the range so that evenly spaced ticks are evenly spaced in rows too.
  ///
  /// A label is in the row of its tick, and rows are coarse: ticks 1.7 rows apart would be 2, 2 and
  /// 1 rows apart. So their distance becomes a whole number of rows, the first mid-row.
  private static func even(
    _ low: Double, _ high: Double, _ ticks: [Double], rows: Int
  ) -> (low: Double, high: Double) {
    guard ticks.count > 2, rows > 2, high > low else { return (low, high) }
    let step = ticks[1] - ticks[0]
    guard step > 0, zip(ticks, ticks.dropFirst()).allSatisfy({ abs($1 - $0 - step) < 1e-6 * step })
    else { return (low, high) }
    let (below, above) = (ticks[0] - low, high - ticks[ticks.count - 1])
    // As many rows between ticks as leave room below the first and above the last.
    for apart in stride(from: rows / (ticks.count - 1), through: 1, by: -1) {
      let row = step / Double(apart)
      let first = (below / row - 0.5).rounded(.up)
      let last = (Double(rows - (ticks.count - 1) * apart) - 0.5 - above / row).rounded(.down)
      guard first <= last else { continue }
      let middle = ((first + last) / 2).rounded(.down)
      let bottom = ticks[0] - (middle + 0.5) * row
      return (bottom, bottom + Double(rows) * row)
    }
    return (low, high)
  }

  /// For a plot of this size in cells.
  func axes(columns: Int, rows: Int) -> Axes {
    var low = Double.infinity
    var high = -Double.infinity
    var xHigh = Double(minimumX)
    for curve in series {
      for point in curve.points where point.x.isFinite {
        guard let y = laidOut(point.y) else { continue }
        low = min(low, y)
        high = max(high, y)
        xHigh = max(xHigh, Double(point.x))
      }
    }
    if let minimumY {
      if let y = laidOut(minimumY.low) { low = min(low, y) }
      if let y = laidOut(minimumY.high) { high = max(high, y) }
    }
    if !(low <= high) { (low, high) = scale == .linear ? (0, 1) : (-2, 0) }
    if !(xHigh > 0) { xHigh = 1 }
    // Widen a range so narrow that labels would repeat; a constant is then in the middle.
    let least = scale == .linear ? max(1e-6, max(abs(low), abs(high)) * 1e-3) : 0.3
    if high - low < least {
      let middle = (high + low) / 2
      let half = scale == .linear ? max(0.5, abs(middle) * 0.05) : 0.3
      (low, high) = (middle - half, middle + half)
    } else {
      let margin = (high - low) * 0.06
      (low, high) = (low - margin, high + margin)
    }
    let count = max(3, min(6, (rows + 1) / 2))
    let ticks: [(position: Double, label: String)]
    switch scale {
    case .linear:
      let values = Ticks.linear(low, high, count: count)
      let step = values.count > 1 ? values[1] - values[0] : 0
      ticks = values.map { ($0, Ticks.label($0, step: step)) }
    case .logarithmic:
      ticks = Ticks.logarithmic(Elementary.pow(10, low), Elementary.pow(10, high), count: count).map
      { value in
        let step = Elementary.powerOfTen(Elementary.decimalExponent(value))
        return (Elementary.log10(value), Ticks.label(value, step: step))
      }
    }
    (low, high) = Self.even(low, high, ticks.map(\.position), rows: rows)
    let xTicks = Ticks.linear(0, xHigh, count: max(3, columns / 8))
    return Axes(xHigh: xHigh, xTicks: xTicks, yLow: low, yHigh: high, yTicks: ticks)
  }
}
