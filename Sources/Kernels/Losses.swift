import Math

extension KernelSet {
  /// Operands are outputs × samples. Padding lanes do not count and get gradient 0.
  @inline(__always) static func loss(
    _ function: LossFunction, _ output: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>,
    gradient: UnsafeMutablePointer<Scalar>, scale: Scalar, shape: BatchShape
  ) -> Scalar {
    let output = registers(output)
    let target = registers(target)
    let gradient = registers(gradient)
    let tail = shape.samples - (shape.blocks - 1) * laneCount
    // Registers from one output to the next.
    let pitch = shape.blocks * registersPerVector
    return total { part in
      var total = splat(0)
      for block in 0..<shape.blocks {
        let real = (block == shape.blocks - 1 ? tail : laneCount) - part * Register.scalarCount
        let start = block * registersPerVector + part
        if function == .crossEntropy {
          let value = crossEntropy(
            output + start, target + start, gradient + start, pitch, scale, shape.features)
          total = add(total, first(real, of: value))
          for feature in 0..<shape.features {
            let k = feature * pitch + start
            gradient[k] = first(real, of: gradient[k])
          }
          continue
        }
        for feature in 0..<shape.features {
          let k = feature * pitch + start
          let (value, slope) = pointwise(function, output[k], target[k])
          total = add(total, first(real, of: value))
          gradient[k] = first(real, of: multiply(splat(scale), slope))
        }
      }
      return total
    }
  }

  /// Value and derivative with respect to the output.
  @inline(__always) private static func pointwise(
    _ function: LossFunction, _ z: Register, _ y: Register
  ) -> (Register, Register) {
    let one = splat(1)
    let half = splat(0.5)
    switch function {
    case .smoothL1:
      let d = subtract(z, y)
      let a = magnitude(d)
      let sign = select(d, below: splat(0), splat(-1), one)
      return (
        select(a, below: one, multiply(half, multiply(d, d)), subtract(a, half)),
        select(a, below: one, d, sign)
      )
    case .squared:
      let d = subtract(z, y)
      return (multiply(d, d), add(d, d))
    case .logistic, .crossEntropy:
      // log(1 + e^−m), with the margin m = y z, is max(−m, 0) + log(1 + e^−|m|); its slope is
      // −y / (1 + e^m).
      let m = multiply(y, z)
      let u = exponential(ofNonpositive: subtract(splat(0), magnitude(m)))
      let value = add(maximum(subtract(splat(0), m), splat(0)), logarithm(ofOnePlus: u))
      let wrong = divide(select(m, below: splat(0), one, u), add(one, u))
      return (value, subtract(splat(0), multiply(y, wrong)))
    }
  }

  /// −Σ y_c (z_c − log Σ e^z) for one register of samples, shifted by the greatest z to avoid
  /// overflow.
  private static func crossEntropy(
    _ output: UnsafePointer<Register>, _ target: UnsafePointer<Register>,
    _ gradient: UnsafeMutablePointer<Register>, _ pitch: Int, _ scale: Scalar, _ outputs: Int
  ) -> Register {
    var greatest = output[0]
    for c in 1..<max(1, outputs) { greatest = maximum(output[c * pitch], greatest) }
    var partition = splat(0)
    var weight = splat(0)
    var score = splat(0)
    for c in 0..<outputs {
      let z = subtract(output[c * pitch], greatest)
      let e = exponential(ofNonpositive: z)
      gradient[c * pitch] = e
      partition = add(partition, e)
      weight = add(weight, target[c * pitch])
      score = fma(target[c * pitch], z, score)
    }
    for c in 0..<outputs {
      let share = divide(gradient[c * pitch], partition)
      gradient[c * pitch] = multiply(
        splat(scale), subtract(multiply(weight, share), target[c * pitch]))
    }
    return subtract(multiply(weight, logarithm(partition)), score)
  }
}
