import Foundation
import Testing

@testable import Files

@Suite("A watch file") struct WatchFileTests {
  /// Bytes of a record.
  static func record(
    _ kind: String, _ metadata: [String: String] = [:], _ tensors: [Safetensors.Tensor] = []
  ) throws -> Data {
    try Safetensors.data(
      tensors, metadata: metadata.merging(["anode": kind]) { $1 }, isDouble: true)
  }

  static func run(_ metadata: [String: String] = [:]) throws -> Data {
    try record(
      "run",
      ["version": "1", "name": "a", "id": "1", "problem": "points"].merging(metadata) { $1 },
      [
        .init(name: "inputs", shape: [2, 2], numbers: [0, 1, 2, 3]),
        .init(name: "targets", shape: [2], numbers: [-1, 1]),
      ])
  }

  static func step(_ iteration: Int) throws -> Data {
    try record(
      "step", ["iteration": "\(iteration)"],
      [
        .init(name: "model.w", shape: [1], numbers: [Double(iteration)])
      ])
  }

  private func kinds(_ stream: inout WatchStream) throws -> [WatchRecord.Kind] {
    var kinds: [WatchRecord.Kind] = []
    while let record = try stream.next() { kinds.append(record.kind) }
    return kinds
  }

  @Test("is read the same whole and in pieces of any size", arguments: [1, 7, 100, 1 << 20])
  func pieces(size: Int) throws {
    let unknown = try Self.record("later")
    let bytes = try Array(Self.run() + Self.step(1) + unknown + Self.step(2))
    var stream = WatchStream()
    var found: [WatchRecord.Kind] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      stream.append(bytes[start..<min(start + size, bytes.count)])
      found += try kinds(&stream)
    }
    #expect(found == [.run, .step, .step])
  }

  @Test("keeps a record that is cut short for later, wherever it is cut")
  func tornTail() throws {
    let (whole, last) = (try Self.run(), try Self.step(1))
    for cut in 0..<last.count {
      var stream = WatchStream()
      stream.append(whole + last.prefix(cut))
      #expect(try kinds(&stream) == [.run])
      stream.append(last.dropFirst(cut))
      #expect(try kinds(&stream) == [.step])
    }
  }

  @Test("is refused where a record is none, with its reason")
  func refusals() throws {
    func failure(_ bytes: Data) -> String? {
      var stream = WatchStream()
      stream.append(bytes)
      do {
        _ = try kinds(&stream)
        return nil
      } catch { return "\(error)" }
    }
    var long = Data(repeating: 0xff, count: 7)
    long.append(contentsOf: [0, 0x7b, 0x7d])
    #expect(failure(long)?.contains("header") == true)
    #expect(failure(Data([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7b]))?.contains("JSON") == true)
    #expect(failure(Data("id,x,y\n1,2,3\n".utf8)) != nil)
    let weights = try Safetensors.data(
      [.init(name: "w", shape: [1], numbers: [1])], metadata: [:], isDouble: true)
    #expect(failure(weights)?.contains("no record of a training") == true)
    let greedy = #"{"x":{"dtype":"U8","shape":[9999999999],"data_offsets":[0,9999999999]}}"#
    var claim = Data()
    withUnsafeBytes(of: UInt64(greedy.utf8.count).littleEndian) { claim.append(contentsOf: $0) }
    #expect(failure(claim + Data(greedy.utf8))?.contains("128 MiB") == true)
  }

  @Test("grows, is replaced, is waited for")
  func growth() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "anode-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "a.anode")
    let file = WatchFile(url.path)
    func next() throws -> String {
      switch try file.next() {
      case .record(let record): record.kind.rawValue + (record.file.metadata["iteration"] ?? "")
      case .replaced: "replaced"
      case .nothing: "nothing"
      }
    }
    #expect(try next() == "nothing")
    let (run, first) = (try Self.run(), try Self.step(1))
    try (run + first.prefix(20)).write(to: url)
    let mark = WatchFile.Mark(url.path)
    #expect(try next() == "run")
    #expect(try next() == "nothing")
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: first.dropFirst(20))
    try handle.close()
    #expect(WatchFile.Mark(url.path) != mark)
    #expect(try next() == "step1")
    #expect(try next() == "nothing")
    // Renamed over: another inode, read from its start.
    let other = folder.appending(path: "new")
    try (run + Self.step(7)).write(to: other)
    #expect(rename(other.path, url.path) == 0)
    #expect(try (0..<4).map { _ in try next() } == ["replaced", "run", "step7", "nothing"])
    // Written over, and shorter.
    try run.write(to: url)
    let again = try (0..<2).map { _ in try next() }
    #expect(again == ["replaced", "run"])
  }

  @Test("names a folder, a device and a missing record")
  func unreadable() throws {
    #expect(throws: Safetensors.Failure.self) { try WatchFile("/dev/zero").next() }
    #expect(throws: Safetensors.Failure.self) { try WatchFile("/tmp").next() }
  }

  @Test("has the run's data, and refuses those that do not fit")
  func content() throws {
    func run(_ bytes: Data) throws -> WatchRun { try WatchRun(Safetensors(data: bytes)) }
    let known = try run(Self.run(["dtype": "float64", "pid": "12", "host": "h"]))
    #expect(known.isDouble && known.process == 12 && known.mode == .weights)
    #expect(
      known.content
        == .points(dimension: 2, inputs: [0, 1, 2, 3], targets: [-1, 1], width: 1))
    #expect(throws: Safetensors.Failure.self) { try run(Self.run(["version": "2"])) }
    #expect(throws: Safetensors.Failure.self) { try run(Self.run(["problem": "riddles"])) }
    #expect(throws: Safetensors.Failure.self) { try run(Self.run(["problem": "classes"])) }
    let nan = Double.nan
    let series = try run(
      Self.record(
        "run", ["version": "1", "problem": "series"],
        [
          .init(name: "times", shape: [3], numbers: [2, 3, 5]),
          .init(
            name: "series", shape: [3, 3, 1], numbers: [1, nan, 2, nan, 4, 5, 7, nan, nan]),
        ]))
    guard case .series(let samples, let dropped) = series.content else {
      Issue.record("no series")
      return
    }
    // The second lacks its start, the third anything after it.
    #expect(dropped == 2 && samples.count == 1 && samples.times == [0, 3])
    #expect(throws: Safetensors.Failure.self) {
      try run(
        Self.record(
          "run", ["version": "1", "problem": "series"],
          [
            .init(name: "times", shape: [2], numbers: [1, 1]),
            .init(name: "series", shape: [1, 2, 1], numbers: [1, 2]),
          ]))
    }
  }

  @Test("sums itself up from its headers")
  func summary() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "anode-\(UUID()).anode")
    defer { try? FileManager.default.removeItem(at: url) }
    let solve = try Self.record(
      "solve", ["iteration": "9", "nfe": "4200", "t": "0.31", "h": "2e-9", "worst": "3"])
    let whole = try Self.run(["program": "torch"]) + Self.step(4) + Self.step(9) + solve
    try (whole + Self.step(10).dropLast()).write(to: url)
    let found = try WatchSummary(path: url.path)
    #expect(found.name == "a" && found.program == "torch" && found.end == nil)
    #expect(found.solve?.evaluations == 4200 && found.solve?.worst == 3)
    // The last record is cut short.
    #expect(found.iterations == 9)
    try (whole + Self.record("end", ["reason": "finished"])).write(to: url)
    #expect(try WatchSummary(path: url.path).end == "finished")
    #expect(try WatchSummary(path: url.path).iterations == 9)
    try Self.step(1).write(to: url)
    #expect(throws: Safetensors.Failure.self) { try WatchSummary(path: url.path) }
  }
}
