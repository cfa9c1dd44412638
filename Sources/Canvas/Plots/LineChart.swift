/// Curves on common axes.
package struct LineChart: Sendable {
  /// The scale of y.
  package enum Scale: Sendable, Equatable {
    case linear
    /// Values ≤ 0 are not drawn.
    case logarithmic
  }

  package struct Series: Sendable {
    /// Written at the curve's right end.
    package var name: String
    /// Follows the name, such as the last value.
    package var note: String
    package var color: Color?
    /// (x, y), ascending in x; values that are not finite make gaps.
    package var points: [SIMD2<Float>]
    /// Least and greatest y of each point, or empty; drawn fainter behind the curve.
    package var band: [SIMD2<Float>]
    /// nil: the curve's.
    package var bandColor: Color?
    /// Distinguishes curves without colour.
    package var isDashed: Bool
    /// Draws points only, in any order of x.
    package var isScatter = false

    package init(
      name: String, note: String = "", color: Color?, points: [SIMD2<Float>],
      band: [SIMD2<Float>] = [], isDashed: Bool = false
    ) {
      self.name = name
      self.note = note
      self.color = color
      self.points = points
      self.band = band
      self.isDashed = isDashed
    }
  }

  /// The last is on top.
  package var series: [Series]
  package var scale: Scale
  /// Written at the right end of the x axis.
  package var xName: String
  /// The x axis extends at least to here.
  package var minimumX: Float
  /// The y axis covers at least this range.
  package var minimumY: (low: Float, high: Float)?
  /// Position of a vertical line.
  package var markX: Float?
  package var axisColor: Color?
  package var labelColor: Color?
  /// Colour of cells that curves share; nil: the later curve's.
  package var meetingColor: Color?
  /// Horizontal lines at ticks; nil for none.
  package var gridColor: Color?

  package init(
    series: [Series], scale: Scale = .linear, xName: String = "", minimumX: Float = 0,
    minimumY: (low: Float, high: Float)? = nil
  ) {
    self.series = series
    self.scale = scale
    self.xName = xName
    self.minimumX = minimumX
    self.minimumY = minimumY
  }
}

extension LineChart {
  /// The area of a chart's curves, for drawing other marks there.
  package struct Plot {
    /// In cells, without axes and names.
    package let rect: Rect
    private let chart: LineChart
    private let axes: Axes

    init(_ chart: LineChart, _ axes: Axes, _ rect: Rect) {
      (self.chart, self.axes, self.rect) = (chart, axes, rect)
    }

    /// In units from the plot's top left corner; nil if it cannot be shown.
    package func place(_ x: Float, _ y: Float) -> (x: Float, y: Float)? {
      guard x.isFinite, let y = chart.laidOut(y) else { return nil }
      return (
        Float(axes.across(x) * Double(rect.width * 2 - 1)) + 0.5,
        Float((1 - axes.up(y)) * Double(rect.height * 4 - 1)) + 0.5
      )
    }
  }
}
