extension DatasetKind {
  /// Opposite quadrants belong together.
  public static let xor: DatasetKind = {
    var kind = DatasetKind(
      "xor", "opposite quadrants belong together",
      source: .drawn { _, label, generator in
        let x = generator.uniform(0.1, 1.5)
        let y = generator.uniform(0.1, 1.5)
        let isRight = generator.uniform() < 0.5
        return [isRight ? x : -x, (isRight == (label > 0)) ? y : -y]
      })
    kind.key = "6"
    kind.signNames = ("unequal signs", "equal signs")
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()
}
