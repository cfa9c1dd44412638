import CNcurses
import Canvas
import Platform

/// Terminfo's strings that draw cells; nil where the terminal lacks one.
struct DrawingStrings {
  var move = ""
  /// One column or row, without scrolling and wrapping.
  var right: String?
  var left: String?
  var down: String?
  /// By so many columns.
  var rightBy: String?
  var leftBy: String?
  var foreground: String?
  var background: String?
  var originalColors: String?
  var normal = ""
  var bold: String?
  var reverse: String?
  var underline: String?
  /// Erases cells, and leaves the cursor where it is.
  var erase: String?
  /// Whether erased cells have the pen's background.
  var erasesInColor = false
  /// Whether a glyph in the last column moves the cursor at once, so that one in the last row
  /// scrolls the screen.
  var wrapsAtOnce = false
  /// Attributes that the terminal cannot combine with colours.
  var attributesWithoutColor: UInt64 = 0
}

extension DrawingStrings {
  /// Of the terminal that terminfo describes now. Main thread only, as all of curses.
  @MainActor static var ofTerminal: DrawingStrings {
    var strings = DrawingStrings()
    func text(_ name: String) -> String? { Terminal.capability(name).map(Terminal.withoutDelays) }
    strings.move = text("cup") ?? ""
    strings.right = text("cuf1")
    strings.left = text("cub1")
    strings.down = text("cud1")
    strings.rightBy = text("cuf")
    strings.leftBy = text("cub")
    strings.foreground = text("setaf")
    strings.background = text("setab")
    strings.originalColors = text("op")
    strings.normal = text("sgr0") ?? ""
    strings.bold = text("bold")
    strings.reverse = text("rev")
    strings.underline = text("smul")
    strings.erase = text("ech")
    strings.erasesInColor = tigetflag("bce") == 1
    strings.wrapsAtOnce = tigetflag("am") == 1 && tigetflag("xenl") != 1
    // Bits of ncv (terminfo(5)): 2 is underline, 4 reverse, 32 bold.
    let bits = max(0, tigetnum("ncv"))
    strings.attributesWithoutColor =
      (bits & 2 != 0 ? ScreenCell.underlined : 0) | (bits & 4 != 0 ? ScreenCell.reversed : 0)
      | (bits & 32 != 0 ? ScreenCell.bold : 0)
    return strings
  }
}

/// Writes cells by terminfo's strings.
///
/// Curses writes row by row and, wherever the pen changes, both colours and all attributes again: in
/// 24 bits three quarters of its output are colours. This writes all cells of one look together, one
/// look after the other. (REP would save a byte a frame, and many terminals repeat wrongly or not at
/// all: github.com/tmux/tmux/issues/3687.)
///
/// On the main thread, since `tparm` has one buffer per process.
@MainActor struct ScreenWriter {
  private let strings: DrawingStrings
  private var pen = Pen()
  /// nil after a glyph in the last column, where terminals differ.
  private var cursor: (column: Int, row: Int)?
  private var bytes: [UInt8] = []
  /// Caches of `setaf` and `setab`.
  private var foregrounds: [Int: [UInt8]] = [:]
  private var backgrounds: [Int: [UInt8]] = [:]

  /// Blanks from which on erasing them is shorter than writing them.
  private static let leastErased = 10

  init(_ strings: DrawingStrings) { self.strings = strings }

  /// The output that shows these cells. They can get colours that look the same, which the screen
  /// then has. The terminal's pen is the normal one before and after.
  mutating func output(_ runs: [CellRun], of screen: inout ScreenDiff) -> [UInt8] {
    bytes = []
    cursor = nil
    let strokes = Self.strokes(runs, &screen)
    // Attributes are the dearest to change, then the background, which most cells share.
    for (pen, places) in strokes.sorted(by: { $0.pen < $1.pen }) {
      select(pen)
      write(places, of: screen)
    }
    if pen != Pen() { reset() }
    return bytes
  }

  // MARK: Order

  /// The cells by pen, each from the top. A blank shows only a background, so it goes with any pen of
  /// that background, its neighbour's if possible.
  private static func strokes(
    _ runs: [CellRun], _ screen: inout ScreenDiff
  ) -> [(pen: Pen, places: [Int])] {
    var strokes: [(pen: Pen, places: [Int])] = []
    var numbers: [Pen: Int] = [:]
    func number(_ wanted: Pen, _ screen: inout ScreenDiff) -> Int {
      if let found = numbers[wanted] { return found }
      let alike = strokes.firstIndex { screen.areAlike($0.pen, wanted) }
      numbers[wanted] = alike ?? strokes.count
      if alike == nil { strokes.append((wanted, [])) }
      return alike ?? strokes.count - 1
    }
    let places = runs.flatMap { run in
      (0..<run.count).map { run.row * screen.width + run.column + $0 }
    }
    var chosen = places.map { place in
      screen.shown[place].isBlank ? nil : number(screen.shown[place].pen, &screen)
    }
    func follow(_ index: Int, _ neighbour: Int) {
      guard chosen[index] == nil, abs(places[index] - places[neighbour]) == 1,
        let number = chosen[neighbour], strokes[number].pen.suits(screen.shown[places[index]])
      else { return }
      chosen[index] = number
    }
    for index in places.indices.dropFirst() { follow(index, index - 1) }
    for index in places.indices.dropLast().reversed() { follow(index, index + 1) }
    for (index, place) in places.enumerated() {
      let cell = screen.shown[place]
      let number =
        chosen[index] ?? strokes.firstIndex { $0.pen.suits(cell) } ?? number(cell.pen, &screen)
      strokes[number].places.append(place)
      screen.paint(place, strokes[number].pen)
    }
    return strokes
  }

  // MARK: Cells

  /// - Parameter places: in ascending order.
  private mutating func write(_ places: [Int], of screen: ScreenDiff) {
    var index = 0
    while index < places.count {
      let place = places[index]
      let (row, column) = place.quotientAndRemainder(dividingBy: screen.width)
      let cell = screen.shown[place]
      if strings.wrapsAtOnce, place == screen.shown.count - 1 { return }
      move(to: column, row, screen)
      // Blanks from here on in this row.
      var count = 0
      while index + count < places.count, places[index + count] == place + count,
        column + count < screen.width, screen.shown[place + count].isBlank
      {
        count += 1
      }
      if count >= Self.leastErased, let erase = strings.erase,
        strings.erasesInColor || pen.background < 0
      {
        bytes += Self.parameterized(erase, count)
        index += count
        continue
      }
      append(cell.glyph)
      index += 1
      cursor = column + 1 < screen.width ? (column + 1, row) : nil
    }
  }

  private mutating func move(to column: Int, _ row: Int, _ screen: ScreenDiff) {
    defer { cursor = (column, row) }
    let jump = Self.parameterized(strings.move, row, column)
    guard let cursor, cursor.row <= row else { return bytes += jump }
    if cursor.row == row, cursor.column <= column {
      let gap = row * screen.width + cursor.column..<row * screen.width + column
      if gap.isEmpty { return }
      // Writing a few cells of this look again is shorter than a move.
      if gap.count <= 4, gap.allSatisfy({ pen.suits(screen.shown[$0]) }),
        gap.reduce(0, { $0 + Self.length(screen.shown[$1].glyph) }) <= 4
      {
        for place in gap { append(screen.shown[place].glyph) }
        return
      }
    }
    guard row - cursor.row < jump.count, let down = strings.down else { return bytes += jump }
    let steps = Array(repeatElement(down.utf8, count: row - cursor.row).joined())
    let sideways = sideways(column - cursor.column)
    guard let sideways, steps.count + sideways.count < jump.count else { return bytes += jump }
    bytes += steps + sideways
  }

  /// The shortest move within a row, to the right if positive; nil if there is none.
  private func sideways(_ distance: Int) -> [UInt8]? {
    let (one, several) =
      distance < 0 ? (strings.left, strings.leftBy) : (strings.right, strings.rightBy)
    let moves = [
      one.flatMap { one in
        abs(distance) < 6 ? Array(repeatElement(one.utf8, count: abs(distance)).joined()) : nil
      },
      several.map { Self.parameterized($0, abs(distance)) },
    ]
    return distance == 0 ? [] : moves.compactMap { $0 }.min { $0.count < $1.count }
  }

  // MARK: Pen

  private mutating func select(_ wanted: Pen) {
    var wanted = wanted
    if wanted.foreground >= 0 || wanted.background >= 0 {
      wanted.attributes &= ~strings.attributesWithoutColor
    }
    if pen.attributes & ~wanted.attributes != 0 { reset() }
    var parts: [[UInt8]] = []
    let new = wanted.attributes & ~pen.attributes
    for (bit, text) in [
      (ScreenCell.bold, strings.bold), (ScreenCell.reversed, strings.reverse),
      (ScreenCell.underlined, strings.underline),
    ] {
      if new & bit != 0, let text { parts.append(Array(text.utf8)) }
    }
    if let colors = strings.originalColors,
      wanted.foreground < 0 && pen.foreground >= 0 || wanted.background < 0 && pen.background >= 0
    {
      parts.append(Array(colors.utf8))
      (pen.foreground, pen.background) = (-1, -1)
    }
    if wanted.foreground >= 0, wanted.foreground != pen.foreground {
      parts.append(Self.color(wanted.foreground, strings.foreground, &foregrounds))
    }
    if wanted.background >= 0, wanted.background != pen.background {
      parts.append(Self.color(wanted.background, strings.background, &backgrounds))
    }
    pen = wanted
    appendRendition(parts)
  }

  private mutating func reset() {
    bytes += strings.normal.utf8
    pen = Pen()
  }

  private static func color(
    _ color: Int, _ string: String?, _ known: inout [Int: [UInt8]]
  )
    -> [UInt8]
  {
    if let found = known[color] { return found }
    // Bounds the cache in a run of hours.
    if known.count >= 4096 { known.removeAll(keepingCapacity: true) }
    let result = string.map { parameterized($0, color) } ?? []
    known[color] = result
    return result
  }

  /// Appends sequences that select a rendition, as one where they are of ECMA-48: `CSI 1 m`, `CSI 31 m`
  /// as `CSI 1;31 m`.
  private mutating func appendRendition(_ parts: [[UInt8]]) {
    var isOpen = false
    for part in parts {
      let isStandard =
        part.count > 3 && part.starts(with: [0x1B, 0x5B]) && part.last == 0x6D
        && part.dropFirst(2).dropLast().allSatisfy { (0x30...0x3B).contains($0) }
      if isOpen, isStandard {
        bytes[bytes.count - 1] = 0x3B
        bytes += part.dropFirst(2)
      } else {
        bytes += part
      }
      isOpen = isStandard
    }
  }

  // MARK: Bytes

  private mutating func append(_ glyph: UInt32) {
    if let text = Unicode.Scalar(glyph).flatMap({ UTF8.encode($0) }) { bytes += text }
  }

  private static func length(_ glyph: UInt32) -> Int {
    glyph < 0x80 ? 1 : glyph < 0x800 ? 2 : glyph < 0x10000 ? 3 : 4
  }

  private static func parameterized(_ string: String, _ first: Int, _ second: Int = 0) -> [UInt8] {
    guard let text = shim_parameterized(string, first, second) else { return [] }
    return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }
}

/// The look of a cell, apart from its glyph.
struct Pen: Hashable, Comparable {
  /// As in `ScreenCell`.
  var foreground = -1
  var background = -1
  var attributes: UInt64 = 0

  static func < (a: Pen, b: Pen) -> Bool {
    (a.attributes, a.background, a.foreground) < (b.attributes, b.background, b.foreground)
  }

  /// Whether a cell written with this pen looks as it should.
  func suits(_ cell: ScreenCell) -> Bool {
    guard cell.isBlank else { return self == cell.pen }
    return background == cell.background
      && attributes & (ScreenCell.reversed | ScreenCell.underlined) == 0
  }
}
