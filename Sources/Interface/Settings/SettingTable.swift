import Canvas
import LiveSession
import NeuralODE

/// Every setting.
package enum SettingTable {
  /// In the order of the panel.
  package static let all: [Setting] =
    RunSetting.ofPoints.map(Setting.ofRun) + [Setting.ofScreen(image)]
    + others.map(Setting.ofRun) + ofProgram.map(Setting.ofScreen)

  private static let others: [RunSetting] =
    RunSetting.ofSeries + [RunSetting.ofSeed] + RunSetting.ofSides
  private static let ofProgram: [ScreenSetting] = [
    tempo, pace, link, theme, scale, pixels, glyphs, motion, tips,
  ]

  /// The setting with that name or alias.
  package static func named(_ name: String) -> Setting? {
    all.first { $0.name == name } ?? all.first { $0.aliases.contains(name) }
  }

  private static let image = ScreenSetting(
    row: SettingRow(
      "image", .data, .integer(0...(ImagePictures.most - 1)), published: "0",
      "which held-out image the flow shows"),
    isRelevant: { $0.problem.isOfImages }, get: { .integer($0.pointing.chosenImage) },
    set: { state, value in
      guard case .integer(let image) = value else { return nil }
      if state.problem.isOfImages, image >= state.imageCount {
        return "there are only \(state.imageCount) images"
      }
      state.pointing.chosenImage = image
      return nil
    })

  package static let tempo = ScreenSetting(
    row: SettingRow(
      "tempo", .program, .realOrWord(DuelState.tempoRange, DuelState.fullTempo),
      ladder: DuelState.tempos.compactMap { $0 }, metavar: "N", published: "50",
      "iterations a second"),
    get: { $0.playback.tempo.map { .real($0) } ?? .word(DuelState.fullTempo) },
    set: { state, value in
      state.playback.tempo = if case .real(let tempo) = value { tempo } else { nil }
      return nil
    })

  private static let pace = ScreenSetting(
    row: SettingRow(
      "pace", .program, .choice(TrainingPace.words), published: "step",
      "train the sides in step, or each at full speed (compares by time)"),
    get: { .word($0.playback.pace.rawValue) },
    set: { state, value in
      if case .word(let name) = value { state.playback.pace = .init(rawValue: name) ?? .step }
      return nil
    })

  private static let link = ScreenSetting(
    row: SettingRow(
      "link", .program, .choice(["on", "off"]), published: "on",
      "a change of one side changes the other"),
    get: { .word($0.setup.isLinked ? "on" : "off") },
    set: { state, value in
      state.setup.isLinked = value == .word("on")
      return nil
    })

  package static let theme = ScreenSetting(
    row: SettingRow(
      "theme", .program, .choice(Theme.all.map(\.name)), published: "dark",
      "colours of the screen"),
    get: { .word($0.themeName) },
    set: { state, value in
      if case .word(let name) = value { state.setTheme(name) }
      return nil
    })

  private static let scale = ScreenSetting(
    row: SettingRow(
      "scale", .program, .choice(["normal", "big"]), published: "normal",
      "big: larger figures, wider strokes, fewer numbers, for the back row"),
    get: { .word($0.isBig ? "big" : "normal") },
    set: { state, value in
      state.isBig = value == .word("big")
      return nil
    })

  package static let pixels = ScreenSetting(
    row: SettingRow(
      "pixels", .program, .choice(PicturePreference.words), metavar: "HOW", published: "auto",
      "pictures in pixels: automatic, kitty's protocol, sixel, or off"),
    isRelevant: { $0.hasPixels },
    get: { .word($0.pixels.rawValue) },
    set: { state, value in
      if case .word(let name) = value { state.pixels = .init(rawValue: name) ?? .auto }
      return nil
    })

  package static let glyphs = ScreenSetting(
    row: SettingRow(
      "glyphs", .program, .choice(DotGlyphs.words), metavar: "SET",
      published: "auto", "dots of pictures in cells: automatic, braille, sextants or octants"),
    isRelevant: { !$0.hasPixels || $0.pixels == .off },
    get: { .word($0.dots.rawValue) },
    set: { state, value in
      if case .word(let name) = value { state.dots = .init(rawValue: name) ?? .auto }
      return nil
    })

  private static let motion = ScreenSetting(
    row: SettingRow(
      "motion", .program, .choice(["full", "reduced"]), published: "full",
      "reduced: nothing turns or plays by itself"),
    get: { .word($0.playback.isMotionReduced ? "reduced" : "full") },
    set: { state, value in
      state.playback.setMotionReduced(value == .word("reduced"))
      return nil
    })

  private static let tips = ScreenSetting(
    row: SettingRow(
      "tips", .program, .choice(["on", "off"]), published: "on",
      "what to look at, above the panels, until a key is pressed"),
    get: { .word($0.tips.isOn ? "on" : "off") },
    set: { state, value in
      state.tips.isOn = value == .word("on")
      return nil
    })
}

extension DuelSetup {
  /// Changes the data; returns why these models cannot learn it, if so, and then changes nothing.
  mutating func learn(_ new: DatasetConfiguration) -> String? {
    if let obstacle = obstacle(to: new) { return obstacle }
    data = new.holdingOut(asMuchAs: data)
    // A chosen p is kept.
    let usual = DuelSetup().right
    if let p = new.problem.augmentation, right.family == usual.family,
      right.augmentation == usual.augmentation
    {
      right.augmentation = p
    }
    return nil
  }

  /// Why these models cannot learn that data; nil if they can.
  func obstacle(to data: DatasetConfiguration) -> String? {
    if let dataObstacle { return dataObstacle }
    return Side.allCases.lazy.compactMap { self[$0].family.obstacle(to: data.problem) }.first.map {
      "\($0); choose model node"
    }
  }
}
