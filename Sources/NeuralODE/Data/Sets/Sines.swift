import Elementary

extension DatasetKind {
  /// Two sine curves, one above the other: linearly separable by a flow, the baseline.
  public static let sines: DatasetKind = {
    var kind = DatasetKind(
      "sines", "two curves that a flow can part",
      source: .drawnWithNoise { configuration, label, generator in
        let x = generator.uniform(-1, 1)
        // Noise on the height only, as published.
        return [
          x,
          Elementary.sin(.pi * x) + label * 0.7 + configuration.noise * generator.normal(),
        ]
      })
    kind.key = "3"
    kind.isPublished = true
    kind.signNames = ("lower curve", "upper curve")
    kind.counts = (750, 750)
    kind.noise = 0.1
    kind.probe = .points {
      var (points, labels): ([Float], [Float]) = ([], [])
      for label in [-1, 1] as [Float] {
        for offset in [-0.15, 0, 0.15] as [Float] {
          for k in 0..<28 {
            let x = -1 + 2 * (Float(k) + 0.5 + offset) / 28
            points += [x, Elementary.sin(.pi * x) + 0.7 * label + offset]
            labels.append(label)
          }
        }
      }
      return (points, labels)
    }
    return kind
  }()
}
