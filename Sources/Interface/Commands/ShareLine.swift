import Canvas
import NeuralODE

extension DuelState {
  /// The settings that turn a fresh duel into this one, as NAME=VALUE.
  package var assignments: [String] {
    let runs = SideRuns(setup)
    let fresh = DuelState(width: 0, height: 0)
    let freshRuns = SideRuns(fresh.setup)
    // The fresh duel after the assignments so far: a setting's default depends on those before it.
    var made = fresh
    if setup.data.isOwn { made.setup.data = .published(setup.data.kind) }
    var madeRuns = SideRuns(made.setup)
    var result: [String] = []
    func assign(_ name: String, _ value: SettingValue) -> Bool {
      let text = "\(name)=\(value.text)"
      // A value that cannot be set has no effect on the runs.
      guard (try? made.assign(text)) != nil else { return false }
      madeRuns = SideRuns(made.setup)
      result.append(text)
      return true
    }
    // A later setting can change the default of an earlier one: then assign that again after it.
    for isFirst in [true, false] {
      for setting in SettingTable.all {
        guard setting.isOfSide else {
          let value = setting.get(self, .left)
          if value != setting.get(made, .left) { _ = assign(setting.name, value) }
          continue
        }
        let values = Side.allCases.map { setting.get(self, $0, runs) }
        if setting.isLinkable, values[0] == values[1],
          Side.allCases.contains(where: { setting.get(made, $0, madeRuns) != values[0] }),
          assign(setting.name, values[0])
        {
          continue
        }
        for (side, value) in zip(Side.allCases, values) {
          // A compared setting is also written where it differs from a fresh duel's.
          let differs =
            setting.isCompared && isFirst && value != setting.get(fresh, side, freshRuns)
            && setting.isRelevant(self, side, runs)
          if differs || value != setting.get(made, side, madeRuns) {
            _ = assign("\(side.rawValue).\(setting.name)", value)
          }
        }
      }
    }
    if !setup.data.edits.isEmpty {
      let text = Self.text(of: setup.data.edits, inClasses: problem.target == .classes)
      result.append("paint=\(text)")
    }
    return result
  }

  /// The command that starts the present duel.
  package var shareLine: String {
    // What another program trains has no settings here.
    if setup.isWatching {
      return (["anode", "watch"] + ownData.map(Self.quoted)).joined(separator: " ")
    }
    let own = setup.data.isOwn ? ownData : []
    return (["anode", "duel"] + (own + assignments).map(Self.quoted)).joined(separator: " ")
  }

  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || "=.,:+-_/".utf8.contains($0)
    }
    return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// Painted points as one word, joined by colons: `x0.5,1.2` adds a point of class +1, `o0.5,1.2`
  /// of class −1, `k2,0.5,1.2` of class 2, counted from 0; `e0,0,0.2` erases within a radius.
  package static func text(of edits: [PointEdit], inClasses: Bool = false) -> String {
    func number(_ value: Float) -> String {
      NumberText.setting(Double((value * 1000).rounded() / 1000))
    }
    return edits.map { edit in
      switch edit {
      case .add(let x, let y, let target) where inClasses:
        "k\(Int(target)),\(number(x)),\(number(y))"
      case .add(let x, let y, let target): "\(target < 0 ? "o" : "x")\(number(x)),\(number(y))"
      case .erase(let x, let y, let radius): "e\(number(x)),\(number(y)),\(number(radius))"
      }
    }.joined(separator: ":")
  }

  /// Parses such a word; nil if it is malformed or empty.
  package static func edits(of text: String) -> [PointEdit]? {
    var edits: [PointEdit] = []
    for part in text.split(separator: ":") {
      guard let kind = part.first else { return nil }
      let fields = part.dropFirst().split(separator: ",", omittingEmptySubsequences: false)
      let numbers = fields.compactMap { Float($0) }.filter { $0.isFinite && abs($0) <= 1000 }
      guard numbers.count == fields.count else { return nil }
      switch (kind, numbers.count) {
      case ("x", 2): edits.append(.add(x: numbers[0], y: numbers[1], target: 1))
      case ("o", 2): edits.append(.add(x: numbers[0], y: numbers[1], target: -1))
      case ("k", 3) where numbers[0] >= 0 && numbers[0] < 20 && numbers[0] == numbers[0].rounded():
        edits.append(.add(x: numbers[1], y: numbers[2], target: numbers[0]))
      case ("e", 3) where numbers[2] >= 0:
        edits.append(.erase(x: numbers[0], y: numbers[1], radius: numbers[2]))
      default: return nil
      }
    }
    return edits.isEmpty ? nil : edits
  }

  /// Applies NAME=VALUE (a setting, or `paint`) before anything runs.
  package mutating func assign(_ text: String) throws(CommandError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw CommandError(reason: "'\(text.prefix(60))' is not NAME=VALUE")
    }
    let (name, value) = (String(parts[0]), String(parts[1]))
    if name == "paint" {
      guard let edits = Self.edits(of: value) else {
        throw CommandError(
          reason: "paint: invalid points '\(value.prefix(40))'; write x0.5,1.2:o-0.3,0.4")
      }
      setup.data.edits = edits
      return
    }
    guard let (setting, side) = CommandLine.setting(name) else {
      let near = SettingTable.all.map(\.name).first { $0.hasPrefix(name.prefix(3)) }
      throw CommandError(
        reason: "unknown setting '\(name.prefix(40))'"
          + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    guard let typed = setting.row.value(of: value) else {
      throw CommandError(
        reason: "\(name): unknown value '\(value.prefix(40))'; choose \(setting.kind.accepted)")
    }
    _ = try set(setting, side, typed)
    history.forget()
    overlays.beSilent()
  }
}
