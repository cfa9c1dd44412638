import CSystem
import FoundationEssentials
import Platform

/// What a watch file says about its run, from the headers of its records alone.
package struct WatchSummary: Sendable, Equatable {
  package var name = ""
  package var program = ""
  /// The writer's process and machine, if they are known.
  package var process: Int32?
  package var host: String?
  package var iterations = 0
  /// Why the run has ended; nil until it has.
  package var end: String?
  /// The last sign from within a solve, if no update has followed it.
  package var solve: WatchSolve?
  /// When the file was last written, in seconds since 1970.
  package var written = 0.0

  /// A run has so many records at most; more are not counted.
  private static let mostRecords = 1_000_000
  private static let headerLimit = 1 << 22

  /// - Throws: `Safetensors.Failure` for what is no watch file.
  package init(path: String) throws(Safetensors.Failure) {
    let descriptor = SystemPath.with(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw .unreadable("cannot be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable("is no file")
    }
    written = shim_time_written(&status)
    var place = 0
    for number in 0..<Self.mostRecords {
      guard let head = Self.bytes(descriptor, 8, at: place) else { break }
      let length = head.number(at: 0, size: 8, isLittle: true)
      guard length <= Self.headerLimit else { throw .malformed("a header of \(length) bytes") }
      guard let json = Self.bytes(descriptor, Int(length), at: place + 8) else { break }
      guard let header = try? JSONDecoder().decode(Safetensors.HeaderText.self, from: json),
        let word = header.metadata["anode"], header.end <= Safetensors.sizeLimit
      else { throw .malformed("record \(number + 1) is none of a training") }
      guard number > 0 || word == WatchRecord.Kind.run.rawValue else {
        throw .unusable("does not begin with the record of a run")
      }
      let next = place + 8 + Int(length) + header.end
      // The last record may be cut short.
      if next > status.st_size { break }
      take(word, header.metadata)
      place = next
    }
    guard place > 0 else { throw .malformed("holds no whole record") }
  }

  private mutating func take(_ word: String, _ metadata: [String: String]) {
    func text(_ key: String) -> String { (metadata[key] ?? "").short }
    switch WatchRecord.Kind(rawValue: word) {
    case .run:
      (name, program) = (text("name"), text("program"))
      process = metadata["pid"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil }
      host = metadata["host"]
      (iterations, end, solve) = (0, nil, nil)
    case .step, .frame:
      iterations = max(iterations, metadata["iteration"].flatMap { Int($0) } ?? 0)
      (end, solve) = (nil, nil)
    case .solve: solve = try? WatchSolve(metadata)
    case .end: end = text("reason")
    case nil: break
    }
  }

  /// nil beyond the file's end.
  private static func bytes(_ descriptor: Int32, _ count: Int, at place: Int) -> Data? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, off_t(place + filled))
      }
      guard got > 0 else { return nil }
      filled += got
    }
    return Data(bytes)
  }
}
