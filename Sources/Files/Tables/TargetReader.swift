/// Reads the target: classes or a number.
struct TargetReader {
  let table: Table
  let column: Int
  let rows: [Int]

  private var label: OwnTable.Label {
    OwnTable.Label(title: table.columns[column].title, number: column + 1)
  }
  private var expected: String { "two to \(OwnTable.classLimit)" }

  /// Unless `kind` says otherwise, words, two different labels and few different whole numbers are
  /// classes, and other numbers are numbers.
  func target(_ kind: OwnTable.Kind?) throws(TableFailure) -> OwnTable.Target {
    let it = table.columns[column]
    if kind == .number { return try number() }
    switch it.values {
    case .words(let codes, let distinct):
      // Two labels are always two classes; with more, a word among numbers is a mistake.
      if it.oddRow != nil, kind == nil, distinct.count > 2 { return try number() }
      return try words(codes, distinct)
    case .numbers(let values):
      if let target = try texts(kind) { return target }
      if let target = wholeNumbers(values, isAsked: kind == .classes) { return target }
      if kind == .classes {
        throw .labels(
          count: Set(rows.map { values[$0] }).count, expected: expected, examples: examples)
      }
      return try number()
    }
  }

  /// Up to five different labels.
  private var examples: [String] {
    var result: [String] = []
    for row in rows.prefix(10_000) where result.count < 5 {
      let text = table.text(row: row, column: column)
      if !result.contains(text) { result.append(text) }
    }
    return result.sorted(by: Self.precedes)
  }

  private static func precedes(_ a: String, _ b: String) -> Bool {
    if let x = Double(a), let y = Double(b) { x < y } else { a < b }
  }

  private func words(
    _ codes: [Int32], _ distinct: [String]
  ) throws(TableFailure) -> OwnTable.Target {
    var isUsed = [Bool](repeating: false, count: distinct.count)
    for row in rows where codes[row] >= 0 { isUsed[Int(codes[row])] = true }
    let used = distinct.indices.filter { isUsed[$0] }.sorted {
      Self.precedes(distinct[$0], distinct[$1])
    }
    guard (2...OwnTable.classLimit).contains(used.count) else {
      throw .labels(
        count: used.count, expected: expected, examples: used.prefix(5).map { distinct[$0] })
    }
    var places = [Int32](repeating: 0, count: distinct.count)
    for (place, word) in used.enumerated() { places[word] = Int32(place) }
    return .classes(
      column: label, names: used.map { distinct[$0] },
      labels: rows.map { places[Int(codes[$0])] })
  }

  /// Two classes if the column has two different texts; nil for more.
  private func texts(_ kind: OwnTable.Kind?) throws(TableFailure) -> OwnTable.Target? {
    var coder: (codes: [Int32], distinct: [String])?
    table.bytes.withUnsafeBufferPointer { bytes in
      var words = WordCoder(bytes: bytes)
      var codes: [Int32] = []
      for row in rows {
        codes.append(words.code(table.field(row, column)))
        if words.distinct.count > 2 { return }
      }
      coder = (codes, words.distinct)
    }
    guard let coder else { return nil }
    guard coder.distinct.count == 2 else {
      throw .labels(
        count: coder.distinct.count, expected: expected, examples: coder.distinct)
    }
    let isSwapped = Self.precedes(coder.distinct[1], coder.distinct[0])
    return .classes(
      column: label,
      names: isSwapped ? coder.distinct.reversed() : coder.distinct,
      labels: coder.codes.map { isSwapped ? 1 - $0 : $0 })
  }

  /// Whole numbers as classes, if there are few and each appears at least twice on average.
  private func wholeNumbers(_ values: [Double], isAsked: Bool) -> OwnTable.Target? {
    var names: [Double: String] = [:]
    for row in rows {
      let value = values[row]
      guard value == value.rounded() || isAsked else { return nil }
      if names[value] == nil {
        guard names.count < OwnTable.classLimit else { return nil }
        names[value] = table.text(row: row, column: column)
      }
    }
    guard names.count >= 2, isAsked || 2 * names.count <= rows.count else { return nil }
    let order = names.keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Int32($0)) })
    return .classes(
      column: label, names: order.map { names[$0] ?? "\($0)" },
      labels: rows.map { places[values[$0]] ?? 0 })
  }

  private func number() throws(TableFailure) -> OwnTable.Target {
    let values = try table.numbers(column, rows: rows)
    let (mean, square) = OwnTable.moments(values)
    guard square > 0 else {
      throw .column(
        column + 1, name: table.columns[column].name,
        reason: "is the label, but is the same in all rows")
    }
    return .number(
      column: label, values: values, mean: mean,
      deviation: square.squareRoot())
  }
}
