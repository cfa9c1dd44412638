import Lanes

/// The core's own speed, the yardstick of a share of peak.
enum Peak {
  /// Floating-point operations a second of multiply-add chains in registers: the fastest of some
  /// rounds, for a peak is what a core can do, and whatever interrupts it can only make it look
  /// slower.
  static func operationsPerSecond<Scalar: LaneScalar>(_: Scalar.Type, rounds: Int = 9) -> Double {
    let count = 200_000
    var best = 0.0
    for _ in 0..<max(2, rounds) {
      var result: Scalar = 0
      let took = Stopwatch.seconds {
        result = Scalar.kernels.multiplyAddChains(count: count, factor: 0.999_9, term: 1e-3)
      }
      // Consumed, so that it has to be computed.
      if result.isFinite { best = max(best, Double(count * chainOperations(Scalar.self)) / took) }
    }
    return best
  }

  /// Operations of one round of `multiplyAddChains`: a multiplication and an addition in each lane
  /// of twelve registers.
  static func chainOperations<Scalar: LaneScalar>(_: Scalar.Type) -> Int {
    12 * 2 * Scalar.kernels.registerLanes
  }
}
