import CNcurses
import Canvas
import Platform

/// The terminal of this process: a screen of cells and a source of events.
///
/// Takes the whole screen and restores the terminal when closed, stopped, ended by a signal, or
/// crashed. One at a time, on the main thread: curses has one state per process.
@MainActor package final class Terminal {
  package let capabilities: Capabilities
  /// Last known columns and rows.
  package internal(set) var size: (width: Int, height: Int)
  /// Whether the program gets mouse events. If not, the terminal's own selection works.
  package private(set) var isMouseCaptured = false

  var decoder = KeyDecoder()
  /// Monotonic time of the last byte read.
  var lastInput = 0.0
  let signalPipe: Int32
  var encoder: CellEncoder
  var screen: ScreenDiff
  private var writer: ScreenWriter
  /// Whether the next frame begins on a cleared screen.
  var mustClear = false
  let isSynchronized: Bool
  private let leavesScreen: Bool
  private var isOpen = true

  var dotPreference = DotGlyphs.auto
  var picturePreference: PicturePreference
  var pictureAnswers = PictureAnswers()
  var pictureOutput = PictureOutput()
  var pictureGeneration = 0
  var hasAsked = false
  var hasAskedForPictures = false
  /// When it was last asked.
  var asked = 0.0
  /// Whether a picture was ever sent.
  var hasPictures = false
  /// When pictures that took too long are tried again.
  var picturesReturn: Double?
  /// Seconds without pictures after they took too long; more each time.
  var pictureBreak = 15.0
  var gauge = LineGauge()
  /// The terminal's type, if terminfo lacks it, and the one used instead.
  private var standIn: (name: String, used: String)?

  /// Opens the screen on standard input and output. Throws before it writes anything.
  package init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    if isatty(STDIN_FILENO) == 0 { throw .inputIsNotTerminal }
    if isatty(STDOUT_FILENO) == 0 { throw .outputIsNotTerminal }
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

    // Before newterm, which keeps existing handlers, and otherwise installs its own, which do less
    // (and ignores SIGTSTP while it writes a frame).
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
    // Arm the rescue before changing the terminal, so that a signal always finds it ready.
    isSynchronized = !name.hasPrefix("linux") && !name.hasPrefix("dumb") && !name.hasPrefix("vt")
    leavesScreen = Self.capability("rmcup") != nil
    let hasMouse = Self.capability("kmous") != nil
    Self.arm(hasMouse: hasMouse, isSynchronized: isSynchronized, hasPictures: false)

    let available = Int(tigetnum("colors"))
    let depth = Capabilities.depth(
      options.color, available: available, noColor: environment("NO_COLOR") != nil)
    var capabilities = Capabilities(colorDepth: depth, isUTF8: isUTF8, hasMouse: hasMouse)
    // A console's font has at most 512 glyphs: half blocks, but no quadrants.
    capabilities.hasQuadrants = !name.hasPrefix("linux")
    let strings = DrawingStrings.ofTerminal
    capabilities.hasDefaultColors = strings.originalColors != nil
    capabilities.paletteSize = available
    self.capabilities = capabilities
    encoder = CellEncoder(capabilities: capabilities)
    writer = ScreenWriter(strings)
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
    typeahead(-1)  // otherwise curses checks the input and delays frames when a key is waiting
    leaveok(shim_stdscr(), true)
    scrollok(shim_stdscr(), false)
    curs_set(0)
    holdErrors()
    // Before the screen is cleared: some terminals print queries they do not know.
    SharedMemory.open()
    ask(forPictures: picturePreference != .off)
    resizeScreen()
    write("\u{1b}[?2004h", if: isSynchronized)
    setMouse(captured: options.capturesMouse)
  }

  /// Writes the cells that differ from the screen. Clips a larger grid, pads a smaller one with
  /// blanks.
  package func show(_ grid: CellGrid) {
    guard isOpen else { return }
    Signals.waitInCrash()
    let isClear = mustClear
    if isClear { screen = blankScreen }
    let runs = screen.update(to: grid, encoder)
    guard isClear || !runs.isEmpty else { return }
    flush(runs)
  }

  private var blankScreen: ScreenDiff {
    ScreenDiff(
      width: size.width, height: size.height,
      tolerance: capabilities.colorDepth == .full ? ColorTolerance() : nil)
  }

  /// Makes the next `show` write everything: another program can have changed the screen.
  package func repaint() {
    guard isOpen else { return }
    takePicturesAway()
    resizeScreen()
  }

  package func setMouse(captured: Bool) {
    guard isOpen, capabilities.hasMouse, captured != isMouseCaptured else { return }
    isMouseCaptured = captured
    write(captured ? Self.mouseOn : Self.mouseOff)
  }

  /// Restores the terminal; the screen cannot be used afterwards.
  package func close() {
    guard isOpen else { return }
    awaitAnswers()
    leave()
    isOpen = false
    if let standIn {
      let note =
        "anode: TERM=\(standIn.name) is not in this host's terminfo database; "
        + "the screen was drawn as for \(standIn.used)\n"
      _ = writeAll(STDERR_FILENO, note, patience: 1000)
    }
    // Keep pending mouse reports from the shell.
    if isMouseCaptured { tcflush(STDIN_FILENO, TCIFLUSH) }
  }

  /// Stops the process as Ctrl-Z does; returns when it continues.
  package func suspend(wholeJob: Bool = true) {
    guard isOpen else { return }
    awaitAnswers()
    leave()
    Signals.stop(wholeJob: wholeJob)
    enter()
  }

  /// Sets up the screen again after the process was stopped.
  func reclaim() {
    guard isOpen else { return }
    Signals.awaitForeground()
    leave()
    enter()
  }

  /// Adopts the terminal's current size; true if it changed.
  func adoptSize() -> Bool {
    let now = Self.measure()
    guard now != size else { return false }
    size = now
    takePicturesAway()
    // A new font size can be the cause.
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
      // Without an alternate screen, wipe the drawing.
      mustClear = true
      flush([])
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

  /// Clears the screen; the next frame is written whole.
  private func resizeScreen() {
    resize_term(Int32(clamping: size.height), Int32(clamping: size.width))
    screen = blankScreen
    mustClear = true
    flush([])
  }

  /// Writes cells as one synchronized update (mode 2026), and clears the screen before if it must.
  func flush(_ runs: [CellRun]) {
    pictureOutput.finishPiece()
    write("\u{1b}[?2026h", if: isSynchronized)
    if mustClear {
      // Curses buffers nothing beyond doupdate, so plain writes around it stay in order.
      werase(shim_stdscr())
      clearok(shim_curscr(), true)
      wnoutrefresh(shim_stdscr())
      doupdate()
      mustClear = false
    }
    var bytes = writer.output(runs, of: &screen)
    if isSynchronized { bytes += "\u{1b}[?2026l".utf8 }
    _ = bytes.withUnsafeBytes { writeAll(STDOUT_FILENO, $0) }
  }

  func write(_ text: String, if condition: Bool = true) {
    if condition { _ = writeAll(STDOUT_FILENO, text, patience: 1000) }
  }

  // 1000: presses, 1002: drags too, 1006: without a limit on coordinates.
  private static let mouseOn = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l"

  nonisolated static func capability(_ name: String) -> String? {
    shim_capability(name).map { String(cString: $0) }
  }

  /// 80×24 if the terminal does not report a size.
  private static func measure() -> (width: Int, height: Int) {
    windowSize(of: STDOUT_FILENO).map { (Int($0.ws_col), Int($0.ws_row)) } ?? (80, 24)
  }
}
