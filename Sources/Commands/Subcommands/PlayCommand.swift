import Canvas
import NeuralODE
import Terminal

/// `anode play`: a recording in the terminal.
package enum PlayCommand: Command {
  package static let description = CommandDescription(
    name: "play", summary: "Play a terminal recording",
    discussion: [
      """
      FILE is an asciicast of version 2 or 3, of anode or of any other program. The last line shows the \
      time, the speed and the last marker; a recording larger than the terminal is cut.
      """,
      """
      Keys: space pauses and goes on; . and , go a frame on and back while it stands; ] and [ go to the \
      next and the previous marker; the right and left arrows go 5 seconds; + and - (or > and <) change \
      the speed \(SettingKind.real(PlayerState.speeds).bounds ?? ""); Home and End go to the ends; s hides the last line or shows it; q quits.
      """,
    ], operands: "FILE",
    options: [
      .init(
        "speed", "X", .real(PlayerState.speeds), default: "1",
        "seconds of the recording in a second"),
      .init(
        "idle-limit", "S", .positive(upTo: 1e6), default: "what the recording says",
        "cut longer waits to so many seconds"),
      .init("start", "TIME", .time, default: nil, "begin there, as in 12.5s or 1:30"),
      .init("marker", "NAME", .text, default: nil, "begin at the marker of that name"),
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
    var playback = CastPlayback(cast, idleLimit: limit)
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
      glyphs: capabilities.isUTF8 ? .unicode : .ascii)
    let ending = terminal.run(program, frameRate: 60)
    terminal.close()
    CastFile.sayIncomplete(path, cast)
    ending.exit()
  }
}

/// No screen could be opened, and there is another way to what was asked for.
package struct NoScreen: Error, Equatable, CustomStringConvertible {
  /// Why there is none.
  package var error: TerminalError
  /// What to do instead.
  package var instead: String

  package var description: String { "\(error); \(instead)" }
}
