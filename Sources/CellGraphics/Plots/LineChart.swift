/// Curves on common axes. A value: what it is given, it draws.
public struct LineChart: Sendable {
  /// How y is laid out.
  public enum Scale: Sendable, Equatable {
    /// Equal differences are equally long.
    case linear
    /// Equal ratios are equally long; values ≤ 0 are not drawn.
    case logarithmic
  }

  /// One curve.
  public struct Series: Sendable {
    /// Its name, written at its right end.
    public var name: String
    /// Text after the name, such as its last value.
    public var note: String
    /// Colour of curve and name.
    public var color: Color?
    /// Points by ascending x, as (x, y). What is not finite is a gap.
    public var points: [SIMD2<Float>]
    /// Least and greatest y for each of the points (or empty), drawn fainter behind the curve.
    public var band: [SIMD2<Float>]
    /// Draw it with gaps: what tells curves apart where there is no colour.
    public var isDashed: Bool
    /// Draw its points by themselves, in any order of x.
    public var isScatter = false

    /// A curve.
    public init(
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
  public var series: [Series]
  /// How y is laid out.
  public var scale: Scale
  /// What x counts, written at the right end of its axis.
  public var xName: String
  /// The axis of x reaches at least to here (0 lets the data decide).
  public var minimumX: Float
  /// y is shown at least from `first` to `second`; nil lets the data decide.
  public var minimumY: (low: Float, high: Float)?
  /// Where an upright line marks a moment; nil for none.
  public var markX: Float?
  /// Colour of the axes' lines.
  public var axisColor: Color?
  /// Colour of numbers and names of axes.
  public var labelColor: Color?
  /// Colour of cells that curves share; nil: the later curve's.
  public var meetingColor: Color?
  /// Colour of the lines across at ticks.
  public var gridColor: Color?
  /// Colour that bands fade towards.
  public var backgroundColor: Color?

  /// A chart.
  public init(
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
