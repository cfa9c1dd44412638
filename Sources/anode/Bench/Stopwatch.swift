import Lanes

/// Time that only goes forward.
enum Stopwatch {
  /// Nanoseconds since some moment.
  static func now() -> UInt64 {
    let (seconds, attoseconds) = origin.duration(to: .now).components
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }

  private static let origin = ContinuousClock.now

  /// Seconds that a piece of work takes.
  static func seconds(_ work: () -> Void) -> Double {
    let start = now()
    work()
    return Double(now() - start) * 1e-9
  }

  /// Seconds of one call: the median over rounds of about `roundSeconds`, each of as many calls as fill it, after one
  /// round that warms up and is not counted.
  static func median(rounds: Int, roundSeconds: Double, _ work: () -> Void) -> Double {
    var calls = 1
    while calls < 1 << 30 {
      let took = seconds { for _ in 0..<calls { work() } }
      if took >= roundSeconds / 2 {
        calls = max(1, Int(Double(calls) * roundSeconds / took))
        break
      }
      calls *= 2
    }
    return median(
      (0..<max(1, rounds)).map { _ in
        seconds { for _ in 0..<calls { work() } } / Double(calls)
      })
  }

  /// The middle value; the mean of the two middle ones of an even number; not a number of none.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// The core's own speed, the yardstick of a share of peak.
enum Peak {
  /// Floating-point operations a second of multiply-add chains in registers: the fastest of some rounds, for a peak is
  /// what a core can do, and whatever interrupts it can only make it look slower.
  static func operationsPerSecond<Scalar: PeakMeasurable>(_: Scalar.Type, rounds: Int = 9) -> Double
  {
    let count = 200_000
    var best = 0.0
    for _ in 0..<max(2, rounds) {
      var result: Scalar = 0
      let took = Stopwatch.seconds {
        result = Scalar.multiplyAddChains(count: count, factor: 0.999_9, term: 1e-3)
      }
      // Consumed, so that it has to be computed.
      if result.isFinite { best = max(best, Double(count * Scalar.chainOperations) / took) }
    }
    return best
  }
}
