/// Cells in aligned columns: words to the left, numbers to the right.
package struct TextTable: Sendable {
  package var header: [String]
  /// Each with as many cells as the header.
  package var rows: [[String]] = []
  /// Left-aligned columns.
  package var words: Set<Int>

  package init(_ header: [String], words: Set<Int> = [0]) {
    self.header = header
    self.words = words
  }

  /// With a final newline.
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
      let row = cells.joined(separator: "  ")
      return String(row.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }
}

extension StringProtocol {
  /// Without surrounding blanks: spaces of any width, and tabs.
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

  /// Padded with spaces, or cut, to a number of characters.
  func filled(to count: Int) -> String {
    prefix(count) + String(repeating: " ", count: Swift.max(0, count - self.count))
  }
}
