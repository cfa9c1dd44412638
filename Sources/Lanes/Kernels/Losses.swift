import Elementary

/// What is minimised: the mean over samples of a function of output and target.
///
/// A new one is a case here, its value for one output below, and value with slope in `pointwise`.
public enum LossFunction: String, Sendable, CaseIterable {
  /// ½d² where |d| < 1, else |d| − ½, d = output − target (Huber's, β = 1): the paper's toy loss.
  case smoothL1 = "smooth-l1"
  /// d²
  case squared
  /// log(1 + e^(−y z)) of a logit z and a target y = ±1.
  case logistic
  /// −Σ_c y_c log softmax(z)_c of logits z and targets that are a distribution over the outputs
  /// (one of them 1).
  case crossEntropy = "cross-entropy"

  /// Is a mean taken over outputs too (PyTorch's means), or over samples alone?
  public var averagesOutputs: Bool { self != .crossEntropy }
}

extension LossFunction {
  /// The cross entropy in nats of the outputs of all classes, when `label` is the number of the
  /// right one.
  public static func crossEntropy(_ z: ArraySlice<Float>, label: Int) -> Double {
    let greatest = Double(z.max() ?? 0)
    let sum = z.reduce(0.0) { $0 + Elementary.exp(Double($1) - greatest) }
    return greatest + Elementary.log(sum) - Double(z[z.startIndex + label])
  }

  /// The loss of one output z with target y (see the cases); the cross entropy of a single logit is
  /// the logistic loss.
  public func value(_ z: Float, _ y: Float) -> Float {
    let d = abs(z - y)
    switch self {
    case .smoothL1: return d < 1 ? d * d / 2 : d - 0.5
    case .squared: return d * d
    case .logistic, .crossEntropy:
      let x = -y * z
      return x > 20 ? x : Float(Elementary.log1p(Elementary.exp(Double(x))))
    }
  }
}

extension LaneScalar {
  /// The sum of a loss over a batch, and its gradient times `scale`. Padding lanes count nothing
  /// and get gradient 0.
  ///
  /// - Parameters:
  ///   - output: outputs × samples.
  ///   - target: likewise.
  ///   - gradient: likewise, written.
  @inline(__always) static func lossKernel(
    _ function: LossFunction, _ output: UnsafePointer<Self>, target: UnsafePointer<Self>,
    gradient: UnsafeMutablePointer<Self>, scale: Self, shape: BatchShape
  ) -> Self {
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

  /// Value and derivative by the output.
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
      // log(1 + e^−m) with the margin m = y z, as max(−m, 0) + log(1 + e^−|m|); its slope is −y /
      // (1 + e^m).
      let m = multiply(y, z)
      let u = exponential(ofNonpositive: subtract(splat(0), magnitude(m)))
      let value = add(maximum(subtract(splat(0), m), splat(0)), logarithm(ofOnePlus: u))
      let wrong = divide(select(m, below: splat(0), one, u), add(one, u))
      return (value, subtract(splat(0), multiply(y, wrong)))
    }
  }

  /// A register of samples over all outputs: −Σ y_c (z_c − log Σ e^z), shifted by the greatest z so
  /// that nothing overflows.
  private static func crossEntropy(
    _ output: UnsafePointer<Register>, _ target: UnsafePointer<Register>,
    _ gradient: UnsafeMutablePointer<Register>, _ pitch: Int, _ scale: Self, _ outputs: Int
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
