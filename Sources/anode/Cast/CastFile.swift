import CellGraphics
import Glibc

/// Recordings on the command line.
enum CastFile {
  /// Bytes that are read at most: some days of recording.
  private static let limit = 1 << 29

  /// Reads the recording that is a command's one operand.
  static func read(_ options: ParsedOptions) throws -> (path: String, cast: Asciicast) {
    guard let path = options.operands.first else {
      throw UsageError.missingOperand(command: options.command.name)
    }
    if options.operands.count > 1 {
      throw UsageError.unexpectedOperand(
        command: options.command.name, operand: options.operands[1])
    }
    let data = try bytes(path)
    do throws(AsciicastError) {
      return (path, try Asciicast(bytes: data))
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
  }

  /// The moment that `--marker` or an option with a time names; nil when there is neither.
  static func moment(
    _ options: ParsedOptions, time option: String, in playback: CastPlayback
  ) throws(UsageError) -> Double? {
    if let time = options.real(option) {
      if options.has("marker") {
        throw options.clash(option, nil, "marker", nil, "both say where")
      }
      guard time <= playback.duration else {
        throw .badValue(
          command: options.command.name, option: "--\(option)", value: options.texts[option] ?? "",
          accepted: "a time up to \(TimeText.text(playback.duration)), when the recording ends",
          suggestion: nil)
      }
      return time
    }
    guard let name = options.word("marker") else { return nil }
    let names = playback.markers.map(\.name).filter { !$0.isEmpty }
    if let marker = playback.markers.first(where: { $0.name == name }) { return marker.time }
    let known = names.prefix(12).map(\.printable) + (names.count > 12 ? ["..."] : [])
    throw .badValue(
      command: options.command.name, option: "--marker", value: name,
      accepted: names.isEmpty
        ? "nothing, for the recording has no markers with names"
        : "the recording's markers: " + OptionKind.list(known),
      suggestion: nearest(to: name, among: names)?.printable)
  }

  /// Says that a recording was cut off, which its pictures do not.
  static func sayIncomplete(_ path: String, _ cast: Asciicast) {
    guard let line = cast.incompleteLine else { return }
    Descriptor.complain(
      "anode: \(path.printable): line \(line), the last, is not complete, and was left out")
  }

  private static func bytes(_ path: String) throws(InputErrors) -> [UInt8] {
    func failure(_ reason: String) -> InputErrors {
      InputErrors(errors: [InputError(path: path, reason: reason)])
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(systemMessage(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(systemMessage(errno))
      }
      bytes += piece[..<count]
      if bytes.count > limit { throw failure("larger than 512 MB, which no recording is") }
    }
  }
}
