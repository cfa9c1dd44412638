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
