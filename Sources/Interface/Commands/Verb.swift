import Drawing

/// A word that begins a command and is neither an action nor a setting: one row of the table.
package struct Verb: Sendable {
  /// The word.
  package let name: String
  /// What follows it.
  package let usage: String
  /// Does it; nil when what follows is not as `usage` says.
  let carryOut: @Sendable (inout DuelState, [String]) throws(CommandError) -> [Effect]?

  init(
    _ name: String, _ usage: String,
    _ carryOut: @escaping @Sendable (inout DuelState, [String]) throws(CommandError) -> [Effect]?
  ) {
    self.name = name
    self.usage = usage
    self.carryOut = carryOut
  }

  /// Every verb, in the order in which they are offered.
  package static let all: [Verb] = [
    Verb("view", "[PANEL] NAME") { (state, rest) throws(CommandError) in
      try state.chooseView(rest)
    },
    Verb("focus", "PANEL") { (state, rest) throws(CommandError) in
      guard rest.count == 1, let panel = Panel.named(rest[0]) else { return nil }
      state.navigation.focus = panel
      return []
    },
    Verb("camera", "AZIMUTH ELEVATION [ZOOM]") { (state, rest) throws(CommandError) in
      guard let numbers = numbers(rest), (2...3).contains(numbers.count) else { return nil }
      state.playback.look(
        azimuth: numbers[0], elevation: numbers[1], zoom: numbers.count == 3 ? numbers[2] : nil)
      return []
    },
    Verb("hide", partNames) { (state, rest) throws(CommandError) in
      guard let parts = parts(rest) else { return nil }
      state.navigation.hidden.formUnion(parts)
      return []
    },
    Verb("show", partNames) { (state, rest) throws(CommandError) in
      guard let parts = parts(rest) else { return nil }
      state.navigation.hidden.subtract(parts)
      if parts.contains(.field), state.fieldStyle == .none { state.setFieldStyle(.strokes) }
      return []
    },
    Verb("field", FieldStyle.allCases.map(\.rawValue).joined(separator: "|")) {
      (state, rest) throws(CommandError) in
      guard rest.count == 1, let style = FieldStyle(rawValue: rest[0]) else { return nil }
      state.setFieldStyle(style)
      return []
    },
    // "time yes" is the setting, and does not come here.
    Verb("time", "T from 0 to 1") { (state, rest) throws(CommandError) in
      guard rest.count == 1, let t = Double(rest[0]), (0...1).contains(t) else { return nil }
      state.playback.setTime(t)
      return []
    },
    Verb("moment", "SHARE from 0 to 1, or now") { (state, rest) throws(CommandError) in
      guard rest.count == 1 else { return nil }
      if rest[0] == "now" { return state.showMoment(nil) }
      guard let share = Double(rest[0]), (0...1).contains(share) else { return nil }
      return state.showMoment(share)
    },
    Verb("probe", "X Y, or off") { (state, rest) throws(CommandError) in
      if rest == ["off"] {
        state.pointing.pointer = nil
      } else {
        guard let numbers = numbers(rest), numbers.count == 2 else { return nil }
        state.movePointer(to: SIMD2(numbers[0], numbers[1]))
      }
      return []
    },
    Verb("sweep", SweepRequest.usage) { (state, rest) throws(CommandError) in
      [.sweep(try SweepRequest(rest, state))]
    },
    Verb("paint", "+1|-1|CLASS|erase X Y") { (state, rest) throws(CommandError) in
      guard rest.count == 3, let place = numbers(Array(rest.dropFirst())) else { return nil }
      let brushes = Pointing.Brush.all(state.setup.data)
      let found = brushes.first { brush in
        switch (brush, rest[0]) {
        case (.positive, "+1"), (.negative, "-1"), (.eraser, "erase"): true
        case (.numbered(let number), let word):
          word == String(number + 1) || word == state.setup.data.classNames[number]
        default: false
        }
      }
      guard let brush = found else { return nil }
      return state.paint(brush, at: SIMD2(place[0], place[1]))
    },
    Verb("screenshot", "[FILE]") { (_, rest) throws(CommandError) in
      [.write(.screenshot(rest.isEmpty ? nil : rest.joined(separator: " ")))]
    },
    Verb("figure", "PANEL FILE.pdf|.svg|.png [WIDTHxHEIGHT in mm]") {
      (_, rest) throws(CommandError) in
      guard (2...3).contains(rest.count), let panel = Panel.named(rest[0]), panel != .settings,
        PictureFormat(path: rest[1])?.isDrawn == true
      else { return nil }
      let size: (width: Double, height: Double)? =
        rest.count == 3 ? rest[2].sides(20...500, 20...500) : (80, 60)
      return size.map { [.write(.figure(panel, rest[1], width: $0.width, height: $0.height))] }
    },
    Verb("share", "FILE") { (_, rest) throws(CommandError) in
      rest.isEmpty ? nil : [.write(.share(rest.joined(separator: " ")))]
    },
    Verb("export", "FILE.csv") { (_, rest) throws(CommandError) in
      rest.isEmpty ? nil : [.write(.metrics(rest.joined(separator: " ")))]
    },
    Verb("save", "left|right FILE") { (_, rest) throws(CommandError) in
      guard rest.count >= 2, let side = Side(rawValue: rest[0]) else { return nil }
      return [.write(.weights(side, rest.dropFirst().joined(separator: " ")))]
    },
    Verb("load", "left|right FILE") { (_, rest) throws(CommandError) in
      guard rest.count >= 2, let side = Side(rawValue: rest[0]) else { return nil }
      return [.load(side, rest.dropFirst().joined(separator: " "))]
    },
  ]

  /// The verb of that name.
  static func named(_ name: String) -> Verb? { all.first { $0.name == name } }

  private static let partNames =
    ScreenPart.allCases.map(\.rawValue).joined(separator: "|") + "..."

  /// Words as parts of the screen; nil when there are none, or one is none.
  private static func parts(_ words: [String]) -> [ScreenPart]? {
    let parts = words.compactMap { ScreenPart(rawValue: $0) }
    return parts.isEmpty || parts.count != words.count ? nil : parts
  }

  /// Words as finite numbers; nil when one is none.
  private static func numbers(_ words: [String]) -> [Float]? {
    let numbers = words.compactMap { Float($0) }.filter(\.isFinite)
    return numbers.count == words.count ? numbers : nil
  }
}

extension DuelState {
  /// Panels that can show more than one thing now.
  var panelsWithViews: [Panel] { Panel.all.filter { views(of: $0).count > 1 } }

  /// `view [PANEL] NAME`.
  fileprivate mutating func chooseView(_ rest: [String]) throws(CommandError) -> [Effect]? {
    guard let name = rest.last, rest.count <= 2 else { return nil }
    var panel = navigation.focus
    if rest.count == 2 {
      guard let named = Panel.named(rest[0]) else {
        throw CommandError(
          reason: "no panel '\(rest[0].prefix(40))' with views; there are "
            + panelsWithViews.map(\.name).joined(separator: ", "))
      }
      panel = named
    }
    let views = views(of: panel)
    guard views.count > 1, let view = views.first(where: { $0.name == name }) else {
      let known = views.map(\.name).joined(separator: ", ")
      throw CommandError(
        reason: views.count < 2
          ? "the \(panel.name) panel has one view"
          : "no view '\(name)' of the \(panel.name) panel now: \(known)")
    }
    navigation.chosenViews[panel] = view
    return []
  }
}
