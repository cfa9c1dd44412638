import Canvas
import Platform

/// Writes a recording line by line; an interrupted file still plays.
///
/// The caller gives times in seconds from the start. With a virtual clock, equal frames give equal
/// files. A failure closes the recording and is thrown once; later calls do nothing, since a
/// recording must not stop the program that it records.
package final class CastWriter {
  package let path: String
  package var isOpen: Bool { descriptor >= 0 }
  package private(set) var byteCount = 0

  private var descriptor: Int32
  private var writer: AsciicastWriter
  private var encoder: FrameEncoder
  private var size: (width: Int, height: Int)
  private var last = 0.0

  /// - Parameters:
  ///   - size: initial columns and rows; a frame of another size records the change.
  ///   - timestamp: seconds since 1970; nil leaves it out, so equal sessions give equal files.
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

  deinit { if descriptor >= 0 { Platform.close(descriptor) } }

  /// Records the screen from `seconds` on: all of it at the start and after a change of size,
  /// otherwise only the changes.
  package func frame(_ grid: CellGrid, at seconds: Double) throws(CastError) {
    guard isOpen else { return }
    if grid.width != size.width || grid.height != size.height {
      size = (grid.width, grid.height)
      try put(.resize(width: grid.width, height: grid.height), at: seconds)
    }
    let text = encoder.encode(grid)
    if !text.isEmpty { try put(.output(text), at: seconds) }
  }

  /// Names a time that players can jump to.
  package func marker(_ name: String, at seconds: Double) throws(CastError) {
    try put(.marker(name), at: seconds)
  }

  /// Ends the recording at its last event if no time is given, and restores the player's terminal.
  package func close(at seconds: Double? = nil) throws(CastError) {
    guard isOpen else { return }
    try put(.output(encoder.ending), at: seconds ?? last)
    if isOpen { Platform.close(descriptor) }
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
    // Removes a partly written line, so the file ends as if closed here.
    _ = ftruncate(descriptor, off_t(byteCount))
    Platform.close(descriptor)
    descriptor = -1
    throw .cannotWrite(path: path, code)
  }
}

package enum CastError: Error, Equatable, CustomStringConvertible {
  /// errno; the recording up to here plays.
  case cannotWrite(path: String, Int32)

  package var description: String {
    switch self {
    case .cannotWrite(let path, let code):
      "\(path.harmless): the recording ends here: \(systemMessage(code))"
    }
  }
}
