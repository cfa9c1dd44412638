// Documented at the requirements of `KernelSet`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import LaneOperands

// The kernels for Float. Each is the generic kernel, compiled for Float here: a caller that knows
// its type then calls these, where it would otherwise call the generic code itself, which is not
// compiled for that type.
extension FloatLanes: ActivatedLanes {
  private static let activations = ActivationKernels<FloatLanes>.builtIn()

  static func kernels(of activation: Activation) -> ActivationKernels<FloatLanes> {
    .of(activation, compiled: activations)
  }

  public static var registerLanes: Int { Register.scalarCount }

  public static func multiplyAddChains(count: Int, factor: Float, term: Float) -> Float {
    multiplyAddChainsKernel(count: count, factor: factor, term: term)
  }

  public static func affine(_ map: AffineMap<Float>, blocks: Int) {
    affineKernel(map, blocks: blocks)
  }

  public static func transpose(
    _ source: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    transposeKernel(source, rows: rows, columns: columns, stride: stride, into: result)
  }

  public static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    scaleKernel(values, by: factor, count: count, into: result)
  }

  public static func addScaled(
    _ a: UnsafePointer<Float>, _ t: Float, _ b: UnsafePointer<Float>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    addScaledKernel(a, t, b, stride: stride, count: count, into: result)
  }

  public static func negate(
    _ values: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    negateKernel(values, count: count, into: result)
  }

  public static func gate(
    _ x: UnsafePointer<Float>, by h: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    gateKernel(x, by: h, into: y, count: count)
  }

  public static func gather(
    _ table: UnsafePointer<Float>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Float>
  ) {
    gatherKernel(
      table, dimension: dimension, rows: rows, count: count, stride: stride, into: result)
  }

  public static func load(
    _ samples: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>
  ) {
    loadKernel(samples, dimension: dimension, shape: shape, into: result)
  }

  public static func unload(
    _ source: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>
  ) {
    unloadKernel(source, dimension: dimension, shape: shape, into: result)
  }

  public static func hasFiniteSum(_ values: UnsafePointer<Float>, count: Int) -> Bool {
    hasFiniteSumKernel(values, count: count)
  }

  public static func accumulate(_ product: OuterProduct<Float>) {
    accumulateKernel(product)
  }

  public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Float>, times: UnsafeMutablePointer<Float>?, t: Float,
    rows: UnsafePointer<Float>, rowCount: Int, rowPitch: Int, blocks: Int
  ) {
    accumulateRowSumsKernel(
      sums, times: times, t: t, rows: rows, rowCount: rowCount, rowPitch: rowPitch, blocks: blocks)
  }

  public static func reduceLanes(
    _ sums: UnsafeMutablePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>,
    pitch: Int
  ) {
    reduceLanesKernel(sums, count: count, into: result, pitch: pitch)
  }

  public static func winogradFilters(
    _ filters: FilterBank<Float>, isPullback: Bool, into result: UnsafeMutablePointer<Float>
  ) {
    winogradFiltersKernel(filters, isPullback: isPullback, into: result)
  }

  public static func winogradInput(
    _ image: UnsafePointer<Float>, _ tiles: TileRun, channels: Int, row: Int?,
    into result: UnsafeMutablePointer<Float>
  ) {
    winogradInputKernel(image, tiles, channels: channels, row: row, into: result)
  }

  public static func winogradOutput(
    _ products: UnsafePointer<Float>, _ tiles: TileRun, channels: Int, bias: UnsafePointer<Float>?,
    epilogue: AffineEpilogue, gates: UnsafeMutablePointer<Float>?,
    into image: UnsafeMutablePointer<Float>
  ) {
    winogradOutputKernel(
      products, tiles, channels: channels, bias: bias, epilogue: epilogue, gates: gates, into: image
    )
  }

  public static func winogradCotangent(
    _ image: UnsafePointer<Float>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    winogradCotangentKernel(image, tiles, channels: channels, row: row, into: result)
  }

  public static func winogradFilterGradient(
    _ gradient: UnsafePointer<Float>, _ filters: FilterBank<Float>,
    addingTo result: UnsafeMutablePointer<Float>
  ) {
    winogradFilterGradientKernel(gradient, filters, addingTo: result)
  }

  public static func combine(
    into y: UnsafeMutablePointer<Float>, base: UnsafePointer<Float>?, scale: Float,
    terms: UnsafePointer<Float>, stride: Int, coefficients: UnsafePointer<Float>, termCount: Int,
    count: Int
  ) {
    combineKernel(
      into: y, base: base, scale: scale, terms: terms, stride: stride, coefficients: coefficients,
      termCount: termCount, count: count)
  }

  public static func sumOfScaledSquares(
    of e: UnsafePointer<Float>, less f: UnsafePointer<Float>?, y0: UnsafePointer<Float>,
    y1: UnsafePointer<Float>, absolute: Float, relative: Float, shape: BatchShape
  ) -> Float {
    sumOfScaledSquaresKernel(
      of: e, less: f, y0: y0, y1: y1, absolute: absolute, relative: relative, shape: shape)
  }

  public static func errorSumOfSquares(
    stages: UnsafePointer<Float>, stride: Int, coefficients: UnsafePointer<Float>, stageCount: Int,
    y0: UnsafePointer<Float>, y1: UnsafePointer<Float>, absolute: Float, relative: Float,
    shape: BatchShape
  ) -> Float {
    errorSumOfSquaresKernel(
      stages: stages, stride: stride, coefficients: coefficients, stageCount: stageCount, y0: y0,
      y1: y1, absolute: absolute, relative: relative, shape: shape)
  }

  public static func loss(
    _ function: LossFunction, _ output: UnsafePointer<Float>, target: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, scale: Float, shape: BatchShape
  ) -> Float {
    lossKernel(function, output, target: target, gradient: gradient, scale: scale, shape: shape)
  }

  public static func update(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    memory: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>), count: Int,
    _ update: ParameterUpdate<Float>
  ) {
    updateKernel(parameters, gradient: gradient, memory: memory, count: count, update)
  }

  public static func addDecay(
    _ decay: Float, _ parameters: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    addDecayKernel(decay, parameters, to: gradient, count: count)
  }
}
