/// A curve over iterations in bounded memory: when full, neighbouring buckets merge and each covers
/// twice as many iterations.
///
/// Copies share full pieces: each keyframe has a copy, and 200 complete ones would dominate a run's
/// memory.
package struct History: Sendable, Equatable {
  /// Iterations in one bucket (a power of two).
  package private(set) var stride = 1
  /// Iterations recorded, those without a value too.
  package private(set) var count = 0
  /// Sum of the values that are known.
  package private(set) var total = 0.0
  /// The most buckets; even.
  package let capacity: Int
  /// Full buckets, `pieceLength` in each piece; a piece never changes.
  private var pieces: [[Bucket]] = []
  /// Later buckets, at most `pieceLength`; the last can be incomplete.
  private var recent: [Bucket] = []

  private static let pieceLength = 32

  /// The values of consecutive iterations; NaN where none is known.
  package struct Bucket: Sendable, Equatable {
    package var mean: Float
    package var low: Float
    package var high: Float
  }

  package init(capacity: Int = 1024) {
    self.capacity = capacity
  }

  /// All buckets; the last can be incomplete.
  ///
  /// - Complexity: O(`capacity`).
  package var buckets: [Bucket] {
    var all: [Bucket] = []
    all.reserveCapacity(bucketCount)
    for piece in pieces { all += piece }
    return all + recent
  }

  package var bucketCount: Int { pieces.count * Self.pieceLength + recent.count }

  /// The most bytes that a copy does not share with later states of the curve.
  package static var unsharedBytes: Int { pieceLength * MemoryLayout<Bucket>.stride + 512 }

  /// Records iterations whose values are not known.
  ///
  /// - Complexity: O(`capacity`) for each time that all buckets become full.
  package mutating func skip(_ iterations: Int) {
    let end = count + iterations
    while count < end {
      let position = count % stride
      if position == 0 {
        if bucketCount == capacity { merge() }
        begin(Bucket(mean: .nan, low: .nan, high: .nan))
      }
      count += min(stride - position, end - count)
    }
  }

  /// Records the value of the next iteration.
  ///
  /// - Complexity: O(1) amortised.
  package mutating func append(_ value: Float) {
    let position = count % stride
    if position == 0 {
      if bucketCount == capacity { merge() }
      begin(Bucket(mean: value, low: value, high: value))
    } else if recent[recent.count - 1].mean.isNaN {
      recent[recent.count - 1] = Bucket(mean: value, low: value, high: value)
    } else {
      let filled = Float(position)
      let last = recent[recent.count - 1]
      recent[recent.count - 1] = Bucket(
        mean: (last.mean * filled + value) / (filled + 1), low: min(last.low, value),
        high: max(last.high, value))
    }
    count += 1
    total += Double(value)
  }

  private mutating func begin(_ bucket: Bucket) {
    if recent.count == Self.pieceLength {
      pieces.append(recent)
      recent = []
    }
    recent.append(bucket)
  }

  private mutating func merge() {
    let old = buckets
    (pieces, recent) = ([], [])
    for k in Swift.stride(from: 0, to: capacity, by: 2) {
      let (a, b) = (old[k], old[k + 1])
      guard !a.mean.isNaN, !b.mean.isNaN else {
        begin(a.mean.isNaN ? b : a)
        continue
      }
      begin(
        Bucket(mean: (a.mean + b.mean) / 2, low: min(a.low, b.low), high: max(a.high, b.high)))
    }
    stride *= 2
  }
}
