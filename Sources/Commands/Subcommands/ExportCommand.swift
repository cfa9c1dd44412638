import Canvas
import NeuralODE

/// `anode export`
package enum ExportCommand: Command {
  /// The option for an animated picture; those for still ones are the words of `PictureFormat`.
  private nonisolated static let moving = "animated-svg"
  private nonisolated static let forms = PictureFormat.allCases.map { "--\($0.rawValue)" }

  /// Cells of all frames of an animation together, about 250 MB while it is made.
  private nonisolated static let cellLimit = 16_000_000
  /// Seconds that an animation holds its last frame.
  private nonisolated static let rest = 2.0
  private nonisolated static let defaultRate = 8

  package static let description = CommandDescription(
    name: "export", summary: "Make a picture or text of a terminal recording",
    discussion: [
      """
      FILE is an asciicast of version 2 or 3. One of \(SettingKind.list(forms, "and")) makes a picture or text of \
      one time: the end by default. --animated-svg makes an animated picture of the whole recording, which loops \
      wherever a page shows it as an image. The result goes to standard output, if no file is named.
      """
    ], operands: "FILE",
    options: PictureFormat.allCases.map {
      OptionDescription(flag: $0.rawValue, "one time as \($0.summary)")
    } + [
      .init(flag: moving, "the whole recording as an animated SVG"),
      .init("at", "TIME", .time, default: "the end", "the time, such as 12.5s or 1:30"),
      .init("marker", "NAME", .text, default: nil, "the time of this marker"),
      .init("output", "FILE", .path, default: "standard output", "where it goes"),
      .init(
        "fps", "N", .integer(1...60), default: "\(defaultRate)",
        "pictures a second of an animation"),
      .init(flag: "force", "replace an existing file"),
    ],
    examples: [
      .init(
        command: "anode export --svg --at 12.5s --output still.svg demo.cast",
        purpose: "A picture of a recording after 12.5 seconds."),
      .init(
        command: "anode export --animated-svg --fps 5 --output demo.svg demo.cast",
        purpose: "A recording as an animated picture, for a README."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    let format = try format(options)
    try options.require("--output", for: ["force"], unless: options.has("output"))
    let permission = WritePermission.person(force: options.has("force"))
    if let output = options.word("output") { try permission.check(output, option: "--output") }
    let (path, cast) = try CastFile.read(options)
    var playback = RecordingPlayback(cast, idleLimit: cast.header.idleTimeLimit)
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

  /// Nil for an animation.
  private static func format(_ options: ParsedOptions) throws(UsageError) -> PictureFormat? {
    let given = (PictureFormat.allCases.map(\.rawValue) + [moving]).filter { options.has($0) }
    guard let word = given.first else {
      throw .noneOf(command: "export", options: forms + ["--\(moving)"])
    }
    if given.count > 1 {
      throw options.clash(given[0], given[1], "one form is made at a time")
    }
    if word == moving {
      try options.refuse(
        ["at", "marker"], beside: moving, "an animation shows the whole recording")
    } else {
      try options.require("--\(moving)", for: ["fps"])
    }
    return PictureFormat(rawValue: word)
  }

  private static func animation(
    _ playback: inout RecordingPlayback, _ options: ParsedOptions, title: String?
  ) throws(UsageError) -> String {
    let rate = options.integer("fps") ?? defaultRate
    let limit = max(2, cellLimit / (playback.size.width * playback.size.height))
    guard let frames = playback.samples(perSecond: Double(rate), limit: limit) else {
      throw .badValue(
        command: "export", option: "--fps", value: String(rate),
        accepted: "a rate that makes at most \(limit) pictures of this recording",
        suggestion: nil)
    }
    return SVGWriter().animation(frames, duration: playback.duration + rest, title: title)
  }
}
