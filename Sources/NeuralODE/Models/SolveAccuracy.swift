/// How accurate the training's solve of a flow is, and what a finer one costs.
///
/// The error of a sample is the distance between its features at t = 1 by the training's solver and
/// accurate ones, in units of the spread of these: the root mean square of their distances from
/// their mean. It is the forward error. That solving back returns to the start would prove nothing:
/// a step of −Δt is not the inverse of a step of Δt, and a contraction that is solved accurately
/// amplifies errors on the way back.
public struct SolveAccuracy: Sendable, Equatable {
  /// Median of the samples' errors; infinite when a solve fails.
  public var medianError: Double
  /// The greatest of them; infinite when a solve fails.
  public var worstError: Double
  /// NFE of a solve of the same samples at a tolerance of 1e-6; nil when it fails.
  public var probeNFE: Int?

  /// An accuracy that is known.
  public init(medianError: Double, worstError: Double, probeNFE: Int?) {
    self.medianError = medianError
    self.worstError = worstError
    self.probeNFE = probeNFE
  }

  /// The accuracy of features (samples × features) against accurate ones. A single sample has no
  /// spread, and its error is in units of the features.
  init(of found: [Float], against accurate: [Float], features: Int, probeNFE: Int?) {
    let samples = accurate.count / features
    var errors = Array(repeating: 0.0, count: samples)
    var spread = 0.0
    for feature in 0..<features {
      let places = stride(from: feature, to: accurate.count, by: features)
      let mean = places.reduce(0) { $0 + Double(accurate[$1]) } / Double(samples)
      for (sample, place) in places.enumerated() {
        let exact = Double(accurate[place])
        let miss = Double(found[place]) - exact
        errors[sample] += miss * miss
        spread += (exact - mean) * (exact - mean)
      }
    }
    let unit = spread > 0 ? (spread / Double(samples)).squareRoot() : 1
    let sorted = errors.map { $0.squareRoot() / unit }.sorted()
    let isFinite = sorted.allSatisfy(\.isFinite)
    self.init(
      medianError: isFinite ? (sorted[(samples - 1) / 2] + sorted[samples / 2]) / 2 : .infinity,
      worstError: isFinite ? sorted[samples - 1] : .infinity, probeNFE: probeNFE)
  }

  /// Features may be off by this share of their spread. A picture of them is about four spreads
  /// wide, and shows no smaller miss than about an eightieth of its width. The bound is on the worst
  /// error and not on the median: one point that is visibly elsewhere already makes a picture wrong.
  public static let bound = 0.05
  /// Is the worst error within `bound`?
  public var isAccurate: Bool { worstError <= Self.bound }
}
