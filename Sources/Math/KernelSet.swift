/// The loops that compute a model, over lanes of one scalar, compiled for one kind of processor.
///
/// Each kernel is a generic algorithm, written once over `LaneArithmetic`. It is a requirement
/// here, which each set meets with the algorithm compiled for its own registers. So callers need
/// not be compiled for those registers, or know which set they call.
///
/// Operands are pointers to scalars in memory aligned to 64 bytes (`AlignedBuffer`), feature-major
/// (`BatchShape`): feature i of all samples is `blocks` whole vectors.
public protocol KernelSet<Scalar>: LaneArithmetic {
  /// Lanes per register.
  static var registerLanes: Int { get }
  /// The core's peak arithmetic, without memory: `count` rounds of twelve independent chains
  /// x ← x · factor + term. Twelve chains hide a latency of up to six cycles at two registers a
  /// cycle, and with the two constants they fit sixteen registers.
  ///
  /// - Returns: the sum of the chains, to keep the compiler from removing them.
  static func multiplyAddChains(count: Int, factor: Scalar, term: Scalar) -> Scalar
  /// Whether σ′(z) is kept for the backward pass because σ(z) does not determine it.
  static func keepsSlope(_ activation: Activation) -> Bool
  /// y = epilogue(W x + b), for `blocks` vectors of samples.
  static func affine(_ map: AffineMap<Scalar>, blocks: Int)
  /// y = epilogue(z), for `count` numbers, whole vectors; y can be z. `gates` as in `AffineMap`.
  static func apply(
    _ epilogue: AffineEpilogue, to z: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
    gates: UnsafeMutablePointer<Scalar>?, count: Int)
  /// Normalises each sample of a batch over its features; see `LayerNorm`.
  static func normalize(_ norm: LayerNorm<Scalar>, blocks: Int)
  /// The pullback of `normalize`: writes the cotangent of x over that of y.
  static func normalizePullback(
    _ norm: LayerNorm<Scalar>, cotangent: UnsafeMutablePointer<Scalar>,
    sums: UnsafeMutablePointer<Scalar>, blocks: Int)
  /// result (columns × rows) = the transpose of rows that start `stride` scalars apart.
  static func transpose(
    _ source: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Scalar>)
  /// result[k] = Scalar(values[k] · factor).
  static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Scalar>)
  /// result[k] = a[k] + t · b[k * stride].
  static func addScaled(
    _ a: UnsafePointer<Scalar>, _ t: Scalar, _ b: UnsafePointer<Scalar>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Scalar>)
  /// result[k] = −values[k].
  static func negate(
    _ values: UnsafePointer<Scalar>, count: Int, into result: UnsafeMutablePointer<Scalar>)
  /// y = x where h > 0, else 0.
  static func gate(
    _ x: UnsafePointer<Scalar>, by h: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
    count: Int)
  /// result[i * stride + s] = table[rows[s], i]; padding is 0.
  static func gather(
    _ table: UnsafePointer<Scalar>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Scalar>)
  /// Packs samples × dimension into lanes; features from `dimension` on and padding are 0.
  static func load(
    _ samples: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Scalar>)
  /// Unpacks the first `dimension` features of lanes to samples × dimension.
  static func unload(
    _ source: UnsafePointer<Scalar>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>)
  /// Whether the sum of `count` numbers is finite.
  static func hasFiniteSum(_ values: UnsafePointer<Scalar>, count: Int) -> Bool
  /// sums[r, c] += Σ rows[r] · columns[c], over samples and evaluations.
  static func accumulate(_ product: OuterProduct<Scalar>)
  /// sums[r] += Σ over blocks of rows[r], and times[r] += t times that.
  static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Scalar>, times: UnsafeMutablePointer<Scalar>?, t: Scalar,
    rows: UnsafePointer<Scalar>, rowCount: Int, rowPitch: Int, blocks: Int)
  /// result[k * pitch] += the sum across lanes of sums[k].
  static func reduceLanes(
    _ sums: UnsafeMutablePointer<Scalar>, count: Int, into result: UnsafeMutablePointer<Scalar>,
    pitch: Int)
  /// G g Gᵀ of all filters: points × inputs × outputs.
  static func winogradFilters(
    _ filters: FilterBank<Scalar>, isPullback: Bool, into result: UnsafeMutablePointer<Scalar>)
  /// Row `row` of Bᵀ d B of an image's patches: points × channels × the run's vectors.
  static func winogradInput(
    _ image: UnsafePointer<Scalar>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Scalar>)
  /// epilogue(Aᵀ m A + bias), m being points × channels × the run's vectors.
  static func winogradOutput(
    _ products: UnsafePointer<Scalar>, _ tiles: TileRun, channels: Int,
    bias: UnsafePointer<Scalar>?,
    epilogue: AffineEpilogue, gates: UnsafeMutablePointer<Scalar>?,
    into image: UnsafeMutablePointer<Scalar>)
  /// Row `row` of A y Aᵀ, y being a tile's cotangent: points × channels × the run's vectors.
  static func winogradCotangent(
    _ image: UnsafePointer<Scalar>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Scalar>)
  /// result += Gᵀ u G, u being the gradient of the transformed filters.
  static func winogradFilterGradient(
    _ gradient: UnsafePointer<Scalar>, _ filters: FilterBank<Scalar>,
    addingTo result: UnsafeMutablePointer<Scalar>)
  /// y = scale · base + Σ_j coefficients[j] · terms[j].
  static func combine(
    into y: UnsafeMutablePointer<Scalar>, base: UnsafePointer<Scalar>?, scale: Scalar,
    terms: UnsafePointer<Scalar>, stride: Int, coefficients: UnsafePointer<Scalar>, termCount: Int,
    count: Int)
  /// Σ ((e − f) / (absolute + relative · max(|y0|, |y1|)))², f being 0 when nil.
  static func sumOfScaledSquares(
    of e: UnsafePointer<Scalar>, less f: UnsafePointer<Scalar>?, y0: UnsafePointer<Scalar>,
    y1: UnsafePointer<Scalar>, absolute: Scalar, relative: Scalar, shape: BatchShape
  ) -> Scalar
  /// The same sum of the error estimate e = Σ_j coefficients[j] · stages[j].
  static func errorSumOfSquares(
    stages: UnsafePointer<Scalar>, stride: Int, coefficients: UnsafePointer<Scalar>,
    stageCount: Int,
    y0: UnsafePointer<Scalar>, y1: UnsafePointer<Scalar>, absolute: Scalar, relative: Scalar,
    shape: BatchShape
  ) -> Scalar
  /// The sum of a loss over a batch; its gradient times `scale` is written.
  static func loss(
    _ function: LossFunction, _ output: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>,
    gradient: UnsafeMutablePointer<Scalar>, scale: Scalar, shape: BatchShape
  ) -> Scalar
  /// One step of an optimiser, from the gradient and the memory of earlier ones.
  static func update(
    _ parameters: UnsafeMutablePointer<Scalar>, gradient: UnsafePointer<Scalar>,
    memory: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>), count: Int,
    _ update: ParameterUpdate<Scalar>)
  /// gradient += decay · parameters.
  static func addDecay(
    _ decay: Scalar, _ parameters: UnsafePointer<Scalar>, to gradient: UnsafeMutablePointer<Scalar>,
    count: Int)
}
