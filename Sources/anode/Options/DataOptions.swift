import NeuralODE

/// The options that say what is learned, common to all commands that train.
package enum DataOptions {
  /// Their descriptions.
  package static var descriptions: [OptionDescription] {
    [
      .init(
        "data", "SET", .choice(DatasetKind.ofPoints.map(\.rawValue)), default: "annulus", "data set"
      ),
      .init(
        "points", "NEG+POS", .sum(1...10_000_000),
        default:
          "\(points(.annulus)); flip: \(points(.flip)); sines: \(points(.sines)); others: \(points(.moons))",
        "points of class -1 and of class +1"),
      .init(
        "noise", "X", .number(0...10),
        default: "0; sines, moons: 0.1; spirals: 0.05; blobs: 0.4",
        "standard deviation of the noise on coordinates"),
      .init(
        "rings", "N", .integer(2...8), default: "3", "bands of the set rings, the disk counted"),
      .init(
        "test-share", "X", .number(0...0.9), default: "0",
        "share of the points that is held out and tested on"),
      TableOptions.file,
    ] + TableOptions.descriptions + SeriesOptions.descriptions
  }

  /// The published sizes of a data set, as the option writes them.
  private static func points(_ kind: DatasetKind) -> String {
    let data = DatasetConfiguration.published(kind)
    return "\(data.negativeCount)+\(data.positiveCount)"
  }

  /// The data set that options describe.
  ///
  /// - Throws: `UsageError` for options that clash, `InputErrors` for a file that cannot be learned
  ///   from.
  package static func configuration(_ options: ParsedOptions) throws -> DatasetConfiguration {
    var data: DatasetConfiguration
    try SeriesOptions.check(options)
    if let table = try SeriesOptions.table(options) {
      data = .published(.series(table))
    } else if let table = try TableOptions.table(options) {
      data = .published(.file(table.points))
    } else {
      let kind = options.choice("data", DatasetKind.self) ?? .annulus
      data = .published(kind)
      if let (negative, positive) = options.sum("points") {
        data.negativeCount = negative
        data.positiveCount = positive
      }
      data.noise = options.real("noise") ?? data.noise
      if options.has("rings"), !kind.hasBands {
        throw options.clash("rings", nil, "data", "annulus", "only the set rings has bands")
      }
      data.depth = options.integer("rings") ?? data.depth
      try SeriesOptions.apply(options, to: &data)
    }
    if let share = options.real("test-share"), share > 0 { data.heldOut = .share(share) }
    return data
  }
}
