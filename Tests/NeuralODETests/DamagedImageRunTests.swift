import Foundation
import Testing

@testable import NeuralODE

@Suite("A damaged reference run on images is replayed or refused, and never crashes")
struct DamagedImageRunTests {
  private static let name = "digits-conv-anode"

  @Test("250 headers with changed bytes or digits are read or refused")
  func header() throws {
    let data = try DamagedFileTests.bytes(Self.name)
    let end = DamagedFileTests.headerLength(data)
    let digits = (8..<end).filter { (0x30...0x39).contains(data[$0]) }
    var generator = Xoshiro256(seed: 8)
    for i in 0..<250 {
      var damaged = data
      if i % 2 == 0 {
        damaged[Int.random(in: 0..<end, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      } else {
        let place = try #require(digits.randomElement(using: &generator))
        damaged[place] = UInt8.random(in: 0x30...0x39, using: &generator)
      }
      DamagedFileTests.read(damaged)
    }
  }

  @Test(
    "a shape that does not fit is refused, with the tensor's name",
    arguments: [
      ("data.x", [1797, 64]), ("data.x", [1797, 64, 1, 1]), ("data.x", [1797, 1, 4, 16]),
      ("data.x", [0, 1, 8, 8]), ("data.x", [1797, 1, 8, Int.max]), ("data.x", [1, 1797, 8, 8]),
      ("data.y", [1797, 1]), ("probe.x", [8, 64]), ("probe.x", [8, 8, 8, 1]),
      ("expected.probe.trajectory", [11, 8, 192]), ("expected.probe.y", [80]),
      ("init.odeblock.odefunc.conv2.weight", [16, 17, 9]),
      ("init.odeblock.odefunc.conv2.weight", [17, 16, 3, 3]),
      ("init.odeblock.odefunc.conv1.weight", [16, 4]), ("init.linear_layer.weight", [192, 10]),
      ("init.linear_layer.weight", [1920]), ("expected.grad.linear_layer.bias", [5, 2]),
    ])
  func shapes(tensor: String, shape: [Int]) throws {
    let data = try DamagedFileTests.edited(tensor, shape: shape, of: Self.name)
    let message = try #require(DamagedFileTests.read(data))
    #expect(message.contains(tensor) || message.contains("shape"), "\(message)")
  }

  @Test(
    "metadata that is invalid or contradicts the tensors is refused",
    arguments: [
      ("filters", "0"), ("filters", "15"), ("filters", "4096"), ("filters", "4097"),
      ("filters", "9223372036854775807"), ("p", "-1"), ("p", "3"), ("p", "65536"),
      ("loss", "smoothl1"), ("model", "conv"), ("model", "node"), ("time", "False"), ("lr", "0"),
    ])
  func metadata(key: String, value: String) throws {
    let data = try DamagedFileTests.edited(metadata: key, value, of: Self.name)
    #expect(DamagedFileTests.read(data) != nil)
  }

  @Test("a label beyond the classes is refused, with its row")
  func labels() throws {
    var data = try DamagedFileTests.bytes(Self.name)
    let end = DamagedFileTests.headerLength(data)
    let header = try #require(
      JSONSerialization.jsonObject(with: data[8..<end]) as? [String: Any])
    let entry = try #require(header["data.y"] as? [String: Any])
    let offset = try #require((entry["data_offsets"] as? [Int])?.first)
    data[end + offset + 8 * 7] = 10
    #expect(
      DamagedFileTests.read(data) == "tensor 'data.y' has label 10 at row 7, expected 0 to 9")
  }
}
