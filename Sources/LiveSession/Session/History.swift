/// A curve over iterations in bounded memory: when full, neighbouring buckets merge and each covers
/// twice as many iterations.
///
/// Copies share what does not change any more: a run keeps one with each of its earlier moments, and
/// two hundred whole curves would be most of the memory that it takes.
package struct History: Sendable, Equatable {
  /// Iterations in one bucket (a power of two).
  package private(set) var stride = 1
  /// Values recorded.
  package private(set) var count = 0
  /// Their sum.
  package private(set) var total = 0.0
  /// At most this many buckets are kept (even).
  package let capacity: Int
  /// Buckets that are filled, `pieceLength` in each piece; a piece never changes.
  private var pieces: [[Bucket]] = []
  /// The buckets after them, at most `pieceLength`, of which the last may be part-filled.
  private var recent: [Bucket] = []

  /// Buckets in a piece: what a copy does not share is at most so much.
  private static let pieceLength = 32

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

  /// Mean, least and greatest value by bucket; the last bucket may be part-filled.
  ///
  /// - Complexity: O(`capacity`): whoever wants several keeps them.
  package var buckets: [Bucket] {
    var all: [Bucket] = []
    all.reserveCapacity(bucketCount)
    for piece in pieces { all += piece }
    return all + recent
  }

  /// Buckets kept.
  package var bucketCount: Int { pieces.count * Self.pieceLength + recent.count }

  /// Bytes that a copy does not share with the curve as it is later, at most.
  package static var unsharedBytes: Int { pieceLength * MemoryLayout<Bucket>.stride + 512 }

  /// Records the value of the next iteration.
  ///
  /// - Complexity: O(1) amortised.
  package mutating func append(_ value: Float) {
    let position = count % stride
    if position == 0 {
      if bucketCount == capacity { merge() }
      begin(Bucket(mean: value, low: value, high: value))
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
      begin(
        Bucket(mean: (a.mean + b.mean) / 2, low: min(a.low, b.low), high: max(a.high, b.high)))
    }
    stride *= 2
  }
}
