import Foundation
import Solvers
import Testing

@Suite("Losses and their gradients follow their formulas, and ignore padding")
struct LossesTests {
  /// Outputs and targets for the function, with padding that would ruin any sum.
  struct Batch<S: LaneScalar> {
    let shape: BatchShape
    let output: AlignedBuffer<S>
    let target: AlignedBuffer<S>

    init(_ function: LossFunction, features: Int, samples: Int) {
      shape = BatchShape(features: features, samples: samples, of: S.self)
      output = AlignedBuffer(random: shape.count, 21)
      target = AlignedBuffer(random: shape.count, 22)
      for c in 0..<features {
        for s in 0..<shape.stride {
          let k = c * shape.stride + s
          output.base[k] *= 5
          switch function {
          case .smoothL1, .squared:
            // Some distances are exactly 0 or 1.
            if s % 5 == 1 { output.base[k] = target.base[k] }
            if s % 5 == 2 { (output.base[k], target.base[k]) = (1.5, c % 2 == 0 ? 0.5 : 2.5) }
          case .logistic: target.base[k] = (s + c) % 3 == 0 ? 1 : -1
          case .crossEntropy:
            // The targets of every other sample are one class, the others are distributions.
            let isOne = s % features == c
            let share: S = isOne ? 0.5 : 0
            target.base[k] = s % 2 == 0 ? 2 * share : share + S(0.5) / S(features)
          }
          if s >= samples { (output.base[k], target.base[k]) = (1e30, -1e30) }
        }
      }
    }

    func loss(_ function: LossFunction, _ gradient: AlignedBuffer<S>, scale: S) -> S {
      withExtendedLifetime((output, target)) {
        S.kernels.loss(
          function, output.base, target: target.base, gradient: gradient.base, scale: scale,
          shape: shape)
      }
    }
  }

  /// One sample's loss and gradient, each with the factor of its rounding error.
  struct Naive {
    var value = 0.0
    var size = 0.0
    var slopes: [(value: Double, size: Double)] = []

    init(_ function: LossFunction, _ z: [Double], _ y: [Double]) {
      for c in z.indices {
        let d = z[c] - y[c]
        switch function {
        case .smoothL1:
          value += abs(d) < 1 ? d * d / 2 : abs(d) - 0.5
          size += abs(d) + d * d
          slopes.append((abs(d) < 1 ? d : d < 0 ? -1 : 1, 1))
        case .squared:
          value += d * d
          size += d * d
          slopes.append((2 * d, 2 * abs(d)))
        case .logistic:
          let m = y[c] * z[c]
          let loss = max(-m, 0) + log1p(exp(-abs(m)))
          value += loss
          size += loss + abs(m)
          slopes.append((-y[c] / (1 + exp(m)), 1))
        case .crossEntropy:
          let greatest = z.max() ?? 0
          let partition = z.map { exp($0 - greatest) }.reduce(0, +)
          let weight = y.reduce(0, +)
          value -= y[c] * (z[c] - greatest - log(partition))
          size += y[c] * (abs(z[c] - greatest) + log(partition) + 1)
          slopes.append((weight * exp(z[c] - greatest) / partition - y[c], weight + y[c]))
        }
      }
    }
  }

  func check<S: LaneScalar>(_: S.Type, _ function: LossFunction, _ features: Int, _ samples: Int) {
    let batch = Batch<S>(function, features: features, samples: samples)
    let shape = batch.shape
    let gradient = AlignedBuffer<S>(filled: shape.count + S.laneCount, .nan)
    let found = batch.loss(function, gradient, scale: 3)
    let (z, y) = (batch.output.doubles, batch.target.doubles)
    var (sum, size) = (0.0, 0.0)
    var wanted = Array(repeating: 0.0, count: shape.count)
    var bounds = wanted
    // A term is off by some ulps of its size, with one per output of a cross-entropy; the sum by
    // one per term.
    let own = Double(2 * features + 8) * Double(S.ulpOfOne)
    for s in 0..<samples {
      let places = (0..<features).map { $0 * shape.stride + s }
      let naive = Naive(function, places.map { z[$0] }, places.map { y[$0] })
      sum += naive.value
      size += naive.size
      for (k, slope) in zip(places, naive.slopes) {
        (wanted[k], bounds[k]) = (3 * slope.value, 3 * own * slope.size)
      }
    }
    let bound = (own + Double(features * samples) * Double(S.ulpOfOne)) * size
    #expect(abs(Double(found) - sum) <= bound, "\(S.self) \(function) \(features)×\(samples)")
    // The gradient of padding must be exactly 0.
    let miss = firstMiss(gradient, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(function) \(features)×\(samples)")
    #expect((shape.count..<gradient.count).allSatisfy { gradient.base[$0].isNaN })
  }

  @Test(
    "losses and gradients equal the naive ones; padding adds nothing and gets 0",
    arguments: LossFunction.allCases, raggedSizes)
  func formulas(function: LossFunction, samples: Int) {
    for features in [1, 2, 3, 5, 10] {
      check(Float.self, function, features, samples)
      check(Double.self, function, features, samples)
    }
  }

  @Test(
    "a gradient is the slope of the loss, by central differences", arguments: LossFunction.allCases)
  func slopes(function: LossFunction) {
    let (features, samples) = (3, 7)
    let shape = BatchShape(features: features, samples: samples, of: Double.self)
    let output = AlignedBuffer<Double>(random: shape.count, 21)
    let target = AlignedBuffer<Double>(count: shape.count)
    let gradient = AlignedBuffer<Double>(count: shape.count)
    for i in 0..<shape.count { output.base[i] *= 5 }
    for s in 0..<samples {
      for c in 0..<features {
        let isTarget = s % 3 == c
        target.base[c * shape.stride + s] =
          function == .crossEntropy ? (isTarget ? 1 : 0) : (isTarget ? 1 : -1)
      }
    }
    func value() -> Double {
      Double.kernels.loss(
        function, output.base, target: target.base, gradient: gradient.base, scale: 1, shape: shape)
    }
    let whole = value()
    let slopes = AlignedBuffer(copying: gradient)
    // A central difference errs by some ulps of the whole sum over h, and by h² times a third
    // derivative below 1.
    let h = 1e-5
    let bound = 8 * whole * Double.ulpOfOne / h + h * h
    for s in 0..<samples {
      for c in 0..<features {
        let k = c * shape.stride + s
        let kept = output.base[k]
        output.base[k] = kept + h
        let above = value()
        output.base[k] = kept - h
        let difference = (above - value()) / (2 * h)
        output.base[k] = kept
        #expect(abs(difference - slopes.base[k]) < bound)
      }
    }
    withExtendedLifetime(target) {}
  }

  @Test("smooth L1 is quadratic within 1 of the target and linear beyond")
  func smoothL1() {
    let shape = BatchShape(features: 1, samples: 5, of: Float.self)
    let output = AlignedBuffer<Float>(count: shape.count)
    let target = AlignedBuffer<Float>(count: shape.count)
    let gradient = AlignedBuffer<Float>(count: shape.count)
    let distances: [Float] = [0, 0.5, -0.5, 3, -3]
    for (i, d) in distances.enumerated() {
      output.base[i] = d + 1
      target.base[i] = 1
    }
    for i in 5..<shape.count { output.base[i] = 100 }
    let loss = Float.kernels.loss(
      .smoothL1, output.base, target: target.base, gradient: gradient.base, scale: 2, shape: shape)
    #expect(loss == 0.125 + 0.125 + 2.5 + 2.5)
    #expect((0..<5).map { gradient.base[$0] } == [0, 1, -1, 2, -2])
    #expect((5..<shape.count).allSatisfy { gradient.base[$0] == 0 })
  }

  @Test("logits of ±1000 have losses of 0 and 1000, and gradients of 0 and 1, without overflow")
  func extremes() {
    func check<S: LaneScalar>(_: S.Type) {
      let one = BatchShape(features: 1, samples: 2, of: S.self)
      let output = AlignedBuffer<S>(count: 2 * one.stride)
      let target = AlignedBuffer<S>(count: 2 * one.stride)
      let gradient = AlignedBuffer<S>(count: 2 * one.stride)
      (output.base[0], output.base[1], target.base[0], target.base[1]) = (1000, -1000, 1, 1)
      let logistic = S.kernels.loss(
        .logistic, output.base, target: target.base, gradient: gradient.base, scale: 1, shape: one)
      #expect(logistic == 1000)
      #expect(gradient.base[0] == 0 && gradient.base[1] == -1)
      // Both samples have logits 1000 and −1000; the first is in class 1, the second in class 2.
      let two = BatchShape(features: 2, samples: 2, of: S.self)
      let stride = two.stride
      (output.base[0], output.base[1]) = (1000, 1000)
      (output.base[stride], output.base[stride + 1]) = (-1000, -1000)
      (target.base[0], target.base[1]) = (1, 0)
      (target.base[stride], target.base[stride + 1]) = (0, 1)
      let entropy = S.kernels.loss(
        .crossEntropy, output.base, target: target.base, gradient: gradient.base, scale: 1,
        shape: two)
      #expect(entropy == 2000)
      #expect(gradient.base[0] == 0 && gradient.base[1] == 1)
      #expect(gradient.base[stride] == 0 && gradient.base[stride + 1] == -1)
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("every loss but cross-entropy is also a mean over outputs")
  func averages() {
    #expect(LossFunction.allCases.filter { !$0.averagesOutputs } == [.crossEntropy])
  }
}
