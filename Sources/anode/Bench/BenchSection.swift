/// Figures of one kind: a table for a person, objects for a machine.
package struct BenchSection: Sendable {
  /// What `kind` is in each object.
  package var kind: String
  /// What stands above the table.
  package var title: String
  /// Figures, all with the same keys.
  package var rows: [JSONLine] = []

  /// One object a line, with its kind first.
  package var json: String {
    rows.map { JSONLine([("kind", .text(kind))] + $0.members).text }.joined()
  }

  /// The title and the figures in columns under their keys.
  package var table: String {
    var table = TextTable(rows.first?.members.map(\.key) ?? [])
    table.rows = rows.map { row in
      row.members.map { member in
        switch member.value {
        case .null: "-"
        case .truth(let truth): truth ? "yes" : "no"
        case .integer(let integer): String(integer)
        case .number(let number, let digits): JSONLine.rounded(number, digits: digits) ?? "-"
        case .text(let text): text
        }
      }
    }
    return title + "\n" + table.text + "\n"
  }
}
