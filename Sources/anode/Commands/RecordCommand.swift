import CellGraphics
import Interface

/// `anode record`: a demo as a file that players play.
package enum RecordCommand: Command {
  package static let description = CommandDescription(
    name: "record", summary: "Record a demo as asciicast, without a terminal",
    discussion: [
      """
      The demo is played in lockstep by a virtual clock, so that two recordings on one machine are the \
      same bytes. Its marks become markers. What it expects is checked: where that does not hold the \
      recording ends there, with exit status 1.
      """
    ], operands: "NAME|FILE",
    options: [
      .init("output", "FILE", .path, default: "NAME.cast", "where the recording goes"),
      .init("size", "WxH", .text, default: "the demo's", "columns and rows, such as 120x36"),
      .init("fps", "N", .integer(1...60), default: "12", "frames a second"),
      .init(
        "cast-version", "N", .choice(["2", "3"]), default: "2", "version of the asciicast format"),
      .init(flag: "force", "replace a file that is there"),
    ],
    examples: [
      .init(
        command: "anode record annulus --output annulus.cast",
        purpose: "A file for asciinema, or anode play.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    guard let name = options.operands.first, options.operands.count == 1 else {
      throw UsageError.refused(command: "record", reason: "name one demo")
    }
    let entry = try DemoLibrary.find(name, command: "record")
    var size = entry.script.size
    if let text = options.word("size") {
      let parts = text.split(separator: "x").map { Int($0) }
      guard parts.count == 2, let width = parts[0], let height = parts[1],
        (80...400).contains(width), (24...150).contains(height)
      else {
        throw UsageError.badValue(
          command: "record", option: "--size", value: text, accepted: "80x24 to 400x150",
          suggestion: nil)
      }
      size = (width, height)
    }
    let fps = Double(options.integer("fps") ?? 12)
    let path = options.word("output") ?? "\(entry.name).cast"
    let writer = try CastWriter(
      path: path, version: options.word("cast-version") == "3" ? .v3 : .v2, size: size,
      title: entry.script.title, force: options.has("force"))
    var stage = DemoStage(entry.script, size: size)
    var frame = 0
    while !stage.isOver {
      for effect in stage.advance(by: 1 / fps) {
        switch effect {
        case .mark(let name): try writer.marker(name, at: Double(frame) / fps)
        case .write(.screenshot(let name?)):
          try Screenshot.write(
            stage.duel.compose(), theme: .dark, glyphs: .unicode, stem: Screenshot.stem(name))
        default: break
        }
      }
      try writer.frame(stage.duel.draw(), at: Double(frame) / fps)
      frame += 1
    }
    try writer.close(at: Double(frame) / fps)
    if let failure = stage.failure {
      Descriptor.complain("anode: \(failure)")
      throw FallsShort()
    }
  }
}
