@_exported import Files

/// Where points, images or series to learn come from: a value with all that there is to know of one
/// data set. A new one is a file in `Sets` and a line in `named`; a person's own data are one, too.
///
/// Kinds are told apart by their names, a person's own by what they hold.
public struct DatasetKind: Sendable {
  /// What it is asked for by.
  public let rawValue: String
  /// What a screen calls it: its name, or that of a person's own file.
  public var name: String
  /// What it is, in a few words.
  public let summary: String
  /// Is it a person's own, which its name alone does not describe?
  public var isOwn = false
  /// The key that chooses it in the duel; nil where there is none.
  public var key: Character?
  /// Is it one of the paper's, so that it is named where there is little room?
  public var isPublished = false
  /// What the two classes are, in a word.
  public var signNames: (negative: String, positive: String) = ("class \u{2212}1", "class +1")
  /// What the classes are called where they are several.
  public var classNames: [String] = []
  /// Points of each class: the published numbers, or as many as of the annulus.
  public var counts = (negative: 1000, positive: 1000)
  /// Standard deviation of the noise: that of the published set, or the usual one.
  public var noise = 0.0
  /// Numbers to an input.
  public var dimension = 2
  /// Extents of an input that is an image; nil for others.
  public internal(set) var imageShape: ImageShape?
  /// What the numbers to be told were standardised by, where they are a person's own.
  public internal(set) var unit: Scale?
  /// What part of the input space is shown: from −window to window along each axis; nil: what the
  /// data takes.
  public var window: Float? = 2
  /// Does it have nested bands, as many as `DatasetConfiguration.depth` says?
  public var hasBands = false
  /// Where its points come from.
  public var source: Source
  /// Points to be followed by the eye.
  public var probe = Probe.none
  /// Radii of two circles that tell the classes apart, the inner one round the inner class, of so
  /// many bands and a window.
  public var circles: @Sendable (_ bands: Int, _ window: Float) -> (inner: Float, outer: Float) = {
    (0.3 * $1, 0.65 * $1)
  }
  /// When motions are observed, where it is a set of series of a law of motion.
  public var sampling: SeriesSampling?
  /// What is learned from it.
  public var problem: Problem
  /// What else the published run has of its own.
  public var publish: @Sendable (inout RunConfiguration) -> Void = { _ in }

  /// Where samples come from.
  public enum Source: Sendable {
    /// A point of a class (−1 or 1), without noise, from random numbers.
    case drawn(
      @Sendable (
        _ configuration: DatasetConfiguration, _ label: Double, _ generator: inout Xoshiro256
      ) -> [Double])
    /// The same, of points that bring their noise along.
    case drawnWithNoise(
      @Sendable (
        _ configuration: DatasetConfiguration, _ label: Double, _ generator: inout Xoshiro256
      ) -> [Double])
    /// A point of a class by its number, without noise, from random numbers.
    case drawnInClasses(
      @Sendable (
        _ configuration: DatasetConfiguration, _ label: Int, _ generator: inout Xoshiro256
      ) -> [Double])
    /// Points of −window…window along each axis, as likely everywhere, and a function of them.
    case function(@Sendable (_ input: [Double]) -> Double)
    /// A person paints them.
    case painted
    /// Points of a person's own.
    case points(PointList)
    /// Images, unpacked where they come with the program.
    case images(@Sendable () -> ImageSet)
    /// Observations of motions that follow a law.
    case dynamics(Dynamics)
    /// Observations in a table of a person's own.
    case series(SeriesTable)
  }

  /// The points whose trajectories are drawn: fixed for a data set, so that pictures of different
  /// moments, seeds and models can be compared, and where it can be regular, so that what the flow
  /// does to them is seen.
  public enum Probe: Sendable {
    /// None of its own.
    case none
    /// These points, one after another, and the target of each.
    case points(@Sendable () -> (points: [Float], labels: [Float]))
    /// Points as the set draws them, whatever the run's seed, with no more noise than this.
    case drawn(noise: Double)
    /// Some of those that are learned.
    case learned
  }

  /// A kind; what is not given is as its properties say.
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

  /// Are there points only where a person paints them?
  public var isPainted: Bool { if case .painted = source { true } else { false } }
  /// The images, where its inputs are images.
  public var images: ImageSet? { if case .images(let set) = source { set() } else { nil } }
  /// The law of motion that its series follow; nil where none is known.
  public var dynamics: Dynamics? {
    if case .dynamics(let dynamics) = source { dynamics } else { nil }
  }
  /// The table of a person's own series.
  public var table: SeriesTable? { if case .series(let table) = source { table } else { nil } }

  /// Numbers to a target: 1, or as many as there are classes.
  public var outputs: Int { max(1, classNames.count) }
  /// Can there be more or fewer of its points?
  public var hasSizes: Bool {
    switch source {
    case .drawn, .drawnWithNoise, .drawnInClasses, .function: true
    case .painted, .points, .images, .dynamics, .series: false
    }
  }
  /// Are its series windows of longer ones?
  public var hasWindows: Bool {
    switch source {
    case .dynamics(let dynamics): dynamics.cutting != .whole
    case .series(let table): table.samples.isWindowed
    case .drawn, .drawnWithNoise, .drawnInClasses, .function, .painted, .points, .images: false
    }
  }
  /// Can there be noise on its points?
  public var hasNoise: Bool { hasSizes || dynamics != nil }
}

extension DatasetKind {
  /// The kinds that a name alone describes, in the order in which they are listed.
  public static let named: [DatasetKind] = [
    .annulus, .flip, .sines, .moons, .spirals, .xor, .blobs, .rings, .pinwheel, .bands, .clouds,
    .waves, .step, .absolute, .bumps, .hills, .canvas, .digits, .mnistSample,
    .spiral, .oscillator, .pendulum, .lotkaVolterra, .vanDerPol, .lorenz,
  ]

  /// Those of them whose inputs are points, and not images.
  public static let ofPoints = named.filter { !$0.problem.isOfImages }
}

extension DatasetKind: RawRepresentable, Hashable, CustomStringConvertible {
  /// Its name.
  public var description: String { rawValue }

  /// The kind of that name; nil where there is none.
  public init?(rawValue: String) {
    guard let kind = Self.named.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = kind
  }

  /// Have two the same name and, where they are a person's own, the same data?
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
