/// A terminal without a terminal: it does to a grid what a program's output would do to an xterm's
/// screen.
///
/// It knows what programs write (ECMA-48 and the xterm sequences that move, erase, scroll and
/// colour), and skips the rest: titles and other strings, modes it does not have, questions it
/// could not answer. A glyph that takes two columns stands in the left one, and the right one is
/// blank; an accent joins its letter where one character is both, and is dropped elsewhere.
///
/// libvterm, which is Debian's, reads the same recordings no better (it does not know the alternate
/// screen of mode 47, takes `38:2::r:g:b` for another colour and leaves halves of wide glyphs), and
/// its states cannot be copied, as going back in a recording needs.
///
/// Any input is accepted, and the memory it takes is bounded by the size of the screen.
package struct ScreenEmulator: Sendable, Equatable {
  /// Most columns and rows of a screen; a larger one is cut.
  package static let sizeLimit = 1000

  package var grid: CellGrid { screen.grid }
  package var cursor: (x: Int, y: Int) { (screen.cursor.x, screen.cursor.y) }
  /// Does it show?
  package private(set) var isCursorVisible = true

  var screen: Screen
  /// The primary screen, while the alternate one is shown.
  private var primary: Screen?
  private var parser = ControlParser()
  private var lastGlyph: Unicode.Scalar?

  /// A blank screen; sizes are kept within 1…`sizeLimit`.
  package init(width: Int, height: Int) {
    screen = Screen(width: Self.bounded(width), height: Self.bounded(height))
  }

  /// Does what a piece of output says. Characters and sequences may be split between pieces.
  package mutating func feed(_ text: String) {
    feed(Array(text.utf8))
  }

  /// Does what a piece of output in UTF-8 says; what is not UTF-8 becomes U+FFFD.
  package mutating func feed(_ bytes: [UInt8]) {
    for byte in bytes {
      repeat { perform(parser.next(byte)) } while parser.isByteLeft
    }
  }

  /// The screen has a new size: what fits stays, as on an xterm.
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
      // Erasing that spares protected cells, of which there are none.
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
    // More would only scroll the same rows away.
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
      // Cursor and pen are the terminal's, not a screen's.
      let cursor = screen.cursor
      screen = back
      screen.cursor = cursor
      primary = nil
    }
  }
}

/// What DECSC saves: place, pen, character sets.
struct ScreenCursor: Equatable, Sendable {
  var x = 0
  var y = 0
  var style = Style()
  /// A glyph was put into the last column: the next one begins a new row.
  var isPastEnd = false
  /// Are G0 and G1 DEC's special graphics?
  var hasGraphics = (false, false)
  /// Which of them is in use.
  var activeSet = 0
  /// Rows count from the top margin, and the cursor stays within the margins.
  var isRelative = false

  static func == (a: ScreenCursor, b: ScreenCursor) -> Bool {
    a.x == b.x && a.y == b.y && a.style == b.style && a.isPastEnd == b.isPastEnd
      && a.hasGraphics == b.hasGraphics && a.activeSet == b.activeSet
      && a.isRelative == b.isRelative
  }
}
