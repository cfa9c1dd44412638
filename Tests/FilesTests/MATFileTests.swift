@testable import Files
import Foundation
import Testing

@testable import NeuralODE

@Suite("SVHN's MATLAB files and EMNIST's labels are read whole or refused") struct MATFileTests {
  private static func bytes(_ value: Int, _ size: Int, _ isLittle: Bool) -> [UInt8] {
    let little = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isLittle ? little : little.reversed()
  }

  /// An element; up to four bytes go into the tag, as MATLAB writes them.
  private static func element(_ type: Int, _ data: [UInt8], _ isLittle: Bool) -> [UInt8] {
    if (1...4).contains(data.count) {
      return bytes(data.count << 16 | type, 4, isLittle) + data
        + [UInt8](repeating: 0, count: 4 - data.count)
    }
    let padding = [UInt8](repeating: 0, count: (8 - data.count % 8) % 8)
    return bytes(type, 4, isLittle) + bytes(data.count, 4, isLittle) + data + padding
  }

  static func array(
    _ name: String, _ extents: [Int], kind: Int, type: Int, _ data: [UInt8], isLittle: Bool = true
  ) -> [UInt8] {
    let body =
      element(6, bytes(kind, 4, isLittle) + bytes(0, 4, isLittle), isLittle)
      + element(5, extents.flatMap { bytes($0, 4, isLittle) }, isLittle)
      + element(1, Array(name.utf8), isLittle) + element(type, data, isLittle)
    return bytes(14, 4, isLittle) + bytes(body.count, 4, isLittle) + body
  }

  static func file(_ arrays: [[UInt8]], isLittle: Bool = true, isPacked: Bool = true) -> Data {
    var data = Array("MATLAB 5.0 MAT-file".utf8)
    data += [UInt8](repeating: 0x20, count: 116 - data.count) + [UInt8](repeating: 0, count: 8)
    data += bytes(0x100, 2, isLittle) + Array((isLittle ? "IM" : "MI").utf8)
    for array in arrays {
      let packed = isPacked ? PNGTests.packed(array) : array
      data += isPacked ? bytes(15, 4, isLittle) + bytes(packed.count, 4, isLittle) + packed : packed
    }
    return Data(data)
  }

  /// Twelve images of 4 rows and 2 columns, and their labels.
  static let labels: [UInt8] = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1]
  static let pixels: [UInt8] = {
    var result: [UInt8] = []
    for image in 0..<12 {
      for channel in 0..<3 {
        for column in 0..<2 {
          for row in 0..<4 { result.append(UInt8(row + 10 * column + 40 * channel + image)) }
        }
      }
    }
    return result
  }()

  static func svhn(isLittle: Bool = true, isPacked: Bool = true, wide: Bool = false) -> Data {
    let x = array("X", [4, 2, 3, 12], kind: 9, type: 2, pixels, isLittle: isLittle)
    let numbers = labels.flatMap { label -> [UInt8] in
      let bits = Double(label).bitPattern
      return wide ? bytes(Int(bitPattern: UInt(bits)), 8, isLittle) : [label]
    }
    let y = array("y", [12, 1], kind: 6, type: wide ? 9 : 2, numbers, isLittle: isLittle)
    // Other arrays are skipped.
    let cell = array("c", [1, 1], kind: 1, type: 2, [1], isLittle: isLittle)
    return file([cell, x, y], isLittle: isLittle, isPacked: isPacked)
  }

  @Test(
    "X and y are read, packed or not, in both byte orders, and label 10 is the digit 0",
    arguments: [(true, true), (true, false), (false, true), (false, false)])
  func reading(isLittle: Bool, isPacked: Bool) throws {
    for wide in [false, true] {
      let samples = try SVHNFile.samples(
        Self.svhn(isLittle: isLittle, isPacked: isPacked, wide: wide), path: "m")
      #expect(samples.shape == ImageShape(channels: 3, height: 4, width: 2) && samples.count == 12)
      #expect(samples.labels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
      // Row-major; MATLAB's arrays are column-major.
      let green = samples.image(1).dropFirst(8).prefix(8).map { $0 * 255 }
      #expect(green.map { $0.rounded() } == [41, 51, 42, 52, 43, 53, 44, 54])
    }
    #expect(try SVHNFile.samples(Self.svhn(), path: "m", limit: 5).count == 5)
  }

  @Test(
    "an error in a MATLAB file is explained",
    arguments: [
      (Data(count: 100), "100 bytes, expected a MATLAB file's header"),
      (Data(count: 128), "byte 126: [0, 0], expected IM or MI"),
      (file([]), "no arrays of numbers, expected an array X"),
      (
        file([array("X", [4, 2, 3, 12], kind: 9, type: 2, pixels)]),
        "arrays X, expected an array y"
      ),
      (
        file([array("X", [4, 2, 3, 11], kind: 9, type: 2, pixels)]),
        "array 'X': 288 bytes of numbers, expected 4×2×3×11 of 1"
      ),
      (
        file([
          array("X", [4, 2, 36], kind: 9, type: 2, pixels),
          array("y", [12, 1], kind: 9, type: 2, labels),
        ]), "array X of 4×2×36, expected bytes, rows × columns × 3 × images"
      ),
      (
        file([
          array("X", [4, 2, 3, 12], kind: 9, type: 2, pixels),
          array("y", [11, 1], kind: 9, type: 2, Array(labels.dropLast())),
        ]), "array y of 11×1, expected 12 labels"
      ),
      (
        file([
          array("X", [4, 2, 3, 12], kind: 9, type: 2, pixels),
          array("y", [12, 1], kind: 9, type: 2, [11] + labels.dropFirst()),
        ]), "label 1: 11.0, expected 1 to 10"
      ),
      (svhn(isPacked: false).dropLast(9), "an element of"),
      (svhn().dropLast(9), "an element of"),
    ])
  func errors(data: Data, part: String) {
    do throws(ImageFailure) {
      _ = try SVHNFile.samples(data, path: "m")
      Issue.record("the file was accepted")
    } catch {
      #expect(error.description.contains(part), "\(error)")
    }
  }

  @Test("10,000 mutations of MATLAB files are read whole or refused")
  func mutations() {
    for seed in 0..<10 {
      let data = Self.svhn(isLittle: seed % 3 != 0, isPacked: seed % 2 == 0, wide: seed % 5 == 0)
      ImageFileTests.mutations(data, seed: UInt64(50 + seed)) { data in
        // The header's text is ignored, so damage the rest as well.
        var deeper = data
        if deeper.count > 140 { deeper[128 + Int(data[5]) % (deeper.count - 128)] = data[7] }
        for damaged in [data, deeper] {
          _ = ImageFileTests.survives { () throws(ImageFailure) in
            try SVHNFile.samples(damaged, path: "m")
          }
        }
      }
    }
  }

  @Test("a folder of SVHN's files has training and test images; a single file is split")
  func folder() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-svhn-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    let source = try #require(ImageSource("svhn:\(root.path)"))
    #expect(throws: ImageFailure.self) { try source.load() }
    try Self.svhn().write(to: root.appendingPathComponent("train_32x32.mat"))
    let one = try source.load(limit: 6)
    #expect(one.training.count == 6 && one.test.count == 2 && one.outputs == 10)
    try Self.svhn().write(to: root.appendingPathComponent("test_32x32.mat"))
    let two = try source.load(size: 2, limit: 7)
    #expect(two.training.count == 7 && two.test.count == 7 && two.shape.height == 2)
    #expect(ImageSource(folder: root.path) == source)
  }

  // MARK: EMNIST

  private static let letters = ImageFileTests.idx(0x801, [6], [1, 26, 3, 4, 5, 6])

  @Test("EMNIST's letters count from 1, its images are transposed, its sets are chosen by name")
  func emnist() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-emnist-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    func write(_ set: String, _ labels: Data) throws {
      for part in ["train", "test"] {
        try ImageFileTests.images.write(
          to: root.appendingPathComponent("\(set)-\(part)-images-idx3-ubyte"))
        try labels.write(to: root.appendingPathComponent("\(set)-\(part)-labels-idx1-ubyte"))
      }
    }
    try write("emnist-letters", Self.letters)
    let set = try ImageSource.mnist(root.path).load()
    #expect(set.outputs == 26 && set.classNames.first == "A" && set.classNames.last == "Z")
    #expect(set.training.labels == [0, 25, 2, 3, 4, 5] && set.test.count == 6)
    // 4 rows of 3 become 3 of 4: the second pixel was the first in the second row.
    #expect(set.shape == ImageShape(channels: 1, height: 3, width: 4))
    #expect(set.training.image(0).prefix(2).last == Float(9) / 255)
    try write("emnist-balanced", ImageFileTests.idx(0x801, [6], [0, 46, 10, 36, 9, 35]))
    do throws(ImageFailure) {
      _ = try ImageSource.mnist(root.path).load()
      Issue.record("two sets were read as one")
    } catch {
      #expect(error.place == "several sets: emnist-balanced, emnist-letters")
    }
    let balanced = try ImageSource.mnist("\(root.path)/emnist-balanced").load()
    #expect(
      balanced.outputs == 47 && balanced.classNames[46] == "t" && balanced.classNames[10] == "A")
    try write("emnist-byclass", Self.letters)
    #expect(try ImageSource.mnist("\(root.path)/emnist-byclass").load().classNames[61] == "z")
    try write("emnist-letters", ImageFileTests.idx(0x801, [6], [0, 26, 3, 4, 5, 6]))
    do throws(ImageFailure) {
      _ = try ImageSource.mnist("\(root.path)/emnist-letters").load()
      Issue.record("letter 0 was accepted")
    } catch {
      #expect(error.description.hasSuffix("byte 8: label 0, expected 1 to 26"))
    }
  }

  @Test(
    "under MNIST's names EMNIST's letters are recognised by their labels, and digits stay digits")
  func renamed() {
    #expect(IDXLabels.find(name: "train-labels", labels: [1, 26, 2]).first == 1)
    #expect(IDXLabels.find(name: "train-labels", labels: [0, 46]).names.count == 47)
    #expect(IDXLabels.find(name: "train-labels", labels: [1, 2, 9]) == .digits)
    #expect(IDXLabels.find(name: "train-labels", labels: [0, 10]) == .digits)
    #expect(IDXLabels.find(name: "train-labels", labels: []) == .digits)
  }
}
