@testable import Files
import Foundation
import Testing

@testable import NeuralODE

@Suite("A file of weights is recognised, whatever its precision and prefix")
struct SavedModelTests {
  private static func checkpoint(_ model: ModelConfiguration) -> Checkpoint {
    TrainingRun<Double>(RunConfiguration(model: model, seed: 4)).checkpoint
  }

  /// The bytes of a safetensors file.
  static func file(
    _ tensors: [(name: String, type: String, shape: [Int], bytes: [UInt8])],
    metadata: [String: String] = [:]
  ) throws -> Data {
    var header: [String: Any] = ["__metadata__": metadata]
    var body: [UInt8] = []
    for tensor in tensors {
      let end = body.count + tensor.bytes.count
      header[tensor.name] =
        ["dtype": tensor.type, "shape": tensor.shape, "data_offsets": [body.count, end]]
        as [String: Any]
      body += tensor.bytes
    }
    let json = try JSONSerialization.data(withJSONObject: header)
    var length = UInt64(json.count).littleEndian
    return Data(bytes: &length, count: 8) + json + body
  }

  /// A checkpoint's tensors with another type and prefix.
  private static func file(
    _ checkpoint: Checkpoint, type: String, prefix: String, metadata: [String: String] = [:]
  ) throws -> Data {
    let layout = ParameterLayout(
      checkpoint.model, inputs: checkpoint.inputs, outputs: checkpoint.outputs)
    return try file(
      layout.tensors.map { tensor in
        let numbers = checkpoint.parameters[tensor.offset..<tensor.offset + tensor.count]
        let bytes = numbers.flatMap { number -> [UInt8] in
          switch type {
          case "F16": withUnsafeBytes(of: Float16(number).bitPattern.littleEndian, Array.init)
          case "BF16":
            withUnsafeBytes(
              of: UInt16(truncatingIfNeeded: Float(number).bitPattern >> 16).littleEndian,
              Array.init)
          case "F32": withUnsafeBytes(of: Float(number).bitPattern.littleEndian, Array.init)
          default: withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init)
          }
        }
        return (prefix + tensor.name, type, tensor.shape, bytes)
      }, metadata: metadata)
  }

  @Test(
    "F16, BF16, F32 and F64 with any prefix are read as the model that was written",
    arguments: ["F16", "BF16", "F32", "F64"],
    ["", "module.", "_orig_mod.net.", "state.odeblock_of."])
  func types(type: String, prefix: String) throws {
    let whole = Self.checkpoint(.anode(p: 2))
    let saved = try SavedModel(
      file: Safetensors(data: Self.file(whole, type: type, prefix: prefix)))
    #expect(saved.kind == .flow && saved.features == 4 && saved.hidden == 32)
    #expect(saved.isTimeDependent && saved.outputs == 1 && saved.inputs == nil)
    #expect(saved.parameterCount == whole.parameters.count)
    let read = try saved.checkpoint()
    #expect(read.model == whole.model && read.inputs == 2 && !read.namesActivation)
    let bounds: [String: Double] = ["F16": 0x1p-11, "BF16": 0x1p-7, "F32": 0x1p-24, "F64": 0]
    let bound = try #require(bounds[type])
    for (a, b) in zip(read.parameters, whole.parameters) {
      // Below 2⁻¹⁴ half precision is spaced by 2⁻²⁴.
      #expect(abs(a - b) <= bound * abs(b) + (type == "F16" ? 0x1p-25 : 0))
    }
  }

  @Test("every half-precision number is read exactly")
  func halves() {
    for bits in UInt16.min...UInt16.max {
      let (ours, theirs) = (HalfPrecision.float(bits), Float(Float16(bitPattern: bits)))
      #expect(ours.bitPattern == theirs.bitPattern || (ours.isNaN && theirs.isNaN))
    }
  }

  @Test(
    "metadata give inputs, augmentation and nonlinearity; ResNets and bare models are recognised")
  func kinds() throws {
    let softplus = ModelConfiguration(
      family: .anode, augmentation: 1, hidden: 9, activation: .softplus)
    let flow = try SavedModel(
      file: Safetensors(data: Self.checkpoint(softplus).data(isDouble: false)))
    #expect(flow.inputs == 2 && flow.augmentation == 1 && flow.activation == .softplus)
    #expect(
      flow.summary
        == "ANODE: 3 features: 2 of the input, 9 hidden units, softplus, with time, "
        + "a readout of 1 output, \(flow.parameterCount) parameters")
    #expect(try flow.checkpoint() == Checkpoint(file: flow.file, inputs: 2))
    let resnet = try SavedModel(
      file: Safetensors(data: Self.checkpoint(.resnet()).data(isDouble: false)))
    #expect(resnet.kind == .resnet && resnet.blocks == 5 && resnet.inputs == 2)
    #expect(resnet.summary.hasPrefix("ResNet: 2 features, 5 blocks of 32 hidden units"))
    var bare = ModelConfiguration.node()
    bare.hasReadout = false
    let alone = try SavedModel(
      file: Safetensors(data: Self.checkpoint(bare).data(isDouble: true)))
    #expect(alone.outputs == nil && alone.summary.contains("no readout"))
    #expect(try alone.checkpoint().outputs == 2)
  }

  @Test("a convolutional model is recognised by its filters, and needs the images' size")
  func images() throws {
    let shapes: [(String, [Int])] = [
      ("conv1.weight", [6, 4, 1, 1]), ("conv1.bias", [6]), ("conv2.weight", [6, 7, 3, 3]),
      ("conv2.bias", [6]), ("conv3.weight", [3, 7, 1, 1]), ("conv3.bias", [3]),
    ]
    var tensors = shapes.map { name, shape in
      (
        name: "odeblock.odefunc.\(name)", type: "F32", shape: shape,
        bytes: [UInt8](repeating: 0, count: 4 * shape.reduce(1, *))
      )
    }
    tensors.append(("linear_layer.weight", "F32", [10, 48], [UInt8](repeating: 0, count: 1920)))
    tensors.append(("linear_layer.bias", "F32", [10], [UInt8](repeating: 0, count: 40)))
    let saved = try SavedModel(file: Safetensors(data: Self.file(tensors)))
    #expect(saved.kind == .images && saved.pixels == 16 && saved.features == 3)
    #expect(saved.isTimeDependent && saved.outputs == 10 && saved.hidden == 6)
    let image = ImageShape(channels: 1, height: 4, width: 4)
    #expect(try saved.checkpoint(image: image).model.augmentation == 2)
    #expect(throws: Safetensors.Failure.self) { try saved.checkpoint(inputs: 2) }
    #expect(throws: Safetensors.Failure.self) {
      try saved.checkpoint(image: ImageShape(channels: 1, height: 5, width: 4))
    }
  }

  private func message(_ data: Data, inputs: Int = 2) -> String {
    do throws(Safetensors.Failure) {
      _ = try SavedModel(file: Safetensors(data: data)).checkpoint(inputs: inputs)
      return ""
    } catch {
      return error.description
    }
  }

  @Test("an error names the tensor and its shape")
  func errors() throws {
    let whole = Self.checkpoint(.node())
    let tensor = { (name: String, type: String, shape: [Int]) in
      (name: name, type: type, shape: shape, bytes: [UInt8](repeating: 0, count: 8))
    }
    #expect(
      message(try Self.file([tensor("a.weight", "F64", [1]), tensor("b", "F32", [2])]))
        == "holds no model of known names (odeblock.odefunc.fc1.weight, "
        + "residual_blocks.0.mlp.0.weight); it has 'a.weight', 'b'")
    #expect(
      message(
        try Self.file([
          tensor("a.odefunc.fc1.weight", "F64", [1]), tensor("b.odefunc.fc1.weight", "F64", [1]),
        ])) == "holds several models, expected one: names begin with 'a.', 'b.'")
    #expect(
      message(try Self.file([tensor("odefunc.fc1.weight", "F64", [1])]))
        == "tensor 'odefunc.fc1.weight' has shape [1], expected [any, any]")
    #expect(
      message(try Self.file(whole, type: "F32", prefix: ""), inputs: 5)
        == "tensor 'odeblock.odefunc.fc3.weight' has shape [2, 32], expected [5, 32]")
    var whole8 = try Self.file(whole, type: "F64", prefix: "")
    // The same bytes as whole numbers: same size, another type.
    let text = Data("\"F64\"".utf8)
    while let range = whole8.range(of: text) {
      whole8.replaceSubrange(range, with: Data("\"I64\"".utf8))
    }
    #expect(message(whole8).contains("of shape [32, 3] holds I64, expected F16, BF16, F32 or F64"))
    let escape = try Self.file([tensor("\u{1B}[2J", "F64", [1])])
    #expect(message(escape).contains("it has '?[2J'"))
  }

  @Test("unknown tensors are refused by name: the file is from another model")
  func unread() throws {
    let whole = Self.checkpoint(.anode(p: 1))
    let layout = ParameterLayout(whole.model, inputs: 2, outputs: 1)
    let tensors = layout.tensors.map {
      (
        name: $0.name, type: "F32", shape: $0.shape,
        bytes: [UInt8](repeating: 0, count: 4 * $0.count)
      )
    }
    let eight = [UInt8](repeating: 0, count: 8)
    #expect(message(try Self.file(tensors)) == "")
    for name in ["odeblock.odefunc.norm.weight", "odeblock.odefunc.fc4.bias", "augment.weight"] {
      #expect(
        message(try Self.file(tensors + [(name, "F32", [2], eight)]))
          == "holds unused tensors: '\(name)', which its model does not have"
      )
    }
    // Missing and misshapen tensors are reported before weights are read.
    #expect {
      _ = try SavedModel(file: Safetensors(data: Self.file(Array(tensors.dropFirst(3)))))
    } throws: { "\($0)".contains("fc1.weight' is missing") }
    let words = ["activation": "mish"]
    #expect(
      message(try Self.file(tensors, metadata: words))
        .hasPrefix("activation 'mish' unknown; known: relu, softplus"))
  }

  @Test("the error for a PyTorch file has the command that converts it")
  func pickles() {
    for magic in [[0x50, 0x4b, 3, 4], [0x80, 2, 0x8a, 10]] as [[UInt8]] {
      let data = Data(magic + [UInt8](repeating: 0, count: 20))
      #expect(message(data).contains("torch.load('FILE', map_location='cpu')"))
      let named = Safetensors.Failure.pickled(path: "runs/my-model.v2.pt").description
      #expect(named.contains("torch.load('runs/my-model.v2.pt'"))
      #expect(named.hasSuffix("'runs/my-model.v2.safetensors')\""))
    }
    // A name that is unsafe in a shell or in Python is left out.
    #expect(Safetensors.Failure.pickled(path: "a'$(x).pt").description.contains("'FILE'"))
  }

  @Test("10,000 mutations of half-precision weights are read or refused")
  func mutations() throws {
    var model = ModelConfiguration.anode(p: 1)
    model.hidden = 3
    let data = try Self.file(Self.checkpoint(model), type: "F16", prefix: "net.")
    let end = DamagedFileTests.headerLength(data)
    var generator = Xoshiro256(seed: 90)
    var opened = 0
    for round in 0..<10_000 {
      var damaged = data
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let place = Int.random(in: 0..<end, using: &generator)
        damaged[place] =
          round % 2 == 0
          ? UInt8.random(in: 0x30...0x39, using: &generator)
          : UInt8.random(in: 0...255, using: &generator)
      }
      if message(damaged).isEmpty { opened += 1 }
    }
    #expect(opened < 10_000)
  }
}
