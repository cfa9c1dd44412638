import Canvas
import NeuralODE

/// `anode export`: a recording, or a moment of it, as a picture or text.
package enum ExportCommand: Command {
  /// The option of a picture that moves; those of a moment are the words of `PictureFormat`.
  private nonisolated static let moving = "animated-svg"
  private nonisolated static let forms = PictureFormat.allCases.map { "--\($0.rawValue)" }

  /// Cells of all pictures of a moving one together: some 250 MB while it is made.
  private nonisolated static let cellLimit = 16_000_000
  /// How long a moving picture shows the end.
  private nonisolated static let rest = 2.0
  private nonisolated static let defaultRate = 8

  package static let description = CommandDescription(
    name: "export", summary: "Make a picture or text of a terminal recording",
    discussion: [
      """
      FILE is an asciicast of version 2 or 3. One of \(SettingKind.list(forms, "and")) makes a picture or text of \
      one moment: the end, if no other is named. --animated-svg makes a picture of all of it that moves \
      by itself, over and over, wherever a page shows it as an image. It goes to standard output, if no \
      file is named.
      """
    ], operands: "FILE",
    options: PictureFormat.allCases.map {
      OptionDescription(flag: $0.rawValue, "a moment as \($0.summary)")
    } + [
      .init(flag: moving, "all of it as an SVG picture that moves"),
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
    let bytes: [UInt8]
    if let format {
      let moment = try CastFile.moment(options, time: "at", in: playback)
      playback.seek(to: moment ?? playback.duration)
      bytes = try Picture(Composition(playback.grid)).bytes(format)
    } else {
      bytes = try Array(animation(&playback, options, title: cast.header.title).utf8)
    }
    CastFile.sayIncomplete(path, cast)
    guard let output = options.word("output") else { return try StandardOutput.write(bytes) }
    try permission.write(bytes, to: output)
  }

  /// The form of a moment; nil of a picture that moves.
  private static func format(_ options: ParsedOptions) throws(UsageError) -> PictureFormat? {
    let given = (PictureFormat.allCases.map(\.rawValue) + [moving]).filter { options.has($0) }
    guard let word = given.first else {
      throw .noneOf(command: "export", options: forms + ["--\(moving)"])
    }
    if given.count > 1 {
      throw options.clash(given[0], nil, given[1], nil, "one form is made at a time")
    }
    if word == moving {
      for name in ["at", "marker"] where options.has(name) {
        throw options.clash(moving, nil, name, nil, "a moving picture is of all moments")
      }
    } else if options.has("fps") {
      throw .optionNeeds(command: "export", option: "--fps", needed: "--\(moving)")
    }
    return PictureFormat(rawValue: word)
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
