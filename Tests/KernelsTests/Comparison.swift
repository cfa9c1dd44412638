import Foundation
import Solvers

// Kernels are compared with simple loops in Double. A sum of n terms rounds n times in the kernel
// and, if the kernel computes in Double, n times in the loop, by half an ulp of a partial sum each.
// No partial sum exceeds the sum of the terms' absolute values. So the two are within
// n · ulp · Σ|term| of each other; a missing or repeated term misses by a million times that.

/// Sizes with every remainder by 2, 3, 4, 6 and 8, the heights and widths of register tiles, both
/// smaller and larger than a tile. As samples they are one to nine vectors, full and partial.
let raggedSizes = [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 31, 33, 64, 65]

extension AlignedBuffer {
  /// One number everywhere, such as NaN where nothing may be read or written.
  convenience init(filled count: Int, _ value: Scalar) {
    self.init(count: count)
    for k in 0..<count { base[k] = value }
  }

  /// Whether all bits agree: zeros of different sign do not, equal NaNs do.
  func hasBits(of other: AlignedBuffer, in range: Range<Int>? = nil) -> Bool {
    let range = range ?? 0..<min(count, other.count)
    let size = MemoryLayout<Scalar>.stride
    return withExtendedLifetime((self, other)) {
      memcmp(base + range.lowerBound, other.base + range.lowerBound, range.count * size) == 0
    }
  }
}

/// A sum in Double, and the factors of its rounding error.
struct NaiveSum {
  var value = 0.0
  /// The sum of the terms' absolute values.
  var size = 0.0
  var terms = 0

  mutating func add(_ term: Double) {
    value += term
    size += abs(term)
    terms += 1
  }

  /// The error bound of the sum in another precision and order: n · ulp · Σ|term|. One extra
  /// rounding is for products that are not fused with their addition, `more` for other operations.
  func bound<S: LaneScalar>(_: S.Type, more: Int = 0) -> Double {
    Double(terms + 1 + more) * Double(S.ulpOfOne) * size
  }
}

/// A wrong number.
struct Miss: CustomStringConvertible {
  let index: Int
  let found: Double
  let wanted: Double
  let bound: Double

  var description: String { "[\(index)] is \(found), not \(wanted) ± \(bound)" }
}

/// The first number further than its bound from the wanted one, or NaN; nil for none.
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

/// a · b + c rounded once, as in the kernels' lanes.
func multiplyAdd<S: LaneNumber>(_ a: S, _ b: S, _ c: S) -> S { c.addingProduct(a, b) }
