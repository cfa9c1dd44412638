import Math

/// Sums of squares over a batch, without padding lanes. A norm is √(sum / count).
extension KernelSet {
  @inline(__always) static func sumOfScaledSquares(
    of e: UnsafePointer<Scalar>, less f: UnsafePointer<Scalar>?, y0: UnsafePointer<Scalar>,
    y1: UnsafePointer<Scalar>, absolute: Scalar, relative: Scalar, shape: BatchShape
  ) -> Scalar {
    let e = registers(e)
    let f = f.map { registers($0) }
    return scaledSquares(
      y0: registers(y0), y1: registers(y1), absolute: absolute, relative: relative, shape: shape
    ) { k in
      f.map { subtract(e[k], $0[k]) } ?? e[k]
    }
  }

  @inline(__always) static func errorSumOfSquares(
    stages: UnsafePointer<Scalar>, stride: Int, coefficients: UnsafePointer<Scalar>,
    stageCount: Int,
    y0: UnsafePointer<Scalar>, y1: UnsafePointer<Scalar>, absolute: Scalar, relative: Scalar,
    shape: BatchShape
  ) -> Scalar {
    let stages = registers(stages)
    let step = stride / Register.scalarCount
    return scaledSquares(
      y0: registers(y0), y1: registers(y1), absolute: absolute, relative: relative, shape: shape
    ) { k in
      var e = splat(0)
      for j in 0..<stageCount where coefficients[j] != 0 {
        e = fma(splat(coefficients[j]), stages[j * step + k], e)
      }
      return e
    }
  }

  @inline(__always) private static func scaledSquares(
    y0: UnsafePointer<Register>, y1: UnsafePointer<Register>, absolute: Scalar, relative: Scalar,
    shape: BatchShape, of value: (Int) -> Register
  ) -> Scalar {
    let a = splat(absolute)
    let r = splat(relative)
    let tail = shape.samples - (shape.blocks - 1) * laneCount
    return total { part in
      let tail = tail - part * Register.scalarCount
      var total = splat(0)
      for feature in 0..<shape.features {
        for block in 0..<shape.blocks {
          let k = (feature * shape.blocks + block) * registersPerVector + part
          let scale = fma(r, maximum(magnitude(y0[k]), magnitude(y1[k])), a)
          var ratio = divide(value(k), scale)
          if block == shape.blocks - 1 && tail < Register.scalarCount {
            ratio = first(tail, of: ratio)
          }
          total = fma(ratio, ratio, total)
        }
      }
      return total
    }
  }
}
