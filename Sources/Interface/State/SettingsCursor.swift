import Canvas
import LiveSession
import NeuralODE

/// The cursor of the settings panel.
package struct SettingsCursor: Sendable, Equatable {
  /// The setting's name.
  package var name = "data"
  /// The side, for settings that each side has.
  package var side = Side.right
  /// The value being typed, if any.
  package var typed: String?
  /// Why the last value was refused.
  package var error: String?

  /// Replaces the text being typed, and clears the error.
  mutating func type(_ text: String?) { (typed, error) = (text, nil) }
}

extension DuelState {
  /// The settings relevant to either side, in the panel's order.
  var shownSettings: [Setting] { shownSettings(SideRuns(setup)) }

  func shownSettings(_ runs: SideRuns) -> [Setting] {
    SettingTable.all.filter { setting in
      setting.isRelevant(self, .left, runs) || setting.isRelevant(self, .right, runs)
    }
  }

  var selectedSetting: Setting? {
    let shown = shownSettings
    return shown.first { $0.name == navigation.cursor.name } ?? shown.first
  }

  var selectedSide: Side {
    guard let setting = selectedSetting, setting.isOfSide else { return .left }
    return setting.isRelevant(self, navigation.cursor.side)
      ? navigation.cursor.side : navigation.cursor.side.other
  }

  /// Handles a key while the settings have the focus; nil if it has no meaning there.
  mutating func handleInSettings(_ key: Key) -> [Effect]? {
    if navigation.cursor.typed != nil { return handleTyping(key) }
    switch key {
    case .up: moveCursor(by: -1)
    case .down: moveCursor(by: 1)
    case .pageUp: moveCursor(by: -8)
    case .pageDown: moveCursor(by: 8)
    case .home: moveCursor(by: -1000)
    case .end: moveCursor(by: 1000)
    case .left: return stepSetting(up: false)
    case .right: return stepSetting(up: true)
    case .tab, .backTab:
      navigation.cursor.side = navigation.cursor.side.other
      navigation.cursor.error = nil
    case .enter: navigation.cursor.type("")
    case .escape: navigation.focus = .right
    case .character(let character):
      // A digit starts typing, without Enter.
      guard character.isNumber || character == "." else { return nil }
      navigation.cursor.type(String(character))
    default: return nil
    }
    return []
  }

  private mutating func handleTyping(_ key: Key) -> [Effect]? {
    guard let typed = navigation.cursor.typed, let setting = selectedSetting else { return nil }
    switch key {
    case .escape: navigation.cursor.type(nil)
    case .backspace: navigation.cursor.type(typed.isEmpty ? nil : String(typed.dropLast()))
    case .character(let character):
      navigation.cursor.type(typed.count < 40 ? typed + String(character) : typed)
    case .enter:
      if typed.isEmpty {
        navigation.cursor.typed = nil
        return []
      }
      guard let value = setting.row.value(of: typed) else {
        navigation.cursor.error = "'\(typed)': choose \(setting.kind.accepted)"
        return []
      }
      return setSelected(value)
    case .control("c"): return nil
    default: break
    }
    return []
  }

  mutating func stepSetting(up: Bool) -> [Effect] {
    guard let setting = selectedSetting else { return [] }
    guard let value = setting.row.step(from: setting.get(self, selectedSide), up: up) else {
      navigation.cursor.error = "\(setting.name): no \(up ? "higher" : "lower") value"
      return []
    }
    return setSelected(value)
  }

  private mutating func setSelected(_ value: SettingValue) -> [Effect] {
    guard let setting = selectedSetting else { return [] }
    do throws(CommandError) {
      let linked = setup.isLinked && setting.isLinkable
      let effects = try set(setting, linked ? nil : selectedSide, value)
      navigation.cursor.type(nil)
      return effects
    } catch {
      navigation.cursor.error = error.reason
      return []
    }
  }

  private mutating func moveCursor(by step: Int) {
    let shown = shownSettings
    guard !shown.isEmpty else { return }
    let now = shown.firstIndex { $0.name == navigation.cursor.name } ?? 0
    navigation.cursor.name = shown[min(max(0, now + step), shown.count - 1)].name
    navigation.cursor.error = nil
  }

  /// The effect that changing the selected setting would have on the runs.
  var consequence: String {
    guard let setting = selectedSetting else { return "" }
    guard setting.group != .program else { return "applies at once" }
    let value = setting.get(self, selectedSide)
    let other =
      setting.row.step(from: value, up: true) ?? setting.row.step(from: value, up: false)
    guard let other else { return "" }
    var changed = self
    let sides: [Side] =
      setting.isOfSide
      ? (setup.isLinked && setting.isLinkable ? Side.allCases : [selectedSide]) : [.left]
    for side in sides { _ = setting.set(&changed, side, other) }
    let restarted = Side.allCases.filter {
      SessionCommand(from: setup.run($0), to: changed.setup.run($0))?.isRestart ?? false
    }
    switch restarted.count {
    case 0: return "applies to the running models"
    case 1: return "restarts the \(restarted[0].rawValue) model"
    default: return "restarts both models"
    }
  }
}
