/// A table of text as it was read: typed columns, and the place of every cell for messages.
///
/// Nothing is decided here of what is learned: `OwnTable` takes features and a label from a table,
/// and series take a time and values.
public struct Table: Sendable {
  /// What the file is called, without its folder.
  public let name: String
  /// How it is written.
  public internal(set) var dialect: TableDialect
  /// Its columns, in the file's order.
  public internal(set) var columns: [Column]
  /// Rows of data, the header not counted.
  public internal(set) var rowCount: Int
  /// Rows of nothing but empty cells, which were passed over.
  public internal(set) var emptyRows: Int
  /// Lines that begin with `#`, which were passed over.
  public internal(set) var comments: Int
  /// Did every row end with a separator, behind which there is nothing?
  public internal(set) var hasTrailingSeparator: Bool

  /// The text, and where its cells are: `rowCount × columns` of them behind the header's.
  let bytes: [UInt8]
  let fields: [TableScan.Field]
  let firstField: Int
  let lines: [UInt32]

  /// Rows beyond this are too many to train on live.
  public static let rowLimit = 1_000_000
  /// Cells of a row beyond this are no table, but a row of separators.
  static let columnLimit = 100_000
  /// Cells beyond this would fill the memory.
  public static let cellLimit = 100_000_000

  /// A column.
  public struct Column: Sendable {
    /// What the header calls it; nil without a header, and empty where that leaves it out.
    public let name: String?
    /// Its place, from 1.
    public let number: Int
    /// What is in it.
    public internal(set) var values: Values
    /// Cells with nothing in them, or with a word for that.
    public internal(set) var gaps: Int
    /// The first row whose cell is no number, where most others are.
    public internal(set) var oddRow: Int?

    /// What it is called in messages and beside axes.
    public var title: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(number)" }
  }

  /// What is in a column, row by row.
  public enum Values: Sendable {
    /// Numbers, finite but for gaps, which are not-a-numbers.
    case numbers([Double])
    /// Words: the place of each in the list of different ones (in the order in which they come
    /// up), −1 for an empty cell.
    case words([Int32], distinct: [String])
  }

  /// Words that stand for a missing number, in lower case.
  public static let gapWords = [
    "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "missing",
  ]

  /// The line of the file that a row begins on.
  public func line(_ row: Int) -> Int { Int(lines[row]) }

  /// The text of a cell.
  public func text(row: Int, column: Int) -> String {
    bytes.withUnsafeBufferPointer { TableScan.text(field(row, column), in: $0) }
  }

  func field(_ row: Int, _ column: Int) -> TableScan.Field {
    fields[firstField + row * columns.count + column]
  }

  /// What is wrong with a cell.
  public func failure(row: Int, column: Int, expected: String) -> TableFailure {
    .cell(
      line: line(row), column: columns[column].number, name: columns[column].name,
      found: text(row: row, column: column), expected: expected)
  }

  /// Names or, without a header, numbers of all columns.
  public var titles: [String] { columns.map(\.title) }

  /// The place of a column, from 0.
  ///
  /// - Parameter word: its name, as it stands or in other letters' case where that is one column's,
  ///   or its number from 1.
  /// - Throws: `TableFailure.noColumn`; `TableFailure.column` where two columns have that name.
  public func index(_ word: String) throws(TableFailure) -> Int {
    guard let index = try found(word) else { throw .noColumn(word, available: titles) }
    return index
  }

  /// The same; nil where there is none.
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

  /// The places of columns that a person lists: names or numbers with commas between, and `3-5` for
  /// columns 3 to 5. None comes twice.
  ///
  /// - Throws: `TableFailure.noColumn`.
  public func indices(_ list: String) throws(TableFailure) -> [Int] {
    var result: [Int] = []
    // A name may itself have a comma.
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
  /// - Parameter allowsGaps: give not-a-numbers where cells are missing.
  /// - Throws: `TableFailure.cell` for the first cell that is no finite number.
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

  /// The finite number of a cell, not-a-number for a gap; nil for another word.
  func number(row: Int, column: Int) -> Double? {
    if case .numbers(let values) = columns[column].values { return values[row] }
    let text = text(row: row, column: column).lowercased()
    return Self.gapWords.contains(text) ? .nan : Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The numbers of a column in some rows, which are to have a mean square.
  ///
  /// - Throws: `TableFailure.cell` for what is no finite number, or too great a one.
  func numbers(_ column: Int, rows: [Int]) throws(TableFailure) -> [Double] {
    let all = try numbers(column, allowsGaps: true)
    let values = rows.count == all.count ? all : rows.map { all[$0] }
    if let place = values.firstIndex(where: { abs($0) > 1e100 }) {
      throw failure(row: rows[place], column: column, expected: "at most 1e100 in magnitude")
    }
    return values
  }

  /// Is a cell missing?
  public func isGap(row: Int, column: Int) -> Bool {
    switch columns[column].values {
    case .numbers(let values): values[row].isNaN
    case .words(let codes, _): codes[row] < 0
    }
  }

  /// The first column, where that does nothing but count the rows from 0 or 1: it is called so, or
  /// nothing, and there is more to learn from.
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
