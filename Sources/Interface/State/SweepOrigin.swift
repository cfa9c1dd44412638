import NeuralODE

/// From which cells of a sweep a duel was opened.
package struct SweepOrigin: Sendable, Equatable {
  /// Names of the cells, as the sweep shows them.
  let names: (left: String, right: String)
  /// What they train.
  let runs: (left: RunConfiguration, right: RunConfiguration)

  /// Two cells, or the same one twice.
  package init(
    left: (name: String, run: RunConfiguration), right: (name: String, run: RunConfiguration)
  ) {
    names = (left.name, right.name)
    runs = (left.run, right.run)
  }

  /// The name of a side's cell; nil once the side trains something else.
  func name(_ side: Side, of run: RunConfiguration) -> String? {
    let (own, name) = side == .left ? (runs.left, names.left) : (runs.right, names.right)
    return own == run ? name : nil
  }

  package static func == (a: SweepOrigin, b: SweepOrigin) -> Bool {
    a.names == b.names && a.runs == b.runs
  }
}

extension DuelState {
  /// The duel of two cells of a sweep, the one that was chosen on the left; nil when their runs
  /// cannot stand side by side.
  ///
  /// - Parameter message: said at first.
  package init?(
    _ origin: SweepOrigin, message: String, width: Int, height: Int
  ) {
    guard let setup = DuelSetup(left: origin.runs.left, right: origin.runs.right) else {
      return nil
    }
    self.init(setup: setup, width: width, height: height)
    self.origin = origin
    navigation.focus = .left
    // It is a sentence to be read.
    overlays.say(message, for: 8)
  }

  /// Takes NAME=VALUE where it is about the program and can be; all else is the cells' own.
  package mutating func prefer(_ assignment: String) {
    let name = assignment.prefix { $0 != "=" }
    guard SettingTable.named(String(name))?.group == .program else { return }
    let kept = overlays
    try? assign(assignment)
    overlays = kept
  }
}
