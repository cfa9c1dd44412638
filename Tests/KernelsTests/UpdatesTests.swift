import Foundation
import Solvers
import Testing

@Suite("Updates follow the optimisers' papers")
struct UpdatesTests {
  /// Parameters, with room behind them that no update may touch, and the optimiser's state.
  struct Memory<S: LaneScalar> {
    let theta: AlignedBuffer<S>
    let first: AlignedBuffer<S>
    let second: AlignedBuffer<S>
    let padded: Int

    init(_ count: Int) {
      padded = (count + S.laneCount - 1) / S.laneCount * S.laneCount
      theta = AlignedBuffer(random: padded + S.laneCount, 31)
      first = AlignedBuffer(count: padded + S.laneCount)
      second = AlignedBuffer(count: padded + S.laneCount)
      for k in count..<padded { theta.base[k] = 0 }
      for buffer in [theta, first, second] {
        for k in padded..<buffer.count { buffer.base[k] = 1234 }
      }
    }

    /// The gradient of update k; its padding is 0.
    func gradient(_ k: Int, _ count: Int) -> AlignedBuffer<S> {
      let gradient = AlignedBuffer<S>(random: padded, 40 + k)
      for i in count..<padded { gradient.base[i] = 0 }
      return gradient
    }

    func apply(_ update: ParameterUpdate<S>, _ gradient: AlignedBuffer<S>, count: Int) {
      S.kernels.update(
        theta.base, gradient: gradient.base, memory: (first.base, second.base), count: count, update
      )
      withExtendedLifetime((self, gradient)) {}
    }

    /// Whether padding is still 0, and the room behind it unchanged.
    func isKept(_ count: Int) -> Bool {
      [theta, first, second].allSatisfy { buffer in
        (count..<padded).allSatisfy { buffer.base[$0] == 0 }
          && (padded..<buffer.count).allSatisfy { buffer.base[$0] == 1234 }
      }
    }
  }

  static let updates = 5

  func checkAdam<S: LaneScalar>(_: S.Type, _ count: Int, decay: Double) {
    let memory = Memory<S>(count)
    var x = Array(memory.theta.doubles.prefix(count))
    var m = Array(repeating: 0.0, count: count)
    var v = m
    for k in 1...Self.updates {
      let g = memory.gradient(k, count)
      let adam = AdamUpdate<S>(learningRate: 0.1, k: k, weightDecay: decay)
      memory.apply(.adam(adam), g, count: count)
      // The constants in the kernel's precision: 1 − 0.999 in Float is not 0.001.
      let (firstRest, secondRest) = (Double(1 - adam.firstDecay), Double(1 - adam.secondDecay))
      for i in 0..<count {
        let g = Double(g.base[i])
        m[i] = Double(adam.firstDecay) * m[i] + firstRest * g
        v[i] = Double(adam.secondDecay) * v[i] + secondRest * g * g
        let root = v[i].squareRoot() * Double(adam.secondCorrection) + Double(adam.epsilon)
        x[i] = x[i] * Double(adam.shrinkage) - Double(adam.stepSize) * m[i] / root
      }
    }
    // After K updates the moments are off by 4K ulps of the greatest gradient G, and the corrected
    // √v is at least √0.001 G / √(1 − 0.999⁵) = 0.4 G. stepSize is at most 1, so each of the K
    // steps is off by at most 16K ulps.
    let bound = 16 * Double(Self.updates * Self.updates) * Double(S.ulpOfOne)
    let miss = firstMiss(memory.theta, x, within: bound)
    #expect(miss == nil, "\(S.self) \(count)")
    let moments = (
      firstMiss(memory.first, m, within: bound), firstMiss(memory.second, v, within: bound)
    )
    #expect(moments.0 == nil && moments.1 == nil, "\(S.self) \(count)")
    #expect(memory.isKept(count), "\(S.self) \(count)")
  }

  @Test(
    "Adam and AdamW follow their formulas, and change nothing behind whole vectors",
    arguments: raggedSizes, [0, 0.3])
  func adam(count: Int, decay: Double) {
    checkAdam(Float.self, count, decay: decay)
    checkAdam(Double.self, count, decay: decay)
  }

  func checkMomentum<S: LaneScalar>(_: S.Type, _ count: Int) {
    let memory = Memory<S>(count)
    let (rate, momentum) = (S(0.1), S(0.9))
    var x = Array(memory.theta.doubles.prefix(count))
    var v = Array(repeating: 0.0, count: count)
    for k in 1...Self.updates {
      let g = memory.gradient(k, count)
      memory.apply(.momentum(rate: rate, momentum: momentum), g, count: count)
      for i in 0..<count {
        v[i] = Double(momentum) * v[i] + Double(g.base[i])
        x[i] -= Double(rate) * v[i]
      }
    }
    // A velocity is at most K, and each update rounds it twice; a parameter takes a tenth of that,
    // and rounds twice.
    let bound = 2 * Double(Self.updates * Self.updates) * Double(S.ulpOfOne)
    let misses = (
      firstMiss(memory.theta, x, within: bound), firstMiss(memory.first, v, within: bound)
    )
    #expect(misses.0 == nil && misses.1 == nil, "\(S.self) \(count)")
    // Momentum does not use the second moment.
    #expect((0..<memory.padded).allSatisfy { memory.second.base[$0] == 0 })
    #expect(memory.isKept(count), "\(S.self) \(count)")
  }

  @Test(
    "momentum follows its formula, and changes nothing behind whole vectors",
    arguments: raggedSizes)
  func momentum(count: Int) {
    checkMomentum(Float.self, count)
    checkMomentum(Double.self, count)
  }

  @Test("Adam's corrections are right for update k", arguments: [1, 2, 3, 10, 1000, 100_000])
  func corrections(k: Int) {
    let adam = AdamUpdate<Double>(
      learningRate: 0.01, k: k, firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-7,
      weightDecay: 0.25)
    // A power of k factors is off by k ulps, and 1 − 0.999 magnifies that a thousandfold.
    let bound = Double(k + 1000) * Double.ulpOfOne
    let step = 0.01 / (1 - pow(0.9, Double(k)))
    #expect(abs(adam.stepSize - step) <= bound * step)
    let correction = 1 / (1 - pow(0.999, Double(k))).squareRoot()
    #expect(abs(adam.secondCorrection - correction) <= bound * correction)
    #expect(adam.firstDecay == 0.9 && adam.secondDecay == 0.999 && adam.epsilon == 1e-7)
    #expect(adam.shrinkage == 0.9975)
    let plain = AdamUpdate<Float>(learningRate: 0.01, k: k)
    #expect(plain.firstDecay == 0.9 && plain.secondDecay == 0.999 && plain.epsilon == 1e-8)
    #expect(plain.shrinkage == 1)
  }

  func checkDecay<S: LaneScalar>(_: S.Type, _ count: Int) {
    let theta = AlignedBuffer<S>(random: count, 1)
    let gradient = AlignedBuffer<S>(random: count + 1, 2)
    let before = gradient.doubles
    S.kernels.addDecay(0.3, theta.base, to: gradient.base, count: count)
    var (wanted, bounds) = (before, Array(repeating: 0.0, count: before.count))
    for k in 0..<count {
      var sum = NaiveSum()
      sum.add(before[k])
      sum.add(Double(S(0.3)) * Double(theta.base[k]))
      (wanted[k], bounds[k]) = (sum.value, sum.bound(S.self))
    }
    let miss = firstMiss(gradient, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(count)")
  }

  @Test(
    "weight decay adds a multiple of the parameters to the gradient, and writes no further",
    arguments: raggedSizes)
  func decay(count: Int) {
    checkDecay(Float.self, count)
    checkDecay(Double.self, count)
  }
}
