/// Applies a program's output to a grid, as an xterm applies it to its screen.
///
/// Handles ECMA-48 and the xterm sequences that move, erase, scroll and colour; skips the rest:
/// titles and other strings, unknown modes, queries. A wide glyph is in the left of its two cells,
/// with a blank in the right one. An accent is merged with its letter if one character combines
/// both, and dropped otherwise.
///
/// Debian's libvterm reads recordings no better (it lacks the alternate screen of mode 47, misreads
/// `38:2::r:g:b` and leaves halves of wide glyphs), and its state cannot be copied, which is needed
/// to go back in a recording.
///
/// Accepts any input; memory is bounded by the size of the screen.
package struct ScreenEmulator: Sendable, Equatable {
  /// Most columns and rows; a larger screen is cut.
  package static let sizeLimit = 1000

  package var grid: CellGrid { screen.grid }
  package var cursor: (x: Int, y: Int) { (screen.cursor.x, screen.cursor.y) }
  package private(set) var isCursorVisible = true

  var screen: Screen
  /// The primary screen while the alternate one is shown.
  private var primary: Screen?
  private var parser = ControlParser()
  private var lastGlyph: Unicode.Scalar?

  /// Sizes are clamped to 1…`sizeLimit`.
  package init(width: Int, height: Int) {
    screen = Screen(width: Self.bounded(width), height: Self.bounded(height))
  }

  package mutating func feed(_ text: String) {
    feed(Array(text.utf8))
  }

  /// Characters and sequences can be split between calls; invalid UTF-8 becomes U+FFFD.
  package mutating func feed(_ bytes: [UInt8]) {
    for byte in bytes {
      repeat { perform(parser.next(byte)) } while parser.isByteLeft
    }
  }

  /// Keeps the part that fits, as an xterm does.
  package mutating func resize(width: Int, height: Int) {
    let (width, height) = (Self.bounded(width), Self.bounded(height))
    screen.resize(width: width, height: height)
    primary?.resize(width: width, height: height)
  }

  private static func bounded(_ size: Int) -> Int { min(max(size, 1), sizeLimit) }

  private mutating func perform(_ action: ControlParser.Action) {
    switch action {
    case .none: break
    case .print(let scalar):
      // REP repeats a glyph; a combining character is not a glyph.
      if let shown = screen.print(scalar) { lastGlyph = shown }
    case .control(let byte): control(byte)
    case .escape(let intermediate, let final): escape(intermediate, final)
    case .sequence(let sequence): perform(sequence)
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x08: screen.moveTo(x: screen.cursor.x - 1)
    case 0x09: screen.tab(1)
    case 0x0A, 0x0B, 0x0C: screen.lineFeed()
    case 0x0D: screen.moveTo(x: 0)
    case 0x0E: screen.cursor.activeSet = 1
    case 0x0F: screen.cursor.activeSet = 0
    default: break
    }
  }

  private mutating func escape(_ intermediate: UInt8, _ final: UInt8) {
    switch (intermediate, final) {
    case (0, UInt8(ascii: "7")): screen.save()
    case (0, UInt8(ascii: "8")): screen.restore()
    case (0, UInt8(ascii: "D")): screen.lineFeed()
    case (0, UInt8(ascii: "E")):
      screen.moveTo(x: 0)
      screen.lineFeed()
    case (0, UInt8(ascii: "H")): screen.setTab()
    case (0, UInt8(ascii: "M")): screen.reverseLineFeed()
    case (0, UInt8(ascii: "c")): reset()
    case (UInt8(ascii: "("), _): screen.cursor.hasGraphics.0 = final == UInt8(ascii: "0")
    case (UInt8(ascii: ")"), _): screen.cursor.hasGraphics.1 = final == UInt8(ascii: "0")
    case (UInt8(ascii: "#"), UInt8(ascii: "8")): screen.align()
    default: break
    }
  }

  private mutating func reset() {
    screen = Screen(width: screen.grid.width, height: screen.grid.height)
    primary = nil
    isCursorVisible = true
    lastGlyph = nil
  }

  private mutating func perform(_ sequence: ControlSequence) {
    let final = Character(Unicode.Scalar(sequence.final))
    switch (sequence.prefix, sequence.intermediate) {
    case (0, 0): perform(final, sequence)
    case (UInt8(ascii: "?"), 0) where final == "h" || final == "l":
      for mode in sequence.values { setPrivateMode(mode, on: final == "h") }
    case (UInt8(ascii: "?"), 0) where final == "J" || final == "K":
      // Selective erase: here no cell is protected.
      perform(final, sequence)
    case (0, UInt8(ascii: "!")) where final == "p": screen.softReset()
    default: break
    }
  }

  private mutating func perform(_ final: Character, _ sequence: ControlSequence) {
    let count = sequence.count
    let first = sequence.value(0, or: 1)
    switch final {
    case "@": screen.insertCells(count)
    case "A": screen.moveUp(count)
    case "B", "e": screen.moveDown(count)
    case "C", "a": screen.moveTo(x: screen.cursor.x + count)
    case "D": screen.moveTo(x: screen.cursor.x - count)
    case "E":
      screen.moveDown(count)
      screen.moveTo(x: 0)
    case "F":
      screen.moveUp(count)
      screen.moveTo(x: 0)
    case "G", "`": screen.moveTo(x: first - 1)
    case "H", "f":
      screen.moveTo(y: first - 1)
      screen.moveTo(x: sequence.value(1, or: 1) - 1)
    case "I": screen.tab(count)
    case "J": screen.eraseDisplay(sequence.value(0, or: 0))
    case "K": screen.eraseLine(sequence.value(0, or: 0))
    case "L": screen.insertLines(count)
    case "M": screen.deleteLines(count)
    case "P": screen.deleteCells(count)
    case "S": screen.scroll(up: count)
    case "T" where sequence.values.count <= 1: screen.scroll(up: -count)
    case "X": screen.eraseCells(count)
    case "Z": screen.tab(-count)
    case "b": repeatGlyph(count)
    case "d": screen.moveTo(y: first - 1)
    case "g": screen.clearTabs(sequence.value(0, or: 0))
    case "h", "l":
      for mode in sequence.values where mode == 4 { screen.inserts = final == "h" }
    case "m": screen.cursor.style.apply(sequence)
    case "r": screen.setMargins(top: first - 1, bottom: sequence.value(1, or: Int.max) - 1)
    case "s": screen.save()
    case "u": screen.restore()
    default: break
    }
  }

  private mutating func repeatGlyph(_ count: Int) {
    guard let lastGlyph else { return }
    // More repeats would only scroll equal rows.
    for _ in 0..<min(count, screen.grid.cells.count) { _ = screen.place(lastGlyph) }
  }

  private mutating func setPrivateMode(_ mode: Int, on: Bool) {
    switch mode {
    case 6:
      screen.cursor.isRelative = on
      screen.moveTo(y: 0)
      screen.moveTo(x: 0)
    case 7: screen.wraps = on
    case 25: isCursorVisible = on
    case 47, 1047: showAlternate(on)
    case 1048: on ? screen.save() : screen.restore()
    case 1049:
      if on {
        if primary == nil { screen.save() }
        showAlternate(true)
        screen.eraseDisplay(2)
      } else if primary != nil {
        showAlternate(false)
        screen.restore()
      }
    default: break
    }
  }

  private mutating func showAlternate(_ isOn: Bool) {
    if isOn, primary == nil {
      primary = screen
      screen = screen.blank
    } else if !isOn, let back = primary {
      // Both screens share the cursor and pen.
      let cursor = screen.cursor
      screen = back
      screen.cursor = cursor
      primary = nil
    }
  }
}

/// The state that DECSC saves.
struct ScreenCursor: Equatable, Sendable {
  var x = 0
  var y = 0
  var style = Style()
  /// Whether the last column is filled, so that the next glyph starts a new row.
  var isPastEnd = false
  /// Whether G0 and G1 are DEC's special graphics.
  var hasGraphics = (false, false)
  /// 0 for G0, 1 for G1.
  var activeSet = 0
  /// Origin mode: rows count from the top margin, and the cursor stays within the margins.
  var isRelative = false

  static func == (a: ScreenCursor, b: ScreenCursor) -> Bool {
    a.x == b.x && a.y == b.y && a.style == b.style && a.isPastEnd == b.isPastEnd
      && a.hasGraphics == b.hasGraphics && a.activeSet == b.activeSet
      && a.isRelative == b.isRelative
  }
}
