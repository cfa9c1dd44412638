import FoundationEssentials
import Platform

/// Kinds of input files, and the one way to read them: it limits the size by kind, refuses devices,
/// and names files of other kinds.
package enum InputFile: Sendable, CaseIterable {
  case weights
  /// Points or series.
  case table
  /// MNIST's, CIFAR's and SVHN's files.
  case imageSet
  case image
  /// The classes of Tiny ImageNet's images.
  case imageList
  case recording
  /// A demo, lesson or exercise.
  case demo
  /// The user's defaults.
  case configuration
  /// Results of an experiment's or a sweep's runs.
  case trials
  /// The result of an exercise.
  case record

  package struct Failure: Error, Equatable, CustomStringConvertible {
    /// What was found and expected, in one line.
    package var reason: String
    package var description: String { reason }
  }

  /// The greatest size in bytes.
  package var limit: Int {
    switch self {
    case .table, .imageSet: 1 << 30
    case .recording: 1 << 29
    case .trials: 1 << 28
    case .weights: 1 << 27
    case .image: 1 << 26
    case .imageList: 1 << 24
    case .demo, .configuration: 1 << 20
    case .record: 1 << 16
    }
  }

  /// The most bytes read from a pipe.
  private static let streamLimit = 1 << 27
  /// Bytes that identify a file.
  private static let headSize = 1 << 16
  package static let standardInput = "-"

  /// For messages.
  private var name: String {
    switch self {
    case .weights: "a file of weights"
    case .table: "a table"
    case .imageSet: "a file of images"
    case .image: "an image"
    case .imageList: "a list of images"
    case .recording: "a recording"
    case .demo: "a demo"
    case .configuration: "a configuration"
    case .trials: "a file of results"
    case .record: "a record of an exercise"
    }
  }

  private var isText: Bool {
    switch self {
    case .weights, .imageSet, .image: false
    default: true
    }
  }

  /// - Parameter limit: the greatest size; nil for the kind's.
  /// - Throws: `Failure` if it cannot be read, is larger, is not a file, or is of another kind.
  package func bytes(of path: String, limit: Int? = nil) throws(Failure) -> Data {
    try Self.read(path, limit: limit) { _ in self }.data
  }

  /// The text of a file in UTF-8; `TextLines` splits it.
  ///
  /// - Throws: `Failure`, as `bytes(of:limit:)`, and if it is not UTF-8.
  package func text(of path: String, limit: Int? = nil) throws(Failure) -> String {
    let data = try bytes(of: path, limit: limit)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(reason: "is not UTF-8 text, expected \(name)")
    }
    return text
  }

  static func read(
    _ path: String, limit: Int? = nil, kind: (_ head: Data) -> InputFile
  ) throws(Failure) -> (kind: InputFile, data: Data) {
    let isInput = path == standardInput
    let descriptor =
      isInput ? dup(STDIN_FILENO) : SystemPath.with(path) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(errno) }
    let type = status.st_mode & S_IFMT
    if type == S_IFDIR { throw unreadable(EISDIR) }
    // /dev/zero never ends.
    if !isInput, type == S_IFCHR || type == S_IFBLK {
      throw Failure(reason: "is a device, expected a file")
    }
    var data = Data()
    try fill(&data, from: descriptor, upTo: headSize)
    let kind = kind(data)
    try kind.check(data, path)
    let isFile = type == S_IFREG
    let most = min(limit ?? kind.limit, isFile ? .max : streamLimit)
    guard !isFile || status.st_size <= most else { throw kind.tooLarge(most) }
    if isFile { data.reserveCapacity(Int(status.st_size)) }
    try fill(&data, from: descriptor, upTo: most + 1)
    guard data.count <= most else {
      guard isFile || most < streamLimit else {
        throw Failure(
          reason: "does not end within \(ByteCount.text(most)), the most that is read from a pipe")
      }
      throw kind.tooLarge(most)
    }
    return (kind, data)
  }

  /// Refuses files of other kinds.
  ///
  /// - Parameter head: the first bytes, unpacked.
  func check(_ head: Data, _ path: String) throws(Failure) {
    if let format = ForeignFormat(head, path: path), !accepted.contains(format.kind) {
      throw Failure(reason: format.reason)
    }
    guard isText, let place = head.firstIndex(of: 0) else { return }
    if self == .table,
      ForeignFormat(head, path: path) != nil || TextEncoding.isUTF16([UInt8](head.prefix(4096)))
    {
      return
    }
    throw Failure(reason: "is not text (byte \(place - head.startIndex) is 0), expected \(name)")
  }

  /// The bytes of a file, unpacked if gzipped.
  func unpackedBytes(of path: String) throws(Failure) -> Data {
    let data = try bytes(of: path)
    guard data.starts(with: GzipFile.magic) else { return data }
    return try Self.unpacked(data, path) { _ in self }.data
  }

  static func unpacked(
    _ data: Data, _ path: String, kind: (_ head: Data) -> InputFile
  ) throws(Failure) -> (data: Data, kind: InputFile) {
    let inner: Data
    do throws(ImageFailure) {
      inner = try GzipFile.unpacked(data, path: path)
    } catch {
      throw Failure(reason: error.reason)
    }
    guard !inner.starts(with: GzipFile.magic) else {
      throw Failure(reason: "is packed by gzip twice, expected once")
    }
    let kind = kind(inner)
    try kind.check(inner.prefix(headSize), path)
    return (inner, kind)
  }

  /// Formats that are read as this kind.
  private var accepted: Set<ForeignFormat.Kind> {
    switch self {
    case .weights: [.safetensors]
    case .table: [.gzip]
    case .imageSet:
      // CIFAR's can begin like any format with a small first byte.
      [.gzip, .idx, .matlab, .matlab7, .safetensors]
    case .image: [.png, .jpeg]
    default: []
    }
  }

  private func tooLarge(_ limit: Int) -> Failure {
    Failure(reason: "is larger than \(ByteCount.text(limit)), the most that \(name) can have")
  }

  private static func unreadable(_ code: Int32) -> Failure {
    Failure(reason: "cannot be read: \(systemMessage(code))")
  }

  private static func fill(
    _ data: inout Data, from descriptor: Int32, upTo limit: Int
  ) throws(Failure) {
    var chunk = [UInt8](repeating: 0, count: headSize)
    while data.count < limit {
      let count = Platform.read(descriptor, &chunk, min(chunk.count, limit - data.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(errno) }
      guard count > 0 else { return }
      data.append(contentsOf: chunk[0..<count])
    }
  }
}

enum ByteCount {
  /// "64 KiB", "1 GiB"; "1000 bytes" if not a multiple of those.
  static func text(_ count: Int) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
    where count >= 1 << shift && count % (1 << shift) == 0 {
      return "\(count >> shift) \(unit)"
    }
    return "\(count) bytes"
  }
}

/// Lines of a text from any system: they end with LF, CRLF or CR. A byte-order mark at the start is
/// dropped, and the text after the last end is a line too.
package enum TextLines {
  package static func of(_ text: String) -> [String] {
    // By scalars: CR and LF are one character.
    var lines = [String.UnicodeScalarView()]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\u{FEFF}" where previous == nil: break
      case "\n" where previous == "\r": break
      case "\n", "\r": lines.append(String.UnicodeScalarView())
      default: lines[lines.count - 1].append(scalar)
      }
    }
    return lines.map { String($0) }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The whole number in some bytes, of which the first is `offset` after the collection's.
  func number(at offset: Int, size: Int, isLittle: Bool = false) -> UInt64 {
    let first = startIndex + offset
    return (0..<size).reduce(0) {
      $0 << 8 | UInt64(self[first + (isLittle ? size - 1 - $1 : $1)])
    }
  }
}
