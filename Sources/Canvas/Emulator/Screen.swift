/// The screen of an emulated terminal.
struct Screen: Equatable, Sendable {
  var grid: CellGrid
  var cursor = ScreenCursor()
  /// Insert mode: printing shifts the rest of the row right.
  var inserts = false
  /// Autowrap: a glyph after the last column starts a new row.
  var wraps = true
  private var saved = ScreenCursor()
  /// The scrolling region: its top row and one past its bottom row.
  private(set) var top = 0
  private(set) var bottom: Int
  private var tabs: [Bool]

  private var width: Int { grid.width }
  private var height: Int { grid.height }

  init(width: Int, height: Int) {
    grid = CellGrid(width: width, height: height)
    bottom = height
    tabs = Self.tabs(width)
  }

  private static func tabs(_ width: Int) -> [Bool] { (0..<width).map { $0 > 0 && $0 % 8 == 0 } }

  /// An empty screen with this cursor.
  var blank: Screen {
    var result = Screen(width: width, height: height)
    result.cursor = cursor
    result.wraps = wraps
    return result
  }

  /// An erased cell.
  private var empty: Cell { Cell(" ", Style(nil, on: cursor.style.background)) }

  mutating func resize(width: Int, height: Int) {
    guard width != self.width || height != self.height else { return }
    var next = CellGrid(width: width, height: height)
    for y in 0..<min(height, self.height) {
      for x in 0..<min(width, self.width) { next[x, y] = grid[x, y] }
    }
    grid = next
    (top, bottom) = (0, height)
    tabs = Array((tabs + Self.tabs(width).dropFirst(tabs.count)).prefix(width))
    confine(&cursor)
    confine(&saved)
  }

  private func confine(_ cursor: inout ScreenCursor) {
    cursor.x = min(cursor.x, width - 1)
    cursor.y = min(cursor.y, height - 1)
    cursor.isPastEnd = false
  }

  mutating func save() { saved = cursor }
  mutating func restore() { cursor = saved }

  mutating func softReset() {
    let (x, y) = (cursor.x, cursor.y)
    cursor = ScreenCursor()
    (cursor.x, cursor.y) = (x, y)
    saved = ScreenCursor()
    (top, bottom) = (0, height)
    inserts = false
    wraps = true
  }

  /// DECALN: the screen full of E.
  mutating func align() {
    grid.fill(grid.bounds, with: Cell("E"))
    (top, bottom) = (0, height)
    (cursor.x, cursor.y, cursor.isPastEnd) = (0, 0, false)
  }

  // MARK: Printing

  /// Prints a character in the current set; returns the glyph, or nil for a combining character.
  mutating func print(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    var glyph = scalar
    if scalar.value < 0x80, cursor.activeSet == 0 ? cursor.hasGraphics.0 : cursor.hasGraphics.1 {
      glyph = Self.graphics(scalar)
    }
    if place(glyph) { return glyph }
    combine(glyph)
    return nil
  }

  /// Adds an accent to the letter before the cursor if one character combines both; otherwise drops
  /// it, since a cell has one glyph.
  private mutating func combine(_ mark: Unicode.Scalar) {
    let x = cursor.isPastEnd ? cursor.x : cursor.x - 1
    let scalars: [Unicode.Scalar] = [grid[x, cursor.y].glyph, mark]
    if let both = Self.composed[String(String.UnicodeScalarView(scalars))] {
      grid[x, cursor.y].glyph = both
    }
  }

  /// Accented letters in Latin, Greek and Cyrillic, found by canonical equivalence of strings.
  private static let composed: [String: Unicode.Scalar] = {
    let blocks: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x386...0x4F9, 0x1E00...0x1FFC]
    let letters = blocks.joined().compactMap { Unicode.Scalar($0) }
    return Dictionary(letters.map { (String($0), $0) }) { first, _ in first }
  }()

  /// Puts a glyph at the cursor; false if it has no width.
  mutating func place(_ glyph: Unicode.Scalar) -> Bool {
    let columns = TextRow.columns(of: glyph)
    guard columns > 0 else { return false }
    // On a screen of one column.
    let glyph = columns > width ? "?" : glyph
    let taken = min(columns, width)
    if wraps, cursor.isPastEnd || cursor.x + taken > width {
      cursor.x = 0
      lineFeed()
    }
    cursor.isPastEnd = false
    let x = min(cursor.x, width - taken)
    if inserts { insertCells(taken) }
    split(x)
    split(x + taken)
    let row = cursor.y * width
    grid.cells[row + x] = Cell(glyph, cursor.style)
    if taken == 2 { grid.cells[row + x + 1] = Cell(" ", cursor.style) }
    cursor.x = min(x + taken, width - 1)
    cursor.isPastEnd = x + taken >= width
    return true
  }

  /// Erases the left half of a wide glyph before its right half, at column `x`, is overwritten.
  private mutating func split(_ x: Int) {
    if x < width, grid.isCovered(x, cursor.y) { grid[x - 1, cursor.y].glyph = " " }
  }

  /// DEC's special graphics replace small letters by frames and a few symbols.
  private static func graphics(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0x5F...0x7E).contains(scalar.value) else { return scalar }
    return graphicsTable[Int(scalar.value - 0x5F)]
  }

  private static let graphicsTable = Array(" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars)

  // MARK: Moving

  mutating func moveTo(x: Int) {
    cursor.x = min(max(x, 0), width - 1)
    cursor.isPastEnd = false
  }

  /// Rows count from the top margin in origin mode.
  mutating func moveTo(y: Int) {
    let (first, last) = cursor.isRelative ? (top, bottom - 1) : (0, height - 1)
    cursor.y = min(max(y, 0), last - first) + first
    cursor.isPastEnd = false
  }

  mutating func moveUp(_ count: Int) {
    cursor.y = max(cursor.y - count, cursor.y >= top ? top : 0)
    cursor.isPastEnd = false
  }

  mutating func moveDown(_ count: Int) {
    cursor.y = min(cursor.y + count, cursor.y < bottom ? bottom - 1 : height - 1)
    cursor.isPastEnd = false
  }

  /// Moves by `count` tab stops, back if negative.
  mutating func tab(_ count: Int) {
    var x = cursor.x
    for _ in 0..<min(abs(count), width) {
      repeat { x += count > 0 ? 1 : -1 } while x > 0 && x < width - 1 && !tabs[x]
    }
    moveTo(x: x)
  }

  mutating func setTab() { tabs[cursor.x] = true }

  mutating func clearTabs(_ what: Int) {
    if what == 0 { tabs[cursor.x] = false }
    if what == 3 { tabs = Array(repeating: false, count: width) }
  }

  mutating func lineFeed() {
    cursor.isPastEnd = false
    if cursor.y == bottom - 1 {
      scroll(up: 1)
    } else if cursor.y < height - 1 {
      cursor.y += 1
    }
  }

  mutating func reverseLineFeed() {
    cursor.isPastEnd = false
    if cursor.y == top {
      scroll(up: -1)
    } else if cursor.y > 0 {
      cursor.y -= 1
    }
  }

  /// Sets the scrolling region; it needs at least two rows.
  mutating func setMargins(top first: Int, bottom last: Int) {
    let last = min(last, height - 1)
    guard first >= 0, first < last else { return }
    (top, bottom) = (first, last + 1)
    moveTo(y: 0)
    moveTo(x: 0)
  }

  // MARK: Scrolling

  /// Scrolls the region up, or down if negative.
  mutating func scroll(up count: Int) { scroll(from: top, up: count) }

  private mutating func scroll(from first: Int, up count: Int) {
    let rows = bottom - first
    let distance = min(abs(count), rows)
    guard distance > 0 else { return }
    let blanks = Array(repeating: empty, count: distance * width)
    let (start, end) = (first * width, bottom * width)
    if count > 0 {
      grid.cells.replaceSubrange(
        start..<end, with: Array(grid.cells[(start + distance * width)..<end]) + blanks)
    } else {
      grid.cells.replaceSubrange(
        start..<end, with: blanks + Array(grid.cells[start..<(end - distance * width)]))
    }
  }

  mutating func insertLines(_ count: Int) { shiftLines(-count) }
  mutating func deleteLines(_ count: Int) { shiftLines(count) }

  private mutating func shiftLines(_ count: Int) {
    guard cursor.y >= top, cursor.y < bottom else { return }
    scroll(from: cursor.y, up: count)
    moveTo(x: 0)
  }

  // MARK: Erasing

  mutating func insertCells(_ count: Int) {
    let count = min(count, width - cursor.x)
    split(cursor.x)
    let (start, end) = (cursor.y * width + cursor.x, (cursor.y + 1) * width)
    grid.cells.replaceSubrange(
      start..<end,
      with: Array(repeating: empty, count: count) + Array(grid.cells[start..<(end - count)]))
    cursor.isPastEnd = false
  }

  mutating func deleteCells(_ count: Int) {
    let count = min(count, width - cursor.x)
    split(cursor.x)
    split(cursor.x + count)
    let (start, end) = (cursor.y * width + cursor.x, (cursor.y + 1) * width)
    grid.cells.replaceSubrange(
      start..<end,
      with: Array(grid.cells[(start + count)..<end]) + Array(repeating: empty, count: count))
    cursor.isPastEnd = false
  }

  mutating func eraseCells(_ count: Int) {
    let end = min(cursor.x + count, width)
    eraseColumns(cursor.x..<end)
    cursor.isPastEnd = false
  }

  /// 0: to the end, 1: from the start, 2: the whole row.
  mutating func eraseLine(_ what: Int) {
    switch what {
    case 0: eraseColumns(cursor.x..<width)
    case 1: eraseColumns(0..<(cursor.x + 1))
    case 2: eraseColumns(0..<width)
    default: break
    }
  }

  /// 0: to the end, 1: from the start, 2: the whole screen.
  mutating func eraseDisplay(_ what: Int) {
    switch what {
    case 0:
      eraseLine(0)
      grid.fill(Rect(x: 0, y: cursor.y + 1, width: width, height: height), with: empty)
    case 1:
      eraseLine(1)
      grid.fill(Rect(x: 0, y: 0, width: width, height: cursor.y), with: empty)
    case 2: grid.fill(grid.bounds, with: empty)
    default: break
    }
  }

  private mutating func eraseColumns(_ columns: Range<Int>) {
    split(columns.lowerBound)
    split(columns.upperBound)
    grid.fill(
      Rect(x: columns.lowerBound, y: cursor.y, width: columns.count, height: 1), with: empty)
  }
}
