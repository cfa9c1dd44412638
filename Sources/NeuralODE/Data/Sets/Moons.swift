import Elementary

extension DatasetKind {
  /// Two half circles that reach into each other.
  public static let moons: DatasetKind = {
    var kind = DatasetKind(
      "moons", "two half circles that interlock",
      source: .drawn { _, label, generator in
        let angle = Double.pi * generator.uniform()
        return
          label < 0
          ? [Elementary.cos(angle) - 0.5, Elementary.sin(angle) - 0.25]
          : [0.5 - Elementary.cos(angle), 0.25 - Elementary.sin(angle)]
      })
    kind.key = "4"
    kind.signNames = ("upper moon", "lower moon")
    kind.noise = 0.1
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()
}
