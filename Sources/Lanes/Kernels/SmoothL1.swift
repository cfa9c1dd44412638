extension LaneScalar {
  /// Σ ½d² where |d| < 1, else |d| − ½, with d = output − target (smooth L1 with β = 1), and its gradient times
  /// `scale`. Padding lanes count nothing and get gradient 0.
  public static func smoothL1(
    _ output: UnsafePointer<Self>, target: UnsafePointer<Self>,
    gradient: UnsafeMutablePointer<Self>, scale: Self, shape: BatchShape
  ) -> Self {
    let output = vectors(output)
    let target = vectors(target)
    let gradient = vectors(gradient)
    let one = splat(1)
    let half = splat(0.5)
    let tail = shape.samples - (shape.blocks - 1) * laneCount
    var total = splat(0)
    for feature in 0..<shape.features {
      for block in 0..<shape.blocks {
        let k = feature * shape.blocks + block
        var d = subtract(output[k], target[k])
        if block == shape.blocks - 1 && tail < laneCount { d = first(tail, of: d) }
        let a = magnitude(d)
        let square = multiply(half, multiply(d, d))
        // For a padding lane d = 0, and the quadratic branch gives 0.
        total = add(total, select(a, below: one, square, subtract(a, half)))
        let slope = select(d, below: splat(0), splat(-1), one)
        gradient[k] = multiply(splat(scale), select(a, below: one, d, slope))
      }
    }
    return sum(total)
  }
}
