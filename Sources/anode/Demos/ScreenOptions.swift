import CellGraphics
import Interface
import Terminal

/// The options of a screen that plays a demo.
enum ScreenOptions {
  static let descriptions: [OptionDescription] = [
    .init(
      "theme", "NAME", .choice(Theme.all.map(\.name)), default: "dark", "colours of the screen"),
    .init(
      "color", "DEPTH", .choice(ColorPreference.allCases.map(\.rawValue)), default: "auto",
      "colours used"),
    .init(flag: "ascii", "draw with ASCII characters only"),
  ]

  /// Opens the screen and plays a demo on it.
  @MainActor static func play(
    _ script: DemoScript, _ options: ParsedOptions, stopsAtMarks: Bool, notes: NotesServer? = nil
  ) throws {
    let terminal = try Terminal(
      TerminalOptions(
        color: options.choice("color") ?? .auto, isASCII: options.has("ascii")))
    defer { terminal.close() }
    var state = DuelState(width: terminal.size.width, height: terminal.size.height)
    state.offer(lessons: DemoLibrary.lessons.map { DemoLibrary.title($0) })
    if let theme = options.word("theme") { _ = try? state.perform("theme \(theme)") }
    let wake = try WakeDescriptor()
    let program = DuelProgram(
      state: state, isMono: terminal.capabilities.colorDepth == .none,
      glyphs: terminal.capabilities.isUTF8 ? .unicode : .ascii, wake: wake)
    program.notes = notes
    program.begin(script, stopsAtMarks: stopsAtMarks)
    let stack = ScreenStack(program)
    let ending = terminal.run(stack, wake: wake, frameRate: 40)
    terminal.close()
    notes?.close()
    for line in stack.leave() { print(line) }
    if let failure = program.demoFailure {
      Descriptor.complain("anode: \(failure)")
      // A signal's status says more than this one.
      if ending == .quit { throw FallsShort() }
    }
    ending.exit()
  }
}
