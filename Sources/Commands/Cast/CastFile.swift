import Canvas
import FoundationEssentials
import NeuralODE

enum CastFile {
  /// Reads the recording of the command's only operand.
  static func read(_ options: ParsedOptions) throws -> (path: String, cast: Asciicast) {
    guard let path = try options.operand() else {
      throw UsageError.missingOperand(command: options.command.name)
    }
    return try reading(path) {
      (path, try Asciicast(bytes: [UInt8](InputFile.recording.bytes(of: path))))
    }
  }

  /// The time of `--marker` or of a time option; nil without either.
  static func moment(
    _ options: ParsedOptions, time option: String, in playback: RecordingPlayback
  ) throws(UsageError) -> Double? {
    if let time = options.real(option) {
      if options.has("marker") {
        throw options.clash(option, "marker", "give one of them")
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
    let known = names.prefix(12).map(\.harmless) + (names.count > 12 ? ["..."] : [])
    throw .badValue(
      command: options.command.name, option: "--marker", value: name,
      accepted: names.isEmpty
        ? "nothing: the recording has no named markers"
        : "the recording's markers: " + SettingKind.list(known),
      suggestion: nearest(to: name, among: names)?.harmless)
  }

  /// Warns that a recording was cut off, since its pictures do not show it.
  static func sayIncomplete(_ path: String, _ cast: Asciicast) {
    guard let line = cast.incompleteLine else { return }
    Descriptor.complain(
      "anode: \(path.harmless): its last line, \(line), is incomplete and was left out")
  }
}

package enum TimeText {
  /// Reads "12.5", "12.5s", "1:05" or "1:02:03.5"; nil for other forms.
  package static func seconds(_ text: String) -> Double? {
    var text = text[...]
    if text.last == "s" { text = text.dropLast() }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var total = 0.0
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard let first = part.utf8.first, (0x30...0x39).contains(first),
        part.utf8.allSatisfy({ (0x30...0x39).contains($0) || (isLast && $0 == 0x2E) }),
        let value = Double(part), index == 0 || value < 60
      else { return nil }
      total = total * 60 + value
    }
    return total <= 1e9 ? total : nil
  }

  /// "0:07.3", "12:05.0", "1:02:03.5".
  package static func text(_ seconds: Double) -> String {
    let tenths = Int((min(max(seconds, 0), 1e9) * 10).rounded(.down))
    let (hours, minutes, rest) = (tenths / 36000, tenths / 600 % 60, tenths % 600)
    let small = (rest < 100 ? "0" : "") + "\(rest / 10).\(rest % 10)"
    return hours == 0
      ? "\(minutes):\(small)" : "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes):\(small)"
  }
}
