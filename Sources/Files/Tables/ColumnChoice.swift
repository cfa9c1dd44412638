/// The columns of a table, from 0, that are features and label.
struct ColumnChoice {
  let label: Int
  private(set) var features: [Int]
  /// Explains the choice to the user.
  private(set) var notes: [String] = []
  private let isAsked: Bool

  init(_ table: Table, _ request: OwnTable.Request) throws(TableFailure) {
    let asked = request.features == nil ? nil : try table.indices(request.features ?? "")
    isAsked = asked != nil
    let numbering = table.rowNumberColumn
    let all = Array(table.columns.indices)
    if let word = request.label {
      label = try table.index(word)
    } else {
      guard
        let last = all.last(where: { asked?.contains($0) != true && ($0 != numbering) })
      else {
        throw .row(
          line: table.line(0), reason: "all columns are features, expected one left for the label")
      }
      label = last
    }
    let label = label
    features = asked ?? all.filter { $0 != label && $0 != numbering }
    if features.contains(label) {
      throw .column(
        label + 1, name: table.columns[label].name, reason: "is both a feature and the label")
    }
    guard !features.isEmpty else {
      throw .row(
        line: table.line(0),
        reason: "\(all.count) column\(all.count == 1 ? "" : "s"), expected features and a label")
    }
    if asked == nil, let numbering, numbering != label {
      notes.append("\(Self.title(table, numbering)) counts the rows: not a feature")
    }
    if asked == nil { leaveOutEmpty(table) }
    if table.comments > 0 { notes.append("comments skipped: \(table.comments)") }
    if table.emptyRows > 0 { notes.append("empty rows skipped: \(table.emptyRows)") }
  }

  private static func title(_ table: Table, _ column: Int) -> String {
    let name = table.columns[column].name ?? ""
    return "column \(column + 1)" + (name.isEmpty ? "" : " (\(name.short))")
  }

  /// Constant and empty columns are not features unless requested.
  private mutating func leaveOutEmpty(_ table: Table) {
    for column in features {
      guard case .words(_, let distinct) = table.columns[column].values, distinct.count < 2,
        table.columns[column].gaps == 0 || distinct.isEmpty
      else { continue }
      features.removeAll { $0 == column }
      notes.append(
        "\(Self.title(table, column)) is "
          + (distinct.first.map { "'\($0.short)' in every row" } ?? "empty") + ": not a feature")
    }
  }

  /// The rows without gaps in these columns.
  ///
  /// - Throws: `TableFailure` for the first gap, unless the request drops rows with gaps.
  mutating func rows(
    _ table: Table, _ request: OwnTable.Request
  ) throws(TableFailure) -> [Int] {
    let gappy = (features + [label]).filter { table.columns[$0].gaps > 0 }
    guard !gappy.isEmpty else { return Array(0..<table.rowCount) }
    var kept: [Int] = []
    var first: (row: Int, column: Int)?
    for row in 0..<table.rowCount {
      if let column = gappy.first(where: { table.isGap(row: row, column: $0) }) {
        first = first ?? (row, column)
      } else {
        kept.append(row)
      }
    }
    let dropped = table.rowCount - kept.count
    if let first, !request.dropsMissing {
      let others = dropped == 1 ? "" : "; \(dropped) rows have gaps"
      let remedy = "\(others) (--drop-missing leaves \(dropped == 1 ? "it" : "them") out)"
      if first.column == label, table.text(row: first.row, column: label).isEmpty {
        throw .row(line: table.line(first.row), reason: "has no label\(remedy)")
      }
      let isNumber = if case .numbers = table.columns[first.column].values { true } else { false }
      throw table.failure(
        row: first.row, column: first.column,
        expected: "a \(isNumber ? "finite number" : "word")\(remedy)")
    }
    guard !kept.isEmpty else { throw .empty }
    if dropped > 0 { notes.append("\(OwnTable.rows(dropped)) with gaps left out") }
    return kept
  }

  /// A column's features, and their values in `rows`.
  mutating func feature(
    _ column: Int, of table: Table, rows: [Int]
  ) throws(TableFailure) -> ([OwnTable.Feature], [[Double]]) {
    let it = table.columns[column]
    if case .words(let codes, let distinct) = it.values, it.oddRow == nil {
      return try coded(column, codes, distinct, of: table, rows)
    }
    return (
      [OwnTable.Feature(name: it.title, column: it.number)],
      [try table.numbers(column, rows: rows)]
    )
  }

  /// Whether a word is a number with both signs, such as 1.234,5.
  private static func hasThousands(_ word: String) -> Bool {
    word.utf8.allSatisfy { (0x30...0x39).contains($0) || ".,'-+".utf8.contains($0) }
      && word.utf8.contains(UInt8(ascii: ",")) && word.utf8.contains(UInt8(ascii: "."))
  }

  /// One feature per word; for two words, only the second one's.
  private mutating func coded(
    _ column: Int, _ codes: [Int32], _ distinct: [String], of table: Table, _ rows: [Int]
  ) throws(TableFailure) -> ([OwnTable.Feature], [[Double]]) {
    let it = table.columns[column]
    if let word = distinct.firstIndex(where: Self.hasThousands),
      let row = codes.firstIndex(of: Int32(word))
    {
      throw table.failure(
        row: row, column: column,
        expected: "a number without signs between thousands (choose --decimal comma or "
          + "--decimal point)")
    }
    guard distinct.count <= OwnTable.wordLimit, 2 * distinct.count <= max(4, table.rowCount) else {
      let others = features.filter { $0 != column }.map { table.columns[$0].title.short }
      throw .column(
        it.number, name: it.name,
        reason: "holds \(distinct.count) different words in \(table.rowCount) rows, expected "
          + "numbers, or at most \(min(OwnTable.wordLimit, max(2, table.rowCount / 2))) words"
          + (others.isEmpty
            ? ""
            : "; --features \(others.prefix(8).joined(separator: ",")) "
              + "leaves it out"))
    }
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    let kept = order.count == 2 ? Array(order.dropFirst()) : order
    notes.append(
      "\(Self.title(table, column)) is words, one feature each: "
        + order.map { distinct[$0].short }.joined(separator: ", "))
    return (
      kept.map {
        OwnTable.Feature(name: "\(it.title)=\(distinct[$0])", column: it.number)
      },
      kept.map { word in rows.map { codes[$0] == Int32(word) ? 1 : 0 } }
    )
  }
}
