import Math

extension KernelSet {
  /// Two passes: the mean first, so that the variance does not cancel.
  static func normalize(_ norm: LayerNorm<Scalar>, blocks: Int) {
    let count = blocks &* registersPerVector
    let (x, y, kept) = (registers(norm.x), registers(norm.y), registers(norm.kept))
    let share = splat(1 / Scalar(norm.features))
    for k in 0..<count {
      var sum = splat(0)
      for i in 0..<norm.features { sum = add(sum, x[i &* count &+ k]) }
      let mean = multiply(sum, share)
      var squares = splat(0)
      for i in 0..<norm.features {
        let centred = subtract(x[i &* count &+ k], mean)
        squares = fma(centred, centred, squares)
      }
      let deviation = squareRoot(fma(squares, share, splat(norm.epsilon)))
      let inverse = divide(splat(1), deviation)
      kept[norm.features &* count &+ k] = inverse
      for i in 0..<norm.features {
        let normal = multiply(subtract(x[i &* count &+ k], mean), inverse)
        kept[i &* count &+ k] = normal
        y[i &* count &+ k] = fma(
          norm.scale.map { splat($0[i]) } ?? splat(1), normal,
          norm.bias.map { splat($0[i]) } ?? splat(0))
      }
    }
  }

  /// With n the kept values and c = γ · cotangent: (c − mean c − n · mean(c n))/√(var x + ε). Adds
  /// the gradient of γ to `sums`, a vector per feature.
  static func normalizePullback(
    _ norm: LayerNorm<Scalar>, cotangent: UnsafeMutablePointer<Scalar>,
    sums: UnsafeMutablePointer<Scalar>, blocks: Int
  ) {
    let count = blocks &* registersPerVector
    let (z, kept, sums) = (registers(cotangent), registers(norm.kept), registers(sums))
    let share = splat(1 / Scalar(norm.features))
    for k in 0..<count {
      var (plain, weighted) = (splat(0), splat(0))
      for i in 0..<norm.features {
        let (place, normal) = (i &* count &+ k, kept[i &* count &+ k])
        let sum = i &* registersPerVector &+ k % registersPerVector
        sums[sum] = fma(z[place], normal, sums[sum])
        z[place] = multiply(norm.scale.map { splat($0[i]) } ?? splat(1), z[place])
        plain = add(plain, z[place])
        weighted = fma(z[place], normal, weighted)
      }
      let (mean, slope) = (multiply(plain, share), multiply(weighted, share))
      let inverse = kept[norm.features &* count &+ k]
      for i in 0..<norm.features {
        let place = i &* count &+ k
        let rest = subtract(subtract(z[place], mean), multiply(kept[place], slope))
        z[place] = multiply(rest, inverse)
      }
    }
  }
}
