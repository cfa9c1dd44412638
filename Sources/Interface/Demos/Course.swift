/// A sequence of lessons and the current one.
package struct Course: Sendable, Equatable {
  /// Not empty.
  package let scripts: [DemoScript]
  package private(set) var index = 0

  /// Begins with the first lesson; nil without lessons.
  package init?(_ scripts: [DemoScript]) {
    guard !scripts.isEmpty else { return nil }
    self.scripts = scripts
  }

  package var script: DemoScript { scripts[index] }

  package var card: TitleCard.Text { TitleCard.Text(script, index, of: scripts.count) }

  package var isFollowed: Bool { index + 1 < scripts.count }

  /// Moves forward, or back with a negative step.
  ///
  /// - Returns: false, without a change, if there is no such lesson.
  package mutating func move(by step: Int) -> Bool {
    guard scripts.indices.contains(index + step) else { return false }
    index += step
    return true
  }
}
