import Foundation
import Lanes
import Testing

/// Kernels against loops that a reader can check, over shapes whose samples, features and tiles do not fit.
@Suite("Kernels compute their formulas") struct KernelTests {
  static let shapes = [
    (1, 1, 1), (3, 2, 1), (5, 3, 7), (4, 4, 8), (32, 3, 64), (3, 32, 64), (33, 31, 17), (7, 9, 65),
    (2, 2, 100),
  ]

  static func random<S: LaneScalar>(_ count: Int, _ seed: Int, as: S.Type) -> AlignedBuffer<S> {
    let buffer = AlignedBuffer<S>(count: count)
    var state = UInt64(seed &* 7919 &+ 12345)
    for i in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      buffer.base[i] = S(Double(state >> 33) / Double(1 << 31) * 2 - 1)
    }
    return buffer
  }

  /// Rounding of a sum of n products of numbers below 1.
  static func bound<S: LaneScalar>(_ n: Int, _: S.Type) -> Double {
    Double(n + 2) * Double(S.ulpOfOne)
  }

  func checkAffine<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, _ samples: Int) {
    let x = BatchShape(features: inputs, samples: samples, of: S.self)
    let y = BatchShape(features: outputs, samples: samples, of: S.self)
    let input = Self.random(x.count, 1, as: S.self)
    let output = AlignedBuffer<S>(count: y.count)
    let gates = Self.random(y.count, 4, as: S.self)
    let bias = Self.random(outputs, 3, as: S.self)
    // Rows of weights longer than they need to be: a part of a matrix.
    for stride in [outputs, outputs + 3] {
      let weights = Self.random(stride * inputs, 2, as: S.self)
      for epilogue in [
        AffineEpilogue.none, .relu, .softplus, .tanh, .reluGate, .softplusGate, .tanhGate,
        .accumulate,
      ] {
        let scale = 3.0
        // What was stored before counts for one epilogue, and must not for the others.
        for i in 0..<y.count { output.base[i] = S(i % 7) / 4 }
        S.affine(
          AffineMap(
            y: output.base, x: input.base, weights: weights.base, stride: stride, bias: bias.base,
            outputs: outputs, inputs: inputs, epilogue: epilogue, gates: gates.base),
          blocks: y.blocks)
        for o in 0..<outputs {
          for s in 0..<samples {
            var z = Double(bias.base[o])
            for i in 0..<inputs {
              z +=
                Double(weights.base[i * stride + o])
                * Double(input.base[i * x.stride + s])
            }
            let h = Double(gates.base[o * y.stride + s])
            let expected: Double =
              switch epilogue {
              case .none: z
              case .accumulate: z + Double((o * y.stride + s) % 7) / 4
              case .relu: max(0, z)
              case .softplus: log1p(exp(z))
              case .tanh: tanh(z)
              case .reluGate: h > 0 ? z : 0
              case .softplusGate: z * (1 - exp(-max(h, 0)))
              case .tanhGate: z * (1 - h * h)
              }
            // A softplus has values h ≥ 0 only: others are no gates.
            if epilogue == .softplusGate && h < 0 { continue }
            let found = Double(output.base[o * y.stride + s])
            #expect(
              abs(found - expected) <= scale * Self.bound(inputs, S.self),
              "\(epilogue) \(outputs)×\(inputs)×\(samples)")
          }
        }
      }
    }
  }

  @Test("affine maps agree with sums in Double, with every epilogue", arguments: shapes)
  func affine(shape: (Int, Int, Int)) {
    checkAffine(Float.self, shape.0, shape.1, shape.2)
    checkAffine(Double.self, shape.0, shape.1, shape.2)
  }

  func checkOuter<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let r = BatchShape(features: rows, samples: samples, of: S.self)
    let c = BatchShape(features: columns, samples: samples, of: S.self)
    let z = Self.random(r.count, 5, as: S.self)
    let x = Self.random(c.count, 6, as: S.self)
    let sums = AlignedBuffer<S>(count: rows * columns * S.laneCount)
    let biases = AlignedBuffer<S>(count: rows * S.laneCount)
    let times = AlignedBuffer<S>(count: rows * S.laneCount)
    let result = AlignedBuffer<S>(count: rows * columns + 2 * rows)
    for _ in 0..<2 {
      S.accumulateOuterProduct(
        sums.base, rows: z.base, rowCount: rows, columns: x.base, columnCount: columns,
        blocks: r.blocks)
      S.accumulateRowSums(
        biases.base, times: times.base, t: 0.25, rows: z.base, rowCount: rows, blocks: r.blocks)
    }
    S.reduceLanes(sums.base, count: rows * columns, into: result.base)
    S.reduceLanes(biases.base, count: rows, into: result.base + rows * columns)
    S.reduceLanes(times.base, count: rows, into: result.base + rows * columns + rows)
    // Padding lanes of random buffers count too: a backward pass has zeros there.
    for o in 0..<rows {
      var total = 0.0
      for s in 0..<r.stride { total += Double(z.base[o * r.stride + s]) }
      let limit = 4 * Self.bound(r.stride, S.self)
      #expect(abs(Double(result.base[rows * columns + o]) - 2 * total) <= limit)
      #expect(abs(Double(result.base[rows * columns + rows + o]) - 0.5 * total) <= limit)
      for i in 0..<columns {
        var sum = 0.0
        for s in 0..<r.stride {
          sum += Double(z.base[o * r.stride + s]) * Double(x.base[i * c.stride + s])
        }
        #expect(abs(Double(result.base[o * columns + i]) - 2 * sum) <= limit)
      }
    }
  }

  @Test("outer products and row sums agree with sums in Double", arguments: shapes)
  func outer(shape: (Int, Int, Int)) {
    checkOuter(Float.self, shape.0, shape.1, shape.2)
    checkOuter(Double.self, shape.0, shape.1, shape.2)
  }

  /// The outer product of several evaluations three ways: one at a time, all at once to accumulators, all at once to totals.
  func checkEvaluations<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let count = 5
    let shape = BatchShape(features: 1, samples: samples, of: S.self)
    let z = (0..<count).map { Self.random(rows * shape.stride, 20 + $0, as: S.self) }
    let x = (0..<count).map { Self.random(columns * shape.stride, 40 + $0, as: S.self) }
    let room = rows * columns * S.laneCount
    let (single, all) = (AlignedBuffer<S>(count: room), AlignedBuffer<S>(count: room))
    for e in 0..<count {
      S.accumulateOuterProduct(
        single.base, rows: z[e].base, rowCount: rows, columns: x[e].base, columnCount: columns,
        blocks: shape.blocks)
    }
    let lists = (z.map { UnsafePointer($0.base) }, x.map { UnsafePointer($0.base) })
    // A row of totals is longer than it has columns, as that of a field with a time.
    let pitch = columns + 1
    let totals = AlignedBuffer<S>(count: rows * pitch)
    lists.0.withUnsafeBufferPointer { rowList in
      lists.1.withUnsafeBufferPointer { columnList in
        guard let r = rowList.baseAddress, let c = columnList.baseAddress else { return }
        var product = OuterProduct(
          all.base, rows: r, rowCount: rows, columns: c, columnCount: columns,
          blocks: shape.blocks, evaluations: count)
        S.accumulate(product)
        product.sums = nil
        product.startsAtZero = true
        product.totals = totals.base
        product.totalsPitch = pitch
        S.accumulate(product)
      }
    }
    for k in 0..<room { #expect(all.base[k] == single.base[k]) }
    let reduced = AlignedBuffer<S>(count: rows * columns)
    S.reduceLanes(single.base, count: rows * columns, into: reduced.base)
    for r in 0..<rows {
      for c in 0..<columns {
        #expect(totals.base[r * pitch + c] == reduced.base[r * columns + c])
      }
    }
    withExtendedLifetime((z, x)) {}
  }

  @Test(
    "of several evaluations at once an outer product is what it is one by one, to the bit",
    arguments: shapes)
  func evaluations(shape: (Int, Int, Int)) {
    checkEvaluations(Float.self, shape.0, shape.1, shape.2)
    checkEvaluations(Double.self, shape.0, shape.1, shape.2)
  }

  @Test("a vector's lanes are added quarter to quarter, then neighbour to neighbour")
  func tree() {
    let values: [Float] = [
      1, 1e8, -1e8, 3, 0.1, 7, 1e-8, -2, 5, 2e7, 1, -3, 0.5, 0.25, 1e7, 9,
    ]
    let sums = AlignedBuffer<Float>(count: 16)
    for (k, value) in values.enumerated() { sums.base[k] = value }
    var quarter: [Float] = []
    for k in 0..<4 {
      let upper = values[k] + values[k + 8]
      let lower = values[k + 4] + values[k + 12]
      quarter.append(upper + lower)
    }
    let (left, right) = (quarter[0] + quarter[1], quarter[2] + quarter[3])
    let result = AlignedBuffer<Float>(count: 1)
    Float.reduceLanes(sums.base, count: 1, into: result.base)
    let wanted: Float = left + right
    #expect(result.base[0] == wanted)
    #expect(Float.laneCount == 16 && Double.laneCount == 8)
  }

  @Test("norms leave padding lanes out", arguments: shapes)
  func norms(shape: (Int, Int, Int)) {
    let s = BatchShape(features: shape.0, samples: shape.2, of: Double.self)
    let stages = Self.random(3 * s.count, 7, as: Double.self)
    let y0 = Self.random(s.count, 8, as: Double.self)
    let y1 = Self.random(s.count, 9, as: Double.self)
    let c = AlignedBuffer<Double>(count: 3)
    (c.base[0], c.base[1], c.base[2]) = (0.5, 0, -2)
    let found = Double.errorSumOfSquares(
      stages: stages.base, stride: s.count, coefficients: c.base, stageCount: 3, y0: y0.base,
      y1: y1.base, absolute: 0.1, relative: 0.2, shape: s)
    var expected = 0.0
    for i in 0..<shape.0 {
      for k in 0..<shape.2 {
        let j = i * s.stride + k
        let e = 0.5 * stages.base[j] - 2 * stages.base[2 * s.count + j]
        let ratio = e / (0.1 + 0.2 * max(abs(y0.base[j]), abs(y1.base[j])))
        expected += ratio * ratio
      }
    }
    #expect(abs(found - expected) <= 1e-13 * expected)
  }

  @Test("softplus and tanh are right to a few units in the last place, over their whole range")
  func activations() {
    func check<S: LaneScalar>(_: S.Type) {
      let n = 4096
      let shape = BatchShape(features: 1, samples: n, of: S.self)
      let x = AlignedBuffer<S>(count: shape.count)
      let y = AlignedBuffer<S>(count: shape.count)
      let one = AlignedBuffer<S>(count: 1)
      one.base[0] = 1
      for range in [0.05, 1, 20, 80] {
        for i in 0..<n { x.base[i] = S((Double(i) / Double(n - 1) * 2 - 1) * range) }
        for (epilogue, exact) in [
          (AffineEpilogue.softplus, { (z: Double) in z > 20 ? z : log1p(exp(z)) }),
          (.tanh, { tanh($0) }),
        ] {
          S.affine(
            AffineMap(
              y: y.base, x: x.base, weights: one.base, stride: 1, outputs: 1, inputs: 1,
              epilogue: epilogue), blocks: shape.blocks)
          var worst = 0.0
          for i in 0..<n {
            let expected = exact(Double(x.base[i]))
            worst = max(
              worst,
              abs(Double(y.base[i]) - expected) / max(abs(expected), Double(S.leastNormalMagnitude))
            )
          }
          #expect(worst <= 8 * Double(S.ulpOfOne), "\(S.self) \(epilogue) to \(range)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("smooth L1 is quadratic within 1 of the target and linear beyond; padding counts nothing")
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
    let loss = Float.loss(
      .smoothL1, output.base, target: target.base, gradient: gradient.base, scale: 2, shape: shape)
    #expect(loss == 0.125 + 0.125 + 2.5 + 2.5)
    #expect((0..<5).map { gradient.base[$0] } == [0, 1, -1, 2, -2])
    #expect((5..<shape.count).allSatisfy { gradient.base[$0] == 0 })
  }

  @Test("losses and their gradients are their formulas", arguments: LossFunction.allCases)
  func losses(function: LossFunction) {
    let shape = BatchShape(features: 3, samples: 7, of: Double.self)
    let output = Self.random(shape.count, 21, as: Double.self)
    let target = AlignedBuffer<Double>(count: shape.count)
    let gradient = AlignedBuffer<Double>(count: shape.count)
    for i in 0..<shape.count { output.base[i] *= 5 }
    for s in 0..<7 {
      for c in 0..<3 {
        let isTarget = s % 3 == c
        target.base[c * shape.stride + s] =
          function == .crossEntropy ? (isTarget ? 1 : 0) : (isTarget ? 1 : -1)
      }
    }
    func value() -> Double {
      Double.loss(
        function, output.base, target: target.base, gradient: gradient.base, scale: 1, shape: shape)
    }
    var expected = 0.0
    for s in 0..<7 {
      let z = (0..<3).map { output.base[$0 * shape.stride + s] }
      let y = (0..<3).map { target.base[$0 * shape.stride + s] }
      for c in 0..<3 {
        let d = abs(z[c] - y[c])
        let term: Double =
          switch function {
          case .smoothL1: d < 1 ? d * d / 2 : d - 0.5
          case .squared: d * d
          case .logistic: log(1 + exp(-y[c] * z[c]))
          case .crossEntropy: -y[c] * (z[c] - log(z.map(exp).reduce(0, +)))
          }
        expected += term
      }
    }
    #expect(abs(value() - expected) < 1e-13 * expected)
    let slopes = AlignedBuffer(copying: gradient)
    // A central difference rounds to some ulps of the whole sum over h, and cuts off h² times a third derivative
    // below 1.
    let h = 1e-5
    let bound = 8 * expected * Double.ulpOfOne / h + h * h
    for s in 0..<7 {
      for c in 0..<3 {
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
  }

  @Test("momentum, Adam and AdamW are their formulas over some updates")
  func updates() {
    let n = 5
    for (isAdam, decay) in [(true, 0.0), (true, 0.3), (false, 0.0)] {
      let theta = Self.random(n, 31, as: Double.self)
      let memory = (AlignedBuffer<Double>(count: n), AlignedBuffer<Double>(count: n))
      var x = (0..<n).map { theta.base[$0] }
      var m = Array(repeating: 0.0, count: n)
      var v = m
      for k in 1...4 {
        let g = Self.random(n, 40 + k, as: Double.self)
        let update: ParameterUpdate<Double> =
          isAdam
          ? .adam(AdamUpdate(learningRate: 0.1, k: k, weightDecay: decay))
          : .momentum(rate: 0.1, momentum: 0.9)
        Double.update(
          theta.base, gradient: g.base, memory: (memory.0.base, memory.1.base), count: n, update)
        for i in 0..<n {
          if isAdam {
            m[i] = 0.9 * m[i] + 0.1 * g.base[i]
            v[i] = 0.999 * v[i] + 0.001 * g.base[i] * g.base[i]
            let first = m[i] / (1 - pow(0.9, Double(k)))
            let second = v[i] / (1 - pow(0.999, Double(k)))
            x[i] = x[i] * (1 - 0.1 * decay) - 0.1 * first / (second.squareRoot() + 1e-8)
          } else {
            m[i] = 0.9 * m[i] + g.base[i]
            x[i] -= 0.1 * m[i]
          }
          #expect(abs(x[i] - theta.base[i]) < 1e-12)
        }
      }
    }
  }
}
