/// A curve over iterations in bounded memory: when full, neighbouring buckets merge and each covers
/// twice as many iterations.
package struct History: Sendable, Equatable {
  /// Iterations in one bucket (a power of two).
  package private(set) var stride = 1
  /// Mean, least and greatest value by bucket; the last bucket may be part-filled.
  package private(set) var buckets: [Bucket] = []
  /// Values recorded.
  package private(set) var count = 0
  /// Their sum.
  package private(set) var total = 0.0
  /// At most this many buckets are kept (even).
  package let capacity: Int

  /// Mean, least and greatest value of a run of iterations.
  package struct Bucket: Sendable, Equatable {
    /// Mean value.
    package var mean: Float
    /// Least value.
    package var low: Float
    /// Greatest value.
    package var high: Float
  }

  /// An empty curve of at most `capacity` buckets.
  package init(capacity: Int = 1024) {
    self.capacity = capacity
  }

  /// Records the value of the next iteration.
  ///
  /// - Complexity: O(1) amortised.
  package mutating func append(_ value: Float) {
    let position = count % stride
    if position == 0 {
      if buckets.count == capacity {
        buckets = Swift.stride(from: 0, to: capacity, by: 2).map { k in
          let a = buckets[k]
          let b = buckets[k + 1]
          return Bucket(
            mean: (a.mean + b.mean) / 2, low: min(a.low, b.low), high: max(a.high, b.high))
        }
        stride *= 2
      }
      buckets.append(Bucket(mean: value, low: value, high: value))
    } else {
      let filled = Float(position)
      let last = buckets[buckets.count - 1]
      buckets[buckets.count - 1] = Bucket(
        mean: (last.mean * filled + value) / (filled + 1), low: min(last.low, value),
        high: max(last.high, value))
    }
    count += 1
    total += Double(value)
  }
}
