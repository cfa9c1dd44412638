/// The ranges of a table's cells in its text, and the line of each row.
///
/// Cells can be quoted as in RFC 4180, and then hold separators, line breaks and doubled quotation
/// marks. Blanks around an unquoted cell are dropped. Lines end with LF, CRLF or CR. Blank lines,
/// rows of only empty cells, and comments (lines that begin with `#`) are skipped.
struct TableScan: Sendable {
  /// A cell: a range of bytes.
  struct Field: Sendable {
    var start: UInt32
    var end: UInt32
    var form: Form

    enum Form: UInt8, Sendable {
      case plain
      /// The text between quotation marks.
      case quoted
      /// With its quotation marks, since some are doubled or text follows the closing one.
      case raw
    }

    var range: Range<Int> { Int(start)..<Int(end) }
    /// Whether the cell is empty, without quotation marks.
    var isEmpty: Bool { start == end && form == .plain }
  }

  struct Row: Sendable {
    var line: Int
    var first: Int
  }

  /// The separator for runs of blanks.
  static let blanks = UInt8(ascii: " ")

  var fields: [Field] = []
  var rows: [Row] = []
  /// Rows of only empty cells.
  var emptyRows = 0
  var comments = 0
  /// The start of the last comment before the first row, after its `#`.
  var headComment: Int?

  /// Cells in a row.
  func width(_ row: Int) -> Int {
    (row + 1 < rows.count ? rows[row + 1].first : fields.count) - rows[row].first
  }

  /// - Parameters:
  ///   - start: the first byte to scan.
  ///   - line: its line.
  ///   - hasComments: whether a line that begins with `#` is a comment.
  ///   - limit: rows to scan; nil: all, at most `Table.rowLimit`.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0, line firstLine: Int = 1,
    separator: UInt8, hasComments: Bool = true, limit: Int? = nil
  ) throws(TableFailure) {
    var scanner = Scanner(bytes: bytes, separator: separator, place: start, line: firstLine)
    let count = bytes.count
    if limit == nil {
      rows.reserveCapacity(count / 32)
      fields.reserveCapacity(count / 8)
    }
    while scanner.place < count, rows.count < limit ?? .max {
      if hasComments, let comment = scanner.skipComment() {
        comments += 1
        if rows.isEmpty { headComment = comment }
        continue
      }
      let row = Row(line: scanner.line, first: fields.count)
      try scanner.record(into: &fields)
      let isEmpty = fields[row.first...].allSatisfy(\.isEmpty)
      if isEmpty {
        if fields.count - row.first > 1 { emptyRows += 1 }
        fields.removeSubrange(row.first...)
        continue
      }
      rows.append(row)
      if limit == nil {
        guard rows.count <= Table.rowLimit + 1, fields.count <= Table.cellLimit else {
          throw .row(
            line: row.line,
            reason: rows.count > Table.rowLimit
              ? "more than \(Table.rowLimit) rows" : "more than \(Table.cellLimit) cells")
        }
      }
    }
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let separator: UInt8
    var place: Int
    var line: Int

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Whether it is a blank but not a separator.
    private func isPadding(_ byte: UInt8) -> Bool {
      byte == 0x20 || (byte == 0x09 && separator != 0x09)
    }
    private func isSeparator(_ byte: UInt8) -> Bool {
      byte == separator || (byte == 0x09 && separator == TableScan.blanks)
    }
    private func isLineEnd(_ byte: UInt8) -> Bool {
      byte == Self.newline || byte == Self.carriageReturn
    }

    /// Skips a line that begins with `#` and returns the start of its text; nil for another line. A
    /// cell of only `#` is a column's name.
    mutating func skipComment() -> Int? {
      var start = place
      while start < bytes.count, isPadding(bytes[start]) { start += 1 }
      guard start < bytes.count, bytes[start] == UInt8(ascii: "#") else { return nil }
      start += 1
      if start < bytes.count, separator != TableScan.blanks, isSeparator(bytes[start]) {
        return nil
      }
      place = start
      while place < bytes.count, !isLineEnd(bytes[place]) { place += 1 }
      endLine()
      return start
    }

    /// Appends the cells of a line and moves to the next line.
    mutating func record(into fields: inout [Field]) throws(TableFailure) {
      let count = bytes.count
      let most = fields.count + Table.columnLimit
      while true {
        guard fields.count < most else {
          throw .row(line: line, reason: "more than \(Table.columnLimit) columns")
        }
        while place < count, isPadding(bytes[place]) { place += 1 }
        let isAtEnd = place == count || isLineEnd(bytes[place])
        if separator == TableScan.blanks, isAtEnd { break }
        fields.append(
          !isAtEnd && bytes[place] == Self.quote ? try quoted() : plain())
        if place == count || isLineEnd(bytes[place]) { break }
        place += 1
      }
      endLine()
    }

    private mutating func endLine() {
      guard place < bytes.count else { return }
      let isPair =
        bytes[place] == Self.carriageReturn && place + 1 < bytes.count
        && bytes[place + 1] == Self.newline
      place += isPair ? 2 : 1
      line += 1
    }

    private mutating func plain() -> Field {
      let start = place
      skipCell()
      return Field(start: UInt32(start), end: UInt32(trimmedEnd(from: start)), form: .plain)
    }

    private mutating func skipCell() {
      while place < bytes.count {
        let byte = bytes[place]
        if isSeparator(byte) || isLineEnd(byte) { break }
        place += 1
      }
    }

    private func trimmedEnd(from start: Int) -> Int {
      var end = place
      while end > start, isPadding(bytes[end - 1]) { end -= 1 }
      return end
    }

    private mutating func quoted() throws(TableFailure) -> Field {
      let start = place
      let firstLine = line
      var isRaw = false
      place += 1
      while true {
        guard place < bytes.count else {
          throw .row(line: firstLine, reason: "a quotation mark is never closed")
        }
        let byte = bytes[place]
        place += 1
        if byte == Self.newline { line += 1 }
        guard byte == Self.quote else { continue }
        guard place < bytes.count, bytes[place] == Self.quote else { break }
        isRaw = true
        place += 1
      }
      let end = place
      if separator != TableScan.blanks {
        while place < bytes.count, isPadding(bytes[place]) { place += 1 }
      }
      if place < bytes.count, !isSeparator(bytes[place]), !isLineEnd(bytes[place]) {
        isRaw = true
        skipCell()
        return Field(start: UInt32(start), end: UInt32(trimmedEnd(from: start)), form: .raw)
      }
      return isRaw
        ? Field(start: UInt32(start), end: UInt32(end), form: .raw)
        : Field(start: UInt32(start + 1), end: UInt32(end - 1), form: .quoted)
    }
  }

  static func text(_ field: Field, in bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard field.form == .raw else { return String(decoding: bytes[field.range], as: UTF8.self) }
    let quote = UInt8(ascii: "\"")
    var result: [UInt8] = []
    var isOpen = true
    var place = field.range.lowerBound + 1
    while place < field.range.upperBound {
      let byte = bytes[place]
      place += 1
      if byte == quote, isOpen {
        if place < field.range.upperBound, bytes[place] == quote {
          place += 1
        } else {
          isOpen = false
          continue
        }
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
