import Solvers

/// Results of every kernel, on fixed random numbers: equal to the bit in every set of kernels and on
/// every machine. `.ci/arm` compiles this file too, in Embedded Swift.
enum KernelBits {
  /// The committed digests, for Float and Double.
  static let expected: (float: UInt64, double: UInt64) = (
    0x56e3_0991_4118_23c2, 0x3a8a_0965_58dc_b320
  )

  /// The kernels' outputs, in order.
  final class Results<S: KernelSet> {
    var bits: [(name: String, numbers: [S.Scalar])] = []

    /// Passes memory to a kernel, and stores the result.
    func room(_ name: String, _ count: Int, _ body: (UnsafeMutablePointer<S.Scalar>) -> Void) {
      let buffer = AlignedBuffer<S.Scalar>(random: count, 99)
      body(buffer.base)
      bits.append((name, buffer.numbers))
    }
  }

  private static func maps<S: KernelSet>(_ results: Results<S>, _ outputs: Int, _ inputs: Int) {
    let blocks = 3
    let lanes = S.Scalar.laneCount
    let x = AlignedBuffer<S.Scalar>(random: inputs * blocks * lanes, 1)
    let weights = AlignedBuffer<S.Scalar>(random: inputs * outputs, 2)
    let bias = AlignedBuffer<S.Scalar>(random: outputs, 3)
    for epilogue in AffineEpilogue.all {
      let gates = AlignedBuffer<S.Scalar>(random: outputs * blocks * lanes, 4)
      results.room("\(name(of: epilogue)) \(outputs)×\(inputs)", outputs * blocks * lanes) { y in
        S.affine(
          AffineMap(
            y: y, x: x.base, weights: weights.base, stride: outputs, bias: bias.base,
            outputs: outputs, inputs: inputs, epilogue: epilogue, gates: gates.base),
          blocks: blocks)
      }
      results.bits.append(("gates of \(name(of: epilogue))", gates.numbers))
    }
    withExtendedLifetime((x, weights, bias)) {}
  }

  private static func products<S: KernelSet>(
    _ results: Results<S>, _ rowCount: Int, _ columnCount: Int
  ) {
    let (blocks, lanes) = (3, S.Scalar.laneCount)
    let rows = AlignedBuffer<S.Scalar>(random: rowCount * blocks * lanes, 5)
    let columns = AlignedBuffer<S.Scalar>(random: columnCount * blocks * lanes, 6)
    for isTotal in [false, true] {
      let sums = AlignedBuffer<S.Scalar>(random: rowCount * columnCount * lanes, 7)
      results.room("product \(rowCount)×\(columnCount)", rowCount * columnCount) { totals in
        let starts = [
          (UnsafePointer(rows.base), UnsafePointer(columns.base)),
          (UnsafePointer(rows.base), UnsafePointer(columns.base)),
        ]
        starts.map { $0.0 }.withUnsafeBufferPointer { z in
          starts.map { $0.1 }.withUnsafeBufferPointer { x in
            guard let z = z.baseAddress, let x = x.baseAddress else { return }
            var product = OuterProduct(
              sums.base, rows: z, rowCount: rowCount, columns: x, columnCount: columnCount,
              blocks: blocks, evaluations: 2)
            if isTotal {
              product.totals = totals
              product.totalsPitch = columnCount
            }
            S.accumulate(product)
          }
        }
        if !isTotal {
          S.reduceLanes(sums.base, count: rowCount * columnCount, into: totals, pitch: 1)
        }
      }
    }
    results.room("row sums", rowCount * lanes) { sums in
      S.accumulateRowSums(
        sums, times: nil, t: 0, rows: rows.base, rowCount: rowCount, rowPitch: blocks,
        blocks: blocks)
    }
    withExtendedLifetime((rows, columns)) {}
  }

  private static func solver<S: KernelSet>(_ results: Results<S>, samples: Int) {
    let shape = BatchShape(features: 3, samples: samples, of: S.Scalar.self)
    let stages = AlignedBuffer<S.Scalar>(random: 7 * shape.count, 8)
    let (y0, y1) = (
      AlignedBuffer<S.Scalar>(random: shape.count, 9),
      AlignedBuffer<S.Scalar>(random: shape.count, 10)
    )
    let coefficients = AlignedBuffer<S.Scalar>([0.1, 0, -0.3, 0.7, 0.2, -0.9, 0.4])
    results.room("combine", shape.count) {
      S.combine(
        into: $0, base: y0.base, scale: 1, terms: stages.base, stride: shape.count,
        coefficients: coefficients.base, termCount: 7, count: shape.count)
    }
    let kept = AlignedBuffer<S.Scalar>(count: shape.count + shape.stride)
    let cotangent = AlignedBuffer<S.Scalar>(random: shape.count, 19)
    let sums = AlignedBuffer<S.Scalar>(count: shape.features * S.Scalar.laneCount)
    results.room("layer norm", shape.count) {
      let norm = LayerNorm(
        y: $0, x: y0.base, kept: kept.base, features: shape.features, scale: coefficients.base,
        bias: nil, epsilon: 0.01)
      S.normalize(norm, blocks: shape.blocks)
      S.normalizePullback(
        norm, cotangent: cotangent.base, sums: sums.base, blocks: shape.blocks)
    }
    results.bits.append(("pullback of the norm", cotangent.numbers + sums.numbers))
    results.room("norms", 2) {
      $0[0] = S.errorSumOfSquares(
        stages: stages.base, stride: shape.count, coefficients: coefficients.base, stageCount: 7,
        y0: y0.base, y1: y1.base, absolute: 1e-3, relative: 1e-2, shape: shape)
      $0[1] = S.sumOfScaledSquares(
        of: stages.base, less: y1.base, y0: y0.base, y1: y1.base, absolute: 1e-3, relative: 1e-2,
        shape: shape)
    }
    for function in LossFunction.allCases {
      let gradient = AlignedBuffer<S.Scalar>(random: shape.count, 11)
      results.room("\(function.rawValue)", 1) {
        $0[0] = S.loss(
          function, y0.base, target: y1.base, gradient: gradient.base, scale: 0.5, shape: shape)
      }
      results.bits.append(("gradient of \(function.rawValue)", gradient.numbers))
    }
    let updates: [ParameterUpdate<S.Scalar>] = [
      .adam(AdamUpdate(learningRate: 1e-3, k: 3)), .momentum(rate: 0.1, momentum: 0.9),
    ]
    for update in updates {
      let memory = (
        AlignedBuffer<S.Scalar>(random: shape.count, 12),
        AlignedBuffer<S.Scalar>(
          AlignedBuffer<S.Scalar>(random: shape.count, 13).doubles.map { abs($0) })
      )
      results.room("update", shape.count) {
        S.update(
          $0, gradient: y1.base, memory: (memory.0.base, memory.1.base), count: shape.count, update)
      }
      results.bits.append(("moments", memory.0.numbers + memory.1.numbers))
    }
    withExtendedLifetime((stages, y0, y1, coefficients)) {}
  }

  private static func images<S: KernelSet>(_ results: Results<S>) {
    let (channels, filters, lanes) = (3, 5, S.Scalar.laneCount)
    let image = PaddedImage(height: 5, width: 7, blocks: 1)
    let run = TileRun(image: image, row: 1, first: 0, count: 4, block: 0, blocks: 1)
    let pixels = AlignedBuffer<S.Scalar>(random: image.pitch * channels * lanes, 14)
    let weights = AlignedBuffer<S.Scalar>(random: channels * filters * 9, 15)
    let bank = FilterBank(weights: weights.base, outputs: filters, inputs: channels, skipped: 0)
    results.room("filters", 16 * channels * filters) {
      S.winogradFilters(bank, isPullback: false, into: $0)
    }
    let size = run.pointPitch(channels: channels) * lanes
    results.room("input", 16 * size) {
      for row in 0..<4 {
        S.winogradInput(
          pixels.base, run, channels: channels, row: row, into: $0 + 4 * row * size)
      }
    }
    results.room("cotangent", 4 * size) {
      S.winogradCotangent(pixels.base, run, channels: channels, row: 2, into: $0)
    }
    let products = AlignedBuffer<S.Scalar>(random: 16 * size, 16)
    for epilogue in AffineEpilogue.all {
      let gates = AlignedBuffer<S.Scalar>(random: image.pitch * channels * lanes, 17)
      results.room("output, \(name(of: epilogue))", image.pitch * channels * lanes) {
        S.winogradOutput(
          products.base, run, channels: channels, bias: nil, epilogue: epilogue, gates: gates.base,
          into: $0)
      }
    }
    let gradient = AlignedBuffer<S.Scalar>(random: 16 * channels * filters, 18)
    results.room("filters' gradient", channels * filters * 9) {
      S.winogradFilterGradient(gradient.base, bank, addingTo: $0)
    }
    withExtendedLifetime((pixels, weights, products, gradient)) {}
  }

  /// The results of every kernel.
  static func all<S: KernelSet>(_: S.Type) -> [(name: String, numbers: [S.Scalar])] {
    let results = Results<S>()
    for (outputs, inputs) in [(1, 1), (2, 3), (7, 2), (9, 5), (13, 8), (32, 32), (17, 33)] {
      maps(results, outputs, inputs)
      products(results, outputs, inputs)
    }
    for samples in [1, 15, 16, 33, 64] { solver(results, samples: samples) }
    images(results)
    return results.bits
  }

  private static func name(of epilogue: AffineEpilogue) -> String {
    switch epilogue {
    case .none: "none"
    case .accumulate: "accumulate"
    case .activation(let activation): activation.rawValue
    case .gate(let activation): "gate of \(activation.rawValue)"
    }
  }

  /// The digest of `all`; NaNs count as equal.
  static func digest<S: KernelSet>(_: S.Type) -> UInt64 {
    var digest = BitDigest()
    for result in all(S.self) {
      for number in result.numbers { digest.add(number.isNaN ? .nan : Double(number)) }
    }
    return digest.value
  }
}
