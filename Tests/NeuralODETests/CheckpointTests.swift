import Foundation
import NeuralODE
import Testing

@Suite("Weights are saved and read back") struct CheckpointTests {
  @Test(
    "weights are read back to the bit, and written again as the same bytes",
    arguments: [
      ModelConfiguration.node(), .anode(p: 3), .resnet(),
      ModelConfiguration(
        family: .anode, augmentation: 1, hidden: 7, activation: .tanh, isTimeDependent: false),
    ])
  func roundTrip(model: ModelConfiguration) throws {
    let run = TrainingRun<Double>(RunConfiguration(model: model, seed: 4))
    _ = try run.iterate()
    let checkpoint = run.checkpoint
    let data = try checkpoint.data(isDouble: true)
    let read = try Checkpoint(file: Safetensors(data: data), inputs: 2)
    #expect(read == checkpoint)
    #expect(try read.data(isDouble: true) == data)
    let narrow = try Checkpoint(
      file: Safetensors(data: checkpoint.data(isDouble: false)), inputs: 2)
    #expect(narrow.parameters == checkpoint.parameters.map { Double(Float($0)) })
    // A run from the file continues as the original, except for the optimiser's memory.
    let again = TrainingRun<Double>(
      RunConfiguration(model: model, seed: 4), parameters: read.parameters)
    let first = try run.trainer.gradient([1, 2, 700])
    let second = try again.trainer.gradient([1, 2, 700])
    #expect(first == second)
  }

  @Test("the windows' time is saved if the field takes t", arguments: [true, false])
  func windowTime(isTimeDependent: Bool) throws {
    var model = ModelConfiguration(
      family: .node, isTimeDependent: isTimeDependent, hasReadout: false)
    model.windowTime = .absolute
    let run = TrainingRun<Double>(RunConfiguration(data: .published(.spiral), model: model))
    let read = try Checkpoint(
      file: Safetensors(data: run.checkpoint.data(isDouble: true)), inputs: 2)
    #expect(read.model.windowTime == (isTimeDependent ? .absolute : .start))
    // Another program's file lacks it, and the chosen setting stays.
    let tensors = run.trainer.layout.tensors.map {
      Safetensors.Tensor(
        name: $0.name, shape: $0.shape, numbers: Array(repeating: 0.5, count: $0.count))
    }
    let other = try Safetensors(data: Safetensors.data(tensors, metadata: [:], isDouble: false))
    var configuration = run.configuration
    configuration.take(try Checkpoint(file: other, inputs: 2))
    #expect(configuration.model.windowTime == .absolute)
    configuration.take(read)
    #expect(configuration.model == read.model)
  }

  @Test("a file with other inputs or without a tensor is refused, with the tensor's name")
  func refused() throws {
    let run = TrainingRun<Float>(RunConfiguration(model: .node()))
    let data = try run.checkpoint.data(isDouble: false)
    let file = try Safetensors(data: data)
    #expect(throws: Safetensors.Failure.self) { try Checkpoint(file: file, inputs: 3) }
    #expect(
      throws: Safetensors.Failure.unusable("its model has 2 inputs and p = 0, expected 1 inputs")
    ) {
      try Checkpoint(file: file, inputs: 1)
    }
    // Without metadata the second feature is an augmented one.
    let bare = file.described(by: [:])
    #expect(try Checkpoint(file: bare, inputs: 1).model.augmentation == 1)
    let layout = run.trainer.layout
    let tensors = layout.tensors.map {
      Safetensors.Tensor(
        name: $0.name, shape: $0.shape, numbers: Array(repeating: 0.5, count: $0.count))
    }
    for missing in tensors.indices {
      var some = tensors
      some.remove(at: missing)
      let broken = try Safetensors(data: Safetensors.data(some, metadata: [:], isDouble: false))
      #expect(throws: Safetensors.Failure.self) { try Checkpoint(file: broken, inputs: 2) }
    }
  }
}
