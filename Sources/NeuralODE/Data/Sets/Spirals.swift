import Elementary

extension DatasetKind {
  /// Two arms around one centre.
  public static let spirals: DatasetKind = {
    var kind = DatasetKind(
      "spirals", "two arms around one centre",
      source: .drawn { _, label, generator in
        let along = generator.uniform()
        let angle = 3.5 * Double.pi * along + (label < 0 ? 0 : Double.pi)
        return [1.7 * along * Elementary.sin(angle), 1.7 * along * Elementary.cos(angle)]
      })
    kind.key = "5"
    kind.signNames = ("first arm", "second arm")
    kind.noise = 0.05
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()
}
