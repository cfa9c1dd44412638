import NeuralODE

/// The cells of a sweep that a duel was opened from: two, or the same one twice.
package struct SweepOrigin: Sendable, Equatable {
  struct Cell: Sendable, Equatable {
    let name: String
    let run: RunConfiguration
  }

  let left: Cell
  let right: Cell

  package init(
    left: (name: String, run: RunConfiguration), right: (name: String, run: RunConfiguration)
  ) {
    self.left = Cell(name: left.name, run: left.run)
    self.right = Cell(name: right.name, run: right.run)
  }

  /// The name of a side's cell; nil once the side trains something else.
  func name(_ side: Side, of run: RunConfiguration) -> String? {
    let cell = side == .left ? left : right
    return cell.run == run ? cell.name : nil
  }
}

extension DuelState {
  /// The duel of two cells, the chosen one on the left; nil if their runs cannot form a duel.
  package init?(_ origin: SweepOrigin, message: String, width: Int, height: Int) {
    guard let setup = DuelSetup(left: origin.left.run, right: origin.right.run) else { return nil }
    self.init(setup: setup, width: width, height: height)
    self.origin = origin
    navigation.focus = .left
    // A whole sentence takes longer to read.
    overlays.say(message, for: 8)
  }

  /// Applies a NAME=VALUE of the program's group; the cells determine everything else.
  package mutating func prefer(_ assignment: String) {
    let name = assignment.prefix { $0 != "=" }
    guard SettingTable.named(String(name))?.group == .program else { return }
    let kept = overlays
    try? assign(assignment)
    overlays = kept
  }
}
