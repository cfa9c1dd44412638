import Elementary

extension LineChart {
  /// Ranges and ticks of both axes: x in its own unit, y as laid out (its decimal logarithm on a logarithmic scale).
  struct Axes {
    var xHigh: Double
    var xTicks: [Double]
    var yLow: Double
    var yHigh: Double
    var yTicks: [(position: Double, label: String)]

    /// Where x lies, 0…1 from the left.
    func across(_ x: Float) -> Double { Double(x) / xHigh }
    /// Where a laid out y lies, 0…1 from the bottom.
    func up(_ y: Double) -> Double { (y - yLow) / (yHigh - yLow) }
  }

  /// y as laid out, or nil if it cannot be shown.
  func laidOut(_ y: Float) -> Double? {
    guard y.isFinite else { return nil }
    switch scale {
    case .linear: return Double(y)
    case .logarithmic: return y > 0 ? Elementary.log10(Double(y)) : nil
    }
  }

  /// Axes for a plot of the given size in cells.
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
    // A constant is drawn in the middle, and no range so narrow that its labels repeat.
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
    let xTicks = Ticks.linear(0, xHigh, count: max(3, columns / 8))
    return Axes(xHigh: xHigh, xTicks: xTicks, yLow: low, yHigh: high, yTicks: ticks)
  }
}
