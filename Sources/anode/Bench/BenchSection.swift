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
        if case .truth(let truth) = member.value { return truth ? "yes" : "no" }
        return member.value.text ?? "-"
      }
    }
    return title + "\n" + table.text + "\n"
  }
}
