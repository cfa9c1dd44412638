import NeuralODE

extension DataReport {
  /// What is learned from a table, or what keeps it from being learned from.
  static func tableText(
    _ table: Table, _ request: OwnTable.Request, _ path: String
  ) -> (text: String, failure: InputError?) {
    let parts =
      "\(table.dialect.summary)\(table.hasTrailingSeparator ? ", every row ends with a separator" : "")"
    do throws(TableFailure) {
      let own = try OwnTable(table, request)
      let text =
        own.summary + "\n" + parts + "\n" + columnsText(table, own) + targetText(own.target)
        + own.notes.map { $0.harmless + "\n" }.joined()
      return (text, nil)
    } catch {
      func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
      }
      let size =
        "\(count(table.rowCount, "row")), \(count(table.columns.count, "column")) in "
        + table.name.harmless
      return (
        size + "\n" + parts + "\n" + columnsText(table, nil),
        InputError(path: path, reason: error.description)
      )
    }
  }

  private static func columnsText(_ table: Table, _ own: OwnTable?) -> String {
    var text = TextTable(
      ["column", "name", "kind", "range", "gaps"] + (own == nil ? [] : ["use"]),
      words: [0, 1, 2, 3, 5])
    for column in table.columns.prefix(100) {
      let (kind, range) = describe(column.values)
      var row = [
        "\(column.number)", shortened(column.name ?? ""), kind, range,
        column.gaps == 0 ? "" : "\(column.gaps)",
      ]
      if let own { row.append(use(column, own)) }
      text.rows.append(row)
    }
    let more = table.columns.count - 100
    return text.text + (more > 0 ? "and \(more) columns more\n" : "")
  }

  private static func use(_ column: Table.Column, _ own: OwnTable) -> String {
    let count = own.features.count { $0.column == column.number }
    if count > 1 { return "\(count) features" }
    return count == 1 ? "feature" : column.number == own.target.column ? "label" : "left out"
  }

  private static func shortened(_ text: String) -> String {
    (text.count > 24 ? text.prefix(23) + "…" : text[...]).description.harmless
  }

  private static func describe(_ values: Table.Values) -> (kind: String, range: String) {
    switch values {
    case .numbers(let numbers):
      let present = numbers.filter { !$0.isNaN }
      let isWhole = present.allSatisfy { $0 == $0.rounded() }
      let range = "\(number(present.min() ?? 0)) to \(number(present.max() ?? 0))"
      return (isWhole ? "whole numbers" : "numbers", range)
    case .words(_, let distinct):
      if distinct.isEmpty { return ("empty", "") }
      let some = distinct.sorted().prefix(3).map(shortened).joined(separator: ", ")
      return ("words", "\(distinct.count): \(some)\(distinct.count > 3 ? ", …" : "")")
    }
  }

  private static func targetText(_ target: OwnTable.Target) -> String {
    switch target {
    case .classes(let column, let names, let labels):
      var counts = [Int](repeating: 0, count: names.count)
      for label in labels { counts[Int(label)] += 1 }
      let list = zip(names, counts).map { "\(shortened($0)) \($1)" }.joined(separator: ", ")
      return "classes of \(shortened(column.title)): \(list)\n"
    case .number(let column, let values, let mean, let deviation):
      return "\(shortened(column.title)) is a number from \(number(values.min() ?? 0)) to "
        + "\(number(values.max() ?? 0)), mean \(number(mean)), standard deviation "
        + "\(number(deviation))\n"
    }
  }
}

extension OwnTable.Target {
  /// The number of the label's column.
  fileprivate var column: Int {
    switch self {
    case .classes(let column, _, _): column.number
    case .number(let column, _, _, _): column.number
    }
  }
}
