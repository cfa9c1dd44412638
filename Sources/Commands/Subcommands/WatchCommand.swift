import Canvas
import Files
import FoundationEssentials
import Interface
import LiveSession
import NeuralODE
import Platform
import Terminal

/// `anode watch`
package enum WatchCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "watch", summary: "Watch another program train its Neural ODE, live or later",
      discussion: [
        """
        Another program, such as one in PyTorch or JAX with the Python package anode, writes what it trains into a watch \
        file: its data, its weights, loss and NFE. Here it is drawn as our own runs are, without a word to that program: \
        flow, field, features, maps, curves; it can be wound back, turned, recorded and saved. Settings that only \
        training has say so. A run that ends, breaks off or begins again is said, and the next one is waited for.
        """,
        """
        A name is that of a file in $XDG_CACHE_HOME/anode, or ~/.cache/anode; a dash is standard input. Without a name, \
        the runs there are listed. Two names are two runs beside each other. NFE and loss are the other program's; \
        where it does not say them they are a dash. Pictures are solved here, in the model's precision, by the \
        record's solver and tolerance; where these are not known here, the panel names the solver of both.
        """,
      ], operands: "[NAME|FILE|-] [SECOND]",
      options: [
        .init(
          "against", "WHAT", .choice(["anode"]), default: nil,
          "train our own run beside it, from its first weights and on its data"),
        .init(
          "svg", "FILE", .path, default: nil,
          "no screen: write it as it stands now as an SVG (- for standard output)"),
        .init(
          "size", "WxH", .text, default: "100x30", "with --svg: columns and rows, \(sizes)"),
        .init(flag: "force", "with --svg: replace an existing file"),
      ] + ScreenOptions.descriptions + [ScreenOptions.big],
      examples: [
        .init(command: "anode watch", purpose: "The runs that can be watched."),
        .init(command: "anode watch spirals", purpose: "The run of that name, live."),
        .init(
          command: "anode watch spirals --against anode",
          purpose: "The same beside our own training from the same weights."),
        .init(
          command: "anode watch spirals --svg spirals.svg", purpose: "A picture of it, for a page."),
      ])
  }

  private nonisolated static let sizes = "80x24 to 400x150"

  package static func run(_ options: ParsedOptions) throws {
    guard options.operands.count <= 2 else {
      throw UsageError.refused(command: "watch", reason: "name one run or two")
    }
    try options.require("--svg", for: ["size", "force"], unless: options.has("svg"))
    guard !options.operands.isEmpty else { return try list(options) }
    let folder = WatchFolder.path
    let paths = options.operands.map { WatchFolder.file($0, in: folder) }
    if options.has("against"), paths.count > 1 {
      throw UsageError.refused(
        command: "watch", reason: "--against takes the place of a second run")
    }
    if paths.count == 2, paths.allSatisfy({ $0 == InputFile.standardInput }) {
      throw UsageError.refused(command: "watch", reason: "standard input is one run")
    }
    if let output = options.word("svg") { return try picture(paths, options, to: output) }
    let channels = paths.map { WatchChannel($0) }
    let bells = channels.map { WatchBell($0.path) }
    if paths.contains(InputFile.standardInput) { try takeKeysFromTerminal() }
    let starts = try zip(channels, bells).map { try awaited($0, $1) }
    var state = DuelState(width: 80, height: 24)
    let sessions = try watch(starts, channels, isAgainst: options.has("against"), &state)
    prefer(options, &state)
    let ending = try ScreenStack.run(ScreenOptions.terminal(options)) { terminal, wake in
      state.resize(terminal.size)
      let program = DuelProgram(state: state, on: terminal, wake: wake, sessions: sessions)
      let runs = program.runs
      for bell in bells { bell.ring { runs.look() } }
      return program
    }
    ending.exit()
  }

  // MARK: Parts

  private static func list(_ options: ParsedOptions) throws {
    try options.require("a name", for: ["against", "svg"])
    guard let folder = WatchFolder.path else {
      throw UsageError.refused(command: "watch", reason: "there is no cache folder: name a file")
    }
    let (runs, failures) = WatchFolder.runs(in: folder)
    guard !runs.isEmpty || !failures.isEmpty else {
      return try StandardOutput.write(
        "no runs in \(folder.harmless): there, programs write what they train\n")
    }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    try StandardOutput.write(WatchFolder.table(runs, now: Double(now.tv_sec)))
    guard failures.isEmpty else { throw InputErrors(errors: failures) }
  }

  /// Waits for the start of a run.
  private static func awaited(_ channel: WatchChannel, _ bell: WatchBell) throws -> WatchStart {
    var bell = bell
    var hasSaid = false
    while true {
      if let start = try reading(channel.path, { try channel.start() }) { return start }
      if channel.isAtEnd {
        throw InputErrors(channel.path, "ends before the first weights of a run")
      }
      if !hasSaid {
        Descriptor.complain("anode: waiting for a run in \(channel.path.harmless)")
        hasSaid = true
      }
      _ = bell.wait()
    }
  }

  /// Standard input has records: keys come from the terminal.
  private static func takeKeysFromTerminal() throws {
    let terminal = openTerminal(O_RDWR)
    guard terminal >= 0 else {
      throw InputErrors("-", "has the records, and there is no terminal for keys")
    }
    dup2(terminal, STDIN_FILENO)
    close(terminal)
  }

  /// Shows runs in a state, and makes their sessions.
  static func watch(
    _ starts: [WatchStart], _ channels: [WatchChannel], isAgainst: Bool, _ state: inout DuelState
  ) throws -> BranchedRuns {
    let (first, second) = (starts[0].run, starts.count > 1 ? starts[1].run : nil)
    guard let setup = DuelSetup(first, second, isAgainst: isAgainst) else {
      throw InputErrors(
        channels[1].path,
        "cannot be shown beside the first run: their data are of different kinds")
    }
    if isAgainst, first.mode == .frames {
      throw InputErrors(
        channels[0].path, "has pictures and no weights: our own training has no model to take")
    }
    state.watch(
      setup, from: channels.map(\.path) + (isAgainst ? ["--against", "anode"] : []))
    if isAgainst { state.say(comparison(first, starts[0])) }
    let left = TrainingSession(starts[0], channels[0])
    if starts.count > 1 {
      return BranchedRuns(left: left, right: TrainingSession(starts[1], channels[1]))
    }
    guard isAgainst else {
      return BranchedRuns(left: left, right: TrainingSession.unused(like: first))
    }
    return BranchedRuns(
      left: left,
      right: TrainingSession(state.setup.run(.right), parameters: starts[0].parameters))
  }

  private static func comparison(_ run: WatchedRun, _ start: WatchStart) -> String {
    let open =
      run.unknown.isEmpty
      ? "" : "; not in the record, so as usual here: \(run.unknown.joined(separator: ", "))"
    return "right: our own training, from the weights after update \(start.iteration)\(open)"
  }

  private static func prefer(_ options: ParsedOptions, _ state: inout DuelState) {
    for line in ConfigurationFile.read().lines { state.prefer("\(line.name)=\(line.value)") }
    for name in ["theme", "pixels", "glyphs"] {
      if let value = options.word(name) { state.prefer("\(name)=\(value)") }
    }
    if options.has(ScreenOptions.big.name) { state.prefer("scale=big") }
  }

  private static func picture(
    _ paths: [String], _ options: ParsedOptions, to output: String
  ) throws {
    var size = (width: 100, height: 30)
    if let text = options.word("size") {
      guard let sides = text.sides(80...400, 24...150) else {
        throw UsageError.badValue(
          command: "watch", option: "--size", value: text, accepted: sizes, suggestion: nil)
      }
      size = sides
    }
    let permission = WritePermission.person(force: options.has("force"))
    let isStream = output == InputFile.standardInput
    if !isStream { try permission.check(output, option: "--svg") }
    let channels = paths.map { WatchChannel($0) }
    let starts = try channels.map { channel in
      guard let start = try reading(channel.path, { try channel.start() }) else {
        throw InputErrors(channel.path, "has nothing to show yet")
      }
      return start
    }
    var state = DuelState(width: size.width, height: size.height)
    let sessions = try watch(starts, channels, isAgainst: options.has("against"), &state)
    prefer(options, &state)
    state.rest()
    // It reads all that is written, in no time.
    let duel = LockstepDuel(state, sessions: (sessions.left, sessions.right))
    let theme = Theme.named(duel.state.themeName) ?? .dark
    let bytes = try Picture(duel.compose(theme: theme), theme).bytes(.svg)
    guard !isStream else { return try StandardOutput.write(bytes) }
    try permission.write(bytes, to: output)
  }
}
