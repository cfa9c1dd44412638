import CNcurses
import Canvas
import Glibc
import Platform

/// The terminal this process runs in, as a screen of cells and a source of events.
///
/// It takes the whole screen, and gives back everything it took: when closed, stopped, ended by a
/// signal, or crashed. There is one at a time, on the main thread (curses has one state a process).
@MainActor package final class Terminal {
  /// What it can show.
  package let capabilities: Capabilities
  /// Columns and rows, as last heard of.
  package internal(set) var size: (width: Int, height: Int)
  /// Does the program get mouse events? (Without, the terminal's own selecting and copying works.)
  package private(set) var isMouseCaptured = false

  var decoder = KeyDecoder()
  /// Monotonic time of the last byte typed.
  var lastInput = 0.0
  let signalPipe: Int32
  private let encoder: CellEncoder
  private var screen: ScreenDiff
  private var pairs: ColorPairs
  private var line: [cchar_t] = []
  let isSynchronized: Bool
  private let leavesScreen: Bool
  private var isOpen = true

  /// What is wanted, known, and on its way of pictures in pixels.
  var picturePreference: PicturePreference
  var pictureAnswers = PictureAnswers()
  var pictureOutput = PictureOutput()
  var pictureGeneration = 0
  var hasAskedForPictures = false
  var askedForPictures = 0.0
  /// Has a picture ever been sent?
  var hasPictures = false
  var isTooSlowForPictures = false
  /// The terminal's type, where the data base lacks it, and the one that did for it.
  private var standIn: (name: String, used: String)?

  /// Opens the screen of standard input and output.
  ///
  /// Throws `TerminalError` when they are no terminal or one that cannot be drawn on; nothing has
  /// been written then.
  package init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    if isatty(STDIN_FILENO) == 0 { throw .inputIsNoTerminal }
    if isatty(STDOUT_FILENO) == 0 { throw .outputIsNoTerminal }
    guard let name = environment("TERM") else { throw .noTerminalType }
    Signals.awaitForeground()
    let state = rescue
    guard tcgetattr(STDIN_FILENO, &state.pointee.saved) == 0 else {
      throw .systemCall("tcgetattr", errno)
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .systemCall("pipe", errno) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    signalPipe = ends[0]
    let isUTF8 = Capabilities.adoptLocale() && !options.isASCII

    // Before newterm: it leaves handlers alone that it finds, and otherwise installs its own, which
    // know less (and ignores SIGTSTP for as long as a frame is written).
    Signals.installHandlers(pipe: ends[1])
    let types = Capabilities.terminalTypes(name, options.color)
    if !types.contains(where: { shim_newterm($0) != nil }) {
      let others = Capabilities.standIns(for: name, options.color)
      guard let other = others.first(where: { shim_newterm($0) != nil }) else {
        throw .unknownTerminalType(name)
      }
      standIn = (name, other)
    }
    guard Self.capability("cup") != nil else {
      endwin()
      throw .incapable(name)
    }
    // Prepared before anything is changed, so that no signal finds the terminal changed without a
    // handler.
    isSynchronized = !name.hasPrefix("linux") && !name.hasPrefix("dumb") && !name.hasPrefix("vt")
    leavesScreen = Self.capability("rmcup") != nil
    let hasMouse = Self.capability("kmous") != nil
    Self.arm(hasMouse: hasMouse, isSynchronized: isSynchronized, hasPictures: false)

    let available = Int(tigetnum("colors"))
    let depth = Capabilities.depth(
      options.color, available: available, noColor: environment("NO_COLOR") != nil)
    var capabilities = Capabilities(colorDepth: depth, isUTF8: isUTF8, hasMouse: hasMouse)
    // A console's font has 512 glyphs at most, halves among them.
    capabilities.hasQuadrants = !name.hasPrefix("linux")
    if depth != .none, start_color() == OK {
      capabilities.hasDefaultColors = use_default_colors() == OK
      capabilities.paletteSize = Int(shim_colors())
    }
    self.capabilities = capabilities
    encoder = CellEncoder(capabilities: capabilities)
    pairs = ColorPairs(
      limit: Int(shim_color_pairs()), hasDefaultColors: capabilities.hasDefaultColors)
    size = Self.measure()
    screen = ScreenDiff(width: size.width, height: size.height)
    picturePreference = options.pictures
    decoder.isUTF8 = isUTF8
    for (name, key) in KeySequences.terminfo {
      if let sequence = Self.capability(name).map({ Array($0.utf8) }), sequence.first == 0x1b {
        decoder.extraSequences[sequence] = key
      }
    }

    raw()
    noecho()
    nonl()
    typeahead(-1)  // or curses looks at the input, and puts off a frame when a key is there
    leaveok(shim_stdscr(), true)
    scrollok(shim_stdscr(), false)
    curs_set(0)
    holdErrors()
    // Before the screen is cleared, for a terminal that shows what it does not understand.
    SharedMemory.open()
    if picturePreference != .off { askForPictures() }
    resizeScreen()
    write("\u{1b}[?2004h", if: isSynchronized)
    setMouse(captured: options.capturesMouse)
  }

  /// Shows a grid: writes what differs from the screen, and nothing when nothing does. A grid
  /// larger than the screen is clipped, a smaller one padded with blanks.
  package func show(_ grid: CellGrid) {
    guard isOpen else { return }
    Signals.standStillInCrash()
    let runs = screen.update(to: grid, encoder)
    guard !runs.isEmpty else { return }
    if !put(runs) {
      pairs.recycle()
      _ = put(screen.everything)
    }
    flush()
  }

  /// Forgets what the screen shows, so that the next grid is written whole: another program may
  /// have written to it.
  package func repaint() {
    guard isOpen else { return }
    takePicturesAway()
    resizeScreen()
  }

  /// Takes the mouse from the terminal, or gives it back for selecting and copying.
  package func setMouse(captured: Bool) {
    guard isOpen, capabilities.hasMouse, captured != isMouseCaptured else { return }
    isMouseCaptured = captured
    write(captured ? Self.mouseOn : Self.mouseOff)
  }

  /// Gives the terminal back as it was found. The screen cannot be used afterwards.
  package func close() {
    guard isOpen else { return }
    awaitAnswers()
    leave()
    isOpen = false
    if let standIn {
      let note =
        "anode: TERM=\(standIn.name) is not in this host's terminfo data base; "
        + "the screen was drawn as for \(standIn.used)\n"
      _ = writeAll(STDERR_FILENO, note, patience: 1000)
    }
    // Reports of the mouse on their way are no command for the shell.
    if isMouseCaptured { tcflush(STDIN_FILENO, TCIFLUSH) }
  }

  /// Stops the process as Ctrl-Z does, and returns, with the screen drawn again, when it goes on.
  package func suspend(wholeJob: Bool = true) {
    guard isOpen else { return }
    leave()
    Signals.stop(wholeJob: wholeJob)
    enter()
  }

  /// Takes the screen again from whoever had it while the process was stopped.
  func reclaim() {
    guard isOpen else { return }
    Signals.awaitForeground()
    leave()
    enter()
  }

  /// Takes over the terminal's present size; true when it is a new one.
  func adoptSize() -> Bool {
    let now = Self.measure()
    guard now != size else { return false }
    size = now
    takePicturesAway()
    // Another font may have made it another size.
    pictureAnswers.forgetCell()
    if hasAskedForPictures { write("\u{1b}[16t") }
    resizeScreen()
    return true
  }

  private func leave() {
    takePicturesAway()
    SharedMemory.close()
    if capabilities.hasMouse { write(Self.mouseOff) }
    write("\u{1b}[?2004l", if: isSynchronized)
    if !leavesScreen {
      // No second screen to leave: what was drawn is wiped instead.
      werase(shim_stdscr())
      clearok(shim_curscr(), true)
      doupdate()
    }
    endwin()
    tcsetattr(STDIN_FILENO, TCSADRAIN, &rescue.pointee.saved)
    rescue.pointee.isArmed = 0
    releaseErrors()
  }

  private func enter() {
    Signals.awaitForeground()
    SharedMemory.open()
    rescue.pointee.isArmed = 1
    holdErrors()
    reset_prog_mode()
    size = Self.measure()
    resizeScreen()
    write("\u{1b}[?2004h", if: isSynchronized)
    if isMouseCaptured { write(Self.mouseOn) }
  }

  /// Makes curses forget the screen: all of it is written with the next frame.
  private func resizeScreen() {
    resize_term(Int32(clamping: size.height), Int32(clamping: size.width))
    werase(shim_stdscr())
    clearok(shim_curscr(), true)
    screen = ScreenDiff(width: size.width, height: size.height)
    flush()
  }

  /// Hands runs of cells to curses; false when it has run out of colour pairs.
  private func put(_ runs: [CellRun]) -> Bool {
    for run in runs {
      if line.count < run.count {
        line = Array(repeating: cchar_t(), count: max(run.count, screen.width))
      }
      for index in 0..<run.count {
        let cell = screen[run.column + index, run.row]
        var attributes: attr_t = 0
        if cell.isBold { attributes |= shim_bold() }
        if cell.isReversed { attributes |= shim_reverse() }
        if cell.isUnderlined { attributes |= shim_underline() }
        guard let pair = pairs.number(cell.foreground, cell.background) else { return false }
        shim_set_cell(&line[index], wchar_t(cell.glyph), attributes, pair)
      }
      shim_put(Int32(run.row), Int32(run.column), line, Int32(run.count))
    }
    return true
  }

  /// Writes the frame, between the marks that let a terminal show it at once (mode 2026). Curses
  /// buffers nothing beyond doupdate, so plain writes keep their place around it.
  func flush() {
    pictureOutput.finishPiece()
    write("\u{1b}[?2026h", if: isSynchronized)
    wnoutrefresh(shim_stdscr())
    doupdate()
    write("\u{1b}[?2026l", if: isSynchronized)
  }

  func write(_ text: String, if condition: Bool = true) {
    if condition { Self.write(text) }
  }

  private static func write(_ text: String) {
    _ = writeAll(STDOUT_FILENO, text, patience: 1000)
  }

  // 1000: presses, 1002: and drags, 1006: in a form that has no bounds.
  private static let mouseOn = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l"

  static func capability(_ name: String) -> String? {
    shim_capability(name).map { String(cString: $0) }
  }

  /// The terminal's size; what a terminal without one is taken for is 80×24.
  private static func measure() -> (width: Int, height: Int) {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return (80, 24) }
    return (Int(window.ws_col), Int(window.ws_row))
  }
}
