import CellGraphics
import Drawing
import Pixels

/// `anode export`: a recording, or a moment of it, as a picture or text.
package enum ExportCommand: Command {
  /// What a recording can be exported as.
  package enum Format: String, CaseIterable, Sendable {
    /// A moment as a picture.
    case svg
    /// A moment as a picture of pixels.
    case png
    /// A moment as plain text.
    case txt
    /// A moment as text with colours.
    case ansi
    /// All of it as a picture that moves.
    case animatedSVG = "animated-svg"
  }

  /// Cells of all pictures of a moving one together: some 250 MB while it is made.
  private nonisolated static let cellLimit = 16_000_000
  /// How long a moving picture shows the end.
  private nonisolated static let rest = 2.0
  private nonisolated static let defaultRate = 8

  package static let description = CommandDescription(
    name: "export", summary: "Make a picture or text of a terminal recording",
    discussion: [
      """
      FILE is an asciicast of version 2 or 3. One of --svg, --png, --txt and --ansi makes a picture or text of \
      one moment: the end, if no other is named. --animated-svg makes a picture of all of it that moves \
      by itself, over and over, wherever a page shows it as an image. It goes to standard output, if no \
      file is named.
      """
    ], operands: "FILE",
    options: [
      .init(flag: "svg", "a moment as an SVG picture"),
      .init(flag: "png", "a moment as a PNG picture"),
      .init(flag: "txt", "a moment as plain text"),
      .init(flag: "ansi", "a moment as text with colours, for a terminal"),
      .init(flag: "animated-svg", "all of it as an SVG picture that moves"),
      .init("at", "TIME", .time, default: "the end", "the moment, as in 12.5s or 1:30"),
      .init("marker", "NAME", .text, default: nil, "the moment of the marker of that name"),
      .init("output", "FILE", .path, default: "standard output", "where it goes"),
      .init(
        "fps", "N", .integer(1...60), default: "\(defaultRate)",
        "pictures a second of one that moves"),
      .init(flag: "force", "replace a file that is there already"),
    ],
    examples: [
      .init(
        command: "anode export --svg --at 12.5s --output still.svg demo.cast",
        purpose: "A picture of what a recording shows after twelve and a half seconds."),
      .init(
        command: "anode export --animated-svg --fps 5 --output demo.svg demo.cast",
        purpose: "A recording as a picture that moves, for a README."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    let format = try format(options)
    if options.has("force"), !options.has("output") {
      throw UsageError.optionNeeds(command: "export", option: "--force", needed: "--output")
    }
    let permission = WritePermission.person(force: options.has("force"))
    if let output = options.word("output") { try permission.check(output, option: "--output") }
    let (path, cast) = try CastFile.read(options)
    var playback = CastPlayback(cast, idleLimit: cast.header.idleTimeLimit)
    let text: String
    if format == .png {
      let moment = try CastFile.moment(options, time: "at", in: playback)
      playback.seek(to: moment ?? playback.duration)
      let png = PixelPage.png(Composition(playback.grid), theme: .dark)
      guard !png.isEmpty else {
        throw MissingLibrary(
          wanted: "a PNG", package: "libcairo2", alternative: "--svg does not need it")
      }
      CastFile.sayIncomplete(path, cast)
      guard let output = options.word("output") else { return try StandardOutput.write(png) }
      return try permission.write(png, to: output)
    }
    if format == .animatedSVG {
      text = try animation(&playback, options, title: cast.header.title)
    } else {
      let moment = try CastFile.moment(options, time: "at", in: playback)
      playback.seek(to: moment ?? playback.duration)
      text = still(playback.grid, format)
    }
    CastFile.sayIncomplete(path, cast)
    if let output = options.word("output") {
      try permission.write(text, to: output)
    } else {
      try StandardOutput.write(text)
    }
  }

  private static func format(_ options: ParsedOptions) throws(UsageError) -> Format {
    let given = Format.allCases.filter { options.has($0.rawValue) }
    guard let format = given.first else {
      throw .noneOf(command: "export", options: Format.words.map { "--\($0)" })
    }
    if given.count > 1 {
      throw options.clash(
        given[0].rawValue, nil, given[1].rawValue, nil, "one form is made at a time")
    }
    if format == .animatedSVG {
      for name in ["at", "marker"] where options.has(name) {
        throw options.clash("animated-svg", nil, name, nil, "a moving picture is of all moments")
      }
    } else if options.has("fps") {
      throw .optionNeeds(command: "export", option: "--fps", needed: "--animated-svg")
    }
    return format
  }

  private static func still(_ grid: CellGrid, _ format: Format) -> String {
    switch format {
    case .txt: return grid.plainText
    case .ansi:
      // A palette of 256 where it loses nothing, for terminals that have no more.
      return grid.ansiText(grid == grid.quantized(to: .indexed) ? .indexed : .full)
    case .svg, .png, .animatedSVG: return SVGWriter().document(grid)
    }
  }

  private static func animation(
    _ playback: inout CastPlayback, _ options: ParsedOptions, title: String?
  ) throws(UsageError) -> String {
    let rate = options.integer("fps") ?? defaultRate
    let limit = max(2, cellLimit / (playback.size.width * playback.size.height))
    guard let frames = playback.samples(perSecond: Double(rate), limit: limit) else {
      throw .badValue(
        command: "export", option: "--fps", value: String(rate),
        accepted: "a rate at which this recording is no more than \(limit) pictures",
        suggestion: nil)
    }
    return SVGWriter().animation(frames, duration: playback.duration + rest, title: title)
  }
}
