import Solvers

/// A law of motion dx/dt = f(x) whose first coordinates are observed: the source of series, and the
/// truth to compare a learned field with.
public struct Dynamics: Sendable {
  /// Names of the coordinates.
  public let names: [String]
  /// Number of observed coordinates, the first ones.
  public let observed: Int
  /// f(x).
  public let field: @Sendable ([Double]) -> [Double]
  /// Draws the start of a motion.
  public let start: @Sendable (inout Xoshiro256) -> [Double]
  /// How series are cut from motions.
  public var cutting = Cutting.whole
  /// End time of the motions shown; nil: twice the end of the series.
  public var shownEnd: Double?

  /// How series are cut from motions.
  public enum Cutting: Sendable, Equatable {
    /// Each series is a separate motion.
    case whole
    /// Series are windows of one motion of this length, with random starts.
    case windows(of: Double)
  }

  /// A law of motion.
  public init(
    names: [String], observed: Int, start: @escaping @Sendable (inout Xoshiro256) -> [Double],
    field: @escaping @Sendable ([Double]) -> [Double]
  ) {
    precondition((1...names.count).contains(observed), "some coordinates are observed")
    self.names = names
    self.observed = observed
    self.field = field
    self.start = start
  }

  /// Coordinates of the state.
  public var dimension: Int { names.count }

  /// The motions from given states, times × states × coordinates, at a tolerance of 1e-10.
  ///
  /// - Parameters:
  ///   - starts: states at t = 0, states × coordinates.
  ///   - times: ascending, from 0 or later.
  public func motions(from starts: [Double], times: [Double]) -> [Double] {
    let count = starts.count / dimension
    let shape = BatchShape(features: dimension, samples: count, of: Double.self)
    let state = AlignedBuffer<Double>(count: shape.count)
    for sample in 0..<count {
      for i in 0..<dimension {
        state.base[i * shape.stride + sample] = starts[sample * dimension + i]
      }
    }
    let states = AlignedBuffer<Double>(count: max(1, times.count) * shape.count)
    let solver = RungeKuttaSolver(
      field: DynamicsField(self), shape: shape,
      options: SolverOptions(tolerance: 1e-10, maximumSteps: 1_000_000))
    // Should a solve fail, the motions end in gaps.
    try? solver.solve(
      from: 0, to: times.last ?? 0, initial: state.base, final: state.base, shape: shape,
      times: times, output: states.base)
    var result: [Double] = []
    result.reserveCapacity(times.count * starts.count)
    for k in times.indices {
      for sample in 0..<count {
        for i in 0..<dimension {
          result.append(
            k < solver.outputCount
              ? states.base[k * shape.count + i * shape.stride + sample] : .nan)
        }
      }
    }
    return result
  }
}

private final class DynamicsField: VectorField {
  let dynamics: Dynamics

  init(_ dynamics: Dynamics) { self.dynamics = dynamics }

  func evaluate(
    t: Double, state: UnsafePointer<Double>, derivative: UnsafeMutablePointer<Double>,
    shape: BatchShape, slot: Int?
  ) {
    Scalar.zero(derivative, count: shape.count)
    for sample in 0..<shape.samples {
      let x = (0..<shape.features).map { state[$0 * shape.stride + sample] }
      for (i, value) in dynamics.field(x).enumerated() {
        derivative[i * shape.stride + sample] = value
      }
    }
  }
}
