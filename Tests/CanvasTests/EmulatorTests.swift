import Canvas
import Testing

@Suite("The emulator behaves like xterm")
struct EmulatorTests {
  private func screen(_ text: String, width: Int = 10, height: Int = 4) -> ScreenEmulator {
    var terminal = ScreenEmulator(width: width, height: height)
    terminal.feed(text)
    return terminal
  }

  private func shows(_ text: String, _ lines: String...) -> Bool {
    let expected = (lines + Array(repeating: "", count: 4 - lines.count)).joined(separator: "\n")
    return screen(text).grid.plainText == expected + "\n"
  }

  @Test("Rows wrap after the last column, but only with the next glyph")
  func wrapping() {
    #expect(shows("0123456789", "0123456789"))
    #expect(screen("0123456789").cursor == (9, 0))
    #expect(shows("0123456789ab", "0123456789", "ab"))
    #expect(shows("0123456789\rX", "X123456789"))
    #expect(shows("\u{1B}[?7l0123456789abc", "012345678c"))
    #expect(shows("a\r\nb\r\nc\r\nd\r\ne", "b", "c", "d", "e"))
    #expect(shows("a\tb\u{8}c", "a       c"))
  }

  @Test("An accent joins the letter before the cursor, even in the last column")
  func accents() {
    #expect(shows("cafe\u{301} \u{3B7}\u{301}", "caf\u{E9} \u{3AE}"))
    #expect(shows("012345678a\u{308}b", "012345678\u{E4}", "b"))
    // An accent without a combined character or a letter is dropped.
    #expect(shows("\u{301}x\u{301}\u{5C1}y", "xy"))
  }

  @Test("A glyph takes as many columns as in xterm")
  func widths() {
    // A sign that is not an emoji alone, emojis, half a flag, a circled number, a wide letter.
    #expect(
      "\u{1F3F3}\u{1F308}\u{2728}\u{1F1E9}\u{3248}\u{6F22}".unicodeScalars
        .map { TextRow.columns(of: $0) } == [1, 2, 2, 1, 1, 2])
  }

  @Test("The cursor is placed, moved and restored within the screen")
  func cursor() {
    #expect(screen("\u{1B}[3;4H").cursor == (3, 2))
    #expect(screen("\u{1B}[99;99f\u{1B}[A\u{1B}[2D").cursor == (7, 2))
    #expect(screen("\u{1B}[B\u{1B}[3C\u{1B}[E").cursor == (0, 2))
    #expect(screen("\u{1B}[6G\u{1B}[3d").cursor == (5, 2))
    #expect(screen("\u{1B}[2;2H\u{1B}7\u{1B}[H\u{1B}8").cursor == (1, 1))
    #expect(screen("\u{1B}[2;2H\u{1B}[s\u{1B}[H\u{1B}[u").cursor == (1, 1))
  }

  @Test("Erasing, inserting and deleting work in rows and between margins")
  func editing() {
    #expect(shows("abcdef\u{1B}[3G\u{1B}[K", "ab"))
    #expect(shows("abcdef\u{1B}[3G\u{1B}[1K", "   def"))
    #expect(shows("abcdef\u{1B}[3G\u{1B}[2X", "ab  ef"))
    #expect(shows("abcdef\u{1B}[3G\u{1B}[2P", "abef"))
    #expect(shows("abcdef\u{1B}[3G\u{1B}[2@", "ab  cdef"))
    #expect(shows("abcdef\u{1B}[3G\u{1B}[4hXY", "abXYcdef"))
    #expect(shows("a\r\nb\r\nc\u{1B}[2H\u{1B}[J", "a"))
    #expect(shows("a\r\nb\r\nc\u{1B}[2H\u{1B}[1J", "", "", "c"))
    #expect(shows("a\r\nb\r\nc\u{1B}[2J"))
    #expect(shows("a\r\nb\r\nc\u{1B}[2H\u{1B}[L", "a", "", "b", "c"))
    #expect(shows("a\r\nb\r\nc\u{1B}[2H\u{1B}[M", "a", "c"))
    #expect(shows("a\r\nb\r\nc\u{1B}[S", "b", "c"))
    #expect(shows("a\r\nb\r\nc\u{1B}[T", "", "a", "b", "c"))
    #expect(shows("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[3H\nX", "a", "c", "X", "d"))
    #expect(shows("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[2H\u{1B}MX", "a", "X", "b", "d"))
    #expect(shows("a\u{1B}[4b", "aaaaa"))
    #expect(shows("a\u{1B}[2;3r\u{1B}[?6h\u{1B}[HX", "a", "X"))
  }

  @Test("Styles are set and reset, with colours in every form")
  func renditions() {
    func style(_ codes: String) -> Style { screen("\u{1B}[\(codes)mx").grid[0, 0].style }
    let orange = Color(hex: 0xFF8700)
    #expect(style("31") == Style(.xterm(1)))
    #expect(style("97;104") == Style(.xterm(15), on: .xterm(12)))
    for code in ["38;5;208", "38:5:208", "38;2;255;135;0", "38:2:255:135:0", "38:2::255:135:0"] {
      #expect(style(code) == Style(orange), "\(code)")
      #expect(style(code + ";1") == Style(orange, bold: true), "\(code);1")
      #expect(style("4" + code.dropFirst()).background == orange)
    }
    #expect(style("58;5;1;1") == Style(bold: true))
    #expect(style("1;4;7;22;24;27") == Style())
    #expect(style("4:0") == Style() && style("4:3").isUnderlined)
    #expect(style("1;38;5;208;0") == Style() && style("1;31;39") == Style(bold: true))
    #expect(style("38;5") == Style() && style("38;5;999") == Style())
    // An erased cell has the background, as in xterm.
    #expect(screen("\u{1B}[41m\u{1B}[K").grid[5, 0] == Cell(" ", Style(nil, on: .xterm(1))))
  }

  @Test("The alternate screen leaves the main one unchanged")
  func alternate() {
    let there = "shell\u{1B}[2;3H\u{1B}[?1049h"
    #expect(shows(there + "X", "", "  X"))
    let back = screen(there + "\u{1B}[HXX\u{1B}[?1049l")
    #expect(back.grid.plainText == "shell\n\n\n\n" && back.cursor == (2, 1))
  }

  @Test("Characters and sequences may be split anywhere; invalid UTF-8 gives one replacement")
  func pieces() {
    let text = "aé漢🙂\u{1B}[1;38;5;208mb\u{1B}]0;title\u{1B}\\c\u{1B}Pq#0\u{1B}\\d"
    let whole = screen(text, width: 30)
    var terminal = ScreenEmulator(width: 30, height: 4)
    for byte in text.utf8 { terminal.feed([byte]) }
    #expect(terminal == whole)
    #expect(whole.grid.plainText.hasPrefix("aé漢🙂bcd"))
    var broken = ScreenEmulator(width: 10, height: 1)
    broken.feed([0x61, 0xE2, 0x82, 0x62, 0xFF, 0xC0, 0xAF])
    #expect(broken.grid.plainText == "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\n")
  }

  @Test("Titles, queries, unknown modes and other strings do not appear on the screen")
  func ignored() {
    #expect(
      shows(
        "a\u{1B}]0;t\u{7}\u{1B}[c\u{1B}[6n\u{1B}[?2004h\u{1B}[?2026h\u{1B}[>4;1m\u{1B}_G\u{1B}\\b"
          + "\u{1B}[?1000h\u{1B}(B\u{1B}=\u{1B}[ q\u{1B}[<1;2;3Mc", "abc"))
  }

  @Test("DEC's special graphics are frames, and overwriting half a wide glyph erases it")
  func glyphs() {
    #expect(shows("\u{1B}(0lqk\u{1B}(Blqk", "┌─┐lqk"))
    #expect(shows("\u{1B})0\u{E}x\u{F}x", "│x"))
    #expect(shows("漢字\u{1B}[2Gx", " x字"))
    #expect(shows("漢字\u{1B}[Gx", "x 字"))
    #expect(shows("012345678漢", "012345678", "漢"))
    #expect(shows("e\u{301}x", "\u{E9}x"))
  }

  @Test("Random bytes neither trap nor change the screen's size")
  func randomBytes() {
    var generator = SplitMix64(state: 7)
    let pieces = Array("\u{1B}[]();:?0123456789HJKmMLPX@rhlbST=#é漢\r\n\t\u{8}\u{7}\u{E}".utf8)
    for _ in 0..<400 {
      var terminal = ScreenEmulator(
        width: Int.random(in: -2...12, using: &generator),
        height: Int.random(in: -2...6, using: &generator))
      for _ in 0..<4 {
        let bytes = (0..<300).map { _ in
          Int.random(in: 0..<4, using: &generator) == 0
            ? UInt8.random(in: 0...255, using: &generator)
            : pieces.randomElement(using: &generator) ?? 0
        }
        terminal.feed(bytes)
        #expect(terminal.grid.cells.count == terminal.grid.width * terminal.grid.height)
        #expect(terminal.grid.bounds.contains(terminal.cursor.x, terminal.cursor.y))
        terminal.resize(
          width: Int.random(in: 0...12, using: &generator),
          height: Int.random(in: 0...6, using: &generator))
      }
    }
    var huge = ScreenEmulator(width: .max, height: .min)
    huge.feed("\u{1B}[999999999999999999999b\u{1B}[99999999999;99999999999H\u{1B}[65535Tx")
    #expect(huge.grid.width == ScreenEmulator.sizeLimit && huge.grid.height == 1)
  }
}
