import Foundation
import Testing

@testable import NeuralODE

@Suite("A damaged reference run on series is replayed or refused, and never crashes")
struct DamagedSeriesRunTests {
  private static let name = "spiral-node-adjoint"

  @Test("missing and misspelt metadata are named")
  func metadata() throws {
    for (key, value) in [("hidden", "0"), ("tol", "-1"), ("time", "maybe"), ("activation", "mish")]
    {
      let text = DamagedFileTests.read(
        try DamagedFileTests.edited(metadata: key, value, of: Self.name))
      #expect(text?.contains("'\(key)'") == true, "\(key): \(text ?? "read")")
      #expect(
        DamagedFileTests.read(try DamagedFileTests.edited(metadata: key, nil, of: Self.name)) != nil
      )
    }
  }

  @Test("shapes that do not agree are refused, with the tensor's name")
  func shapes() throws {
    for (tensor, shape) in [
      ("data.series", [200, 20, 1]), ("data.series", [2000, 1, 2]), ("data.series", [4000]),
      ("data.times", [5, 2]), ("data.y0", [400, 1]), ("batches", [960, 1, 1]),
      ("probe.y0", [16, 1]), ("expected.probe.trajectory", [160]), ("expected.nfe", [6, 10]),
    ] {
      let text = DamagedFileTests.read(
        try DamagedFileTests.edited(tensor, shape: shape, of: Self.name))
      #expect(text?.contains("'") == true, "\(tensor) \(shape): \(text ?? "read")")
    }
  }

  @Test("tensors with flipped bits and truncated files are read or refused")
  func flipped() throws {
    let data = try DamagedFileTests.bytes(Self.name)
    let end = DamagedFileTests.headerLength(data)
    var generator = Xoshiro256(seed: 8)
    for _ in 0..<60 {
      var damaged = data
      for _ in 0..<20 {
        damaged[Int.random(in: end..<data.count, using: &generator)] ^= UInt8(
          1 << Int.random(in: 0..<8, using: &generator))
      }
      DamagedFileTests.read(damaged)
    }
    for length in stride(from: 0, to: data.count - 1, by: 1999) {
      #expect(DamagedFileTests.read(data.prefix(length)) != nil, "\(length) bytes")
    }
  }
}
