import Solvers

/// A system of n equations in Double, given by a closure; n samples of one feature.
final class TestProblem: VectorField, Sendable {
  let n: Int
  let f: @Sendable (Double, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void

  init(
    _ n: Int,
    _ f: @escaping @Sendable (Double, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    self.n = n
    self.f = f
  }

  convenience init(_ f: @escaping @Sendable (Double, Double) -> Double) {
    self.init(1) { t, y, dy in dy[0] = f(t, y[0]) }
  }

  func evaluate(
    t: Double, state: UnsafePointer<Double>, derivative: UnsafeMutablePointer<Double>,
    shape: BatchShape, slot: Int?
  ) {
    f(t, state, derivative)
  }

  struct Solution {
    var y: [Double]
    var statistics: SolveStatistics
    var output: [[Double]] = []
  }

  func solve(
    _ y0: [Double], from t0: Double = 0, to t1: Double, _ options: SolverOptions,
    times: [Double] = []
  ) throws -> Solution {
    let shape = BatchShape(features: 1, samples: n, of: Double.self)
    let state = AlignedBuffer<Double>(count: shape.count)
    let output = AlignedBuffer<Double>(count: shape.count * max(1, times.count))
    for i in 0..<n { state.base[i] = y0[i] }
    let solver = RungeKuttaSolver(field: self, shape: shape, options: options)
    try solver.solve(
      from: t0, to: t1, initial: state.base, final: state.base, shape: shape, times: times,
      output: output.base)
    return Solution(
      y: (0..<n).map { state.base[$0] }, statistics: solver.statistics,
      output: times.indices.map { k in (0..<n).map { output.base[k * shape.count + $0] } })
  }
}

extension SolverOptions {
  static func fixed(_ tableau: Tableau, step: Double) -> SolverOptions {
    var options = SolverOptions()
    options.tableau = tableau
    options.stepSize = step
    options.maximumSteps = .max
    return options
  }

  static func adaptive(
    _ tableau: Tableau, tolerance: Double, _ rightEnd: RightEnd = .clip
  )
    -> SolverOptions
  {
    var options = SolverOptions(tolerance: tolerance, rightEnd: rightEnd, maximumSteps: 100_000)
    options.tableau = tableau
    return options
  }
}
