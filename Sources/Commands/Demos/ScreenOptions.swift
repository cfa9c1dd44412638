import Canvas
import Interface
import Terminal

enum ScreenOptions {
  static let descriptions: [OptionDescription] = [
    .init(SettingTable.theme.row),
    .init(
      "color", "DEPTH", .choice(ColorPreference.allCases.map(\.rawValue)), default: "auto",
      "colours used"),
    .init(SettingTable.pixels.row),
    .init(SettingTable.glyphs.row),
    .init(flag: "ascii", "draw with ASCII characters only"),
  ]

  static let big = OptionDescription(
    flag: "big", "larger figures, wider strokes and fewer numbers, for the back row")

  static let out = OptionDescription(
    "out", "DIR", .path, default: "none: scripts write nothing",
    "the folder for files that a script writes, such as screenshots")

  static func scriptPermission(_ options: ParsedOptions) throws(WriteFailure) -> WritePermission {
    let permission = WritePermission.script(
      into: options.word("out"), force: options.has("force"))
    try permission.checkFolder(option: "--out")
    return permission
  }

  static func terminal(_ options: ParsedOptions) -> TerminalOptions {
    TerminalOptions(
      color: options.choice("color") ?? .auto, isASCII: options.has("ascii"),
      pictures: options.choice("pixels") ?? .auto)
  }

  @MainActor static func play(
    _ script: DemoScript, _ options: ParsedOptions, stopsAtMarks: Bool, notes: NotesServer? = nil
  ) throws {
    try play(options, notes: notes) { $0.begin(script, stopsAtMarks: stopsAtMarks) }
  }

  /// Opens the screen and runs what `begin` starts.
  @MainActor static func play(
    _ options: ParsedOptions, notes: NotesServer? = nil,
    _ begin: @MainActor (DuelProgram) throws -> Void
  ) throws {
    let permission = try scriptPermission(options)
    var played: DuelProgram?
    let ending = try ScreenStack.run(terminal(options)) { terminal, wake in
      var state = DuelState(width: terminal.size.width, height: terminal.size.height)
      state.offer(lessons: DemoLibrary.lessons.map { DemoLibrary.title($0) })
      for name in ["theme", "pixels", "glyphs"] {
        if let value = options.word(name) { _ = try? state.perform("\(name) \(value)") }
      }
      if options.has(big.name) { _ = try? state.perform("scale big") }
      let program = DuelProgram(state: state, on: terminal, wake: wake)
      program.notes = notes
      program.scriptPermission = permission
      try begin(program)
      played = program
      return program
    }
    notes?.close()
    if let failure = played?.demoFailure {
      Descriptor.complain("anode: \(failure)")
      // A signal's status takes precedence.
      if ending == .quit { throw FallsShort() }
    }
    ending.exit()
  }
}
