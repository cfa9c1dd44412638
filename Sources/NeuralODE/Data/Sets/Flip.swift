extension DatasetKind {
  /// The flip g(±1) = ∓1 on the line.
  public static let flip: DatasetKind = {
    var kind = DatasetKind(
      "flip", "+1 to \u{2212}1 and back, on the line", source: .drawn { _, label, _ in [-label] })
    kind.key = "2"
    kind.isPublished = true
    kind.signNames = ("from +1", "from \u{2212}1")
    kind.counts = (250, 250)
    kind.dimension = 1
    kind.probe = .points {
      // The data are the points ±1 themselves; some beside them show that a class keeps together.
      var (points, labels): ([Float], [Float]) = ([], [])
      for place in [-1, 1] as [Float] {
        for k in -3...3 {
          points.append(place + Float(k) / 16)
          labels.append(-place)
        }
      }
      return (points, labels)
    }
    // Smaller layers, batches and steps, and no readout.
    kind.publish = { run in
      run.model.hidden = 16
      run.model.hasReadout = false
      (run.training.learningRate, run.training.batchSize) = (5e-4, 32)
    }
    return kind
  }()
}
