import Platform

enum Stopwatch {
  static func seconds(_ work: () -> Void) -> Double {
    let start = Clock.now
    work()
    return Clock.now - start
  }

  /// Seconds of one call: the median over rounds of about `roundSeconds`, each with as many calls
  /// as fit, after an uncounted warm-up round.
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

  /// The mean of the two middle values for an even count; not a number for none.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
