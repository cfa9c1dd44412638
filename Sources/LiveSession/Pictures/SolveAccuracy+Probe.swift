import NeuralODE

extension Probe where Value == SolveAccuracy? {
  /// The accuracy check; nil until measured, and for a ResNet.
  package static var solveAccuracy: Self {
    Self("solveAccuracy", .slow, blank: nil, suits: { $0.model.family.isFlow }) { album in
      let set = album.probeSet
      // Sixteen images are enough, and all would be too slow. The worst point matters, and half of
      // the points often lack it.
      let count = album.images == nil ? set.count : min(16, set.count)
      return album.evaluator.solveAccuracy(
        of: Array(set.points.prefix(count * set.dimension)),
        offsets: Array(set.offsets.prefix(count)))
    }
  }
}
