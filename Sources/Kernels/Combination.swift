import Math

extension KernelSet {
  /// A Runge–Kutta stage, a step, an interpolant or a cotangent.
  ///
  /// Term j starts `j * stride` scalars after `terms`; each has `count` scalars, whole vectors. `y`
  /// can be `base`. Terms with coefficient 0 are not read.
  @inline(__always) static func combine(
    into y: UnsafeMutablePointer<Scalar>, base: UnsafePointer<Scalar>?, scale: Scalar,
    terms: UnsafePointer<Scalar>, stride: Int, coefficients: UnsafePointer<Scalar>, termCount: Int,
    count: Int
  ) {
    let y = registers(y)
    let base = base.map { registers($0) }
    let terms = registers(terms)
    let step = stride / Register.scalarCount
    let registerCount = count / Register.scalarCount
    // Four registers at a time, with one look at each coefficient.
    var k = 0
    while k < registerCount {
      let four = k + 4 <= registerCount
      var a0 = splat(0)
      var a1 = a0
      var a2 = a0
      var a3 = a0
      if let base {
        let s = splat(scale)
        a0 = multiply(s, base[k])
        if four {
          a1 = multiply(s, base[k + 1])
          a2 = multiply(s, base[k + 2])
          a3 = multiply(s, base[k + 3])
        }
      }
      for j in 0..<termCount where coefficients[j] != 0 {
        let c = splat(coefficients[j])
        let term = terms + (j * step + k)
        a0 = fma(c, term[0], a0)
        if four {
          a1 = fma(c, term[1], a1)
          a2 = fma(c, term[2], a2)
          a3 = fma(c, term[3], a3)
        }
      }
      y[k] = a0
      if four {
        y[k + 1] = a1
        y[k + 2] = a2
        y[k + 3] = a3
        k += 4
      } else {
        k += 1
      }
    }
  }
}
