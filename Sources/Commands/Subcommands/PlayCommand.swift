import Canvas
import NeuralODE
import Terminal

/// `anode play`
package enum PlayCommand: Command {
  package static let description = CommandDescription(
    name: "play", summary: "Play a terminal recording",
    discussion: [
      """
      FILE is an asciicast of version 2 or 3, from anode or any other program. The last line shows the time, the \
      speed and the last marker; a recording larger than the terminal is cut.
      """,
      """
      Keys: space pauses and continues; . and , step a frame forward and back while paused; ] and [ go to the next and \
      the previous marker; the right and left arrows skip 5 seconds; + and - (or > and <) change the speed \
      \(SettingKind.real(PlayerState.speeds).bounds ?? ""); Home and End go to the ends; s toggles the last line; q quits.
      """,
    ], operands: "FILE",
    options: [
      .init(
        "speed", "X", .real(PlayerState.speeds), default: "1",
        "playback speed"),
      .init(
        "idle-limit", "S", .positive(upTo: 1e6), default: "the recording's",
        "cut longer waits to S seconds"),
      .init("start", "TIME", .time, default: nil, "start at this time, such as 12.5s or 1:30"),
      .init("marker", "NAME", .text, default: nil, "start at this marker"),
      .init(
        "color", "DEPTH", .choice(["auto", "never", "16", "256"]), default: "auto", "colours used"),
      .init(flag: "ascii", "draw with ASCII characters only"),
    ],
    examples: [
      .init(
        command: "anode play --speed 2 --idle-limit 1 demo.cast",
        purpose: "Play a recording at double speed, with no wait longer than a second.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    let (path, cast) = try CastFile.read(options)
    let limit = options.real("idle-limit") ?? cast.header.idleTimeLimit
    var playback = RecordingPlayback(cast, idleLimit: limit)
    if let start = try CastFile.moment(options, time: "start", in: playback) {
      playback.seek(to: start)
    }
    let terminal: Terminal
    do throws(TerminalError) {
      terminal = try Terminal(
        TerminalOptions(
          color: options.choice("color") ?? .auto, isASCII: options.has("ascii"),
          capturesMouse: false))
    } catch {
      throw NoScreen(error: error, instead: "to see it without a screen: anode export --help")
    }
    defer { terminal.close() }
    let capabilities = terminal.capabilities
    let program = CastProgram(
      PlayerState(playback, speed: options.real("speed") ?? 1),
      theme: capabilities.colorDepth == .none ? .mono : .dark,
      glyphs: capabilities.glyphs)
    let ending = terminal.run(program, frameRate: 60)
    terminal.close()
    CastFile.sayIncomplete(path, cast)
    ending.exit()
  }
}

/// No screen could be opened; another command can do without.
package struct NoScreen: Error, Equatable, CustomStringConvertible {
  package var error: TerminalError
  package var instead: String

  package var description: String { "\(error); \(instead)" }
}
