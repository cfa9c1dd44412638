/// A field of the plane as it is known: at the sites of a lattice, between them in proportion to
/// the four nearest. Places and vectors are in the units of a drawing, y downwards.
struct LatticeField {
  private let wide: Int
  private let high: Int
  private let values: [SIMD2<Float>]
  private let origin: SIMD2<Float>
  private let spacing: SIMD2<Float>

  /// The length of the longest of its finite vectors.
  let greatest: Float

  /// A field of `wide` × `high` vectors, the first axis fastest; nil when there are not as many,
  /// or fewer than two along an axis.
  ///
  /// - Parameters:
  ///   - origin: the first site.
  ///   - spacing: from it to the next one along both axes; either may be negative.
  init?(
    _ values: [SIMD2<Float>], wide: Int, high: Int, origin: SIMD2<Float>, spacing: SIMD2<Float>
  ) {
    guard wide > 1, high > 1, values.count == wide * high, spacing.x != 0, spacing.y != 0,
      (origin + spacing).x.isFinite, (origin + spacing).y.isFinite
    else { return nil }
    self.values = values
    self.wide = wide
    self.high = high
    self.origin = origin
    self.spacing = spacing
    greatest =
      values.map { ($0 * $0).sum() }.filter(\.isFinite).max()?.squareRoot() ?? 0
  }

  /// The vector at a place; nil outside the lattice. Not a number where a site beside it has none.
  func callAsFunction(_ place: SIMD2<Float>) -> SIMD2<Float>? {
    let at = (place - origin) / spacing
    guard at.x >= 0, at.y >= 0, at.x <= Float(wide - 1), at.y <= Float(high - 1) else {
      return nil
    }
    let (i, j) = (min(Int(at.x), wide - 2), min(Int(at.y), high - 2))
    let (u, v) = (at.x - Float(i), at.y - Float(j))
    let k = j * wide + i
    let first = values[k] + (values[k + 1] - values[k]) * u
    let second = values[k + wide] + (values[k + wide + 1] - values[k + wide]) * u
    return first + (second - first) * v
  }
}
