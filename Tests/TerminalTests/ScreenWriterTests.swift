import Canvas
import Foundation
import Testing

@testable import Terminal

extension DrawingStrings {
  static var xterm: DrawingStrings { ofXterm(.full) }

  /// tmux: has no sequence for erasing.
  static var tmux: DrawingStrings {
    var strings = xterm
    (strings.erase, strings.erasesInColor) = (nil, false)
    return strings
  }

  /// kitty: does not say that it erases in colour.
  static var kitty: DrawingStrings {
    var strings = xterm
    strings.erasesInColor = false
    return strings
  }

  /// Linux's console: eight colours, none of them with underlines.
  static var console: DrawingStrings {
    var strings = xterm
    (strings.foreground, strings.background) = ("\u{1b}[3%p1%dm", "\u{1b}[4%p1%dm")
    strings.normal = "\u{1b}[m\u{f}"
    strings.attributesWithoutColor = ScreenCell.underlined
    return strings
  }

  /// A terminal that can only move the cursor, and scrolls when its last cell is written.
  static var least: DrawingStrings {
    var strings = DrawingStrings()
    strings.move = "\u{1b}[%i%p1%d;%p2%dH"
    strings.wrapsAtOnce = true
    return strings
  }
}

/// A screen, its writer, and a terminal that shows what they write.
@MainActor private struct Shown {
  var diff: ScreenDiff
  var writer: ScreenWriter
  var terminal: ScreenEmulator
  let encoder: CellEncoder

  init(_ strings: DrawingStrings, _ depth: ColorDepth, width: Int, height: Int) {
    diff = ScreenDiff(
      width: width, height: height, tolerance: depth == .full ? ColorTolerance() : nil)
    writer = ScreenWriter(strings)
    terminal = ScreenEmulator(width: width, height: height)
    var capabilities = Capabilities(colorDepth: depth, isUTF8: true)
    if depth == .ansi { capabilities.paletteSize = 8 }
    encoder = CellEncoder(capabilities: capabilities)
  }

  /// The bytes of the next frame.
  mutating func show(_ grid: CellGrid) -> [UInt8] {
    let bytes = writer.output(diff.update(to: grid, encoder), of: &diff)
    terminal.feed(bytes)
    return bytes
  }
}

/// The visible difference of two colours: 0 if equal.
private func difference(_ a: Color?, _ b: Color?) -> Double {
  guard let a, let b else { return a == b ? 0 : 100 }
  return LabColor(a).difference(from: LabColor(b))
}

/// Random cells: runs of equal ones, blanks, near colours and far ones.
private func randomGrid(
  _ width: Int, _ height: Int, after last: CellGrid?, _ random: inout SplitMix
) -> CellGrid {
  var grid = last ?? CellGrid(width: width, height: height)
  for _ in 0..<Int.random(in: 0...20, using: &random) {
    func channel() -> UInt8 {
      UInt8.random(in: 0...3, using: &random) * 60 + .random(in: 0...3, using: &random)
    }
    var style = Style(
      Color(channel(), channel(), channel()), bold: Int.random(in: 0..<8, using: &random) == 0)
    if Bool.random(using: &random) { style.background = Color(channel(), 19, 24) }
    if Int.random(in: 0..<5, using: &random) == 0 { style.foreground = nil }
    style.isReversed = Int.random(in: 0..<9, using: &random) == 0
    style.isUnderlined = Int.random(in: 0..<9, using: &random) == 0
    let glyph = Array("  -x⡇⣿─é".unicodeScalars).randomElement(using: &random) ?? " "
    let row = Int.random(in: 0..<height, using: &random)
    let start = Int.random(in: 0..<width, using: &random)
    for column in start..<min(width, start + Int.random(in: 1...30, using: &random)) {
      grid[column, row] = Cell(Int.random(in: 0..<6, using: &random) == 0 ? "·" : glyph, style)
    }
  }
  return grid
}

@MainActor @Suite("A frame is written in few bytes, and the terminal shows it")
struct ScreenWriterTests {
  @Test("Whatever changes, the terminal shows every cell, its colours but for what no eye sees")
  func random() {
    for (name, strings, depth) in [
      ("xterm", .xterm, .full), ("tmux", .tmux, .full), ("kitty", .kitty, .full),
      ("console", .console, .ansi), ("least", .least, .none),
    ] as [(String, DrawingStrings, ColorDepth)] {
      var random = SplitMix(state: 11)
      let (width, height) = (60, 12)
      var shown = Shown(strings, depth, width: width, height: height)
      var last: CellGrid?
      for round in 0..<150 {
        let grid = randomGrid(width, height, after: last, &random)
        last = grid
        _ = shown.show(grid)
        for row in 0..<height {
          for column in 0..<width
          where !strings.wrapsAtOnce || (column, row) != (width - 1, height - 1) {
            let (cell, seen) = (
              shown.encoder.encode(grid[column, row]), shown.terminal.grid[column, row]
            )
            guard seen.glyph.value == cell.glyph else {
              Issue.record(
                "\(name), round \(round): \(seen) at \(column), \(row), not \(grid[column, row])")
              return
            }
            func color(_ index: Int) -> Color? {
              index < 0 ? nil : depth == .full ? Color(hex: UInt32(index)) : .xterm(UInt8(index))
            }
            let isSame =
              difference(seen.style.background, color(cell.background)) < 1
              && (cell.isBlank || difference(seen.style.foreground, color(cell.foreground)) < 1)
              && (depth == .none || cell.isBlank
                || seen.style.isReversed == (cell.attributes & ScreenCell.reversed != 0)
                  && seen.style.isBold == (cell.attributes & ScreenCell.bold != 0)
                  && (depth == .ansi
                    || seen.style.isUnderlined == (cell.attributes & ScreenCell.underlined != 0)))
            guard isSame else {
              Issue.record(
                "\(name), round \(round): \(seen.style) at \(column), \(row), not \(cell)")
              return
            }
          }
        }
        #expect(shown.terminal.cursor.y < height)
      }
    }
  }

  @Test("A colour that no eye tells from the one shown costs nothing, one that it does is written")
  func tolerance() {
    var shown = Shown(.xterm, .full, width: 3, height: 1)
    func grid(_ color: UInt32) -> CellGrid {
      CellGrid(width: 3, height: 1, fill: Cell("x", Style(Color(hex: color))))
    }
    #expect(!shown.show(grid(0x808080)).isEmpty)
    #expect(shown.show(grid(0x818180)).isEmpty)
    // However slowly it fades, it stays within what no eye sees of what it should be.
    for step in 0..<60 {
      let wanted = Color(hex: 0x808080 - UInt32(step) * 0x010101)
      _ = shown.show(grid(wanted.pixel & 0xFF_FFFF))
      #expect(difference(shown.terminal.grid[0, 0].style.foreground, wanted) < 1)
    }
  }

  @Test("Blanks are erased only where terminfo says how, and nothing is repeated")
  func erasing() {
    var blank = CellGrid(width: 60, height: 2, fill: Cell(" ", Style(nil, on: Color(16, 19, 24))))
    for column in 0..<30 {
      blank[column, 1] = Cell("-", Style(Color(200, 200, 200), on: Color(16, 19, 24)))
    }
    func finals(_ strings: DrawingStrings) -> (Set<Character>, Int) {
      var shown = Shown(strings, .full, width: 60, height: 2)
      let bytes = shown.show(blank)
      #expect(shown.terminal.grid[29, 1].glyph == "-" && shown.terminal.grid[30, 1].glyph == " ")
      #expect(shown.terminal.grid[59, 1].style.background == Color(16, 19, 24))
      return (Set(String(decoding: bytes, as: UTF8.self)), bytes.count)
    }
    let (xterm, short) = finals(.xterm)
    #expect(xterm.contains("X") && !xterm.contains("b") && short < 110)
    let (tmux, long) = finals(.tmux)
    #expect(!tmux.contains("X") && !tmux.contains("b") && long > short)
    // kitty does not say that it erases in colour.
    #expect(!finals(.kitty).0.contains("X"))
  }

  @Test("Cells of one look are written together: a pen is chosen once a frame")
  func pens() {
    var grid = CellGrid(width: 40, height: 10)
    for row in 0..<10 {
      for column in 0..<40 {
        let color = (column + row) % 2 == 0 ? Color(250, 222, 90) : Color(90, 140, 255)
        grid[column, row] = Cell("⣿", Style(color))
      }
    }
    var shown = Shown(.xterm, .full, width: 40, height: 10)
    let text = String(decoding: shown.show(grid), as: UTF8.self)
    #expect(text.components(separatedBy: "38:2::").count - 1 == 2)
    for row in 0..<10 {
      for column in 0..<40 {
        #expect(shown.terminal.grid[column, row].style == grid[column, row].style)
      }
    }
  }
}
