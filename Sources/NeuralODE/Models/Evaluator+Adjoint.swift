import Solvers

extension Evaluator {
  /// Solves points forward and their adjoints back, dλ/dt = −λ · ∂f/∂h from λ(1) = ∂ℓ/∂h(1), at a
  /// tolerance of 1e-6 or the run's if finer. Between two times the state restarts from the forward
  /// solve, which prevents drift. nil for a ResNet and when a solve fails.
  ///
  /// - Parameters:
  ///   - samples: samples × d.
  ///   - targets: samples × outputs.
  ///   - times: fractions of the flow's time, ascending from 0 to 1.
  /// - Precondition: no more than `capacity` samples.
  public func adjoints(of samples: [Float], targets: [Float], times: [Double]) -> Adjoints? {
    guard let flow, !samples.isEmpty else { return nil }
    let shape = shape(of: samples, dimension: inputs)
    let options = probeOptions(min(training.tolerance, Self.probeTolerance))
    let (times, n) = (times.map { $0 * flow.end }, shape.count)
    var result = Adjoints()
    let frames = AlignedBuffer<Scalar>(count: times.count * n)
    load(samples[...], shape)
    let end = flow.path(
      state.base, shape: shape, from: 0, to: flow.end, times: times, options: options
    ) { frame in
      (frames.base + result.way.frames * n).update(from: frame, count: n)
      unload(frame, features: features, shape, into: &result.way.states)
      result.way.frames += 1
    }
    result.way.statistics = end.statistics
    guard end.failure == nil, result.way.frames == times.count else { return nil }

    let cotangent = AlignedBuffer<Scalar>(count: n)
    let parameters = AlignedBuffer<Scalar>(count: trainer.layout.count)
    pullLoss(targets, at: frames.base + (times.count - 1) * n, shape, into: cotangent, parameters)
    // The parameters' gradient is not used and need not be exact.
    let adjoint = Adjoint(field: flow.field, shape: shape, options: options, usesSeminorm: true)
    var gradients: [[Float]] = []
    for k in times.indices.reversed() {
      gradients.append([])
      unload(cotangent.base, features: features, shape, into: &gradients[gradients.count - 1])
      guard k > 0 else { break }
      do throws(SolveFailure) {
        try adjoint.run(
          cotangent.base, final: frames.base + k * n, shape: shape,
          addingTo: parameters.base, from: times[k - 1], to: times[k])
      } catch {
        return nil
      }
    }
    result.gradients = Array(gradients.reversed().joined())
    return result
  }

  /// ∂ℓ/∂h(1) of each point's own loss, where adjoints start.
  private func pullLoss(
    _ targets: [Float], at features: UnsafePointer<Scalar>, _ shape: BatchShape,
    into cotangent: AlignedBuffer<Scalar>, _ parameters: AlignedBuffer<Scalar>
  ) {
    let narrow = BatchShape(features: outputs, samples: shape.samples, of: Scalar.self)
    let target = AlignedBuffer<Scalar>(count: narrow.count)
    let output = AlignedBuffer<Scalar>(count: narrow.count)
    let slope = AlignedBuffer<Scalar>(count: narrow.count)
    Scalar.kernels.load(targets, dimension: outputs, shape: narrow, into: target.base)
    let readout = Readout(
      model, layout: trainer.layout, inputs: inputs, outputs: outputs,
      parameters: trainer.parameters, samples: shape.samples)
    if let readout {
      readout.apply(features, into: output.base, blocks: shape.blocks)
    } else {
      output.base.update(from: features, count: narrow.count)
    }
    let scale = training.loss.averagesOutputs ? 1 / Scalar(outputs) : 1
    _ = Scalar.kernels.loss(
      training.loss, output.base, target: target.base, gradient: slope.base, scale: scale,
      shape: narrow)
    cotangent.zero()
    if let readout {
      readout.pullback(
        slope.base, x: features, into: cotangent.base, addingTo: parameters.base,
        blocks: shape.blocks)
    } else {
      cotangent.base.update(from: slope.base, count: narrow.count)
    }
  }
}
