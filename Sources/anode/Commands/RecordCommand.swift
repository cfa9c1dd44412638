import CellGraphics
import Drawing
import Interface
import Pixels

/// `anode record`: a demo as a file that players play.
package enum RecordCommand: Command {
  package static let description = CommandDescription(
    name: "record",
    summary: "Record a demo without a terminal: a cast, a moving picture, a video",
    discussion: [
      """
      The demo is played in lockstep by a virtual clock, so that two recordings are the same bytes, on \
      every machine. Its marks become markers. What it expects is checked: where that does not hold the \
      recording ends there, with exit status 1.
      """,
      """
      An output whose name ends in .svg is a picture that moves, its drawings in vectors, for a page. \
      One in .mp4, .webm or .gif is a video of the whole screen, its pictures in pixels, made with \
      ffmpeg where that is installed; its size is in pixels then, and what it shows is as many columns \
      and rows as the demo has.
      """,
    ], operands: "NAME|FILE",
    options: [
      .init(
        "output", "FILE", .path, default: "NAME.cast",
        "where the recording goes: .svg is a moving picture; .mp4, .webm and .gif are videos"),
      .init(
        "size", "WxH", .text, default: "the demo's",
        "columns and rows, such as 120x36; of a video pixels (default: 1920x1080)"),
      .init("fps", "N", .integer(1...60), default: "12", "frames a second (videos: 30)"),
      .init(
        "cast-version", "N", .choice(["2", "3"]), default: "2", "version of the asciicast format"),
      ScreenOptions.out,
      .init(flag: "force", "replace files that are there"),
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
    if let format = VideoWriter.Format(path: path) {
      return try film(entry.script, format, path, options, script)
    }
    var size = entry.script.size
    if let text = options.word("size") {
      guard let sides = text.sides(80...400, 24...150) else {
        throw UsageError.badValue(
          command: "record", option: "--size", value: text, accepted: "80x24 to 400x150",
          suggestion: nil)
      }
      size = sides
    }
    let fps = Double(options.integer("fps") ?? 12)
    if path.hasSuffix(".svg") {
      return try draw(entry.script, size, fps, path, options, script)
    }
    let writer = try CastWriter(
      path: path, version: options.word("cast-version") == "3" ? .v3 : .v2, size: size,
      title: entry.script.title, permission: permission)
    var stage = DemoStage(entry.script, size: size)
    var frame = 0
    while !stage.isOver {
      for name in try advance(&stage, by: 1 / fps, script) {
        try writer.marker(name, at: Double(frame) / fps)
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

  /// Lets a demo play for so long, and writes the files that it asks for and may write; the marks
  /// that it has passed.
  private static func advance(
    _ stage: inout DemoStage, by seconds: Double, _ permission: WritePermission
  ) throws -> [String] {
    var marks: [String] = []
    let effects = stage.advance(by: seconds)
    for case .mark(let name) in effects { marks.append(name) }
    try DuelFiles.write(effects, of: stage.duel, by: permission)
    return marks
  }

  /// The demo as a video.
  private static func film(
    _ script: DemoScript, _ format: VideoWriter.Format, _ path: String, _ options: ParsedOptions,
    _ permission: WritePermission
  ) throws {
    if options.has("cast-version") {
      throw options.clash("cast-version", nil, "output", path, "a video has none")
    }
    let size = try videoSize(options)
    let fps = options.integer("fps") ?? 30
    var stage = DemoStage(script)
    guard let canvas = PixelCanvas(width: size.width, height: size.height) else {
      throw MissingLibrary(wanted: "a video", package: "libcairo2")
    }
    let writer = try VideoWriter(path: path, format, size: size, fps: fps)
    var progress = ProgressLine(total: 1000)
    var last: Composition?
    while !stage.isOver {
      _ = try advance(&stage, by: 1 / Double(fps), permission)
      let theme = (Theme.named(stage.duel.state.themeName) ?? .dark).shown(in: .full)
      let screen = stage.duel.compose(theme: theme)
      if screen != last { canvas.drawFrame(screen, theme: theme) }
      last = screen
      try writer.add(canvas)
      let (done, count) = stage.player.progress
      progress.update(1000 * done / max(1, count))
    }
    // The end stands for a while.
    for _ in 0..<fps { try writer.add(canvas) }
    try writer.close()
    progress.hide()
    if let failure = stage.failure {
      Descriptor.complain("anode: \(failure)")
      throw FallsShort()
    }
  }

  /// Pixels of a video, even in both directions as encoders want them.
  private static func videoSize(_ options: ParsedOptions) throws -> (width: Int, height: Int) {
    guard let text = options.word("size") else { return (1920, 1080) }
    guard let size = text.sides(320...7680, 200...4320), size.width % 2 == 0, size.height % 2 == 0
    else {
      throw UsageError.badValue(
        command: "record", option: "--size", value: text,
        accepted: "for a video even numbers of pixels, 320x200 to 7680x4320", suggestion: nil)
    }
    return size
  }

  /// The demo as a picture that moves.
  private static func draw(
    _ script: DemoScript, _ size: (width: Int, height: Int), _ fps: Double, _ path: String,
    _ options: ParsedOptions, _ permission: WritePermission
  ) throws {
    if options.has("cast-version") {
      throw options.clash("cast-version", nil, "output", path, "a picture has none")
    }
    var stage = DemoStage(script, size: size)
    var frames: [TimedComposition] = []
    var count = 0
    while !stage.isOver {
      _ = try advance(&stage, by: 1 / fps, permission)
      let screen = stage.duel.compose()
      if frames.last?.screen != screen {
        frames.append(TimedComposition(screen, at: Double(count) / fps))
      }
      count += 1
    }
    // The last picture stands for a while before the first comes again.
    let duration = Double(count) / fps + 2
    try WritePermission.person(force: options.has("force")).write(
      SVGWriter().animation(frames, duration: duration, title: script.title), to: path)
    if let failure = stage.failure {
      Descriptor.complain("anode: \(failure)")
      throw FallsShort()
    }
  }
}
