/// Lessons one after the other, as one show: which of them is on, and which come before and after
/// it.
package struct Course: Sendable, Equatable {
  /// The lessons, in order; not empty.
  package let scripts: [DemoScript]
  /// The place of the one that is on, from 0.
  package private(set) var index = 0

  /// Lessons in their order, the first of which is on; nil of none.
  package init?(_ scripts: [DemoScript]) {
    guard !scripts.isEmpty else { return nil }
    self.scripts = scripts
  }

  /// The lesson that is on.
  package var script: DemoScript { scripts[index] }

  /// What is said before it begins.
  package var card: TitleCard.Text { TitleCard.Text(script, index, of: scripts.count) }

  /// Does another one follow?
  package var isFollowed: Bool { index + 1 < scripts.count }

  /// Goes so many lessons on, or back.
  ///
  /// - Returns: false where there is none, and nothing has changed.
  package mutating func move(by step: Int) -> Bool {
    guard scripts.indices.contains(index + step) else { return false }
    index += step
    return true
  }
}
