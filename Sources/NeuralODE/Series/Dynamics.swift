import Solvers

/// A law of motion dx/dt = f(x) whose first coordinates are observed: what series are made from,
/// and what a learned field can be held against.
public struct Dynamics: Sendable {
  /// What a coordinate is called, in a word.
  public let names: [String]
  /// Coordinates that are observed: the first ones.
  public let observed: Int
  /// f(x).
  public let field: @Sendable ([Double]) -> [Double]
  /// Where a series starts.
  public let start: @Sendable (inout Xoshiro256) -> [Double]
  /// How series are cut from motions.
  public var cutting = Cutting.whole
  /// How far the eye follows a motion: as a rule twice as far as is learned.
  public var shownEnd: Double?

  /// How series are cut from motions.
  public enum Cutting: Sendable, Equatable {
    /// Each series is a motion of its own.
    case whole
    /// All are windows of one long motion of that length, which begin at random.
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

  /// The motions from given states: times × states × coordinates, so exact (tolerance 1e-10) that
  /// what is left is below what a picture or a Float shows.
  ///
  /// - Parameters:
  ///   - starts: states at t = 0, one after another.
  ///   - times: ascending, the first not before 0.
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
    // A law of this program does not run away; should one, its motions end in gaps.
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

/// A law of motion as a solver takes it.
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
