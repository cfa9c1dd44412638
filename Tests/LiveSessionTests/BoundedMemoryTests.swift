import Testing

@testable import LiveSession

@Suite("A run's history and keyframes are bounded")
struct BoundedMemoryTests {
  /// Buckets by their definition: mean, least and greatest of each `stride` values.
  private static func buckets(of values: [Float], stride: Int) -> [History.Bucket] {
    var result: [History.Bucket] = []
    for start in Swift.stride(from: 0, to: values.count, by: stride) {
      let part = values[start..<min(start + stride, values.count)]
      result.append(
        History.Bucket(
          mean: part.reduce(0, +) / Float(part.count), low: part.min() ?? 0, high: part.max() ?? 0))
    }
    return result
  }

  @Test("A curve has the mean and extremes of equal intervals, within its capacity")
  func curve() {
    var history = History(capacity: 64)
    var values: [Float] = []
    for k in 0..<5000 {
      // Whole numbers, whose sums are exact in any order.
      let value = Float(k * 37 % 101)
      history.append(value)
      values.append(value)
      #expect(history.bucketCount <= 64 && history.bucketCount * history.stride >= values.count)
      guard k % 97 == 0 || k > 4990 else { continue }
      let wanted = Self.buckets(of: values, stride: history.stride)
      let found = history.buckets
      #expect(found.count == wanted.count && found.count == history.bucketCount)
      for (a, b) in zip(found, wanted) {
        #expect(a.low == b.low && a.high == b.high && abs(a.mean - b.mean) < 1e-3)
      }
    }
    #expect(history.count == 5000 && history.stride == 128)
    #expect(history.total == values.reduce(0) { $0 + Double($1) })
  }

  @Test("A copy does not change with the original")
  func copies() {
    var history = History(capacity: 128)
    var copies: [(copy: History, buckets: [History.Bucket])] = []
    for k in 0..<3000 {
      if k % 50 == 0 { copies.append((history, history.buckets)) }
      history.append(Float(k % 13))
    }
    for (copy, buckets) in copies { #expect(copy.buckets == buckets) }
    // A copy that gets the same values is equal again.
    var again = copies[30].copy
    for k in 1500..<3000 { again.append(Float(k % 13)) }
    #expect(again == history)
  }

  @Test("Keyframes that are thinned one by one fill the capacity", arguments: [2, 3, 8, 61])
  func keyframes(capacity: Int) {
    var moments = Keyframes<Int>(stride: 8, capacity: capacity, thinning: .oneByOne)
    for k in 0..<20_000 where moments.wants(k) {
      moments.append(k, k)
      #expect(moments.entries.count == min(capacity, k / 8 + 1) || k / 8 >= capacity)
      #expect(moments.entries.count <= capacity)
      if k / 8 >= capacity { #expect(moments.entries.count == capacity) }
      #expect(moments.entries.first?.iteration == 0 && moments.entries.last?.iteration == k)
      // Neighbours are at most the current stride apart.
      let places = moments.entries.map(\.iteration)
      #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 <= moments.stride && $1 > $0 })
    }
    #expect(moments.stride * capacity >= 20_000 - moments.stride)
    #expect(moments.stride * capacity <= 4 * 20_000)
  }

  @Test("Keyframes that are thinned all at once are evenly spaced")
  func gallery() {
    var gallery = Keyframes<Int>(stride: 32, capacity: 12, thinning: .atOnce)
    for k in 0..<5000 where gallery.wants(k) {
      gallery.append(k, k)
      let places = gallery.entries.map(\.iteration)
      #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 == gallery.stride })
      #expect(places.count <= 12 && (k < 32 * 12 || places.count >= 6))
    }
  }
}
