// Documented at the requirements of `KernelSet`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import LaneOperands

// The kernels for Double. Each is the generic kernel, compiled for Double here: a caller that knows
// its type then calls these, where it would otherwise call the generic code itself, which is not
// compiled for that type.
extension DoubleLanes: ActivatedLanes {
  private static let activations = ActivationKernels<DoubleLanes>.builtIn()

  static func kernels(of activation: Activation) -> ActivationKernels<DoubleLanes> {
    .of(activation, compiled: activations)
  }

  public static var registerLanes: Int { Register.scalarCount }

  public static func multiplyAddChains(count: Int, factor: Double, term: Double) -> Double {
    multiplyAddChainsKernel(count: count, factor: factor, term: term)
  }

  public static func affine(_ map: AffineMap<Double>, blocks: Int) {
    affineKernel(map, blocks: blocks)
  }

  public static func transpose(
    _ source: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    transposeKernel(source, rows: rows, columns: columns, stride: stride, into: result)
  }

  public static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    scaleKernel(values, by: factor, count: count, into: result)
  }

  public static func addScaled(
    _ a: UnsafePointer<Double>, _ t: Double, _ b: UnsafePointer<Double>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    addScaledKernel(a, t, b, stride: stride, count: count, into: result)
  }

  public static func negate(
    _ values: UnsafePointer<Double>, count: Int, into result: UnsafeMutablePointer<Double>
  ) {
    negateKernel(values, count: count, into: result)
  }

  public static func gate(
    _ x: UnsafePointer<Double>, by h: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    gateKernel(x, by: h, into: y, count: count)
  }

  public static func gather(
    _ table: UnsafePointer<Double>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Double>
  ) {
    gatherKernel(
      table, dimension: dimension, rows: rows, count: count, stride: stride, into: result)
  }

  public static func load(
    _ samples: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Double>
  ) {
    loadKernel(samples, dimension: dimension, shape: shape, into: result)
  }

  public static func unload(
    _ source: UnsafePointer<Double>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>
  ) {
    unloadKernel(source, dimension: dimension, shape: shape, into: result)
  }

  public static func hasFiniteSum(_ values: UnsafePointer<Double>, count: Int) -> Bool {
    hasFiniteSumKernel(values, count: count)
  }

  public static func accumulate(_ product: OuterProduct<Double>) {
    accumulateKernel(product)
  }

  public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Double>, times: UnsafeMutablePointer<Double>?, t: Double,
    rows: UnsafePointer<Double>, rowCount: Int, rowPitch: Int, blocks: Int
  ) {
    accumulateRowSumsKernel(
      sums, times: times, t: t, rows: rows, rowCount: rowCount, rowPitch: rowPitch, blocks: blocks)
  }

  public static func reduceLanes(
    _ sums: UnsafeMutablePointer<Double>, count: Int, into result: UnsafeMutablePointer<Double>,
    pitch: Int
  ) {
    reduceLanesKernel(sums, count: count, into: result, pitch: pitch)
  }

  public static func winogradFilters(
    _ filters: FilterBank<Double>, isPullback: Bool, into result: UnsafeMutablePointer<Double>
  ) {
    winogradFiltersKernel(filters, isPullback: isPullback, into: result)
  }

  public static func winogradInput(
    _ image: UnsafePointer<Double>, _ tiles: TileRun, channels: Int, row: Int?,
    into result: UnsafeMutablePointer<Double>
  ) {
    winogradInputKernel(image, tiles, channels: channels, row: row, into: result)
  }

  public static func winogradOutput(
    _ products: UnsafePointer<Double>, _ tiles: TileRun, channels: Int,
    bias: UnsafePointer<Double>?, epilogue: AffineEpilogue, gates: UnsafeMutablePointer<Double>?,
    into image: UnsafeMutablePointer<Double>
  ) {
    winogradOutputKernel(
      products, tiles, channels: channels, bias: bias, epilogue: epilogue, gates: gates, into: image
    )
  }

  public static func winogradCotangent(
    _ image: UnsafePointer<Double>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    winogradCotangentKernel(image, tiles, channels: channels, row: row, into: result)
  }

  public static func winogradFilterGradient(
    _ gradient: UnsafePointer<Double>, _ filters: FilterBank<Double>,
    addingTo result: UnsafeMutablePointer<Double>
  ) {
    winogradFilterGradientKernel(gradient, filters, addingTo: result)
  }

  public static func combine(
    into y: UnsafeMutablePointer<Double>, base: UnsafePointer<Double>?, scale: Double,
    terms: UnsafePointer<Double>, stride: Int, coefficients: UnsafePointer<Double>, termCount: Int,
    count: Int
  ) {
    combineKernel(
      into: y, base: base, scale: scale, terms: terms, stride: stride, coefficients: coefficients,
      termCount: termCount, count: count)
  }

  public static func sumOfScaledSquares(
    of e: UnsafePointer<Double>, less f: UnsafePointer<Double>?, y0: UnsafePointer<Double>,
    y1: UnsafePointer<Double>, absolute: Double, relative: Double, shape: BatchShape
  ) -> Double {
    sumOfScaledSquaresKernel(
      of: e, less: f, y0: y0, y1: y1, absolute: absolute, relative: relative, shape: shape)
  }

  public static func errorSumOfSquares(
    stages: UnsafePointer<Double>, stride: Int, coefficients: UnsafePointer<Double>,
    stageCount: Int, y0: UnsafePointer<Double>, y1: UnsafePointer<Double>, absolute: Double,
    relative: Double, shape: BatchShape
  ) -> Double {
    errorSumOfSquaresKernel(
      stages: stages, stride: stride, coefficients: coefficients, stageCount: stageCount, y0: y0,
      y1: y1, absolute: absolute, relative: relative, shape: shape)
  }

  public static func loss(
    _ function: LossFunction, _ output: UnsafePointer<Double>, target: UnsafePointer<Double>,
    gradient: UnsafeMutablePointer<Double>, scale: Double, shape: BatchShape
  ) -> Double {
    lossKernel(function, output, target: target, gradient: gradient, scale: scale, shape: shape)
  }

  public static func update(
    _ parameters: UnsafeMutablePointer<Double>, gradient: UnsafePointer<Double>,
    memory: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>), count: Int,
    _ update: ParameterUpdate<Double>
  ) {
    updateKernel(parameters, gradient: gradient, memory: memory, count: count, update)
  }

  public static func addDecay(
    _ decay: Double, _ parameters: UnsafePointer<Double>, to gradient: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    addDecayKernel(decay, parameters, to: gradient, count: count)
  }
}
