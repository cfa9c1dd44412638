import Canvas

/// A command that is neither an action nor a setting.
package struct Verb: Sendable {
  package let name: String
  /// Its arguments.
  package let usage: String
  /// Completions of the last argument.
  let completions: @Sendable (DuelState, [String]) -> [String]
  /// Returns nil if the arguments do not match `usage`.
  let carryOut: @Sendable (inout DuelState, [String]) throws(CommandError) -> [Effect]?

  init(
    _ name: String, _ usage: String,
    completions: @escaping @Sendable (DuelState, [String]) -> [String] = { _, _ in [] },
    _ carryOut: @escaping @Sendable (inout DuelState, [String]) throws(CommandError) -> [Effect]?
  ) {
    self.name = name
    self.usage = usage
    self.completions = completions
    self.carryOut = carryOut
  }

  /// A verb that completes its first argument from a list.
  private init(
    _ name: String, _ usage: String, first: [String],
    _ carryOut: @escaping @Sendable (inout DuelState, [String]) throws(CommandError) -> [Effect]?
  ) {
    self.init(name, usage, completions: { $1.count == 1 ? first : [] }, carryOut)
  }

  /// In the order of completions.
  package static let all: [Verb] = [
    Verb(
      "view", "[PANEL] NAME",
      completions: { state, rest in
        let panel = rest.count == 1 ? state.navigation.focus : Panel.named(rest[0])
        guard let panel, rest.count <= 2 else { return [] }
        return state.views(of: panel).map(\.name)
          + (rest.count == 1 ? state.panelsWithViews.map(\.name) : [])
      }
    ) { (state, rest) throws(CommandError) in
      try state.chooseView(rest)
    },
    Verb("focus", "PANEL", first: Panel.all.map(\.name)) { (state, rest) throws(CommandError) in
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
    Verb("hide", partUsage, completions: { _, _ in partNames }) {
      (state, rest) throws(CommandError) in
      guard let parts = parts(rest) else { return nil }
      state.navigation.hidden.formUnion(parts)
      return []
    },
    Verb("show", partUsage, completions: { _, _ in partNames }) {
      (state, rest) throws(CommandError) in
      guard let parts = parts(rest) else { return nil }
      state.show(parts)
      return []
    },
    Verb("field", fieldStyles.joined(separator: "|"), first: fieldStyles) {
      (state, rest) throws(CommandError) in
      guard rest.count == 1, let style = FieldStyle(rawValue: rest[0]) else { return nil }
      state.setFieldStyle(style)
      return []
    },
    // "time yes" is the setting, handled before verbs.
    Verb("time", "T from 0 to 1") { (state, rest) throws(CommandError) in
      guard rest.count == 1, let t = Double(rest[0]), (0...1).contains(t) else { return nil }
      state.playback.setTime(t)
      return []
    },
    Verb("moment", "SHARE from 0 to 1, or now", first: ["now"]) {
      (state, rest) throws(CommandError) in
      guard rest.count == 1 else { return nil }
      if rest[0] == "now" { return state.showKeyframe(nil) }
      guard let share = Double(rest[0]), (0...1).contains(share) else { return nil }
      return state.showKeyframe(share)
    },
    Verb("probe", "X Y, or off", first: ["off"]) { (state, rest) throws(CommandError) in
      if rest == ["off"] {
        state.pointing.pointer = nil
      } else {
        guard let numbers = numbers(rest), numbers.count == 2 else { return nil }
        state.movePointer(to: SIMD2(numbers[0], numbers[1]))
      }
      return []
    },
    // Alone it is the action of the play head.
    Verb(
      "sweep", SweepRequest.usage,
      completions: { _, rest in rest.last.map { SweepRequest.completions(of: $0) } ?? [] }
    ) { (state, rest) throws(CommandError) in
      [.sweep(try SweepRequest(rest, state))]
    },
    Verb("paint", "+1|-1|CLASS|erase X Y", first: ["+1", "-1", "erase"]) {
      (state, rest) throws(CommandError) in
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
    Verb(
      "figure", "PANEL FILE.pdf|.svg|.png [WIDTHxHEIGHT in mm]",
      first: Panel.all.filter { $0 != .settings }.map(\.name)
    ) {
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
    Verb("save", "left|right FILE", first: Side.allCases.map(\.rawValue)) {
      (_, rest) throws(CommandError) in
      guard rest.count >= 2, let side = Side(rawValue: rest[0]) else { return nil }
      return [.write(.weights(side, rest.dropFirst().joined(separator: " ")))]
    },
    Verb("load", "left|right FILE") { (_, rest) throws(CommandError) in
      guard rest.count >= 2, let side = Side(rawValue: rest[0]) else { return nil }
      return [.load(side, rest.dropFirst().joined(separator: " "))]
    },
  ]

  static func named(_ name: String) -> Verb? { all.first { $0.name == name } }

  private static let fieldStyles = FieldStyle.allCases.map(\.rawValue)
  private static let partNames = ScreenPart.all.map(\.name)
  private static let partUsage = partNames.joined(separator: "|") + "..."

  /// nil if there are no words, or one is not a part's name.
  private static func parts(_ words: [String]) -> [ScreenPart]? {
    let parts = words.compactMap { word in ScreenPart.all.first { $0.name == word } }
    return parts.isEmpty || parts.count != words.count ? nil : parts
  }

  /// nil if a word is not a finite number.
  private static func numbers(_ words: [String]) -> [Float]? {
    let numbers = words.compactMap { Float($0) }.filter(\.isFinite)
    return numbers.count == words.count ? numbers : nil
  }
}

extension DuelState {
  /// Panels with more than one view now.
  var panelsWithViews: [Panel] { Panel.all.filter { views(of: $0).count > 1 } }

  /// `view [PANEL] NAME`.
  fileprivate mutating func chooseView(_ rest: [String]) throws(CommandError) -> [Effect]? {
    guard let name = rest.last, rest.count <= 2 else { return nil }
    var panel = navigation.focus
    if rest.count == 2 {
      guard let named = Panel.named(rest[0]) else {
        throw CommandError(
          reason: "unknown panel '\(rest[0].prefix(40))'; choose "
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
          : "the \(panel.name) panel has no view '\(name)' now; choose \(known)")
    }
    navigation.chosenViews[panel] = view
    return []
  }
}
