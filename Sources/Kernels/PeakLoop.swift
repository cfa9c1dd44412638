import Math

extension KernelSet {
  @inline(__always) static func multiplyAddChains(
    count: Int, factor: Scalar, term: Scalar
  ) -> Scalar {
    let m = splat(factor)
    let c = splat(term)
    var a0 = splat(1)
    var a1 = splat(2)
    var a2 = splat(3)
    var a3 = splat(4)
    var a4 = splat(5)
    var a5 = splat(6)
    var a6 = splat(7)
    var a7 = splat(8)
    var a8 = splat(9)
    var a9 = splat(10)
    var a10 = splat(11)
    var a11 = splat(12)
    for _ in 0..<count {
      a0 = fma(a0, m, c)
      a1 = fma(a1, m, c)
      a2 = fma(a2, m, c)
      a3 = fma(a3, m, c)
      a4 = fma(a4, m, c)
      a5 = fma(a5, m, c)
      a6 = fma(a6, m, c)
      a7 = fma(a7, m, c)
      a8 = fma(a8, m, c)
      a9 = fma(a9, m, c)
      a10 = fma(a10, m, c)
      a11 = fma(a11, m, c)
    }
    let low = add(add(add(a0, a1), add(a2, a3)), add(a4, a5))
    let high = add(add(add(a6, a7), add(a8, a9)), add(a10, a11))
    // (Modules share the library's vector sum, so it may be compiled for other registers.)
    let chains = add(low, high)
    var sum: Scalar = 0
    for k in 0..<Register.scalarCount { sum += chains[k] }
    return sum
  }
}
