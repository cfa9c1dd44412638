/// Figures of one kind, as a table or as JSON.
package struct BenchSection: Sendable {
  /// The value of `kind` in each object.
  package var kind: String
  package var title: String
  /// All with the same keys.
  package var rows: [JSONLine] = []

  /// One object a line, with its kind first.
  package var json: String {
    rows.map { JSONLine([("kind", .text(kind))] + $0.members).text }.joined()
  }

  /// The title, and the figures in columns under their keys.
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

/// The amount of measuring.
package struct BenchEffort: Sendable {
  /// A figure is the median of these.
  package var rounds: Int
  package var roundSeconds: Double
  /// Of a training round.
  package var iterations: Int
  /// Whether only the first two points of a scaling are measured.
  package var isQuick: Bool

  /// About half a minute in total.
  package static let full = BenchEffort(
    rounds: 7, roundSeconds: 4e-3, iterations: 100, isQuick: false)
  /// A smoke test; its figures mean little.
  package static let quick = BenchEffort(
    rounds: 1, roundSeconds: 1e-5, iterations: 2, isQuick: true)

  func points<Value>(_ all: [Value]) -> [Value] { isQuick ? Array(all.prefix(2)) : all }
}
