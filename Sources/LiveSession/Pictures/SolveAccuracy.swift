import NeuralODE

extension Probe where Value == SolveAccuracy? {
  /// How accurately the training's solver follows the flow; nil until measured, and for a ResNet.
  package static var solveAccuracy: Self {
    Self("solveAccuracy", .slow, blank: nil, suits: { $0.model.family != .resnet }) { album in
      let set = album.probeSet
      // Some say as much as many, evenly chosen, which would cost as much as training does.
      let most = album.images == nil ? 96 : 16
      let step = max(1, (set.count + most - 1) / most)
      let rows = stride(from: 0, to: set.count, by: step)
      let points = rows.flatMap { point in
        set.points[point * set.dimension..<(point + 1) * set.dimension]
      }
      return album.evaluator.solveAccuracy(
        of: points, offsets: set.offsets.isEmpty ? [] : rows.map { set.offsets[$0] })
    }
  }
}
