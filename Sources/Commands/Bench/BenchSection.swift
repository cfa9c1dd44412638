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

/// How much is measured, and how long.
package struct BenchEffort: Sendable {
  /// Rounds whose median is taken.
  package var rounds: Int
  /// Seconds of a kernel's round.
  package var roundSeconds: Double
  /// Iterations of a training's round.
  package var iterations: Int
  /// Points of a scaling are all, or its first and last only.
  package var isQuick: Bool

  /// About half a minute in all.
  package static let full = BenchEffort(
    rounds: 7, roundSeconds: 4e-3, iterations: 100, isQuick: false)
  /// As little as shows that everything works; its figures mean little.
  package static let quick = BenchEffort(
    rounds: 1, roundSeconds: 1e-5, iterations: 2, isQuick: true)

  /// The points of a scaling to be measured.
  func points<Value>(_ all: [Value]) -> [Value] { isQuick ? Array(all.prefix(2)) : all }
}
