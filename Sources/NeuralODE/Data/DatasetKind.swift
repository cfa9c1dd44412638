@_exported import Files

/// Everything about one source of points, images or series. To add one, add a file in `Sets` and an
/// entry in `named`. A user's own data are a kind too.
///
/// Kinds are compared by name, a user's own also by content.
public struct DatasetKind: Sendable {
  /// Its name in commands.
  public let rawValue: String
  /// Its name on screens; for a user's own data, the file's.
  public var name: String
  /// A description in a few words.
  public let summary: String
  /// Whether these are a user's own data.
  public var isOwn = false
  /// The key that chooses it in the duel.
  public var key: Character?
  /// Whether it is one of the paper's; only these are named where space is short.
  public var isPublished = false
  /// Names of the two classes.
  public var signNames: (negative: String, positive: String) = ("class \u{2212}1", "class +1")
  /// Names of the classes, if there are several.
  public var classNames: [String] = []
  /// Points of each class: the published numbers, or as many as the annulus.
  public var counts = (negative: 1000, positive: 1000)
  /// Standard deviation of the noise.
  public var noise = 0.0
  /// Numbers per input.
  public var dimension = 2
  /// The shape of an input image; nil for other inputs.
  public internal(set) var imageShape: ImageShape?
  /// The scale by which a user's own targets were standardised.
  public internal(set) var unit: Scale?
  /// The part of the input space shown: −window…window along each axis; nil fits the data.
  public var window: Float? = 2
  /// Whether it has nested bands (`DatasetConfiguration.depth` of them).
  public var hasBands = false
  /// The source of its points.
  public var source: Source
  /// The points whose trajectories are drawn.
  public var probe = Probe.none
  /// Radii of two circles that separate the classes, the inner one around the inner class.
  public var circles: @Sendable (_ bands: Int, _ window: Float) -> (inner: Float, outer: Float) = {
    (0.3 * $1, 0.65 * $1)
  }
  /// When motions are observed; nil unless a law of motion makes the data.
  public var sampling: SeriesSampling?
  /// The problem that it poses.
  public var problem: Problem
  /// Sets what else is special to the published run.
  public var publish: @Sendable (inout RunConfiguration) -> Void = { _ in }

  /// A source of points, images or series.
  public enum Source: Sendable {
    /// Draws a point of class −1 or 1, without noise.
    case drawn(
      @Sendable (
        _ configuration: DatasetConfiguration, _ label: Double, _ generator: inout Xoshiro256
      ) -> [Double])
    /// The same, with noise.
    case drawnWithNoise(
      @Sendable (
        _ configuration: DatasetConfiguration, _ label: Double, _ generator: inout Xoshiro256
      ) -> [Double])
    /// Draws a point of a numbered class, without noise.
    case drawnInClasses(
      @Sendable (
        _ configuration: DatasetConfiguration, _ label: Int, _ generator: inout Xoshiro256
      ) -> [Double])
    /// A function of points drawn uniformly from −window…window along each axis.
    case function(@Sendable (_ input: [Double]) -> Double)
    /// Points painted by the user.
    case painted
    /// A user's own points.
    case points(PointList)
    /// Images, unpacked on demand.
    case images(@Sendable () -> ImageSet)
    /// Observations of motions that follow a law.
    case dynamics(Dynamics)
    /// Observations in a user's own table.
    case series(SeriesTable)
  }

  /// The points whose trajectories are drawn. They are fixed per data set, which makes pictures of
  /// different steps, seeds and models comparable.
  public enum Probe: Sendable {
    /// No points of its own.
    case none
    /// Given points and their targets.
    case points(@Sendable () -> (points: [Float], labels: [Float]))
    /// Points drawn with a fixed seed and at most this noise.
    case drawn(noise: Double)
    /// Some of the training points.
    case learned
  }

  /// A kind with default properties.
  public init(_ name: String, _ summary: String, source: Source) {
    (rawValue, self.name) = (name, name)
    self.summary = summary
    self.source = source
    switch source {
    case .images: problem = .images
    case .dynamics, .series: problem = .series
    case .drawn, .drawnWithNoise, .painted, .points: problem = .points
    case .drawnInClasses: problem = .classes
    case .function: problem = .regression
    }
  }

  /// Whether all its points are painted by the user.
  public var isPainted: Bool { if case .painted = source { true } else { false } }
  /// Its images, if any.
  public var images: ImageSet? { if case .images(let set) = source { set() } else { nil } }
  /// The law of motion of its series, if known.
  public var dynamics: Dynamics? {
    if case .dynamics(let dynamics) = source { dynamics } else { nil }
  }
  /// The table of a user's own series.
  public var table: SeriesTable? { if case .series(let table) = source { table } else { nil } }

  /// Numbers per target: 1, or one per class.
  public var outputs: Int { max(1, classNames.count) }
  /// Whether its number of points can change.
  public var hasSizes: Bool {
    switch source {
    case .drawn, .drawnWithNoise, .drawnInClasses, .function: true
    case .painted, .points, .images, .dynamics, .series: false
    }
  }
  /// Whether its series are windows of longer ones.
  public var hasWindows: Bool {
    switch source {
    case .dynamics(let dynamics): dynamics.cutting != .whole
    case .series(let table): table.samples.isWindowed
    case .drawn, .drawnWithNoise, .drawnInClasses, .function, .painted, .points, .images: false
    }
  }
  /// Whether its points can have noise.
  public var hasNoise: Bool { hasSizes || dynamics != nil }
}

extension DatasetKind {
  /// The built-in kinds, in the order in which they are listed.
  public static let named: [DatasetKind] = [
    .annulus, .flip, .sines, .moons, .spirals, .xor, .blobs, .rings, .pinwheel, .bands, .clouds,
    .waves, .step, .absolute, .bumps, .hills, .canvas, .digits, .mnistSample,
    .spiral, .oscillator, .pendulum, .lotkaVolterra, .vanDerPol, .lorenz,
  ]

  /// The built-in kinds whose inputs are not images.
  public static let ofPoints = named.filter { !$0.problem.isOfImages }
}

extension DatasetKind: RawRepresentable, Hashable, CustomStringConvertible {
  /// Its name.
  public var description: String { rawValue }

  /// The built-in kind of that name.
  public init?(rawValue: String) {
    guard let kind = Self.named.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = kind
  }

  /// Compares names and, for a user's own, the data.
  public static func == (a: DatasetKind, b: DatasetKind) -> Bool {
    guard a.rawValue == b.rawValue, a.isOwn == b.isOwn else { return false }
    switch (a.source, b.source) {
    case (.points(let a), .points(let b)): return a == b
    case (.series(let a), .series(let b)): return a == b
    default: return !a.isOwn || a.images == b.images
    }
  }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
