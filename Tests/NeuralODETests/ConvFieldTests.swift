import CAllocationCounter
import Solvers
import NeuralODE
import Testing

/// A convolutional field with random weights, and states for it.
private struct Fixture {
  let shape: ImageShape
  let filters: Int
  let isTimeDependent: Bool
  let activation: Activation
  let samples: Int
  let parameters: AlignedBuffer<Double>
  let field: ConvField<Double>
  let batch: BatchShape
  let state: AlignedBuffer<Double>
  var generator: Xoshiro256

  init(
    _ shape: ImageShape, filters: Int = 5, activation: Activation = .tanh,
    isTimeDependent: Bool = true, samples: Int = 3, seed: UInt64 = 21
  ) {
    self.shape = shape
    self.filters = filters
    self.isTimeDependent = isTimeDependent
    self.activation = activation
    self.samples = samples
    let model = ModelConfiguration(
      family: .node, hidden: filters, activation: activation, isTimeDependent: isTimeDependent,
      hasReadout: false, image: shape)
    generator = Xoshiro256(seed: seed)
    let initial = ParameterLayout(model, inputs: shape.count, outputs: shape.count)
      .initialParameters(using: &generator)
    parameters = AlignedBuffer(initial)
    field = ConvField(
      shape: shape, filters: filters, activation: activation, isTimeDependent: isTimeDependent,
      parameters: parameters, samples: samples)
    batch = BatchShape(features: shape.count, samples: samples, of: Double.self)
    state = AlignedBuffer(count: batch.count)
    for i in 0..<shape.count {
      for s in 0..<samples { state.base[i * batch.stride + s] = generator.uniform(-1, 1) }
    }
  }

  /// f(t, state) of one sample as PyTorch defines it: t is the first channel, padding is zero.
  func naive(t: Double, sample: Int) -> [Double] {
    var offset = 0
    func convolve(_ x: [Double], _ inputs: Int, _ outputs: Int, _ size: Int) -> [Double] {
      let time = isTimeDependent ? 1 : 0
      let (h, w, pad) = (shape.height, shape.width, size / 2)
      let all = Array(repeating: t, count: time * h * w) + x
      let weights = parameters.base + offset
      let bias = weights + outputs * (inputs + time) * size * size
      offset += outputs * (inputs + time) * size * size + outputs
      var result: [Double] = []
      for o in 0..<outputs {
        for y in 0..<h {
          for x in 0..<w {
            var sum = bias[o]
            for i in 0..<inputs + time {
              for r in 0..<size {
                for s in 0..<size {
                  let (a, b) = (y + r - pad, x + s - pad)
                  guard (0..<h).contains(a), (0..<w).contains(b) else { continue }
                  sum +=
                    weights[((o * (inputs + time) + i) * size + r) * size + s]
                    * all[(i * h + a) * w + b]
                }
              }
            }
            result.append(sum)
          }
        }
      }
      return result
    }
    func activated(_ z: [Double]) -> [Double] {
      z.map { activation == .relu ? max(0, $0) : Double.tanhByExponentials($0) }
    }
    let x = (0..<shape.count).map { state.base[$0 * batch.stride + sample] }
    let first = activated(convolve(x, shape.channels, filters, 1))
    let second = activated(convolve(first, filters, filters, 3))
    return convolve(second, filters, shape.channels, 1)
  }
}

extension Double {
  /// tanh z from e^2z, independent of a library's tanh.
  fileprivate static func tanhByExponentials(_ z: Double) -> Double {
    let e = (0..<40).reversed().reduce(1.0) { 1 + 2 * z / Double($1 + 1) * $0 }
    return (e - 1) / (e + 1)
  }
}

@Suite("The convolutional field is PyTorch's convolutions, forward and backward")
struct ConvFieldTests {
  static let shapes = [
    ImageShape(channels: 1, height: 8, width: 8), ImageShape(channels: 3, height: 5, width: 7),
    ImageShape(channels: 2, height: 1, width: 4), ImageShape(channels: 2, height: 6, width: 1),
    ImageShape(channels: 1, height: 1, width: 1), ImageShape(channels: 4, height: 2, width: 3),
  ]

  @Test(
    "the field is the sum over taps, at every border and for odd sides",
    arguments: shapes)
  func naive(shape: ImageShape) {
    for isTimeDependent in [true, false] {
      for activation in [Activation.relu, .tanh] {
        let fixture = Fixture(shape, activation: activation, isTimeDependent: isTimeDependent)
        let found = AlignedBuffer<Double>(count: fixture.batch.count)
        fixture.field.prepare()
        for t in [0, 0.75] {
          fixture.field.evaluate(
            t: t, state: fixture.state.base, derivative: found.base, shape: fixture.batch,
            slot: nil)
          for sample in 0..<fixture.samples {
            let expected = fixture.naive(t: t, sample: sample)
            for (i, value) in expected.enumerated() {
              // Some hundred products of order 1, each rounded once or twice.
              #expect(abs(found.base[i * fixture.batch.stride + sample] - value) < 1e-13)
            }
          }
        }
      }
    }
  }

  @Test(
    "samples of a wide batch do not affect each other, nor a smaller batch after it"
  )
  func wide() {
    let shape = ImageShape(channels: 2, height: 3, width: 5)
    let wide = Fixture(shape, filters: 48, samples: 130)
    let found = AlignedBuffer<Double>(count: wide.batch.count)
    wide.field.prepare()
    for samples in [130, 7] {
      let batch = BatchShape(features: shape.count, samples: samples, of: Double.self)
      let state = AlignedBuffer<Double>(count: batch.count)
      for i in 0..<shape.count {
        for s in 0..<samples {
          state.base[i * batch.stride + s] = wide.state.base[i * wide.batch.stride + s]
        }
      }
      // In a slot that the larger batch used before.
      wide.field.evaluate(
        t: 0.3, state: state.base, derivative: found.base, shape: batch, slot: 0)
      for sample in [0, samples / 2, samples - 1] {
        for (i, value) in wide.naive(t: 0.3, sample: sample).enumerated() {
          #expect(abs(found.base[i * batch.stride + sample] - value) < 1e-12)
        }
      }
    }
  }

  @Test("the pullback agrees with finite differences in every weight and pixel", arguments: shapes)
  func pullback(shape: ImageShape) {
    for isTimeDependent in [true, false] {
      var fixture = Fixture(shape, filters: 3, isTimeDependent: isTimeDependent)
      let (field, batch) = (fixture.field, fixture.batch)
      let weights = AlignedBuffer<Double>(count: batch.count)
      for i in 0..<shape.count {
        for s in 0..<fixture.samples {
          weights.base[i * batch.stride + s] = fixture.generator.uniform(-1, 1)
        }
      }
      let derivative = AlignedBuffer<Double>(count: batch.count)
      func value() -> Double {
        field.prepare()
        field.evaluate(
          t: 0.4, state: fixture.state.base, derivative: derivative.base, shape: batch, slot: 0)
        return (0..<batch.count).reduce(0) { $0 + weights.base[$1] * derivative.base[$1] }
      }
      _ = value()
      let count = fixture.parameters.count
      #expect(field.parameterCounts.reduce(0, +) == count)
      let gradient = AlignedBuffer<Double>(count: count)
      let cotangent = AlignedBuffer<Double>(count: batch.count)
      field.zeroGradient()
      field.pullback(
        slot: 0, cotangent: weights.base, stateCotangent: cotangent.base, shape: batch)
      field.addGradient(to: gradient.base)
      // Central differences err by h² times a third derivative of order 1, and by rounding over h.
      let h = 1e-5
      func difference(_ x: UnsafeMutablePointer<Double>) -> Double {
        let kept = x.pointee
        defer { x.pointee = kept }
        x.pointee = kept + h
        let above = value()
        x.pointee = kept - h
        return (above - value()) / (2 * h)
      }
      let largest = max(1, (0..<count).map { abs(gradient.base[$0]) }.max() ?? 0)
      for i in 0..<count {
        #expect(abs(difference(fixture.parameters.base + i) - gradient.base[i]) < 1e-8 * largest)
      }
      for i in 0..<shape.count {
        let k = i * batch.stride
        #expect(abs(difference(fixture.state.base + k) - cotangent.base[k]) < 1e-8 * largest)
      }
    }
  }
}

@Suite("Models of images train like other models")
struct ImageModelTests {
  @Test("backpropagation, checkpoints and the adjoint agree")
  func gradients() throws {
    let run = try ReferenceRunTests.run("digits-conv-anode")
    func gradient(
      _ method: GradientMethod, tolerance: Double, activation: Activation
    ) throws -> [Double] {
      var (model, training) = (run.model, run.training)
      // Smooth: at kinks of ReLU the adjoint converges slowly.
      model.activation = activation
      training.gradient = method
      training.tolerance = tolerance
      training.maximumSteps = 100_000
      let trainer = Trainer<Double>(
        model: model, training: training, dataset: run.dataset, parameters: run.initialParameters)
      _ = try trainer.gradient(run.batches[0].prefix(8))
      return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    }
    let tape = try gradient(.backpropagation, tolerance: 1e-3, activation: .relu)
    #expect(try gradient(.checkpointed, tolerance: 1e-3, activation: .relu) == tape)
    for activation in [Activation.softplus, .gelu] {
      let exact = try gradient(.backpropagation, tolerance: 1e-10, activation: activation)
      let largest = exact.map(abs).max() ?? 0
      for method in [GradientMethod.adjoint, .adjointSeminorm] {
        for tolerance in [1e-5, 1e-7] {
          let found = try gradient(method, tolerance: tolerance, activation: activation)
          #expect(
            ReferenceRunTests.worst(found, exact) < 100 * tolerance * largest,
            "\(method) \(activation)")
        }
      }
    }
  }

  @Test(
    "an iteration allocates nothing, with any gradient method",
    .enabled(if: allocation_counter_counts() != 0, "a sanitizer's malloc is not counted"))
  func allocations() throws {
    let images = try ImageSource.digits.load(limit: 128)
    for gradient in GradientMethod.allCases {
      var training = TrainingConfiguration.images
      training.gradient = gradient
      let run = TrainingRun<Float>(
        RunConfiguration(
          data: .published(.images(images)),
          model: ModelConfiguration(
            family: .anode, augmentation: 1, hidden: 5, image: images.shape),
          training: training))
      // The tape grows to the solve's length, and the order of an epoch is drawn.
      for _ in 0..<3 { _ = try run.iterate() }
      allocation_counter_start()
      var evaluations = 0
      for _ in 0..<5 { evaluations += try run.iterate().statistics.evaluations }
      let count = allocation_counter_stop()
      #expect(evaluations > 0)
      #expect(count == 0, "\(gradient): \(count) allocations in 5 iterations")
    }
  }

  @Test(
    "a NODE of 92 filters has the parameters of an ANODE of 64 with p = 5, as published for MNIST")
  func equalParameters() {
    let shape = ImageShape(channels: 1, height: 28, width: 28)
    let anode = ModelConfiguration(family: .anode, augmentation: 5, hidden: 64, image: shape)
    let node = ModelConfiguration(family: .node, image: shape)
    let count = anode.parameterCount(inputs: 784, outputs: 10)
    let found = node.withParameters(nearest: count, inputs: 784, outputs: 10)
    #expect(found.hidden == 92)
    #expect(abs(found.parameterCount(inputs: 784, outputs: 10) - count) < count / 100)
  }

  @Test("the nearest width is found for every parameter count and model")
  func nearest() {
    let model = ModelConfiguration.node()
    for count in stride(from: 1, to: 6000, by: 37) {
      func distance(_ hidden: Int) -> Int {
        var other = model
        other.hidden = hidden
        return abs(other.parameterCount(inputs: 2, outputs: 1) - count)
      }
      let found = model.withParameters(nearest: count, inputs: 2, outputs: 1).hidden
      #expect(distance(found) == (1...100).map(distance).min())
    }
  }

  @Test("a file has PyTorch's names and shapes, and restores the model and its weights")
  func checkpoint() throws {
    let images = try ImageSource.digits.load(limit: 64)
    let model = ModelConfiguration(
      family: .anode, augmentation: 2, hidden: 6, activation: .softplus, image: images.shape)
    let run = TrainingRun<Float>(
      RunConfiguration(data: .published(.images(images)), model: model, training: .images, seed: 3))
    let file = try Safetensors(data: run.checkpoint.data(isDouble: false))
    #expect(file.shape("odeblock.odefunc.conv2.weight") == [6, 7, 3, 3])
    #expect(file.shape("linear_layer.weight") == [10, 3 * 64])
    let read = try Checkpoint(file: file, inputs: 64, image: images.shape)
    #expect(read == run.checkpoint)
    #expect(throws: Safetensors.Failure.self) { try Checkpoint(file: file, inputs: 64) }
    #expect(throws: Safetensors.Failure.self) {
      try Checkpoint(
        file: file, inputs: 196, image: ImageShape(channels: 1, height: 14, width: 14))
    }
  }

  @Test(
    "the run is the same to the bit with any number of threads")
  func threads() throws {
    let images = try ImageSource.digits.load(limit: 128)
    let model = ModelConfiguration(
      family: .anode, augmentation: 1, hidden: 4, image: images.shape)
    for gradient in [GradientMethod.backpropagation, .checkpointed, .adjoint] {
      func run(_ threads: Int) throws -> (weights: [Double], reports: [IterationReport]) {
        var training = TrainingConfiguration.images
        training.gradient = gradient
        let run = TrainingRun<Float>(
          RunConfiguration(
            data: .published(.images(images)), model: model, training: training, seed: 1),
          threads: threads)
        let reports = try (0..<3).map { _ in try run.iterate() }
        return (run.checkpoint.parameters, reports)
      }
      let one = try run(1)
      for threads in [2, 3, 7] {
        let several = try run(threads)
        #expect(several.weights == one.weights, "\(gradient), \(threads) threads")
        #expect(several.reports == one.reports)
      }
    }
  }

  @Test("an ANODE of 8 filters classifies most digits right after four epochs")
  func learns() throws {
    let images = try ImageSource.digits.load()
    var training = TrainingConfiguration.images
    training.learningRate = 5e-3
    let run = TrainingRun<Float>(
      RunConfiguration(
        data: .published(.images(images)),
        model: ModelConfiguration(
          family: .anode, augmentation: 1, hidden: 8, image: images.shape),
        training: training))
    let evaluation = try #require(run.imageEvaluation)
    let before = evaluation.evaluate(images.test)
    for _ in 0..<4 * run.iterationsPerEpoch { _ = try run.iterate() }
    let after = evaluation.evaluate(images.test)
    #expect(try #require(before.accuracy) < 0.3)
    #expect(try #require(after.accuracy) > 0.85)
    #expect(after.loss < 0.5 * before.loss)
  }
}

extension TrainingConfiguration {
  /// The published settings with the images' loss.
  fileprivate static var images: TrainingConfiguration {
    var training = TrainingConfiguration()
    training.loss = .crossEntropy
    return training
  }
}
