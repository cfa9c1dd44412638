import Math

/// Functions g: ℝ^d → ℝ, learned from noisy points. On the line every flow is monotone, which shows
/// best what augmentation changes.
extension DatasetKind {
  private static func function(
    _ name: String, _ summary: String, dimension: Int = 1,
    _ value: @escaping @Sendable (_ input: [Double]) -> Double
  ) -> DatasetKind {
    var kind = DatasetKind(name, summary, source: .function(value))
    kind.dimension = dimension
    kind.noise = 0.05
    kind.counts = dimension == 1 ? (0, 500) : (0, 2000)
    kind.signNames = ("", "")
    kind.probe = .learned
    return kind
  }

  /// sin 2x, which rises and falls.
  public static let waves = function("sin", "y = sin 2x, on the line") {
    Elementary.sin(2 * $0[0])
  }

  /// −1 below 0 and 1 above: a flow solved in few steps cannot jump.
  public static let step = function("step", "y = the sign of x, on the line") { $0[0] < 0 ? -1 : 1 }

  /// |x| − 1, which is not monotone: a NODE on the line cannot represent it.
  public static let absolute = function("abs", "y = |x| \u{2212} 1, on the line") { abs($0[0]) - 1 }

  /// Two bumps of unequal height.
  public static let bumps = function("bumps", "two bumps of unequal height, on the line") {
    let (x, y) = (3 * ($0[0] + 0.9), 3 * ($0[0] - 0.9))
    return Elementary.exp(-x * x) + 0.6 * Elementary.exp(-y * y)
  }

  /// A hill and a hollow in the plane.
  public static let hills = function("hills", "a hill and a hollow, in the plane", dimension: 2) {
    let (a, b) = ($0[0] - 0.7, $0[1] - 0.5)
    let (c, d) = ($0[0] + 0.7, $0[1] + 0.5)
    return Elementary.exp(-(a * a + b * b) / 0.5) - Elementary.exp(-(c * c + d * d) / 0.5)
  }
}
