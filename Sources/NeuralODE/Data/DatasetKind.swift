/// Where points or images to learn come from: a value with all that there is to know of one data
/// set. A new one is a file in `Sets` and a line in `allCases`.
///
/// Kinds are told apart by their names.
public struct DatasetKind: Sendable {
  /// What it is asked for by.
  public let rawValue: String
  /// What it is, in a few words.
  public let summary: String
  /// The key that chooses it in the duel; nil where there is none.
  public var key: Character?
  /// Is it one of the paper's, so that it is named where there is little room?
  public var isPublished = false
  /// What the two classes are, in a word.
  public var classNames: (negative: String, positive: String) = ("class \u{2212}1", "class +1")
  /// What the classes are called where they are several.
  public var classes: [String] = []
  /// Points of each class: the published numbers, or as many as of the annulus.
  public var counts = (negative: 1000, positive: 1000)
  /// Standard deviation of the noise: that of the published set, or the usual one.
  public var noise = 0.0
  /// Numbers to an input; nil where that is the file's or the images' business.
  public var dimension: Int? = 2
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
    /// A file of points.
    case file
    /// Images that come with the program.
    case images(@Sendable () -> ImageSet)
    /// A person's own images.
    case ownImages
    /// Observations of motions that follow a law.
    case dynamics(Dynamics)
    /// Observations in a person's own table.
    case ownSeries
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
    rawValue = name
    self.summary = summary
    self.source = source
    switch source {
    case .images, .ownImages:
      problem = .images
      dimension = nil
    case .dynamics, .ownSeries: problem = .series
    case .drawn, .drawnWithNoise, .painted, .file: problem = .points
    case .drawnInClasses: problem = .classes
    case .function: problem = .regression
    }
  }

  /// Are there points only where a person paints them?
  public var isPainted: Bool { if case .painted = source { true } else { false } }
  /// The images that come with the program under this name; nil where it is no such set.
  public var images: ImageSet? { if case .images(let set) = source { set() } else { nil } }
  /// Are its points or images a person's own?
  public var isOwn: Bool {
    switch source {
    case .file, .ownImages, .ownSeries: true
    case .drawn, .drawnWithNoise, .drawnInClasses, .function, .painted, .images, .dynamics: false
    }
  }
}

extension DatasetKind {
  /// Every kind there is, in the order in which they are listed.
  public static let allCases: [DatasetKind] = [
    .annulus, .flip, .sines, .moons, .spirals, .xor, .blobs, .rings, .pinwheel, .bands, .clouds,
    .waves, .step, .absolute, .bumps, .hills, .canvas, .file,
    .digits, .mnistSample, .images,
    .spiral, .oscillator, .pendulum, .lotkaVolterra, .vanDerPol, .lorenz, .series,
  ]

  /// The kinds that a name alone describes.
  public static let named = allCases.filter { !$0.isOwn }
  /// Those of them whose inputs are points, and not images.
  public static let ofPoints = named.filter { $0.dimension != nil }
}

extension DatasetKind: RawRepresentable, CaseIterable, Hashable, CustomStringConvertible {
  /// Its name.
  public var description: String { rawValue }

  /// The kind of that name; nil where there is none.
  public init?(rawValue: String) {
    guard let kind = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = kind
  }

  /// Have two the same name?
  public static func == (a: DatasetKind, b: DatasetKind) -> Bool { a.rawValue == b.rawValue }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
