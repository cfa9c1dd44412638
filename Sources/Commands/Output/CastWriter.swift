import Canvas
import Glibc
import Platform

/// A recording being written to a file, line by line: whenever it ends, what there is of it plays.
///
/// Times are seconds from its beginning, and the caller's: the clock of a live session, or a
/// virtual one, with which equal frames give equal files. A failure ends the recording and is
/// thrown once; what comes later is ignored, for a recording must not end what it records.
package final class CastWriter {
  /// Where it goes.
  package let path: String
  /// Can more be written?
  package var isOpen: Bool { descriptor >= 0 }
  package private(set) var byteCount = 0

  private var descriptor: Int32
  private var writer: AsciicastWriter
  private var encoder: FrameEncoder
  private var size: (width: Int, height: Int)
  private var last = 0.0

  /// Begins a recording.
  ///
  /// - Parameters:
  ///   - size: columns and rows at the beginning; a frame of another size records the change.
  ///   - timestamp: when it begins, in seconds since 1970; nil leaves it out, so that equal
  ///     sessions give equal files.
  ///   - permission: who writes it.
  package init(
    path: String, version: Asciicast.Version = .v2, size: (width: Int, height: Int),
    title: String? = nil, timestamp: Int? = nil, depth: ColorDepth = .indexed,
    permission: WritePermission = .person
  ) throws {
    self.path = path
    self.size = size
    encoder = FrameEncoder(depth: depth)
    var header = Asciicast.Header(
      version: version, width: size.width, height: size.height, title: title)
    header.timestamp = timestamp
    header.terminalType = "xterm-256color"
    writer = AsciicastWriter(header)
    descriptor = try permission.open(path)
    try put(writer.headerLine)
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  /// Records what the screen shows from `seconds` on: all of it at the beginning and after a change
  /// of size, otherwise what has changed, and nothing when nothing has.
  package func frame(_ grid: CellGrid, at seconds: Double) throws(CastError) {
    guard isOpen else { return }
    if grid.width != size.width || grid.height != size.height {
      size = (grid.width, grid.height)
      try put(.resize(width: grid.width, height: grid.height), at: seconds)
    }
    let text = encoder.encode(grid)
    if !text.isEmpty { try put(.output(text), at: seconds) }
  }

  /// Names a moment, so that a player can go there.
  package func marker(_ name: String, at seconds: Double) throws(CastError) {
    try put(.marker(name), at: seconds)
  }

  /// Records what was typed. It may be a secret: only for those who asked for it.
  package func input(_ text: String, at seconds: Double) throws(CastError) {
    try put(.input(text), at: seconds)
  }

  /// Ends the recording, at its last event if no time is given, with the terminal as a player's
  /// person wants it back.
  package func close(at seconds: Double? = nil) throws(CastError) {
    guard isOpen else { return }
    try put(.output(encoder.ending), at: seconds ?? last)
    if isOpen { Glibc.close(descriptor) }
    descriptor = -1
  }

  private func put(_ kind: Asciicast.Kind, at seconds: Double) throws(CastError) {
    last = seconds
    if let line = writer.line(Asciicast.Event(at: seconds, kind)) { try put(line) }
  }

  private func put(_ line: String) throws(CastError) {
    guard isOpen else { return }
    let code = writeAll(descriptor, line)
    guard code != 0 else {
      byteCount += line.utf8.count
      return
    }
    // Part of a line may have been written. Without it the file ends as if it had been closed here.
    _ = ftruncate(descriptor, off_t(byteCount))
    Glibc.close(descriptor)
    descriptor = -1
    throw .cannotWrite(path: path, code)
  }
}

/// Why a recording goes no further.
package enum CastError: Error, Equatable, CustomStringConvertible {
  /// It takes no more: errno. What has been written plays.
  case cannotWrite(path: String, Int32)

  package var description: String {
    switch self {
    case .cannotWrite(let path, let code):
      "\(path.harmless): the recording ends here: \(systemMessage(code))"
    }
  }
}
