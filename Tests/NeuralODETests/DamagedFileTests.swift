import Foundation
import Testing

@testable import NeuralODE

/// A trap would end this process, and fail these tests.
@Suite("A damaged reference run is replayed or refused, and never crashes")
struct DamagedFileTests {
  static func bytes(_ name: String = "annulus-anode-p1-adjoint") throws -> Data {
    let directory = try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
    return try Data(contentsOf: directory.appendingPathComponent("\(name).safetensors"))
  }

  static func headerLength(_ data: Data) -> Int {
    8 + (0..<8).reduce(0) { $0 | Int(data[$1]) << (8 * $1) }
  }

  /// Reads the run and trains one iteration; returns the error's text, nil for none.
  @discardableResult
  static func read(_ data: Data) -> String? {
    do {
      let run = try ReferenceRun(data: data)
      _ = ReferenceReplay<Double>(run, iterations: 1).report()
      return nil
    } catch {
      #expect(!error.description.isEmpty)
      return error.description
    }
  }

  /// The file with its header replaced by an edited one.
  static func edited(
    _ name: String = "annulus-anode-p1-adjoint", _ edit: (inout [String: Any]) -> Void
  ) throws -> Data {
    let data = try bytes(name)
    let end = headerLength(data)
    var header = try #require(
      JSONSerialization.jsonObject(with: data[8..<end]) as? [String: Any])
    edit(&header)
    let json = try JSONSerialization.data(withJSONObject: header)
    var length = UInt64(json.count).littleEndian
    return Data(bytes: &length, count: 8) + json + data[end...]
  }

  static func edited(
    _ tensor: String, shape: [Int], of name: String = "annulus-anode-p1-adjoint"
  ) throws -> Data {
    try edited(name) { header in
      var entry = header[tensor] as? [String: Any] ?? [:]
      entry["shape"] = shape
      header[tensor] = entry
    }
  }

  static func edited(
    metadata key: String, _ value: Any?, of name: String = "annulus-anode-p1-adjoint"
  ) throws -> Data {
    try edited(name) { header in
      var metadata = header["__metadata__"] as? [String: Any] ?? [:]
      metadata[key] = value
      header["__metadata__"] = metadata
    }
  }

  @Test(
    "700 headers with random bytes are read or refused",
    arguments: zip(
      1...7 as ClosedRange<UInt64>,
      Array(repeating: "annulus-anode-p1-adjoint", count: 4)
        + ["learned-annulus-p1", "second-annulus-adjoint", "control-flip1d"]))
  func flippedHeader(seed: UInt64, name: String) throws {
    let data = try Self.bytes(name)
    let end = Self.headerLength(data)
    var generator = Xoshiro256(seed: seed)
    for _ in 0..<100 {
      var damaged = data
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        damaged[Int.random(in: 0..<end, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      Self.read(damaged)
    }
  }

  @Test("a header with changed digits, still JSON, is read or refused")
  func otherDigits() throws {
    let data = try Self.bytes()
    let end = Self.headerLength(data)
    let digits = (8..<end).filter { (0x30...0x39).contains(data[$0]) }
    var generator = Xoshiro256(seed: 5)
    for _ in 0..<300 {
      var damaged = data
      let place = try #require(digits.randomElement(using: &generator))
      damaged[place] = UInt8.random(in: 0x30...0x39, using: &generator)
      Self.read(damaged)
    }
  }

  @Test("tensors with flipped bits are read or refused")
  func flippedTensors() throws {
    let data = try Self.bytes()
    let end = Self.headerLength(data)
    var generator = Xoshiro256(seed: 6)
    for _ in 0..<150 {
      var damaged = data
      for _ in 0..<20 {
        damaged[Int.random(in: end..<data.count, using: &generator)] ^= UInt8(
          1 << Int.random(in: 0..<8, using: &generator))
      }
      Self.read(damaged)
    }
  }

  @Test("a file cut short anywhere is refused")
  func truncated() throws {
    let data = try Self.bytes()
    let end = Self.headerLength(data)
    var lengths = Array(0..<20) + [end - 1, end, end + 1, data.count - 1]
    lengths += stride(from: 20, to: data.count, by: 997)
    for length in lengths { #expect(Self.read(data.prefix(length)) != nil, "\(length) bytes") }
    #expect(Self.read(data) == nil)
    // A slice whose indices do not begin at 0 reads like a copy.
    #expect(Self.read((Data([1, 2, 3]) + data).dropFirst(3)) == nil)
  }

  @Test(
    "a header that claims an impossible length is refused",
    arguments: [UInt64.max, UInt64(Int64.max), 1 << 63, 1 << 32, 0, 1, 2])
  func claimedLength(length: UInt64) throws {
    var length = length.littleEndian
    let claim = Data(bytes: &length, count: 8)
    let rest = try Self.bytes().dropFirst(8)
    #expect(Self.read(claim + rest) != nil)
  }

  @Test("a header that is missing, nested or of the wrong kind is refused")
  func strangeHeaders() {
    let texts = [
      "", "null", "[]", "3", "{}", "{\"a\":3}", "{\"__metadata__\":7}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e99],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[0.5],\"data_offsets\":[0,2]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[true],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[4,0]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[-4,0]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[9223372036854775807,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4,8]}}",
      "{\"a\":{\"dtype\":\"Q9\",\"shape\":[],\"data_offsets\":[0,4]}}",
      "{\"a\":" + String(repeating: "[", count: 100_000),
    ]
    for text in texts {
      var length = UInt64(text.utf8.count).littleEndian
      #expect(Self.read(Data(bytes: &length, count: 8) + Data(text.utf8) + Data(count: 16)) != nil)
    }
  }

  @Test(
    "a shape that does not fit is refused, with the tensor's name",
    arguments: [
      ("data.x", [2, 2000]), ("data.x", [4000, 1]), ("data.x", [4000]), ("data.x", [0, 2]),
      ("data.x", [2000, 0]), ("data.x", [0, Int.max]), ("data.x", [-2000, -2]),
      ("data.x", [1 << 32, 1 << 32]), ("data.x", [Int.max, 2]), ("data.x", [2000, 2, 1]),
      ("batches", [64, 60]), ("batches", [3840, 1]), ("batches", [1, 3840]), ("batches", [0, 64]),
      ("batches", [60, 0]), ("batches", [3840]), ("probe.x", [98, 1]), ("probe.x", [0, 2]),
      ("probe.x", [98]), ("expected.probe.trajectory", [49, 11, 3]), ("expected.loss", [60, 1]),
      ("expected.nfe", [30, 2]), ("data.y", [2000]), ("data.y", [1, 2000]),
      ("init.odeblock.odefunc.fc1.weight", [4, 32]), ("init.odeblock.odefunc.fc1.weight", [128]),
      ("expected.grad.linear_layer.weight", [3, 1]), ("expected.final.linear_layer.bias", []),
    ])
  func shapes(tensor: String, shape: [Int]) throws {
    let message = try #require(Self.read(try Self.edited(tensor, shape: shape)))
    #expect(message.contains(tensor) || message.contains("has shape"), "\(message)")
  }

  @Test("tensors of size zero are refused")
  func emptyTensors() throws {
    for (tensor, shape) in [
      ("data.x", [0, 0]), ("data.x", [0, 2]), ("batches", [60, 0]), ("batches", [0, 64]),
      ("probe.x", [0, 2]), ("probe.x", [49, 0]),
    ] {
      let data = try Self.edited { header in
        var entry = header[tensor] as? [String: Any] ?? [:]
        entry["shape"] = shape
        entry["data_offsets"] = [0, 0]
        header[tensor] = entry
      }
      let message = try #require(Self.read(data))
      #expect(message.contains(tensor), "\(message)")
    }
  }

  @Test("a missing tensor is an error, unless a replay does not need it")
  func missingTensors() throws {
    let file = try Safetensors(data: Self.bytes())
    let unused = ["expected.probe.nfe", "expected.probe.features"]
    for name in file.names {
      let message = Self.read(try Self.edited { $0[name] = nil })
      #expect(unused.contains(name) ? message == nil : message == "tensor '\(name)' is missing")
    }
  }

  @Test(
    "invalid metadata is refused, with the key",
    arguments: [
      ("lr", "nan"), ("lr", "inf"), ("lr", "-1"), ("lr", "0"), ("lr", ""), ("tol", "nan"),
      ("tol", "0"), ("tol", "-1e-3"), ("tol", "1e999"), ("hidden", "0"), ("hidden", "-32"),
      ("hidden", "9223372036854775807"), ("hidden", "4294967296"), ("hidden", "3.5"), ("p", "-1"),
      ("p", "9223372036854775807"), ("time", "true"), ("activation", "sigmoid"),
      ("gradient", "none"), ("loss", "mse"), ("model", "transformer"), ("model", ""),
    ])
  func metadata(key: String, value: String) throws {
    let message = try #require(Self.read(try Self.edited(metadata: key, value)))
    #expect(message.contains("'\(key)'") && message.contains("expected"), "\(message)")
  }

  @Test("metadata that contradicts the tensors, or is not text, is refused")
  func otherMetadata() throws {
    #expect(Self.read(try Self.edited(metadata: "hidden", "31")) != nil)
    #expect(Self.read(try Self.edited(metadata: "hidden", "65536")) != nil)
    #expect(Self.read(try Self.edited(metadata: "p", "65536")) != nil)
    #expect(Self.read(try Self.edited(metadata: "model", "odeblock (no readout)")) != nil)
    #expect(Self.read(try Self.edited(metadata: "model", "resnet")) != nil)
    #expect(Self.read(try Self.edited(metadata: "case", nil)) != nil)
    #expect(Self.read(try Self.edited(metadata: "lr", 3)) != nil)
  }

  @Test("weights that are not finite are refused, and huge ones fail in the solve")
  func extremeNumbers() throws {
    let data = try Self.bytes()
    let file = try #require(
      JSONSerialization.jsonObject(with: data[8..<Self.headerLength(data)]) as? [String: Any])
    let entry = try #require(file["init.odeblock.odefunc.fc2.weight"] as? [String: Any])
    let offset = try #require((entry["data_offsets"] as? [Int])?.first)
    let size = entry["dtype"] as? String == "F64" ? 8 : 4
    func with(_ value: Double) -> Data {
      var damaged = data
      let start = Self.headerLength(data) + offset
      let bytes =
        size == 8
        ? withUnsafeBytes(of: value.bitPattern.littleEndian) { Data($0) }
        : withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { Data($0) }
      damaged.replaceSubrange(start..<start + size, with: bytes)
      return damaged
    }
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(Self.read(with(value))?.contains("not finite at element 0") == true)
    }
    let report = ReferenceReplay<Float>(try ReferenceRun(data: with(1e30)), iterations: 3).report()
    #expect(!report.isWithin(.float))
  }

  @Test("row numbers beyond the data are refused")
  func rows() throws {
    // Fewer rows of data than the batches name.
    let data = try Self.edited { header in
      for (tensor, shape) in [("data.x", [100, 2]), ("data.y", [100, 1])] {
        var entry = header[tensor] as? [String: Any] ?? [:]
        let start = (entry["data_offsets"] as? [Int])?.first ?? 0
        entry["shape"] = shape
        entry["data_offsets"] = [start, start + 400 * shape[1]]
        header[tensor] = entry
      }
    }
    let message = try #require(Self.read(data))
    #expect(message.contains("names row"), "\(message)")
  }

  @Test("an endless file is refused")
  func endless() {
    #expect(throws: Safetensors.Failure.self) { try Safetensors(path: "/dev/full/x") }
    #expect(throws: Safetensors.Failure.self) { try Safetensors(path: "/") }
    #expect(throws: Safetensors.Failure.self) { try Safetensors(path: "/dev/null") }
  }
}
