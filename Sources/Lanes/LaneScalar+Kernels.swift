// The kernels as a model calls them: those of the set that was chosen.
extension LaneScalar {
  /// y = epilogue(W x + b), for `blocks` vectors of samples.
  @inlinable public static func affine(_ map: AffineMap<Self>, blocks: Int) {
    kernels.affine(map, blocks: blocks)
  }

  /// result (columns × rows) = the transpose of rows that start `stride` scalars apart.
  @inlinable public static func transpose(
    _ source: UnsafePointer<Self>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    kernels.transpose(source, rows: rows, columns: columns, stride: stride, into: result)
  }

  /// result[k] = Self(values[k] · factor).
  @inlinable public static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    kernels.scale(values, by: factor, count: count, into: result)
  }

  /// result[k] = a[k] + t · b[k * stride].
  @inlinable public static func addScaled(
    _ a: UnsafePointer<Self>, _ t: Self, _ b: UnsafePointer<Self>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    kernels.addScaled(a, t, b, stride: stride, count: count, into: result)
  }

  /// result[k] = −values[k].
  @inlinable public static func negate(
    _ values: UnsafePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>
  ) {
    kernels.negate(values, count: count, into: result)
  }

  /// y = x where h > 0, else 0.
  @inlinable public static func gate(
    _ x: UnsafePointer<Self>, by h: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    count: Int
  ) {
    kernels.gate(x, by: h, into: y, count: count)
  }

  /// result[i * stride + s] = table[rows[s], i]; padding is 0.
  @inlinable public static func gather(
    _ table: UnsafePointer<Self>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Self>
  ) {
    kernels.gather(
      table, dimension: dimension, rows: rows, count: count, stride: stride, into: result)
  }

  /// Samples one after another (samples × dimension) as lanes; padding is 0.
  @inlinable public static func load(
    _ samples: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Self>
  ) {
    kernels.load(samples, dimension: dimension, shape: shape, into: result)
  }

  /// Lanes as samples one after another (samples × dimension).
  @inlinable public static func unload(
    _ source: UnsafePointer<Self>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>
  ) {
    kernels.unload(source, dimension: dimension, shape: shape, into: result)
  }

  /// Is the sum of `count` numbers finite?
  @inlinable public static func hasFiniteSum(_ values: UnsafePointer<Self>, count: Int) -> Bool {
    kernels.hasFiniteSum(values, count: count)
  }

  /// sums[r, c] += Σ rows[r] · columns[c], over samples and evaluations.
  @inlinable public static func accumulate(_ product: OuterProduct<Self>) {
    kernels.accumulate(product)
  }

  /// sums[r] += Σ over blocks of rows[r], and times[r] += t times that.
  @inlinable public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Self>, times: UnsafeMutablePointer<Self>?, t: Self,
    rows: UnsafePointer<Self>, rowCount: Int, rowPitch: Int, blocks: Int
  ) {
    kernels.accumulateRowSums(
      sums, times: times, t: t, rows: rows, rowCount: rowCount, rowPitch: rowPitch, blocks: blocks)
  }

  /// result[k * pitch] += the sum across lanes of sums[k].
  @inlinable public static func reduceLanes(
    _ sums: UnsafeMutablePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>,
    pitch: Int
  ) {
    kernels.reduceLanes(sums, count: count, into: result, pitch: pitch)
  }

  /// G g Gᵀ of all filters: points × inputs × outputs.
  @inlinable public static func winogradFilters(
    _ filters: FilterBank<Self>, isPullback: Bool, into result: UnsafeMutablePointer<Self>
  ) {
    kernels.winogradFilters(filters, isPullback: isPullback, into: result)
  }

  /// Bᵀ d B of patches of an image, or one row of it: points × channels × the run's vectors.
  @inlinable public static func winogradInput(
    _ image: UnsafePointer<Self>, _ tiles: TileRun, channels: Int, row: Int?,
    into result: UnsafeMutablePointer<Self>
  ) {
    kernels.winogradInput(image, tiles, channels: channels, row: row, into: result)
  }

  /// epilogue(Aᵀ m A + bias), m being points × channels × the run's vectors.
  @inlinable public static func winogradOutput(
    _ products: UnsafePointer<Self>, _ tiles: TileRun, channels: Int, bias: UnsafePointer<Self>?,
    epilogue: AffineEpilogue, gates: UnsafeMutablePointer<Self>?,
    into image: UnsafeMutablePointer<Self>
  ) {
    kernels.winogradOutput(
      products, tiles, channels: channels, bias: bias, epilogue: epilogue, gates: gates, into: image
    )
  }

  /// Row `row` of A y Aᵀ, y being a tile's cotangent: points × channels × the run's vectors.
  @inlinable public static func winogradCotangent(
    _ image: UnsafePointer<Self>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    kernels.winogradCotangent(image, tiles, channels: channels, row: row, into: result)
  }

  /// result += Gᵀ u G, u being the gradient of the transformed filters.
  @inlinable public static func winogradFilterGradient(
    _ gradient: UnsafePointer<Self>, _ filters: FilterBank<Self>,
    addingTo result: UnsafeMutablePointer<Self>
  ) {
    kernels.winogradFilterGradient(gradient, filters, addingTo: result)
  }

  /// y = scale · base + Σ_j coefficients[j] · terms[j].
  @inlinable public static func combine(
    into y: UnsafeMutablePointer<Self>, base: UnsafePointer<Self>?, scale: Self,
    terms: UnsafePointer<Self>, stride: Int, coefficients: UnsafePointer<Self>, termCount: Int,
    count: Int
  ) {
    kernels.combine(
      into: y, base: base, scale: scale, terms: terms, stride: stride, coefficients: coefficients,
      termCount: termCount, count: count)
  }

  /// Σ ((e − f) / (absolute + relative · max(|y0|, |y1|)))², f being 0 when nil.
  @inlinable public static func sumOfScaledSquares(
    of e: UnsafePointer<Self>, less f: UnsafePointer<Self>?, y0: UnsafePointer<Self>,
    y1: UnsafePointer<Self>, absolute: Self, relative: Self, shape: BatchShape
  ) -> Self {
    kernels.sumOfScaledSquares(
      of: e, less: f, y0: y0, y1: y1, absolute: absolute, relative: relative, shape: shape)
  }

  /// The same sum of the error estimate e = Σ_j coefficients[j] · stages[j].
  @inlinable public static func errorSumOfSquares(
    stages: UnsafePointer<Self>, stride: Int, coefficients: UnsafePointer<Self>, stageCount: Int,
    y0: UnsafePointer<Self>, y1: UnsafePointer<Self>, absolute: Self, relative: Self,
    shape: BatchShape
  ) -> Self {
    kernels.errorSumOfSquares(
      stages: stages, stride: stride, coefficients: coefficients, stageCount: stageCount, y0: y0,
      y1: y1, absolute: absolute, relative: relative, shape: shape)
  }

  /// The sum of a loss over a batch; its gradient times `scale` is written.
  @inlinable public static func loss(
    _ function: LossFunction, _ output: UnsafePointer<Self>, target: UnsafePointer<Self>,
    gradient: UnsafeMutablePointer<Self>, scale: Self, shape: BatchShape
  ) -> Self {
    kernels.loss(function, output, target: target, gradient: gradient, scale: scale, shape: shape)
  }

  /// One step of an optimiser, from the gradient and its memory of earlier ones.
  @inlinable public static func update(
    _ parameters: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    memory: (UnsafeMutablePointer<Self>, UnsafeMutablePointer<Self>), count: Int,
    _ update: ParameterUpdate<Self>
  ) {
    kernels.update(parameters, gradient: gradient, memory: memory, count: count, update)
  }

  /// gradient += decay · parameters.
  @inlinable public static func addDecay(
    _ decay: Self, _ parameters: UnsafePointer<Self>, to gradient: UnsafeMutablePointer<Self>,
    count: Int
  ) {
    kernels.addDecay(decay, parameters, to: gradient, count: count)
  }
}

extension LaneScalar {
  /// The sum of twelve chains x ← x · factor + term after `count` rounds, in registers alone.
  public static func multiplyAddChains(count: Int, factor: Self, term: Self) -> Self {
    kernels.multiplyAddChains(count: count, factor: factor, term: term)
  }

  /// Floating-point operations of one round of `multiplyAddChains`: a multiplication and an
  /// addition in each lane of twelve registers.
  public static var chainOperations: Int { 12 * 2 * kernels.registerLanes }
}
