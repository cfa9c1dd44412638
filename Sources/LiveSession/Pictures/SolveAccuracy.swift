import NeuralODE

extension Probe where Value == SolveAccuracy? {
  /// How accurately the training's solver follows the flow; nil until measured, and for a ResNet.
  package static var solveAccuracy: Self {
    Self("solveAccuracy", .slow, blank: nil, suits: { $0.model.family != .resnet }) { album in
      let points = album.probeSet.points
      // Some images say as much as many, which would cost too much. Of points the worst is wanted,
      // and half of them would often be without it.
      let few = points.prefix(album.images == nil ? points.count : 16 * album.probeSet.dimension)
      return album.evaluator.solveAccuracy(of: Array(few))
    }
  }
}
