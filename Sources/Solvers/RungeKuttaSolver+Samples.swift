/// The outcome of one sample's own solve.
public struct SampleSolve: Sendable, Equatable {
  /// The cost of the solve.
  public var statistics: SolveStatistics
  /// Why the solve ended early, if it did.
  public var failure: SolveFailure?
}

extension RungeKuttaSolver {
  /// Solves each sample of a batch alone, with its own error norm and its own steps.
  ///
  /// A batch is normally one system with one norm, so that all its samples take the same steps.
  /// Solved alone, a hard sample takes more of them than an easy one. The state at t1 is written
  /// only if a solve reaches it.
  ///
  /// - Parameter willSolve: called before each sample's solve, to set the field's per-sample data;
  ///   the sample is then the first of its batch.
  /// - Complexity: one solve per sample, each of a whole vector of lanes.
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
