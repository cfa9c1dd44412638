import CellGraphics
import LiveSession
import NeuralODE

/// Every setting. One that is not here does not exist.
package enum SettingTable {
  /// All settings, in the order of the panel.
  package static let all = ofData() + RunSetting.all.map { Setting($0) } + ofProgram

  /// The setting of that name, or of that other name.
  package static func named(_ name: String) -> Setting? {
    all.first { $0.name == name } ?? all.first { $0.aliases.contains(name) }
  }

  private static func ofData() -> [Setting] {
    [
      .common(
        "data", .data, .choice(DatasetKind.named.map(\.rawValue)),
        "the points or images that are learned",
        get: { .word($0.setup.data.kind.rawValue) },
        set: { state, value in
          guard case .word(let word) = value, let kind = DatasetKind(rawValue: word) else {
            return nil
          }
          return state.setup.learn(.published(kind))
        }),
      .common(
        "points", .data,
        .integer(2...200_000, steps: [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]),
        "how many points, of both classes together", if: { $0.setup.data.hasSizes },
        get: { .integer($0.setup.data.negativeCount + $0.setup.data.positiveCount) },
        set: { state, value in
          guard case .integer(let total) = value else { return nil }
          guard state.setup.data.hasSizes else { return "these points are fixed" }
          let published = DatasetConfiguration.published(state.setup.data.kind)
          let share =
            Double(published.negativeCount)
            / Double(published.negativeCount + published.positiveCount)
          let negative = min(max(1, Int((Double(total) * share).rounded())), total - 1)
          state.setup.data.negativeCount = negative
          state.setup.data.positiveCount = total - negative
          return nil
        }),
      .common(
        "noise", .data, .real(0...2, steps: [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6]),
        "standard deviation of the noise on coordinates", if: { $0.setup.data.hasNoise },
        get: { .real($0.setup.data.noise) },
        set: { state, value in
          if case .real(let noise) = value { state.setup.data.noise = noise }
          return nil
        }),
      .common(
        "rings", .data, .integer(2...8, steps: []), "bands of nested rings, the disk counted",
        if: { $0.setup.data.kind.hasBands }, get: { .integer($0.setup.data.depth) },
        set: { state, value in
          if case .integer(let depth) = value { state.setup.data.depth = depth }
          return nil
        }),
      .common(
        "test", .data, .realOrWord(0...0.9, steps: [0, 0.1, 0.2, 0.3, 0.5], word: "slice"),
        "share of points held out to test on, or the slice of angles 0 to \u{3C0}/5",
        if: { $0.setup.data.images == nil },
        get: {
          switch $0.setup.data.heldOut {
          case .none: .real(0)
          case .share(let share): .real(share)
          case .slice: .word("slice")
          }
        },
        set: { state, value in
          if state.setup.data.images != nil { return "the test images are chosen already" }
          switch value {
          case .real(let share): state.setup.data.heldOut = share > 0 ? .share(share) : .none
          case .word:
            guard state.setup.data.dimension == 2 else {
              return "a slice needs points of the plane"
            }
            state.setup.data.heldOut = .slice(from: 0, to: .pi / 5)
          case .integer: break
          }
          return nil
        }),
      .common(
        "image", .data, .integer(0...(ImagePictures.most - 1), steps: []),
        "which test image is shown in the flow", if: { $0.problem.screen.choosesSample },
        get: { .integer($0.pointing.chosenImage) },
        set: { state, value in
          guard case .integer(let image) = value else { return nil }
          if state.problem.screen.choosesSample, image >= state.imageCount {
            return "there are \(state.imageCount) to choose from"
          }
          state.pointing.chosenImage = image
          return nil
        }),
    ] + ofSeries + [
      .common(
        "seed", .data, SettingKind(RunSetting.seeds, ladder: []),
        "seed of points, weights and batches",
        get: { .integer(Int(truncatingIfNeeded: $0.setup.seed & UInt64(Int.max))) },
        set: { state, value in
          if case .integer(let seed) = value { state.setup.seed = UInt64(seed) }
          return nil
        })
    ]
  }

  static let ofProgram: [Setting] = [
    .common(
      "tempo", .program,
      .realOrWord(
        DuelState.tempoRange, steps: DuelState.tempos.compactMap { $0 }, word: DuelState.fullTempo),
      "iterations a second",
      get: { $0.playback.tempo.map { .real($0) } ?? .word(DuelState.fullTempo) },
      set: { state, value in
        if case .real(let tempo) = value {
          state.playback.tempo = tempo
        } else {
          state.playback.tempo = nil
        }
        return nil
      }),
    .common(
      "link", .program, .choice(["on", "off"]), "does a change of one side change the other?",
      get: { .word($0.setup.isLinked ? "on" : "off") },
      set: { state, value in
        state.setup.isLinked = value == .word("on")
        return nil
      }),
    .common(
      "theme", .program, .choice(Theme.all.map(\.name)), "colours",
      get: { .word($0.themeName) },
      set: { state, value in
        if case .word(let name) = value { state.themeName = name }
        return nil
      }),
    .common(
      "pixels", .program, .choice(PicturePreference.allCases.map(\.rawValue)),
      "pictures in pixels, where the terminal has them", if: { $0.hasPixels },
      get: { .word($0.pixels.rawValue) },
      set: { state, value in
        if case .word(let name) = value { state.pixels = .init(rawValue: name) ?? .auto }
        return nil
      }),
    .common(
      "motion", .program, .choice(["full", "reduced"]),
      "reduced: nothing turns or sweeps by itself",
      get: { .word($0.playback.isMotionReduced ? "reduced" : "full") },
      set: { state, value in
        state.playback.setMotionReduced(value == .word("reduced"))
        return nil
      }),
  ]
}

extension DatasetConfiguration {
  /// Can there be more or fewer of its points?
  var hasSizes: Bool {
    switch kind.source {
    case .drawn, .drawnWithNoise, .drawnInClasses, .function: true
    case .painted, .file, .images, .ownImages, .dynamics, .ownSeries: false
    }
  }

  /// Can there be noise on its points?
  var hasNoise: Bool { hasSizes || kind.dynamics != nil }

  /// Of a person's own data, what was read: nothing of it held out.
  var asRead: DatasetConfiguration {
    points.map { .file($0) } ?? ownSeries.map { .series($0) } ?? ownImages.map { .images($0) }
      ?? .published(kind)
  }

  /// Is it nothing for a residual network?
  var needsFlow: Bool { images != nil || kind.problem == .series }
}

extension DuelSetup {
  /// Learns other data; returns why these models cannot, if they cannot: nothing has changed then.
  mutating func learn(_ new: DatasetConfiguration) -> String? {
    if let obstacle = obstacle(to: new) { return obstacle }
    let heldOut = data.heldOut
    data = new
    // Images come with those to test on; a slice is one of the plane.
    let isSlice = if case .slice = heldOut { true } else { false }
    if new.images == nil, new.dimension == 2 || !isSlice { data.heldOut = heldOut }
    // Whoever has chosen a p keeps it.
    let usual = DuelSetup().right
    if let p = new.kind.problem.augmentation, right.family == usual.family,
      right.augmentation == usual.augmentation
    {
      right.augmentation = p
    }
    return nil
  }

  /// Why that data cannot be learned by these models; nil when it can.
  func obstacle(to data: DatasetConfiguration) -> String? {
    guard data.needsFlow, Side.allCases.contains(where: { self[$0].family == .resnet }) else {
      return nil
    }
    return data.images != nil
      ? "images need convolutions, which ResNets lack here; model node first"
      : "series are observed between layers, where ResNets have no state; model node first"
  }
}
