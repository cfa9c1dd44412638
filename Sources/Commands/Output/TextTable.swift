/// Rows of cells, printed in columns that line up: the first to the left, the others to the right,
/// unless they are words too.
package struct TextTable: Sendable {
  /// What stands above the columns.
  package var header: [String]
  /// Cells, as many a row as the header has.
  package var rows: [[String]] = []
  /// Columns that line up to the left.
  package var words: Set<Int>

  package init(_ header: [String], words: Set<Int> = [0]) {
    self.header = header
    self.words = words
  }

  /// The table, with the end of its last line.
  package var text: String {
    let lines = [header] + rows
    let widths = header.indices.map { column in
      lines.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.map { line in
      let cells = line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return words.contains(column) ? cell + padding : padding + cell
      }
      return cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }.joined()
  }
}

extension String {
  /// This text without the spaces it ends with.
  fileprivate var trimmingTrailingSpaces: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}

extension StringProtocol {
  /// This text without the blanks around it: spaces of any width, and tabs.
  var trimmingBlanks: String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "\t" || scalar == "\u{200B}" || scalar.properties.generalCategory == .spaceSeparator
    }
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }

  /// This text in so many characters: spaces behind it, or cut off.
  func filled(to count: Int) -> String {
    prefix(count) + String(repeating: " ", count: Swift.max(0, count - self.count))
  }
}
