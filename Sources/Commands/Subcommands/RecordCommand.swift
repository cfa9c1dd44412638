import Canvas
import Interface

/// `anode record`
package enum RecordCommand: Command {
  package static let description = CommandDescription(
    name: "record",
    summary: "Record a demo without a terminal: .cast, animated SVG or video",
    discussion: [
      """
      The demo is played in lockstep by a virtual clock, so two recordings have the same bytes on every machine. Its \
      marks become markers. Its expectations are checked: the recording ends at one that does not hold, with exit \
      status 1.
      """,
      """
      An output whose name ends in .svg is an animated vector picture for a web page. One in .mp4, .webm or .gif is a \
      video of the whole screen, with its pictures in pixels, made by ffmpeg if that is installed; its size is in \
      pixels, and it shows the columns and rows of the demo.
      """,
    ], operands: "NAME|FILE",
    options: [
      .init(
        "output", "FILE", .path, default: "NAME.cast",
        "where the recording goes: .svg is an animated picture; .mp4, .webm and .gif are videos"),
      .init(
        "size", "WxH", .text, default: "the demo's",
        "columns and rows, \(cells); for a video \(pixels) (default: 1920x1080)"),
      .init("fps", "N", .integer(1...60), default: "12", "frames a second (videos: 30)"),
      .init(
        "cast-version", "N", .choice(["2", "3"]), default: "2", "version of the asciicast format"),
      ScreenOptions.out,
      .init(flag: "force", "replace existing files"),
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
    let path = options.word("output") ?? "\(entry.name).cast"
    // Rather before the work than after it.
    let script = try ScreenOptions.scriptPermission(options)
    let permission = WritePermission.person(force: options.has("force"))
    try permission.check(path, option: "--output")
    let format = RecordingFormat(path: path)
    if format != .cast, options.has("cast-version") {
      let reason = format == .svg ? "a picture has none" : "a video has none"
      throw options.clash("cast-version", "output", reason, defaults: (nil, path))
    }
    let fps = options.integer("fps") ?? (format.encoding == nil ? 12 : 30)
    var stage: DemoStage
    var recording: any Recording
    if let encoding = format.encoding {
      stage = DemoStage(entry.script)
      recording = try VideoWriter(
        path: path, encoding: encoding, size: try videoSize(options), fps: fps)
    } else {
      let size = try size(options) ?? entry.script.size
      stage = DemoStage(entry.script, size: size)
      recording =
        format == .svg
        ? MovingPicture(path: path, title: entry.script.title, permission: permission)
        : try CastWriter(
          path: path, version: options.word("cast-version") == "3" ? .v3 : .v2, size: size,
          title: entry.script.title, permission: permission)
    }
    var progress = ProgressLine(total: 1000)
    defer { progress.hide() }
    var frame = 0
    while !stage.isOver {
      let effects = stage.advance(by: 1 / Double(fps))
      let now = Double(frame) / Double(fps)
      for case .mark(let name) in effects { try recording.marker(name, at: now) }
      try DuelFiles.write(effects, of: stage.duel, by: script)
      try recording.frame(stage, at: now)
      let (done, count) = stage.player.progress
      progress.update(1000 * done / max(1, count))
      frame += 1
    }
    try recording.close(at: Double(frame) / Double(fps))
    if let failure = stage.failure {
      progress.hide()
      Descriptor.complain("anode: \(failure)")
      throw FallsShort()
    }
  }

  /// Sizes that there can be, as help and errors say them.
  private nonisolated static let cells = "80x24 to 400x150"
  private nonisolated static let pixels = "even numbers of pixels, 320x200 to 7680x4320"

  /// Columns and rows that are asked for.
  private static func size(_ options: ParsedOptions) throws -> (width: Int, height: Int)? {
    guard let text = options.word("size") else { return nil }
    guard let size = text.sides(80...400, 24...150) else {
      throw UsageError.badValue(
        command: "record", option: "--size", value: text, accepted: cells, suggestion: nil)
    }
    return size
  }

  /// Pixels of a video, even in both directions as encoders want them.
  private static func videoSize(_ options: ParsedOptions) throws -> (width: Int, height: Int) {
    guard let text = options.word("size") else { return (1920, 1080) }
    guard let size = text.sides(320...7680, 200...4320), size.width % 2 == 0, size.height % 2 == 0
    else {
      throw UsageError.badValue(
        command: "record", option: "--size", value: text, accepted: "for a video \(pixels)",
        suggestion: nil)
    }
    return size
  }
}
