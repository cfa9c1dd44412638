@testable import Files
import Foundation
import Testing

@testable import NeuralODE

@Suite("A safetensors header") struct SafetensorsHeaderTests {
  @Test("equals JSONSerialization's output with sorted keys, byte for byte")
  func bytes() throws {
    let names =
      (0..<12).map { "residual_blocks.\($0).mlp.2.weight" }
      + ["odefunc.fc1.weight", "odefunc.fc1.bias", "linear_layer.weight", "B", "a", "a/b\"\\", "z"]
    let metadata = ["format": "pt", "p": "1", "model": "anode", "Time": "True\u{1}\n"]
    let text = try Safetensors.headerText(
      names.map { (name: $0, type: "F32", shape: [2, 3], offsets: [0, 24]) }, metadata: metadata)
    var header: [String: Any] = ["__metadata__": metadata]
    for name in names {
      header[name] =
        ["dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]] as [String: Any]
    }
    let expected = try JSONSerialization.data(
      withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(text == String(decoding: expected, as: UTF8.self))
  }

  @Test("sorts numbers in names by value")
  func order() {
    let ordered = ["__metadata__", "a", "a.2", "a.10", "a.10.b", "a.11", "B", "c"]
    for (i, a) in ordered.enumerated() {
      for (j, b) in ordered.enumerated() { #expect(Safetensors.countsBefore(a, b) == (i < j)) }
    }
  }
}
