/// A table read from text: typed columns, and the place of every cell for messages. `OwnTable`
/// takes features and a label from it, `SeriesTable` a time and values.
public struct Table: Sendable {
  /// The file's name, without its folder.
  public let name: String
  /// Separator, signs, encoding and header.
  public internal(set) var dialect: TableDialect
  /// Columns in the file's order.
  public internal(set) var columns: [Column]
  /// Rows of data, without the header.
  public internal(set) var rowCount: Int
  /// Skipped rows of only empty cells.
  public internal(set) var emptyRows: Int
  /// Skipped lines that begin with `#`.
  public internal(set) var comments: Int
  /// Whether every row ended with a separator.
  public internal(set) var hasTrailingSeparator: Bool

  /// The text, and its cells: `rowCount × columns` after the header's.
  let bytes: [UInt8]
  let fields: [TableScan.Field]
  let firstField: Int
  let lines: [UInt32]

  /// More rows are too many to train on live.
  public static let rowLimit = 1_000_000
  /// More cells in a row are only separators, not a table.
  static let columnLimit = 100_000
  /// More cells would fill the memory.
  public static let cellLimit = 100_000_000

  /// A column.
  public struct Column: Sendable {
    /// The name in the header; nil without a header, empty if the header leaves it out.
    public let name: String?
    /// Its place, from 1.
    public let number: Int
    /// Its cells.
    public internal(set) var values: Values
    /// Cells that are empty or hold a gap word.
    public internal(set) var gaps: Int
    /// The first row that is not a number, if most others are.
    public internal(set) var oddRow: Int?

    /// The name, or else the number, for messages and axes.
    public var title: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(number)" }
  }

  /// A column's cells, row by row.
  public enum Values: Sendable {
    /// Finite numbers; gaps are NaN.
    case numbers([Double])
    /// Words as indices of `distinct`, in order of appearance; −1 for an empty cell.
    case words([Int32], distinct: [String])
  }

  /// Words for a missing number, in lower case.
  public static let gapWords = [
    "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "missing",
  ]

  /// A row's first line in the file.
  public func line(_ row: Int) -> Int { Int(lines[row]) }

  /// The text of a cell.
  public func text(row: Int, column: Int) -> String {
    bytes.withUnsafeBufferPointer { TableScan.text(field(row, column), in: $0) }
  }

  func field(_ row: Int, _ column: Int) -> TableScan.Field {
    fields[firstField + row * columns.count + column]
  }

  /// An error about a cell.
  public func failure(row: Int, column: Int, expected: String) -> TableFailure {
    .cell(
      line: line(row), column: columns[column].number, name: columns[column].name,
      found: text(row: row, column: column), expected: expected)
  }

  /// Names (without a header, numbers) of all columns.
  public var titles: [String] { columns.map(\.title) }

  /// The place of a column, from 0.
  ///
  /// - Parameter word: its name, with exact case or matching one column without case, or its number
  ///   from 1.
  /// - Throws: `TableFailure.noColumn`; `TableFailure.column` if two columns have that name.
  public func index(_ word: String) throws(TableFailure) -> Int {
    guard let index = try found(word) else { throw .noColumn(word, available: titles) }
    return index
  }

  private func found(_ word: String) throws(TableFailure) -> Int? {
    let equal = columns.indices.filter { columns[$0].name == word }
    guard equal.count < 2 else {
      throw .column(
        equal[0] + 1, name: word,
        reason: "has the name of column \(equal[1] + 1) too: numbers tell them apart")
    }
    if let index = equal.first { return index }
    let lowered = word.lowercased()
    let similar = columns.indices.filter { columns[$0].name?.lowercased() == lowered }
    if similar.count == 1 { return similar[0] }
    return Int(word).flatMap { columns.indices.contains($0 - 1) ? $0 - 1 : nil }
  }

  /// The places of the columns in a list of names and numbers with commas, and `3-5` for columns 3
  /// to 5, without repetition.
  ///
  /// - Throws: `TableFailure.noColumn`.
  public func indices(_ list: String) throws(TableFailure) -> [Int] {
    var result: [Int] = []
    // A name can contain a comma.
    if let index = try found(list) { return [index] }
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.drop { $0 == " " }
      let bounds = word.split(separator: "-").compactMap { Int($0) }
      if let index = try found(String(word)) {
        if !result.contains(index) { result.append(index) }
      } else if word.contains("-"), bounds.count == 2, bounds[0] <= bounds[1],
        columns.indices.contains(bounds[0] - 1), columns.indices.contains(bounds[1] - 1)
      {
        result += (bounds[0] - 1...bounds[1] - 1).filter { !result.contains($0) }
      } else {
        throw .noColumn(String(word), available: titles)
      }
    }
    return result
  }

  /// The numbers of a column.
  ///
  /// - Parameter allowsGaps: return NaN for gaps.
  /// - Throws: `TableFailure.cell` for the first cell that is not a finite number.
  public func numbers(
    _ column: Int, allowsGaps: Bool = false
  ) throws(TableFailure) -> [Double] {
    let expected = "a finite number" + (dialect.hasDecimalComma ? ", with a decimal comma" : "")
    guard case .numbers(let values) = columns[column].values else {
      throw failure(row: columns[column].oddRow ?? 0, column: column, expected: expected)
    }
    if !allowsGaps, columns[column].gaps > 0, let row = values.firstIndex(where: \.isNaN) {
      throw failure(row: row, column: column, expected: expected)
    }
    return values
  }

  /// The finite number of a cell; NaN for a gap, nil for another word.
  func number(row: Int, column: Int) -> Double? {
    if case .numbers(let values) = columns[column].values { return values[row] }
    let text = text(row: row, column: column).lowercased()
    return Self.gapWords.contains(text) ? .nan : Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The numbers of a column in some rows, small enough to be squared.
  ///
  /// - Throws: `TableFailure.cell` for a cell that is not a finite number, or too large.
  func numbers(_ column: Int, rows: [Int]) throws(TableFailure) -> [Double] {
    let all = try numbers(column, allowsGaps: true)
    let values = rows.count == all.count ? all : rows.map { all[$0] }
    if let place = values.firstIndex(where: { abs($0) > 1e100 }) {
      throw failure(row: rows[place], column: column, expected: "at most 1e100 in magnitude")
    }
    return values
  }

  /// Whether a cell is missing.
  public func isGap(row: Int, column: Int) -> Bool {
    switch columns[column].values {
    case .numbers(let values): values[row].isNaN
    case .words(let codes, _): codes[row] < 0
    }
  }

  /// The first column, if it only counts the rows from 0 or 1, has a name for that or none, and the
  /// table has at least two others.
  public var rowNumberColumn: Int? {
    guard columns.count > 2, let column = columns.first, column.gaps == 0, rowCount > 2,
      case .numbers(let values) = column.values, let first = values.first, first == 0 || first == 1
    else { return nil }
    if let name = column.name {
      guard Self.rowNumberNames.contains(name.lowercased()) else { return nil }
    } else if rowCount < 5 {
      return nil
    }
    var expected = first
    for value in values {
      guard value == expected else { return nil }
      expected += 1
    }
    return 0
  }

  private static let rowNumberNames = [
    "", "#", "unnamed: 0", "index", "id", "row", "rows", "row number", "row_number", "rownames",
    "no", "no.", "nr", "nr.", "number", "line", "sample",
  ]
}
