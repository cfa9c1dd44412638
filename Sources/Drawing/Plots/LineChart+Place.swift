import CellGraphics

extension LineChart {
  /// Where a chart's curves are, for what else is to be drawn among them.
  package struct Plot {
    /// The cells of the curves, without axes and names.
    package let rect: Rect
    private let chart: LineChart
    private let axes: Axes

    init(_ chart: LineChart, _ axes: Axes, _ rect: Rect) {
      (self.chart, self.axes, self.rect) = (chart, axes, rect)
    }

    /// Where a point lies, in units from the plot's corner; nil for what cannot be shown.
    package func place(_ x: Float, _ y: Float) -> (x: Float, y: Float)? {
      guard x.isFinite, let y = chart.laidOut(y) else { return nil }
      return (
        Float(axes.across(x) * Double(rect.width * 2 - 1)) + 0.5,
        Float((1 - axes.up(y)) * Double(rect.height * 4 - 1)) + 0.5
      )
    }
  }
}
