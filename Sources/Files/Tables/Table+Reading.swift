import FoundationEssentials
import Platform

extension Table {
  /// Reads a file, unpacking gzip; `-` is standard input.
  ///
  /// - Throws: `TableFailure` for an unreadable file, rows of unequal width, and more rows than
  ///   `rowLimit`.
  /// - Complexity: O(bytes); a million rows of three columns take a third of a second.
  public init(
    path: String, signs: TableDialect.Signs = TableDialect.Signs()
  ) throws(TableFailure) {
    let data = try retelling(TableFailure.unreadable) {
      try InputFile.table.unpackedBytes(of: path)
    }
    try self.init(data: data, path: path, signs: signs)
  }

  init(
    data: Data, path: String, signs: TableDialect.Signs = TableDialect.Signs()
  ) throws(TableFailure) {
    try self.init(
      bytes: [UInt8](data),
      name: path == InputFile.standardInput ? "standard input" : SystemPath.name(of: path),
      signs: signs)
  }

  /// Reads a file's bytes.
  ///
  /// - Parameter signs: the signs in numbers; nil ones are guessed.
  public init(
    bytes: [UInt8], name: String = "points", signs: TableDialect.Signs = TableDialect.Signs()
  ) throws(TableFailure) {
    let (text, encoding) = try TextEncoding.decode(bytes)
    let parts: Result<Parts, TableFailure> = text.withUnsafeBufferPointer { buffer in
      do throws(TableFailure) {
        return .success(try Parts(buffer, encoding, signs))
      } catch {
        return .failure(error)
      }
    }
    let read = try parts.get()
    self.name = name
    self.bytes = text
    dialect = read.dialect
    columns = read.columns
    rowCount = read.rowCount
    emptyRows = read.scan.emptyRows
    comments = read.scan.comments
    hasTrailingSeparator = read.hasTrailingSeparator
    fields = read.scan.fields
    firstField = read.dialect.hasHeader ? read.width : 0
    lines = read.scan.rows.dropFirst(read.dialect.hasHeader ? 1 : 0).map { UInt32($0.line) }
  }

  private struct Parts {
    var scan: TableScan
    var dialect: TableDialect
    var width: Int
    var hasTrailingSeparator = false
    var columns: [Column] = []
    var rowCount: Int { scan.rows.count - (dialect.hasHeader ? 1 : 0) }

    init(
      _ bytes: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding, _ signs: TableDialect.Signs
    ) throws(TableFailure) {
      let (said, start) = Self.saidSeparator(bytes)
      let hasComments = TableDialect.hasComments(bytes, from: start)
      let separator =
        said ?? TableDialect.separator(bytes, from: start, hasComments: hasComments)
      scan = try TableScan(
        bytes, from: start, line: start > 0 ? 2 : 1, separator: separator.byte,
        hasComments: hasComments)
      guard !scan.rows.isEmpty else { throw .empty }
      width = 0
      dialect = TableDialect(
        separator: separator, hasDecimalComma: false, encoding: encoding, hasHeader: false)
      try evenOut()
      try takeSigns(bytes, signs)
      var reader = ColumnReader(bytes: bytes, scan: scan, width: width, dialect: dialect)
      dialect.hasHeader = reader.hasHeader
      if !dialect.hasHeader, takeHeadComment(bytes) {
        reader = ColumnReader(bytes: bytes, scan: scan, width: width, dialect: dialect)
        dialect.hasHeader = true
      }
      reader.firstRow = dialect.hasHeader ? 1 : 0
      guard rowCount > 0 else { throw .empty }
      for column in 0..<width {
        columns.append(
          reader.column(
            column,
            name: dialect.hasHeader ? TableScan.text(scan.fields[column], in: bytes) : nil))
      }
      try checkLastRow(bytes)
    }

    /// Takes the signs given, or guesses them from the numbers.
    private mutating func takeSigns(
      _ bytes: UnsafeBufferPointer<UInt8>, _ signs: TableDialect.Signs
    ) throws(TableFailure) {
      if let decimal = signs.decimal {
        dialect.hasDecimalComma = decimal == .comma
        dialect.thousands = signs.thousands
        return
      }
      let commas = TableDialect.commas(scan, bytes, dialect.separator)
      dialect.hasDecimalComma = commas.areDecimal
      guard let place = commas.unclear else { return }
      let text = TableScan.text(scan.fields[place], in: bytes)
      let whole = text.filter { $0 != "," }
      throw .row(
        line: scan.rows[place / width].line,
        reason: "'\(text.short)' is "
          + (text.count - whole.count == 1
            ? "\(text.replacing(",", with: ".").short) with a decimal comma, or " : "")
          + "\(whole.short) with commas between thousands: --decimal comma or --thousands comma "
          + "says which")
    }

    /// Takes column names from the last comment before the first row, where NumPy writes them;
    /// false if it has another number of cells, or numbers.
    private mutating func takeHeadComment(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
      guard let start = scan.headComment,
        let names = try? TableScan(
          bytes, from: start, separator: dialect.separator.byte, hasComments: false, limit: 1),
        names.fields.count == width,
        names.fields.allSatisfy({
          $0.form == .raw || DecimalNumber.parse(bytes, $0.range, mark: dialect.mark) == nil
        })
      else { return false }
      scan.fields.insert(contentsOf: names.fields, at: 0)
      for row in scan.rows.indices { scan.rows[row].first += width }
      scan.rows.insert(TableScan.Row(line: scan.rows[0].line, first: 0), at: 0)
      scan.comments -= 1
      return true
    }

    /// First words of a line of sums, in lower case.
    private static let sums = [
      "total", "totals", "sum", "sums", "mean", "average", "grand total", "subtotal",
    ]

    /// Refuses a last row that holds the sums of the others.
    private func checkLastRow(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableFailure) {
      guard rowCount > 2, let last = scan.rows.last else { return }
      let cells = scan.fields[last.first...]
      guard let first = cells.first else { return }
      let word = TableScan.text(first, in: bytes)
      // A word among words can be a normal row.
      guard Self.sums.contains(word.lowercased()),
        columns[0].oddRow == rowCount - 1 || cells.contains(where: \.isEmpty)
      else { return }
      throw .row(
        line: last.line,
        reason:
          "begins with '\(word)', like a sum below a table: remove the line, or begin it with #"
      )
    }

    /// The separator of a spreadsheet's first line, `sep=;`, and the start of the second line.
    private static func saidSeparator(
      _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (TableDialect.Separator?, start: Int) {
      guard bytes.count > 5, bytes[0..<4].elementsEqual("sep=".utf8),
        let separator = TableDialect.Separator.allCases.first(where: { $0.byte == bytes[4] })
      else { return (nil, 0) }
      var place = 5
      if bytes[place] == UInt8(ascii: "\r") { place += 1 }
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\n") else { return (nil, 0) }
      return (separator, place + 1)
    }

    /// Gives all rows one width: removes separators at their ends, and adds an empty name to a
    /// header without one for row names, as R writes it.
    private mutating func evenOut() throws(TableFailure) {
      let widths = scan.rows.indices.map { scan.width($0) }
      let (least, most) = widths.reduce((Int.max, 0)) { (min($0.0, $1), max($0.1, $1)) }
      func endsEmpty(_ row: Int) -> Bool { scan.fields[end(row) - 1].isEmpty }
      width = least
      if least == most {
        guard most > 1, scan.rows.indices.allSatisfy(endsEmpty) else { return }
        width = most - 1
      } else if !scan.rows.indices.allSatisfy({
        widths[$0] == least || (widths[$0] == least + 1 && endsEmpty($0))
      }) {
        guard widths[0] == most - 1, widths.dropFirst().allSatisfy({ $0 == most }) else {
          throw unequal(widths)
        }
        scan.fields.insert(TableScan.Field(start: 0, end: 0, form: .plain), at: 0)
        for row in scan.rows.indices.dropFirst() { scan.rows[row].first += 1 }
        width = most
        return
      }
      hasTrailingSeparator = true
      var kept: [TableScan.Field] = []
      kept.reserveCapacity(scan.rows.count * width)
      for row in scan.rows.indices {
        let first = scan.rows[row].first
        kept += scan.fields[first..<first + width]
      }
      scan.fields = kept
      for row in scan.rows.indices { scan.rows[row].first = row * width }
    }

    private func end(_ row: Int) -> Int {
      row + 1 < scan.rows.count ? scan.rows[row + 1].first : scan.fields.count
    }

    /// Names the row that differs from the first; or the first, if all others are equal.
    private func unequal(_ widths: [Int]) -> TableFailure {
      let isFirst = widths.count > 2 && widths.dropFirst().allSatisfy { $0 == widths[1] }
      let row = isFirst ? 0 : widths.firstIndex { $0 != widths[0] } ?? 0
      return .row(
        line: scan.rows[row].line,
        reason: "\(widths[row]) column\(widths[row] == 1 ? "" : "s"), expected "
          + (isFirst
            ? "\(widths[1]), as other rows have (a title is not part of the table: remove it, "
              + "or begin it with #)" : "\(widths[0])"))
    }
  }
}
