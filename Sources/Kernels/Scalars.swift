import Math

/// Loops over single numbers, which would be slow in unspecialised generic code.
extension KernelSet {
  /// A method's coefficients times a step size, in the state's precision.
  @inline(__always) static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for k in 0..<count { result[k] = Scalar(values[k] * factor) }
  }

  /// A bias with the weights of a constant input t folded in.
  @inline(__always) static func addScaled(
    _ a: UnsafePointer<Scalar>, _ t: Scalar, _ b: UnsafePointer<Scalar>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for k in 0..<count { result[k] = a[k] + t * b[k &* stride] }
  }

  @inline(__always) static func negate(
    _ values: UnsafePointer<Scalar>, count: Int, into result: UnsafeMutablePointer<Scalar>
  ) {
    for k in 0..<count { result[k] = -values[k] }
  }

  /// `count` is rounded up to whole vectors.
  @inline(__always) static func gate(
    _ x: UnsafePointer<Scalar>, by h: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
    count: Int
  ) {
    let (x, h, y) = (registers(x), registers(h), registers(y))
    let registerCount = (count + laneCount - 1) / laneCount * registersPerVector
    for k in 0..<registerCount { y[k] = gated(x[k], where: h[k]) }
  }

  @inline(__always) static func gather(
    _ table: UnsafePointer<Scalar>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Scalar>
  ) {
    for i in 0..<dimension {
      let target = result + i &* stride
      for s in 0..<count { target[s] = table[Int(rows[s]) &* dimension &+ i] }
      for s in count..<stride { target[s] = 0 }
    }
  }

  @inline(__always) static func load(
    _ samples: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for i in 0..<shape.features {
      let target = result + i &* shape.stride
      let given = i < dimension ? shape.samples : 0
      for s in 0..<given { target[s] = Scalar(samples[s &* dimension &+ i]) }
      for s in given..<shape.stride { target[s] = 0 }
    }
  }

  @inline(__always) static func unload(
    _ source: UnsafePointer<Scalar>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<dimension {
      let row = source + i &* shape.stride
      for s in 0..<shape.samples { result[s &* dimension &+ i] = Float(row[s]) }
    }
  }

  /// Whether all numbers are finite; also false if their sum overflows.
  @inline(__always) static func hasFiniteSum(
    _ values: UnsafePointer<Scalar>, count: Int
  ) -> Bool {
    let vectors = count / laneCount
    let wide = registers(values)
    var sum = total { part in
      var total = splat(0)
      for k in 0..<vectors { total = add(total, wide[k &* registersPerVector &+ part]) }
      return total
    }
    for k in vectors * laneCount..<count { sum += values[k] }
    return sum.isFinite
  }
}
