/// What one sample's own solve came to.
public struct SampleSolve: Sendable, Equatable {
  /// Its cost.
  public var statistics: SolveStatistics
  /// Why it ended early, if it did.
  public var failure: SolveFailure?
}

extension RungeKuttaSolver {
  /// Solves each sample of a batch by itself, with its own norm and its own steps.
  ///
  /// A batch is otherwise one system with one norm: easy samples pay for hard ones, and a hard one
  /// is averaged away among easy ones. What that hides is seen here. The state at t1 is written
  /// where a solve reaches it; elsewhere the sample's state stays as it was.
  ///
  /// - Parameter willSolve: is called before a sample's solve, for what the field knows of samples
  ///   beside their states: the sample is then the first of its batch.
  /// - Complexity: as many solves as samples, each a vector of lanes wide.
  public func solveSamples(
    from t0: Double, to t1: Double, initial: UnsafePointer<Scalar>,
    final: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    willSolve: (_ sample: Int) -> Void = { _ in }
  ) -> [SampleSolve] {
    let single = BatchShape(features: shape.features, samples: 1, of: Scalar.self)
    let state = AlignedBuffer<Scalar>(count: single.count)
    return (0..<shape.samples).map { sample in
      for feature in 0..<shape.features {
        state.base[feature * single.stride] = initial[feature * shape.stride + sample]
      }
      willSolve(sample)
      var result = SampleSolve(statistics: SolveStatistics())
      do throws(SolveFailure) {
        try solve(from: t0, to: t1, initial: state.base, final: state.base, shape: single)
        for feature in 0..<shape.features {
          final[feature * shape.stride + sample] = state.base[feature * single.stride]
        }
      } catch {
        result.failure = error
      }
      result.statistics = statistics
      return result
    }
  }
}
