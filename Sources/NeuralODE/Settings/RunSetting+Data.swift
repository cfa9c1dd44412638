extension RunSetting {
  /// Settings of the points or images.
  package static let ofPoints: [RunSetting] = [
    RunSetting(
      SettingRow(
        "data", .data, .choice(DatasetKind.named.map(\.rawValue)), metavar: "SET",
        published: "annulus", "the points, images or series to learn"),
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
        "number of points, in total or of class -1 and of class +1"),
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
        // Give both numbers unless they are in the published proportion.
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
      if: [Need("data", "its points are fixed") { $0.data.hasNoise }], \.data.noise),
    RunSetting(
      SettingRow(
        "rings", .data, .integer(2...8), published: "3", "bands of nested rings, disk included"),
      if: [Need("data", "only rings has bands") { $0.data.hasBands }], \.data.depth),
    RunSetting(
      SettingRow(
        "test", aliases: ["test-share"], .data, .realOrWord(0...0.9, "slice"),
        ladder: [0, 0.1, 0.2, 0.3, 0.5], published: "0",
        "share of points held out, or the slice of angles 0 to \u{3C0}/5",
        option: "test-share"),
      if: [Need("data", "the held-out images are fixed") { !$0.problem.isOfImages }],
      \.data.heldOut,
      unless: { run, heldOut in
        if run.problem.isOfImages { return "the held-out images are fixed" }
        if case .slice = heldOut, run.data.dimension != 2 {
          return "a slice needs points in the plane"
        }
        return nil
      }),
  ]

  /// Settings of series that follow a law of motion.
  package static let ofSeries: [RunSetting] = [
    RunSetting(
      SettingRow(
        "series", .data, .integer(1...100_000),
        ladder: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
        published: listed { "\($0.counts.positive)" },
        "number of series of a law of motion"),
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
        "observations of a series, start included"),
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
        published: "0", "share of observations omitted at random"),
      if: [isSampled], \.data.observed.missing,
      unless: { run, _ in run.data.sampling == nil ? notSeries : nil }),
  ]

  package static let ofSeed = RunSetting(
    SettingRow(
      "seed", .data, .integer(0...Int.max), published: "0", "seed of points, weights and batches"),
    \.seed)

  private static let notSeries = "these are not series of a law of motion"
  private static let isSampled = Need("data", notSeries) { $0.data.sampling != nil }

  /// The reason why a run cannot have so many observations, which would not fit into memory.
  private static func tooMany(_ series: Int, _ observations: Int) -> String? {
    series * observations > 100_000_000
      ? "\(series) series of \(observations) observations exceed 100000000 in total" : nil
  }

  private static func sizes(_ kind: DatasetKind) -> String {
    "\(kind.counts.negative)+\(kind.counts.positive)"
  }

  /// A number for each data set of series.
  private static func listed(_ number: (DatasetKind) -> String) -> String {
    DatasetKind.named.filter { $0.sampling != nil }.map { "\($0.rawValue): \(number($0))" }
      .joined(separator: "; ")
  }
}

extension DatasetConfiguration {
  /// The sampling, or without one the smallest.
  fileprivate var observed: SeriesSampling {
    get { sampling ?? SeriesSampling(observations: 2, end: 1) }
    set { sampling = newValue }
  }

  /// The points of class −1 in the published proportion.
  fileprivate func negativeShare(of total: Int) -> Int {
    let (negative, positive) = kind.counts
    let share = Double(negative) / Double(negative + positive)
    return min(max(1, Int((Double(total) * share).rounded())), total - 1)
  }

  /// Holds out as much as other data if possible: images have fixed held-out images, and a slice
  /// needs the plane.
  package func holdingOut(asMuchAs other: DatasetConfiguration) -> DatasetConfiguration {
    var data = self
    let isSlice = if case .slice = other.heldOut { true } else { false }
    if !data.problem.isOfImages, data.dimension == 2 || !isSlice { data.heldOut = other.heldOut }
    return data
  }
}
