import Foundation
import Lanes
import Testing

/// Convolutions by Winograd's transforms, each transform and all of them together.
@Suite struct WinogradTests {
  /// A small matrix in Double.
  struct Matrix {
    let rows: Int
    let columns: Int
    var values: [Double]

    init(_ rows: [[Double]]) {
      self.rows = rows.count
      columns = rows[0].count
      values = rows.flatMap { $0 }
    }

    init(rows: Int, columns: Int, _ value: (Int, Int) -> Double) {
      (self.rows, self.columns) = (rows, columns)
      values = (0..<rows * columns).map { value($0 / columns, $0 % columns) }
    }

    subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

    var transposed: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }

    /// Absolute values, number by number: what a product's rounding is proportional to is the
    /// product of those.
    var magnitudes: Matrix { Matrix(rows: rows, columns: columns) { abs(self[$0, $1]) } }

    /// self · inner · selfᵀ
    func around(_ inner: Matrix) -> Matrix {
      let left = Matrix(rows: rows, columns: inner.columns) { r, c in
        (0..<columns).reduce(0) { $0 + self[r, $1] * inner[$1, c] }
      }
      return Matrix(rows: rows, columns: rows) { r, c in
        (0..<columns).reduce(0) { $0 + left[r, $1] * self[c, $1] }
      }
    }

    /// Number by number.
    func times(_ other: Matrix) -> Matrix {
      Matrix(rows: rows, columns: columns) { self[$0, $1] * other[$0, $1] }
    }

    mutating func add(_ other: Matrix) { for k in values.indices { values[k] += other.values[k] } }
  }

  // The matrices of the paper.
  static let filter = Matrix([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
  static let input = Matrix([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
  static let output = Matrix([[1, 1, 1, 0], [0, 1, -1, -1]])

  /// A transform adds four times at most, along each side twice; four roundings of half an ulp, and
  /// as many in the loops.
  static let transformRoundings = 4.0

  /// An image of so many channels, of random pixels and padding lanes, with a border of zeros.
  struct Picture<S: LaneScalar> {
    let image: PaddedImage
    let channels: Int
    let memory: AlignedBuffer<S>
    let lanes: Int

    init(_ image: PaddedImage, channels: Int, _ seed: Int) {
      (self.image, self.channels) = (image, channels)
      lanes = image.blocks * S.laneCount
      memory = AlignedBuffer(random: channels * image.pitch * S.laneCount, seed)
      image.clearBorder(memory.base, channels: channels)
    }

    /// Where a lane of a pixel is.
    func place(_ channel: Int, _ y: Int, _ x: Int, _ lane: Int) -> Int {
      (channel * image.pitch + image.vector(y, x)) * S.laneCount + lane
    }

    /// A lane of a pixel, 0 outside.
    func value(_ channel: Int, _ y: Int, _ x: Int, _ lane: Int) -> Double {
      guard (0..<image.height).contains(y), (0..<image.width).contains(x) else { return 0 }
      return Double(memory.base[place(channel, y, x, lane)])
    }

    /// So many rows and columns of pixels from (y, x) on.
    func patch(_ channel: Int, _ y: Int, _ x: Int, _ lane: Int, size: Int) -> Matrix {
      Matrix(rows: size, columns: size) { value(channel, y + $0, x + $1, lane) }
    }
  }

  /// Runs that cover an image, of so many tiles and vectors at most.
  static func runs(_ image: PaddedImage, tiles: Int, blocks: Int) -> [TileRun] {
    (0..<image.tileRows).flatMap { row in
      stride(from: 0, to: image.tileColumns, by: tiles).flatMap { first in
        stride(from: 0, to: image.blocks, by: blocks).map { block in
          TileRun(
            image: image, row: row, first: first, count: min(tiles, image.tileColumns - first),
            block: block, blocks: min(blocks, image.blocks - block))
        }
      }
    }
  }

  /// Ways to cut an image into runs: whole rows, single tiles, two tiles, and one vector of a
  /// pixel.
  static let cuts: [(tiles: Int, blocks: Int)] = [(100, 100), (1, 100), (2, 100), (1, 1)]
  static let sides = [1, 2, 3, 4, 5, 7]

  /// Calls a closure with every lane of what a run is transformed to: channel, tile, lane of the
  /// pixel, and the number's place at point 0.
  static func forEachLane<S: LaneScalar>(
    _ run: TileRun, channels: Int, of: S.Type, _ body: (Int, Int, Int, Int) -> Void
  ) {
    for channel in 0..<channels {
      for tile in 0..<run.count {
        for k in 0..<run.blocks * S.laneCount {
          let place = (channel * run.vectors + tile * run.blocks) * S.laneCount + k
          body(channel, tile, run.block * S.laneCount + k, place)
        }
      }
    }
  }

  // MARK: Filters

  func checkFilters<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, skipped: Int) {
    let weights = AlignedBuffer<S>(random: outputs * (inputs + skipped) * 9, 1)
    let bank = FilterBank(
      weights: weights.base, outputs: outputs, inputs: inputs, skipped: skipped)
    let size = outputs * inputs
    for isPullback in [false, true] {
      let found = AlignedBuffer<S>(filled: 16 * size + 1, 1234)
      S.winogradFilters(bank, isPullback: isPullback, into: found.base)
      var wanted = Array(repeating: 1234.0, count: 16 * size + 1)
      var bounds = Array(repeating: 0.0, count: 16 * size + 1)
      for o in 0..<outputs {
        for i in 0..<inputs {
          let start = (o * (inputs + skipped) + skipped + i) * 9
          let g = Matrix(rows: 3, columns: 3) { r, s in
            Double(weights.base[start + (isPullback ? 8 - 3 * r - s : 3 * r + s)])
          }
          // Input-major as a map takes its weights; the pullback's inputs are the outputs.
          let place = isPullback ? o * inputs + i : i * outputs + o
          let u = Self.filter.around(g)
          let sizes = Self.filter.magnitudes.around(g.magnitudes)
          for point in 0..<16 {
            wanted[point * size + place] = u.values[point]
            bounds[point * size + place] =
              Self.transformRoundings * Double(S.ulpOfOne) * sizes.values[point]
          }
        }
      }
      let miss = firstMiss(found, wanted, within: bounds)
      #expect(miss == nil, "\(S.self) \(outputs)×\(inputs), \(isPullback)")
    }
  }

  @Test(
    "filters are transformed as the paper has it; for a pullback turned and transposed",
    arguments: 0...2)
  func filters(skipped: Int) {
    for (outputs, inputs) in [(1, 1), (1, 3), (2, 1), (3, 5), (8, 8), (9, 4)] {
      checkFilters(Float.self, outputs, inputs, skipped: skipped)
      checkFilters(Double.self, outputs, inputs, skipped: skipped)
    }
  }

  func checkFilterGradient<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, skipped: Int) {
    let size = outputs * inputs
    let gradient = AlignedBuffer<S>(random: 16 * size, 1)
    let found = AlignedBuffer<S>(random: outputs * (inputs + skipped) * 9 + 1, 2)
    var wanted = found.doubles
    var bounds = Array(repeating: 0.0, count: wanted.count)
    let bank = FilterBank(
      weights: UnsafePointer(found.base), outputs: outputs, inputs: inputs, skipped: skipped)
    S.winogradFilterGradient(gradient.base, bank, addingTo: found.base)
    for o in 0..<outputs {
      for i in 0..<inputs {
        let u = Matrix(rows: 4, columns: 4) { r, s in
          Double(gradient.base[(4 * r + s) * size + o * inputs + i])
        }
        let g = Self.filter.transposed.around(u)
        let sizes = Self.filter.transposed.magnitudes.around(u.magnitudes)
        for tap in 0..<9 {
          let k = (o * (inputs + skipped) + skipped + i) * 9 + tap
          // One rounding more is that of the addition to what there is.
          bounds[k] =
            (Self.transformRoundings + 1) * Double(S.ulpOfOne)
            * (abs(wanted[k]) + sizes.values[tap])
          wanted[k] += g.values[tap]
        }
      }
    }
    let miss = firstMiss(found, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(outputs)×\(inputs) after \(skipped)")
  }

  @Test(
    "a gradient of transformed filters is added to that of the filters, and none to others",
    arguments: 0...2)
  func filterGradients(skipped: Int) {
    for (outputs, inputs) in [(1, 1), (1, 3), (2, 1), (3, 5), (8, 8), (9, 4)] {
      checkFilterGradient(Float.self, outputs, inputs, skipped: skipped)
      checkFilterGradient(Double.self, outputs, inputs, skipped: skipped)
    }
  }

  // MARK: Pixels

  /// The points of a transform of all runs: what `transform` finds in a picture, from a patch of so
  /// many pixels that starts so far from the tile, within the transform's roundings; and what lies
  /// between the points is left.
  func checkPoints<S: LaneScalar>(
    _ picture: Picture<S>, _ matrix: Matrix, start: Int, size: Int, rows: Range<Int>, run: TileRun,
    _ transform: (AlignedBuffer<S>) -> Void
  ) {
    let pitch = run.pointPitch(channels: picture.channels) * S.laneCount
    #expect(run.vectors == run.count * run.blocks)
    let found = AlignedBuffer<S>(filled: 4 * rows.count * pitch, 1234)
    transform(found)
    var wanted = Array(repeating: 1234.0, count: found.count)
    var bounds = Array(repeating: 0.0, count: found.count)
    Self.forEachLane(run, channels: picture.channels, of: S.self) { channel, tile, lane, place in
      let patch = picture.patch(
        channel, 2 * run.row + start, 2 * (run.first + tile) + start, lane, size: size)
      let points = matrix.around(patch)
      let sizes = matrix.magnitudes.around(patch.magnitudes)
      for r in rows {
        for s in 0..<4 {
          let k = (4 * (r - rows.lowerBound) + s) * pitch + place
          wanted[k] = points[r, s]
          bounds[k] = Self.transformRoundings * Double(S.ulpOfOne) * sizes[r, s]
        }
      }
    }
    let miss = firstMiss(found, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(run.image.height)×\(run.image.width) row \(run.row) \(rows)")
  }

  func checkPixels<S: LaneScalar>(_: S.Type, _ height: Int, _ width: Int) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let channels = 3
    let picture = Picture<S>(image, channels: channels, 1)
    for cut in Self.cuts {
      for run in Self.runs(image, tiles: cut.tiles, blocks: cut.blocks) {
        let base = picture.memory.base
        checkPoints(picture, Self.input, start: -1, size: 4, rows: 0..<4, run: run) {
          S.winogradInput(base, run, channels: channels, row: nil, into: $0.base)
        }
        for row in 0..<4 {
          checkPoints(picture, Self.input, start: -1, size: 4, rows: row..<row + 1, run: run) {
            S.winogradInput(base, run, channels: channels, row: row, into: $0.base)
          }
          checkPoints(
            picture, Self.output.transposed, start: 0, size: 2, rows: row..<row + 1, run: run
          ) {
            S.winogradCotangent(base, run, channels: channels, row: row, into: $0.base)
          }
        }
      }
    }
  }

  @Test(
    "patches and cotangents of images of any size are transformed as the paper has it, run by run",
    arguments: sides, sides)
  func pixels(height: Int, width: Int) {
    checkPixels(Float.self, height, width)
    checkPixels(Double.self, height, width)
  }

  func checkRowsAndAll<S: LaneScalar>(_: S.Type, _ height: Int, _ width: Int) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let picture = Picture<S>(image, channels: 3, 1)
    for run in Self.runs(image, tiles: 2, blocks: 2) {
      let size = 4 * run.pointPitch(channels: 3) * S.laneCount
      let (all, rows) = (AlignedBuffer<S>(count: 4 * size), AlignedBuffer<S>(count: 4 * size))
      S.winogradInput(picture.memory.base, run, channels: 3, row: nil, into: all.base)
      for row in 0..<4 {
        S.winogradInput(
          picture.memory.base, run, channels: 3, row: row, into: rows.base + row * size)
      }
      #expect(rows.hasBits(of: all), "\(S.self) \(height)×\(width)")
    }
    withExtendedLifetime(picture) {}
  }

  @Test(
    "all four rows of a transform at once are what they are one by one, to the bit",
    arguments: sides)
  func rowsAndAll(height: Int) {
    for width in Self.sides {
      checkRowsAndAll(Float.self, height, width)
      checkRowsAndAll(Double.self, height, width)
    }
  }

  func checkOutput<S: LaneScalar>(_: S.Type, _ height: Int, _ width: Int, hasBias: Bool) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let channels = 3
    let bias = AlignedBuffer<S>(random: 16 * channels, 2)
    for (number, epilogue) in AffineEpilogue.every.enumerated() {
      let cut = Self.cuts[number % Self.cuts.count]
      let before = AlignedBuffer<S>(random: channels * image.pitch * S.laneCount, 3)
      let gates = epilogue.gates(before.count, 4, of: S.self)
      let found = AlignedBuffer(copying: before)
      var wanted = before.doubles
      var bounds = Array(repeating: 0.0, count: wanted.count)
      for run in Self.runs(image, tiles: cut.tiles, blocks: cut.blocks) {
        let pitch = run.pointPitch(channels: channels) * S.laneCount
        let products = AlignedBuffer<S>(random: 16 * pitch, 5 + run.row + run.first + run.block)
        S.winogradOutput(
          products.base, run, channels: channels,
          bias: hasBias ? UnsafePointer(bias.base) : nil, epilogue: epilogue, gates: gates.base,
          into: found.base)
        Self.forEachLane(run, channels: channels, of: S.self) { channel, tile, lane, place in
          for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let (y, x) = (2 * run.row + dy, 2 * (run.first + tile) + dx)
            guard y < height, x < width else { continue }
            var sum = NaiveSum()
            if hasBias { sum.add(Double(bias.base[image.borderClass(y, x) * channels + channel])) }
            for point in 0..<16 {
              let factor = Self.output[dy, point / 4] * Self.output[dx, point % 4]
              if factor != 0 { sum.add(factor * Double(products.base[point * pitch + place])) }
            }
            let k = (channel * image.pitch + image.vector(y, x)) * S.laneCount + lane
            (wanted[k], bounds[k]) = epilogue.naive(
              sum, gate: Double(gates.base[k]), before: Double(before.base[k]), of: S.self)
          }
        }
      }
      // Of what is no pixel, the border and what rounds it up to tiles, nothing is written.
      let miss = firstMiss(found, wanted, within: bounds)
      #expect(miss == nil, "\(S.self) \(epilogue) \(height)×\(width)")
    }
  }

  @Test(
    "products become pixels with every epilogue and a bias by border class, and nothing else",
    arguments: sides, sides)
  func outputs(height: Int, width: Int) {
    for hasBias in [true, false] {
      checkOutput(Float.self, height, width, hasBias: hasBias)
      checkOutput(Double.self, height, width, hasBias: hasBias)
    }
  }

  // MARK: All together

  /// filters ∗ x + bias, run by run, as a convolution's field does it.
  func convolve<S: LaneScalar>(
    _ x: Picture<S>, _ bank: FilterBank<S>, isPullback: Bool, bias: AlignedBuffer<S>?,
    cut: (tiles: Int, blocks: Int), into y: AlignedBuffer<S>
  ) {
    let (inputs, outputs) = (
      isPullback ? bank.outputs : bank.inputs, isPullback ? bank.inputs : bank.outputs
    )
    let filters = AlignedBuffer<S>(count: 16 * inputs * outputs)
    S.winogradFilters(bank, isPullback: isPullback, into: filters.base)
    for run in Self.runs(x.image, tiles: cut.tiles, blocks: cut.blocks) {
      let (from, to) = (
        run.pointPitch(channels: inputs) * S.laneCount,
        run.pointPitch(channels: outputs) * S.laneCount
      )
      let patches = AlignedBuffer<S>(count: 16 * from)
      let products = AlignedBuffer<S>(count: 16 * to)
      S.winogradInput(x.memory.base, run, channels: inputs, row: nil, into: patches.base)
      for point in 0..<16 {
        S.affine(
          AffineMap(
            y: products.base + point * to, x: patches.base + point * from,
            weights: filters.base + point * inputs * outputs, stride: outputs, outputs: outputs,
            inputs: inputs), blocks: run.vectors)
      }
      S.winogradOutput(
        products.base, run, channels: outputs, bias: bias.map { UnsafePointer($0.base) },
        epilogue: .none, gates: nil, into: y.base)
      withExtendedLifetime((patches, products, filters)) {}
    }
  }

  /// What a channel adds to a pixel passes numbers of at most 81 times a weight times a pixel, in
  /// absolute values: rows of Bᵀ, G and Aᵀ add up to 2, 1½ and 3 at most, and each transform is
  /// along both sides, (2 · 1½ · 3)² = 81. On the way are as many roundings as channels, and 13 of
  /// the transforms and the bias.
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
      // In which runs an image is cut changes no bit.
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
    "a convolution and its pullback are the sums over nine taps, however cut into runs",
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
        S.winogradInput(x.memory.base, run, channels: inputs, row: row, into: patches.base)
        S.winogradCotangent(z.memory.base, run, channels: outputs, row: row, into: cotangents.base)
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
    S.reduceLanes(sums.base, count: 16 * size, into: reduced.base)
    let found = AlignedBuffer<S>(count: outputs * (inputs + skipped) * 9)
    let bank = FilterBank(
      weights: UnsafePointer(found.base), outputs: outputs, inputs: inputs, skipped: skipped)
    S.winogradFilterGradient(reduced.base, bank, addingTo: found.base)

    // Σ over tiles and samples of what the transforms multiply, in absolute values: what rounding
    // is proportional to. Of terms a lane has one a vector of a tile, and then there are five
    // additions of the tree at most, four roundings of each of two transforms, as many of the last
    // and its addition to what there is.
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
    "a convolution's gradient is the sum over pixels and samples of cotangent times pixel",
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
