@testable import Files
import Foundation
import Testing

@testable import NeuralODE

/// A trap would end this process, and fail these tests.
@Suite("Files of images are read whole or refused") struct ImageFileTests {
  // MARK: Digits

  @Test("the built-in digits are 1,438 training and 359 test images, in sixteenths")
  func digits() throws {
    let set = try ImageSource.digits.load()
    #expect(set.training.count == 1438 && set.test.count == 359 && set.outputs == 10)
    #expect(set.shape == ImageShape(channels: 1, height: 8, width: 8))
    let sixteenths = (set.training.pixels + set.test.pixels).map { $0 * 16 }
    #expect(sixteenths.allSatisfy { $0 == $0.rounded() && (0...16).contains($0) })
    // Checksums: the source's sums of pixels and of labels.
    #expect(sixteenths.reduce(0.0) { $0 + Double($1) } == 561_718)
    #expect((set.training.labels + set.test.labels).reduce(0) { $0 + Int($1) } == 8070)
    // Both parts have the same share of each class.
    for label in 0..<10 {
      #expect(set.test.labels.count { $0 == Int32(label) } > 20)
    }
  }

  @Test("the built-in part of MNIST is every tenth test image, in bytes")
  func mnistSample() throws {
    let set = try ImageSource.mnistSample.load()
    #expect(set.training.count == 800 && set.test.count == 200 && set.outputs == 10)
    #expect(set.shape == ImageShape(channels: 1, height: 14, width: 14))
    let bytes = (set.training.pixels + set.test.pixels).map { $0 * 255 }
    #expect(bytes.allSatisfy { abs($0 - $0.rounded()) < 1e-4 })
    // Checksums from MNIST's file: the pixels, averaged and rounded, and the first labels.
    #expect(bytes.reduce(0.0) { $0 + Double($1.rounded()) } == 6_535_726)
    #expect(set.training.labels.prefix(4) == [4, 1, 4, 7] && set.test.labels.first == 3)
    #expect(set.training.image(0).reduce(0.0) { $0 + Double($1) * 255 }.rounded() == 4816)
    for label in 0..<10 { #expect(set.test.labels.count { $0 == Int32(label) } > 10) }
  }

  // MARK: IDX

  static func idx(_ magic: UInt32, _ extents: [UInt32], _ bytes: [UInt8]) -> Data {
    var data = Data()
    for word in [magic] + extents {
      data.append(contentsOf: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) })
    }
    return data + bytes
  }

  static let images = idx(0x803, [6, 4, 3], (0..<72).map { UInt8(3 * $0) })
  static let labels = idx(0x801, [6], [0, 1, 9, 3, 4, 5])

  static func readIDX(_ images: Data, _ labels: Data) throws(ImageFailure) -> ImageSamples {
    try IDXFile.samples(images: images, labels: labels, paths: ("i", "l"))
  }

  @Test("an IDX pair is read")
  func idx() throws {
    let samples = try Self.readIDX(Self.images, Self.labels)
    #expect(samples.shape == ImageShape(channels: 1, height: 4, width: 3) && samples.count == 6)
    #expect(samples.labels == [0, 1, 9, 3, 4, 5])
    #expect(samples.image(1).first == Float(36) / 255)
  }

  @Test("an error in an IDX file names file, place and expectation")
  func idxErrors() {
    func message(_ images: Data, _ labels: Data) -> String {
      do throws(ImageFailure) {
        _ = try Self.readIDX(images, labels)
        return ""
      } catch {
        return error.description
      }
    }
    let bytes = Array(Self.images.dropFirst(16))
    #expect(
      message(Self.idx(0x802, [6, 4, 3], bytes), Self.labels)
        == "i: byte 0: magic number 2050, expected 2051 (bytes in 3 dimensions)")
    #expect(
      message(Self.images.dropLast(), Self.labels)
        == "i: 87 bytes, expected 88, as its header says")
    #expect(message(Self.images + [0], Self.labels).contains("89 bytes, expected 88"))
    #expect(
      message(Self.images, Self.idx(0x801, [5], [0, 1, 2, 3, 4]))
        == "l: byte 4: 5 labels, expected 6, as i has images")
    #expect(
      message(Self.images, Self.idx(0x801, [6], [0, 1, 2, 10, 4, 5]))
        == "l: byte 11: label 10, expected 0 to 9")
    #expect(message(Self.idx(0x803, [6, 0, 3], []), Self.labels).contains("byte 8: 0 rows"))
    #expect(message(Self.idx(0x803, [0, 4, 3], []), Self.labels).contains("no entries"))
    #expect(message(Data(), Self.labels).contains("0 bytes, expected a header of 16"))
    #expect(
      message(Self.idx(0x803, [.max, .max, .max], []), Self.labels).contains("4294967295 rows"))
  }

  /// Passes on 1,000 copies of a file with bytes changed, cut off, inserted or doubled.
  static func mutations(_ data: Data, seed: UInt64, _ body: (Data) -> Void) {
    var generator = Xoshiro256(seed: seed)
    for _ in 0..<1000 {
      var damaged = data
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<max(1, damaged.count), using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: damaged = damaged.prefix(place)
        case 1: damaged.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 2: damaged.append(damaged.prefix(place))
        case 3 where !damaged.isEmpty:
          damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default:
          // Headers are short, and most faults are in them.
          let near = min(place, Int.random(in: 0..<24, using: &generator))
          if near < damaged.count {
            damaged[near] = UInt8.random(in: 0...255, using: &generator)
          }
        }
      }
      body(damaged)
    }
  }

  /// Checks that reading gives complete samples or an error with a text; returns whether it read.
  static func survives(_ read: () throws(ImageFailure) -> ImageSamples) -> Bool {
    do throws(ImageFailure) {
      let samples = try read()
      #expect(samples.pixels.count == samples.count * samples.shape.count)
      #expect(samples.pixels.allSatisfy { (0...1).contains($0) })
      return true
    } catch {
      #expect(!error.path.isEmpty && !error.place.isEmpty && !error.expected.isEmpty)
      return false
    }
  }

  @Test("1,000 mutations each of IDX images and labels are read whole or refused")
  func mutatedIDX() {
    var whole = 0
    Self.mutations(Self.images, seed: 1) { data in
      if Self.survives({ () throws(ImageFailure) in try Self.readIDX(data, Self.labels) }) {
        whole += 1
      }
    }
    Self.mutations(Self.labels, seed: 2) { data in
      if Self.survives({ () throws(ImageFailure) in try Self.readIDX(Self.images, data) }) {
        whole += 1
      }
    }
    // Pixels and labels may differ; lengths and magic numbers may not.
    #expect((1...1200).contains(whole))
  }

  // MARK: gzip

  @Test("1,000 mutations of a gzip file unpack or are refused, and a truncated one is refused")
  func gzip() throws {
    let packed = try Self.gzipped(Self.images + Self.images)
    #expect(try GzipFile.unpacked(packed, path: "g") == Self.images + Self.images)
    // A file may have several members.
    #expect(try GzipFile.unpacked(packed + packed, path: "g").count == 4 * Self.images.count)
    for length in 3..<packed.count {
      #expect(throws: ImageFailure.self) {
        try GzipFile.unpacked(packed.prefix(length), path: "g")
      }
    }
    Self.mutations(packed, seed: 3) { data in
      do throws(ImageFailure) {
        _ = try GzipFile.unpacked(data, path: "g")
      } catch {
        #expect(error.expected == "a whole gzip file")
      }
    }
  }

  static func gzipped(_ data: Data) throws -> Data {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-gzip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try data.write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-c", "-n", file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let result = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return result
  }

  // MARK: CIFAR-10

  @Test("1,000 mutations of CIFAR-10 records are read whole or refused with a reason")
  func cifar() throws {
    var data = Data()
    for label in [3, 9] as [UInt8] { data += [label] + (0..<3072).map { UInt8($0 % 251) } }
    let samples = try CIFARFile.samples(data, path: "c")
    #expect(samples.labels == [3, 9] && samples.image(1).prefix(2).last == Float(1) / 255)
    Self.mutations(data, seed: 4) { data in
      _ = Self.survives { () throws(ImageFailure) in
        try CIFARFile.samples(data, path: "c")
      }
    }
    data[3073] = 10
    #expect(
      throws: ImageFailure("c", "byte 3073: label 10", expected: "0 to 9")
    ) { try CIFARFile.samples(data, path: "c") }
    for count in [0, 3072, 6145] {
      #expect(
        throws: ImageFailure(
          "c", "\(count) bytes",
          expected: "whole records of 3073 bytes (10,000 of them are 30,730,000)")
      ) { try CIFARFile.samples(data.prefix(count), path: "c") }
    }
  }

  // MARK: Averaging

  @Test("averaging keeps the mean, and a half size averages 2×2 pixels")
  func averaging() {
    let shape = ImageShape(channels: 1, height: 4, width: 4)
    let image = ImageSamples(shape: shape, pixels: (0..<16).map { Float($0) }, labels: [0])
    #expect(image.averaged(to: 2).pixels == [2.5, 4.5, 10.5, 12.5])
    for size in 1...4 {
      let small = image.averaged(to: size)
      let mean = small.pixels.reduce(0, +) / Float(size * size)
      #expect(abs(mean - 7.5) < 1e-5)
    }
    for (old, new) in [(28, 14), (28, 9), (7, 3), (5, 5), (64, 1)] {
      let rows = AreaAveraging.weights(from: old, to: new)
      for row in rows {
        #expect(abs(row.weights.reduce(0, +) - 1) < 1e-6)
        #expect(row.first + row.weights.count <= old)
      }
    }
  }
}
