import Foundation
import Solvers

// What the tests of kernels compare by.
//
// Kernels are held to loops over numbers in Double that a reader can check. A sum of n terms
// rounds n times in the kernel and, where the kernel computes in Double too, n times in the loop,
// by half an ulp of a partial sum each; and no partial sum is greater than the sum of the terms'
// absolute values. So the two are within n · ulp · Σ|term| of each other, and a kernel that leaves
// out a term, or counts one twice, misses by a million times that.

/// Sizes with every remainder by 2, 3, 4, 6 and 8, which is how high and wide register tiles are,
/// smaller than a tile and larger. As samples they are one to nine vectors, full and not.
let raggedSizes = [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 31, 33, 64, 65]

/// Numbers that a seed gives.
struct Seeded {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed &* 7919 &+ 12345) }

  /// The next, uniform in −1…1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-52 - 1
  }
}

extension AlignedBuffer {
  /// Numbers in −1…1 that a seed gives; padding, being junk, is some of them.
  convenience init(random count: Int, _ seed: Int) {
    self.init(count: count)
    var numbers = Seeded(seed)
    for k in 0..<count { base[k] = Scalar(numbers.next()) }
  }

  /// One number everywhere: not a number, for instance, where nothing should be read or written.
  convenience init(filled count: Int, _ value: Scalar) {
    self.init(count: count)
    for k in 0..<count { base[k] = value }
  }

  /// The numbers as an array.
  var numbers: [Scalar] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// The numbers in Double, in which they are exact.
  var doubles: [Double] { numbers.map { Double($0) } }

  /// Are all bits of some numbers those of others? Zeros of two signs are not, and equal kinds of
  /// no number are.
  func hasBits(of other: AlignedBuffer, in range: Range<Int>? = nil) -> Bool {
    let range = range ?? 0..<min(count, other.count)
    let size = MemoryLayout<Scalar>.stride
    return withExtendedLifetime((self, other)) {
      memcmp(base + range.lowerBound, other.base + range.lowerBound, range.count * size) == 0
    }
  }
}

/// A sum in Double, and what its rounding is proportional to.
struct NaiveSum {
  /// The sum.
  var value = 0.0
  /// The sum of the terms' absolute values.
  var size = 0.0
  /// Terms.
  var terms = 0

  mutating func add(_ term: Double) {
    value += term
    size += abs(term)
    terms += 1
  }

  /// How far off a sum in another precision and order may be: n · ulp · Σ|term|. One rounding more
  /// is for products that are not fused with their addition; `more` are those of what is done
  /// besides.
  func bound<S: LaneScalar>(_: S.Type, more: Int = 0) -> Double {
    Double(terms + 1 + more) * Double(S.ulpOfOne) * size
  }
}

/// A number that is not what it should be.
struct Miss: CustomStringConvertible {
  let index: Int
  let found: Double
  let wanted: Double
  let bound: Double

  var description: String { "[\(index)] is \(found), not \(wanted) ± \(bound)" }
}

/// The first of some numbers that is further than its bound from what is wanted; nil for none. What
/// is not a number is far from everything.
func firstMiss<S: LaneScalar>(
  _ found: AlignedBuffer<S>, _ wanted: [Double], within bounds: [Double]
) -> Miss? {
  for k in wanted.indices {
    let x = Double(found.base[k])
    if !(abs(x - wanted[k]) <= bounds[k]) {
      return Miss(index: k, found: x, wanted: wanted[k], bound: bounds[k])
    }
  }
  return nil
}

/// The same with one bound for all.
func firstMiss<S: LaneScalar>(
  _ found: AlignedBuffer<S>, _ wanted: [Double], within bound: Double = 0
) -> Miss? {
  firstMiss(found, wanted, within: Array(repeating: bound, count: wanted.count))
}

/// a · b + c as the kernels' lanes have it: rounded once.
func multiplyAdd<S: LaneNumber>(_ a: S, _ b: S, _ c: S) -> S { c.addingProduct(a, b) }
