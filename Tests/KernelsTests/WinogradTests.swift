import Foundation
import Solvers
import Testing

@Suite("Winograd's transforms equal the paper's matrices, and together the convolution")
struct WinogradTests {
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

    /// Elementwise absolute values: a product's rounding is proportional to their product.
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

    /// The elementwise product.
    func times(_ other: Matrix) -> Matrix {
      Matrix(rows: rows, columns: columns) { self[$0, $1] * other[$0, $1] }
    }

    mutating func add(_ other: Matrix) { for k in values.indices { values[k] += other.values[k] } }
  }

  // The matrices of the paper.
  static let filter = Matrix([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
  static let input = Matrix([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
  static let output = Matrix([[1, 1, 1, 0], [0, 1, -1, -1]])

  /// A transform adds at most twice along each side: four roundings of half an ulp, and as many in
  /// the loops.
  static let transformRoundings = 4.0

  /// An image of random pixels and padding lanes, with a border of zeros.
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

    /// The index of a pixel's lane.
    func place(_ channel: Int, _ y: Int, _ x: Int, _ lane: Int) -> Int {
      (channel * image.pitch + image.vector(y, x)) * S.laneCount + lane
    }

    /// A pixel's lane, 0 outside the image.
    func value(_ channel: Int, _ y: Int, _ x: Int, _ lane: Int) -> Double {
      guard (0..<image.height).contains(y), (0..<image.width).contains(x) else { return 0 }
      return Double(memory.base[place(channel, y, x, lane)])
    }

    /// A square of pixels from (y, x).
    func patch(_ channel: Int, _ y: Int, _ x: Int, _ lane: Int, size: Int) -> Matrix {
      Matrix(rows: size, columns: size) { value(channel, y + $0, x + $1, lane) }
    }
  }

  /// Runs that cover an image, of at most `tiles` tiles and `blocks` vectors.
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

  /// Ways to cut an image into runs: whole rows, single tiles, two tiles, one vector of a pixel.
  static let cuts: [(tiles: Int, blocks: Int)] = [(100, 100), (1, 100), (2, 100), (1, 1)]
  static let sides = [1, 2, 3, 4, 5, 7]

  /// Calls a closure with channel, tile, pixel's lane, and the index at point 0 of every
  /// transformed lane of a run.
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
      S.kernels.winogradFilters(bank, isPullback: isPullback, into: found.base)
      var wanted = Array(repeating: 1234.0, count: 16 * size + 1)
      var bounds = Array(repeating: 0.0, count: 16 * size + 1)
      for o in 0..<outputs {
        for i in 0..<inputs {
          let start = (o * (inputs + skipped) + skipped + i) * 9
          let g = Matrix(rows: 3, columns: 3) { r, s in
            Double(weights.base[start + (isPullback ? 8 - 3 * r - s : 3 * r + s)])
          }
          // Input-major like a map's weights; the pullback's inputs are the outputs.
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
    "filters are transformed as in the paper, rotated and transposed for a pullback",
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
    S.kernels.winogradFilterGradient(gradient.base, bank, addingTo: found.base)
    for o in 0..<outputs {
      for i in 0..<inputs {
        let u = Matrix(rows: 4, columns: 4) { r, s in
          Double(gradient.base[(4 * r + s) * size + o * inputs + i])
        }
        let g = Self.filter.transposed.around(u)
        let sizes = Self.filter.transposed.magnitudes.around(u.magnitudes)
        for tap in 0..<9 {
          let k = (o * (inputs + skipped) + skipped + i) * 9 + tap
          // One extra rounding is for the addition to the gradient.
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
    "a gradient of transformed filters is added to these filters' only",
    arguments: 0...2)
  func filterGradients(skipped: Int) {
    for (outputs, inputs) in [(1, 1), (1, 3), (2, 1), (3, 5), (8, 8), (9, 4)] {
      checkFilterGradient(Float.self, outputs, inputs, skipped: skipped)
      checkFilterGradient(Double.self, outputs, inputs, skipped: skipped)
    }
  }

  // MARK: Pixels

  /// Checks a transform's points in all runs against `matrix`, applied to a patch at an offset from
  /// the tile, and that memory between the points is not written.
  func checkPoints<S: LaneScalar>(
    _ picture: Picture<S>, _ matrix: Matrix, start: Int, size: Int, row: Int, run: TileRun,
    _ transform: (AlignedBuffer<S>) -> Void
  ) {
    let pitch = run.pointPitch(channels: picture.channels) * S.laneCount
    #expect(run.vectors == run.count * run.blocks)
    let found = AlignedBuffer<S>(filled: 4 * pitch, 1234)
    transform(found)
    var wanted = Array(repeating: 1234.0, count: found.count)
    var bounds = Array(repeating: 0.0, count: found.count)
    Self.forEachLane(run, channels: picture.channels, of: S.self) { channel, tile, lane, place in
      let patch = picture.patch(
        channel, 2 * run.row + start, 2 * (run.first + tile) + start, lane, size: size)
      let points = matrix.around(patch)
      let sizes = matrix.magnitudes.around(patch.magnitudes)
      for s in 0..<4 {
        wanted[s * pitch + place] = points[row, s]
        bounds[s * pitch + place] =
          Self.transformRoundings * Double(S.ulpOfOne) * sizes[row, s]
      }
    }
    let miss = firstMiss(found, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(run.image.height)×\(run.image.width) row \(run.row) \(row)")
  }

  func checkPixels<S: LaneScalar>(_: S.Type, _ height: Int, _ width: Int) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let channels = 3
    let picture = Picture<S>(image, channels: channels, 1)
    for cut in Self.cuts {
      for run in Self.runs(image, tiles: cut.tiles, blocks: cut.blocks) {
        let base = picture.memory.base
        for row in 0..<4 {
          checkPoints(picture, Self.input, start: -1, size: 4, row: row, run: run) {
            S.kernels.winogradInput(base, run, channels: channels, row: row, into: $0.base)
          }
          checkPoints(
            picture, Self.output.transposed, start: 0, size: 2, row: row, run: run
          ) {
            S.kernels.winogradCotangent(base, run, channels: channels, row: row, into: $0.base)
          }
        }
      }
    }
  }

  @Test(
    "patches and cotangents of images of any size are transformed as in the paper, run by run",
    arguments: sides, sides)
  func pixels(height: Int, width: Int) {
    checkPixels(Float.self, height, width)
    checkPixels(Double.self, height, width)
  }

  func checkOutput<S: LaneScalar>(_: S.Type, _ height: Int, _ width: Int, hasBias: Bool) {
    let image = PaddedImage(height: height, width: width, blocks: 2)
    let channels = 3
    let bias = AlignedBuffer<S>(random: 16 * channels, 2)
    for (number, epilogue) in AffineEpilogue.all.enumerated() {
      let cut = Self.cuts[number % Self.cuts.count]
      let before = AlignedBuffer<S>(random: channels * image.pitch * S.laneCount, 3)
      let gates = epilogue.gates(before.count, 4, of: S.self)
      let found = AlignedBuffer(copying: before)
      var wanted = before.doubles
      var bounds = Array(repeating: 0.0, count: wanted.count)
      for run in Self.runs(image, tiles: cut.tiles, blocks: cut.blocks) {
        let pitch = run.pointPitch(channels: channels) * S.laneCount
        let products = AlignedBuffer<S>(random: 16 * pitch, 5 + run.row + run.first + run.block)
        S.kernels.winogradOutput(
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
      // The border and the padding to whole tiles are not written.
      let miss = firstMiss(found, wanted, within: bounds)
      #expect(miss == nil, "\(S.self) \(epilogue) \(height)×\(width)")
    }
  }

  @Test(
    "products become pixels with every epilogue and a bias by border class",
    arguments: sides, sides)
  func outputs(height: Int, width: Int) {
    for hasBias in [true, false] {
      checkOutput(Float.self, height, width, hasBias: hasBias)
      checkOutput(Double.self, height, width, hasBias: hasBias)
    }
  }
}
