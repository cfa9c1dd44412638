/// Curves on common axes. A value: what it is given, it draws.
package struct LineChart: Sendable {
  /// How y is laid out.
  package enum Scale: Sendable, Equatable {
    /// Equal differences are equally long.
    case linear
    /// Equal ratios are equally long; values ≤ 0 are not drawn.
    case logarithmic
  }

  package struct Series: Sendable {
    /// Its name, written at its right end.
    package var name: String
    /// Text after the name, such as its last value.
    package var note: String
    /// Colour of curve and name.
    package var color: Color?
    /// Points by ascending x, as (x, y). What is not finite is a gap.
    package var points: [SIMD2<Float>]
    /// Least and greatest y for each of the points (or empty), drawn fainter behind the curve.
    package var band: [SIMD2<Float>]
    /// Draw it with gaps: what tells curves apart where there is no colour.
    package var isDashed: Bool
    /// Draw its points by themselves, in any order of x.
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

  /// What is drawn, the last on top.
  package var series: [Series]
  /// How y is laid out.
  package var scale: Scale
  /// What x counts, written at the right end of its axis.
  package var xName: String
  /// The axis of x reaches at least to here (0 lets the data decide).
  package var minimumX: Float
  /// y is shown at least from `first` to `second`; nil lets the data decide.
  package var minimumY: (low: Float, high: Float)?
  /// Where an upright line marks a moment; nil for none.
  package var markX: Float?
  /// Colour of the axes' lines.
  package var axisColor: Color?
  /// Colour of numbers and names of axes.
  package var labelColor: Color?
  /// Colour of cells that curves share; nil: the later curve's.
  package var meetingColor: Color?
  /// Colour of the lines across at ticks.
  package var gridColor: Color?
  /// Colour that bands fade towards.
  package var backgroundColor: Color?

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
