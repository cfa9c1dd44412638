import Foundation
import Solvers
import Testing

/// Convolutions by tiles, forward and back, against loops over nine taps.
extension WinogradTests {
  /// filters ∗ x + bias, run by run, as in a convolutional field.
  func convolve<S: LaneScalar>(
    _ x: Picture<S>, _ bank: FilterBank<S>, isPullback: Bool, bias: AlignedBuffer<S>?,
    cut: (tiles: Int, blocks: Int), into y: AlignedBuffer<S>
  ) {
    let (inputs, outputs) = (
      isPullback ? bank.outputs : bank.inputs, isPullback ? bank.inputs : bank.outputs
    )
    let filters = AlignedBuffer<S>(count: 16 * inputs * outputs)
    S.kernels.winogradFilters(bank, isPullback: isPullback, into: filters.base)
    for run in Self.runs(x.image, tiles: cut.tiles, blocks: cut.blocks) {
      let (from, to) = (
        run.pointPitch(channels: inputs) * S.laneCount,
        run.pointPitch(channels: outputs) * S.laneCount
      )
      let patches = AlignedBuffer<S>(count: 16 * from)
      let products = AlignedBuffer<S>(count: 16 * to)
      for row in 0..<4 {
        S.kernels.winogradInput(
          x.memory.base, run, channels: inputs, row: row, into: patches.base + 4 * row * from)
      }
      for point in 0..<16 {
        S.kernels.affine(
          AffineMap(
            y: products.base + point * to, x: patches.base + point * from,
            weights: filters.base + point * inputs * outputs, stride: outputs, outputs: outputs,
            inputs: inputs), blocks: run.vectors)
      }
      S.kernels.winogradOutput(
        products.base, run, channels: outputs, bias: bias.map { UnsafePointer($0.base) },
        epilogue: .none, gates: nil, into: y.base)
      withExtendedLifetime((patches, products, filters)) {}
    }
  }

  /// Intermediate values of a channel are at most 81 times a weight times a pixel: absolute row
  /// sums of Bᵀ, G and Aᵀ are at most 2, 1½ and 3, and each transform is along both sides,
  /// (2 · 1½ · 3)² = 81. There is a rounding per channel, and 13 of the transforms and the bias.
  func convolutionBound<S: LaneScalar>(_: S.Type, channels: Int) -> Double {
    Double(channels + 13) * Double(S.ulpOfOne) * 81 * Double(channels)
  }

  func checkConvolution<S: LaneScalar>(
    _: S.Type, _ height: Int, _ width: Int, outputs: Int, inputs: Int, skipped: Int
  ) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let x = Picture<S>(image, channels: inputs, 1)
    let z = Picture<S>(image, channels: outputs, 2)
    let bias = AlignedBuffer<S>(random: 16 * outputs, 3)
    let weights = AlignedBuffer<S>(random: outputs * (inputs + skipped) * 9, 4)
    let bank = FilterBank(
      weights: weights.base, outputs: outputs, inputs: inputs, skipped: skipped)
    func weight(_ o: Int, _ i: Int, _ r: Int, _ s: Int) -> Double {
      Double(weights.base[(o * (inputs + skipped) + skipped + i) * 9 + 3 * r + s])
    }
    let y = Picture<S>(image, channels: outputs, 5)
    let pulled = Picture<S>(image, channels: inputs, 6)
    for (number, cut) in Self.cuts.enumerated() {
      let first = (AlignedBuffer(copying: y.memory), AlignedBuffer(copying: pulled.memory))
      convolve(x, bank, isPullback: false, bias: bias, cut: cut, into: y.memory)
      convolve(z, bank, isPullback: true, bias: nil, cut: cut, into: pulled.memory)
      guard number > 0 else { continue }
      // The cut into runs changes no bit.
      #expect(y.memory.hasBits(of: first.0) && pulled.memory.hasBits(of: first.1))
    }
    // Nine taps of every channel, by loops.
    var (wanted, wantedPull) = (y.memory.doubles, pulled.memory.doubles)
    for row in 0..<height {
      for column in 0..<width {
        for lane in 0..<x.lanes {
          for o in 0..<outputs {
            var sum = Double(bias.base[image.borderClass(row, column) * outputs + o])
            for i in 0..<inputs {
              for r in 0..<3 {
                for s in 0..<3 {
                  sum += weight(o, i, r, s) * x.value(i, row + r - 1, column + s - 1, lane)
                }
              }
            }
            wanted[y.place(o, row, column, lane)] = sum
          }
          for i in 0..<inputs {
            var sum = 0.0
            for o in 0..<outputs {
              for r in 0..<3 {
                for s in 0..<3 {
                  sum += weight(o, i, r, s) * z.value(o, row - r + 1, column - s + 1, lane)
                }
              }
            }
            wantedPull[pulled.place(i, row, column, lane)] = sum
          }
        }
      }
    }
    let miss = firstMiss(
      y.memory, wanted, within: convolutionBound(S.self, channels: inputs))
    #expect(miss == nil, "\(S.self) \(height)×\(width), \(inputs) to \(outputs)")
    let pull = firstMiss(
      pulled.memory, wantedPull, within: convolutionBound(S.self, channels: outputs))
    #expect(pull == nil, "\(S.self) \(height)×\(width), \(outputs) back to \(inputs)")
  }

  @Test(
    "a convolution and its pullback are sums over nine taps, however they are cut into runs",
    arguments: sides, sides)
  func convolutions(height: Int, width: Int) {
    for (outputs, inputs, skipped) in [(1, 1, 0), (2, 5, 1), (9, 3, 0)] {
      checkConvolution(
        Float.self, height, width, outputs: outputs, inputs: inputs, skipped: skipped)
      checkConvolution(
        Double.self, height, width, outputs: outputs, inputs: inputs, skipped: skipped)
    }
  }

  func checkGradient<S: LaneScalar>(
    _: S.Type, _ height: Int, _ width: Int, outputs: Int, inputs: Int, skipped: Int,
    cut: (tiles: Int, blocks: Int)
  ) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let x = Picture<S>(image, channels: inputs, 1)
    let z = Picture<S>(image, channels: outputs, 2)
    let size = outputs * inputs
    let sums = AlignedBuffer<S>(count: 16 * size * S.laneCount)
    for run in Self.runs(image, tiles: cut.tiles, blocks: cut.blocks) {
      let (from, to) = (
        run.pointPitch(channels: inputs) * S.laneCount,
        run.pointPitch(channels: outputs) * S.laneCount
      )
      let (patches, cotangents) = (
        AlignedBuffer<S>(count: 4 * from), AlignedBuffer<S>(count: 4 * to)
      )
      for row in 0..<4 {
        S.kernels.winogradInput(x.memory.base, run, channels: inputs, row: row, into: patches.base)
        S.kernels.winogradCotangent(
          z.memory.base, run, channels: outputs, row: row, into: cotangents.base)
        for point in 0..<4 {
          S.accumulateOuterProduct(
            sums.base + (4 * row + point) * size * S.laneCount,
            rows: cotangents.base + point * to, rowCount: outputs,
            columns: patches.base + point * from, columnCount: inputs, blocks: run.vectors)
        }
      }
      withExtendedLifetime((patches, cotangents)) {}
    }
    let reduced = AlignedBuffer<S>(count: 16 * size)
    S.kernels.reduceLanes(sums.base, count: 16 * size, into: reduced.base, pitch: 1)
    let found = AlignedBuffer<S>(count: outputs * (inputs + skipped) * 9)
    let bank = FilterBank(
      weights: UnsafePointer(found.base), outputs: outputs, inputs: inputs, skipped: skipped)
    S.kernels.winogradFilterGradient(reduced.base, bank, addingTo: found.base)

    // Rounding is proportional to Σ over tiles and samples of the transforms' products, in absolute
    // values. A lane has one term per vector of a tile, then at most five additions of the tree,
    // four roundings of each of three transforms, and the addition to the result.
    let terms = image.tileRows * image.tileColumns * image.blocks
    let ulps = Double(terms + 5 + 13) * Double(S.ulpOfOne)
    var wanted = Array(repeating: 0.0, count: found.count)
    var bounds = wanted
    for o in 0..<outputs {
      for i in 0..<inputs {
        var sizes = Matrix(rows: 4, columns: 4) { _, _ in 0 }
        for row in 0..<image.tileRows {
          for column in 0..<image.tileColumns {
            for lane in 0..<x.lanes {
              let d = x.patch(i, 2 * row - 1, 2 * column - 1, lane, size: 4)
              let e = z.patch(o, 2 * row, 2 * column, lane, size: 2)
              let left = Self.output.transposed.magnitudes.around(e.magnitudes)
              sizes.add(left.times(Self.input.magnitudes.around(d.magnitudes)))
            }
          }
        }
        let size = Self.filter.transposed.magnitudes.around(sizes)
        for r in 0..<3 {
          for s in 0..<3 {
            let k = (o * (inputs + skipped) + skipped + i) * 9 + 3 * r + s
            for y in 0..<height {
              for column in 0..<width {
                for lane in 0..<x.lanes {
                  wanted[k] +=
                    z.value(o, y, column, lane) * x.value(i, y + r - 1, column + s - 1, lane)
                }
              }
            }
            bounds[k] = ulps * size[r, s]
          }
        }
      }
    }
    let miss = firstMiss(found, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(height)×\(width), \(inputs) to \(outputs)")
  }

  @Test(
    "a convolution's gradient is the sum of cotangent times pixel over pixels and samples",
    arguments: sides, sides)
  func gradients(height: Int, width: Int) {
    for (k, (outputs, inputs, skipped)) in [(1, 1, 0), (2, 3, 1), (3, 1, 0)].enumerated() {
      let cut = Self.cuts[(height + width + k) % Self.cuts.count]
      checkGradient(
        Float.self, height, width, outputs: outputs, inputs: inputs, skipped: skipped, cut: cut)
      checkGradient(
        Double.self, height, width, outputs: outputs, inputs: inputs, skipped: skipped, cut: cut)
    }
  }
}
