import LiveSession
import NeuralODE

/// Commands in words: what is typed after a colon, what demo scripts and share lines are made of.
///
///     ACTION                      an action of the table, by name
///     [left.|right.]NAME VALUE    a setting
///     view [PANEL] NAME           what a panel shows
///     focus PANEL   camera AZIMUTH ELEVATION [ZOOM]   time T   moment SHARE|now
///     probe X Y|off   paint +1|-1|erase X Y
///     screenshot|share|export|save [SIDE] [FILE]
///     sweep NAME=VALUE,VALUE... [seeds=N] [epochs=N]
public enum CommandLine {
  /// Words that begin a command and are neither actions nor settings, each with what follows.
  public static let verbs: [(name: String, usage: String)] = [
    ("view", "[PANEL] NAME"), ("focus", "PANEL"), ("camera", "AZIMUTH ELEVATION [ZOOM]"),
    ("time", "T from 0 to 1"), ("moment", "SHARE from 0 to 1, or now"), ("probe", "X Y, or off"),
    ("paint", "+1|-1|erase X Y"), ("screenshot", "[FILE]"), ("share", "FILE"),
    ("export", "FILE.csv"), ("save", "left|right FILE"), ("sweep", SweepRequest.usage),
  ]

  /// What the word that is being typed can become, in the order of the tables.
  public static func completions(of text: String, _ state: DuelState) -> [String] {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let last = words.last else { return [] }
    let candidates: [String]
    if words.count == 1 {
      let sides = last.hasPrefix("left.") ? "left." : last.hasPrefix("right.") ? "right." : nil
      if let sides {
        candidates = SettingTable.all.filter(\.isOfSide).map { sides + $0.name }
      } else {
        candidates =
          SettingTable.all.map(\.name) + verbs.map(\.name) + ActionTable.all.map(\.name)
          + ["left.", "right."]
      }
    } else if words[0] == "sweep" {
      candidates = SweepRequest.completions(of: last)
    } else if words.count == 2, let (setting, _) = setting(words[0]), words[0] != "time" {
      candidates = setting.kind.words
    } else {
      switch (words[0], words.count) {
      case ("view", 2):
        candidates =
          state.views(of: state.focus).map(\.rawValue) + ["left", "right", "nfe", "loss"]
      case ("view", 3):
        candidates = Panel(rawValue: words[1]).map { state.views(of: $0).map(\.rawValue) } ?? []
      case ("focus", 2): candidates = Panel.allCases.map(\.rawValue)
      case ("save", 2): candidates = Side.allCases.map(\.rawValue)
      case ("paint", 2): candidates = ["+1", "-1", "erase"]
      case ("moment", 2): candidates = ["now"]
      case ("probe", 2): candidates = ["off"]
      default: candidates = []
      }
    }
    let stem = words.dropLast().map { $0 + " " }.joined()
    var seen: Set<String> = []
    return candidates.filter { $0.hasPrefix(last) && $0 != last && seen.insert($0).inserted }
      .map { stem + $0 }
  }

  /// What is expected after the first word.
  static func hint(for text: String) -> String? {
    guard let word = text.split(separator: " ").first.map(String.init) else { return nil }
    if let (setting, _) = setting(word) { return "\(setting.help): \(setting.kind.accepted)" }
    if let verb = verbs.first(where: { $0.name == word }) {
      return verb.usage + (word == "sweep" ? "; alone: the play head" : "")
    }
    return ActionTable.action(named: word).flatMap { ActionTable.entry($0)?.help }
  }

  /// The setting a word names, and whose it is.
  static func setting(_ word: String) -> (setting: Setting, side: Side?)? {
    for side in Side.allCases where word.hasPrefix(side.rawValue + ".") {
      guard let setting = SettingTable.named(String(word.dropFirst(side.rawValue.count + 1))),
        setting.isOfSide
      else { return nil }
      return (setting, side)
    }
    return SettingTable.named(word).map { ($0, nil) }
  }
}

extension DuelState {
  /// Does what a command says, and returns what is left for the outside to do.
  ///
  /// - Throws: `CommandError`; the state is then as it was.
  public mutating func perform(_ text: String) throws(CommandError) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { return [] }
    var changed = self
    let effects = try changed.carryOut(first, Array(words.dropFirst()))
    self = changed
    return effects + settle()
  }

  private mutating func carryOut(
    _ word: String, _ rest: [String]
  ) throws(CommandError) -> [Effect] {
    // "time 0.5" moves the play head, "time yes" is the setting.
    if word == "time", let t = rest.first.flatMap(Double.init), rest.count == 1 {
      guard (0...1).contains(t) else { throw CommandError(reason: "time \(rest[0]): from 0 to 1") }
      setTime(t)
      return []
    }
    if let (setting, side) = CommandLine.setting(word) {
      guard rest.count == 1 else {
        throw CommandError(reason: "\(word) takes one value: \(setting.kind.accepted)")
      }
      guard let value = setting.kind.value(of: rest[0]) else {
        throw CommandError(reason: "\(word) is not '\(rest[0])' but \(setting.kind.accepted)")
      }
      return try set(setting, side, value)
    }
    let isVerb = CommandLine.verbs.contains { $0.name == word }
    if let action = ActionTable.action(named: word), rest.isEmpty || !isVerb {
      guard rest.isEmpty else { throw CommandError(reason: "\(word) takes no value") }
      return apply(action)
    }
    guard isVerb else {
      let known = SettingTable.all.map(\.name) + ActionTable.all.map(\.name)
      let near = known.first { $0.hasPrefix(word) } ?? known.first { $0.contains(word) }
      throw CommandError(
        reason: "unknown: '\(word.prefix(40))'" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    return try carryOutVerb(word, rest)
  }

  private func usage(_ word: String) -> CommandError {
    let usage = CommandLine.verbs.first { $0.name == word }?.usage ?? ""
    return CommandError(reason: "\(word) \(usage)")
  }

  private mutating func carryOutVerb(
    _ word: String, _ rest: [String]
  ) throws(CommandError) -> [Effect] {
    let numbers = rest.compactMap { Float($0) }.filter(\.isFinite)
    switch word {
    case "view": try chooseView(rest)
    case "focus":
      guard rest.count == 1, let panel = Panel(rawValue: rest[0]) else { throw usage(word) }
      focus = panel
    case "camera":
      guard numbers.count == rest.count, (2...3).contains(numbers.count) else { throw usage(word) }
      turn(0, 0)
      camera.azimuth = Self.wrapped(numbers[0] * .pi / 180)
      camera.elevation = min(max(-0.2, numbers[1] * .pi / 180), 1.5)
      if numbers.count == 3 { camera.zoom = min(max(0.4, numbers[2]), 5) }
    case "time": throw usage(word)
    case "moment":
      guard rest.count == 1 else { throw usage(word) }
      if rest[0] == "now" { return showMoment(nil) }
      guard let share = Double(rest[0]), (0...1).contains(share) else { throw usage(word) }
      return showMoment(share)
    case "probe":
      if rest == ["off"] {
        pointer = nil
      } else {
        guard numbers.count == 2, rest.count == 2 else { throw usage(word) }
        movePointer(to: SIMD2(numbers[0], numbers[1]))
      }
    case "paint":
      guard rest.count == 3, let x = Float(rest[1]), let y = Float(rest[2]), x.isFinite, y.isFinite
      else { throw usage(word) }
      guard let brush = ["+1": Brush.positive, "-1": .negative, "erase": .eraser][rest[0]] else {
        throw usage(word)
      }
      return paint(brush, at: SIMD2(x, y))
    case "screenshot":
      return [.write(.screenshot(rest.isEmpty ? nil : rest.joined(separator: " ")))]
    case "share":
      guard !rest.isEmpty else { throw usage(word) }
      return [.write(.share(rest.joined(separator: " ")))]
    case "export":
      guard !rest.isEmpty else { throw usage(word) }
      return [.write(.metrics(rest.joined(separator: " ")))]
    case "save":
      guard rest.count >= 2, let side = Side(rawValue: rest[0]) else { throw usage(word) }
      return [.write(.weights(side, rest.dropFirst().joined(separator: " ")))]
    case "sweep": return [.sweep(try SweepRequest(rest, self))]
    default: break
    }
    return []
  }

  private mutating func chooseView(_ rest: [String]) throws(CommandError) {
    guard let name = rest.last, rest.count <= 2 else { throw usage("view") }
    var panel = focus
    if rest.count == 2 {
      guard let named = Panel(rawValue: rest[0]) else {
        throw CommandError(reason: "no panel '\(rest[0])': left, right, nfe or loss")
      }
      panel = named
    }
    let views = views(of: panel)
    guard let view = PanelView(rawValue: name), views.contains(view) else {
      let known = views.map(\.rawValue).joined(separator: ", ")
      throw CommandError(
        reason: views.isEmpty
          ? "the \(panel.rawValue) panel has one view"
          : "no view '\(name)' of the \(panel.rawValue) panel now: \(known)")
    }
    chosenViews[panel] = view
  }
}
