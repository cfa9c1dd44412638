/// The accuracy of the run's solve of a flow, and the cost of a finer one.
///
/// The error of a sample is the distance of its features at t = 1 from accurate ones, in units of
/// their spread (root mean square distance from their mean). This is the forward error. Returning
/// to the start in a reverse solve would prove nothing: a step of −Δt is not the inverse of a step
/// of Δt, and reversing an accurately solved contraction amplifies errors.
public struct SolveAccuracy: Sendable, Equatable {
  /// Median of the samples' errors; infinite when a solve fails.
  public var medianError: Double
  /// The largest error; infinite when a solve fails.
  public var worstError: Double
  /// NFE of a solve of the same samples at a tolerance of 1e-6; nil when it fails.
  public var probeNFE: Int?

  /// A known accuracy.
  public init(medianError: Double, worstError: Double, probeNFE: Int?) {
    self.medianError = medianError
    self.worstError = worstError
    self.probeNFE = probeNFE
  }

  /// Compares features (samples × features) with accurate ones. A single sample has no spread; its
  /// error is in units of the features.
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
    let isFinite = sorted.allSatisfy { $0.isFinite }
    self.init(
      medianError: isFinite ? (sorted[(samples - 1) / 2] + sorted[samples / 2]) / 2 : .infinity,
      worstError: isFinite ? sorted[samples - 1] : .infinity, probeNFE: probeNFE)
  }

  /// The worst error accepted. A picture is about four spreads wide; a smaller error is less than
  /// about an eightieth of its width and not visible. One visibly misplaced point makes a picture
  /// wrong, hence the worst error, not the median.
  public static let bound = 0.05
  /// Whether the worst error is within `bound`.
  public var isAccurate: Bool { worstError <= Self.bound }
}
