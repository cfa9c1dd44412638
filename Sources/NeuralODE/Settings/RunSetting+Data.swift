extension RunSetting {
  /// Which points or images there are, and how many.
  package static let ofPoints: [RunSetting] = [
    RunSetting(
      SettingRow(
        "data", .data, .choice(DatasetKind.named.map(\.rawValue)), metavar: "SET",
        published: "annulus", "the points or images that are learned"),
      get: { .word($0.data.name) },
      set: { run, value in
        guard case .word(let word) = value, let kind = DatasetKind(rawValue: word) else {
          return nil
        }
        run.data = DatasetConfiguration.published(kind).holdingOut(asMuchAs: run.data)
        return nil
      }),
    RunSetting(
      SettingRow(
        "points", .data, .counts(1...10_000_000),
        ladder: [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000], published: sizes(.annulus),
        except: "flip: \(sizes(.flip)); sines: \(sizes(.sines)); others: \(sizes(.moons))",
        "how many points, of both classes together or of class -1 and of class +1"),
      if: [Need("data", "its points are fixed") { $0.data.hasSizes }],
      note: { run in
        switch run.problem.target {
        case .sign: "\(run.data.negativeCount)+\(run.data.positiveCount)"
        case .classes: "\(run.data.outputs) classes"
        case .number: ""
        }
      },
      get: { run in
        let (data, total) = (run.data, run.data.negativeCount + run.data.positiveCount)
        // Of two classes in another proportion than the published one, both are said.
        return data.hasSizes && data.problem.target == .sign
          && data.negativeCount != data.negativeShare(of: total)
          ? .counts(data.negativeCount, data.positiveCount) : .integer(total)
      },
      set: { run, value in
        guard run.data.hasSizes else { return "these points are fixed" }
        switch value {
        case .integer(let total):
          run.data.negativeCount = run.data.negativeShare(of: total)
          run.data.positiveCount = total - run.data.negativeCount
        case .counts(let negative, let positive):
          (run.data.negativeCount, run.data.positiveCount) = (negative, positive)
        case .word, .real: break
        }
        return nil
      }),
    RunSetting(
      SettingRow(
        "noise", .data, .real(0...10), ladder: [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6],
        published: "0", except: "sines, moons: 0.1; spirals: 0.05; blobs: 0.4",
        "standard deviation of the noise on coordinates"),
      if: [Need("data", "its points are as they are") { $0.data.hasNoise }], \.data.noise),
    RunSetting(
      SettingRow(
        "rings", .data, .integer(2...8), published: "3", "bands of nested rings, the disk counted"),
      if: [Need("data", "only the set rings has bands") { $0.data.hasBands }], \.data.depth),
    RunSetting(
      SettingRow(
        "test", aliases: ["test-share"], .data, .realOrWord(0...0.9, "slice"),
        ladder: [0, 0.1, 0.2, 0.3, 0.5], published: "0",
        "share of points held out to test on, or the slice of angles 0 to \u{3C0}/5",
        option: "test-share"),
      if: [Need("data", "the test images are chosen already") { !$0.problem.isOfImages }],
      \.data.heldOut,
      unless: { run, heldOut in
        if run.problem.isOfImages { return "the test images are chosen already" }
        if case .slice = heldOut, run.data.dimension != 2 {
          return "a slice needs points of the plane"
        }
        return nil
      }),
  ]

  /// How the series of a law of motion are observed.
  package static let ofSeries: [RunSetting] = [
    RunSetting(
      SettingRow(
        "series", .data, .integer(1...100_000),
        ladder: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
        published: listed { "\($0.counts.positive)" },
        "how many series of a law of motion are observed"),
      if: [isSampled], get: { .integer($0.data.dynamics == nil ? 1 : $0.data.positiveCount) },
      set: { run, value in
        guard run.data.dynamics != nil else { return notSeries }
        guard case .integer(let count) = value else { return nil }
        if let reason = tooMany(count, run.data.observed.observations) { return reason }
        (run.data.negativeCount, run.data.positiveCount) = (0, count)
        return nil
      }),
    RunSetting(
      SettingRow(
        "observations", .data, .integer(2...100_000), ladder: [2, 5, 10, 20, 50, 100],
        published: listed { "\($0.sampling?.observations ?? 0)" },
        "observations of a series, its start among them"),
      if: [isSampled], \.data.observed.observations,
      unless: { run, count in
        run.data.sampling == nil ? notSeries : tooMany(run.data.positiveCount, count)
      }),
    RunSetting(
      SettingRow(
        "end-time", .data, .positive(upTo: 1000), ladder: [0.5, 1, 2, 4, 6.65, 10, 20],
        metavar: "T", published: listed { "\($0.sampling?.end ?? 0)" },
        "time of a series' last observation"),
      if: [isSampled], \.data.observed.end,
      unless: { run, _ in run.data.sampling == nil ? notSeries : nil }),
    RunSetting(
      SettingRow(
        "missing", .data, .real(0...0.95), ladder: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9],
        published: "0", "share of observations that is left out at random"),
      if: [isSampled], \.data.observed.missing,
      unless: { run, _ in run.data.sampling == nil ? notSeries : nil }),
  ]

  /// Seeds are what a signed number holds, since settings are whole numbers.
  package static let ofSeed = RunSetting(
    SettingRow(
      "seed", .data, .integer(0...Int.max), published: "0", "seed of points, weights and batches"),
    \.seed)

  private static let notSeries = "these data are no series of a known law of motion"
  private static let isSampled = Need("data", notSeries) { $0.data.sampling != nil }

  /// Why a run cannot have so many observations in all: they would not fit into its memory.
  private static func tooMany(_ series: Int, _ observations: Int) -> String? {
    series * observations > 100_000_000
      ? "\(series) series of \(observations) observations are more than 100000000 in all" : nil
  }

  /// The published sizes of a data set.
  private static func sizes(_ kind: DatasetKind) -> String {
    "\(kind.counts.negative)+\(kind.counts.positive)"
  }

  /// A number for each set of series.
  private static func listed(_ number: (DatasetKind) -> String) -> String {
    DatasetKind.named.filter { $0.sampling != nil }.map { "\($0.rawValue): \(number($0))" }
      .joined(separator: "; ")
  }
}

extension DatasetConfiguration {
  /// How a law of motion is observed; where there is none, as little as can be.
  fileprivate var observed: SeriesSampling {
    get { sampling ?? SeriesSampling(observations: 2, end: 1) }
    set { sampling = newValue }
  }

  /// Points of class −1 of so many, in the published proportion.
  fileprivate func negativeShare(of total: Int) -> Int {
    let (negative, positive) = kind.counts
    let share = Double(negative) / Double(negative + positive)
    return min(max(1, Int((Double(total) * share).rounded())), total - 1)
  }

  /// As much held out as of other data, where that can be: images come with those to test on, and a
  /// slice is one of the plane.
  package func holdingOut(asMuchAs other: DatasetConfiguration) -> DatasetConfiguration {
    var data = self
    let isSlice = if case .slice = other.heldOut { true } else { false }
    if !data.problem.isOfImages, data.dimension == 2 || !isSlice { data.heldOut = other.heldOut }
    return data
  }
}
