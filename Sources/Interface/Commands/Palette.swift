import Canvas

/// The line that is typed after a colon.
package struct Palette: Sendable, Equatable {
  package var text = "" { didSet { stem = nil } }
  /// Why the last attempt failed.
  package var error: String?
  /// The file that may be replaced if Enter follows: it is there, and this line asks for it.
  var asked: FileRequest?
  /// Has a script typed in it?
  var isOfScript = false
  /// The text before completion began, and which completion is shown.
  var stem: String?
  var choice = 0

  /// At most so many characters.
  static let longest = 400
}

extension DuelState {
  /// What a key does while the palette is open.
  mutating func handleInPalette(_ key: Key) -> [Effect] {
    guard var line = overlays.palette else { return [] }
    if key != .enter { line.asked = nil }
    switch key {
    case .escape, .control("c"):
      overlays.palette = nil
      return []
    case .backspace:
      if line.text.isEmpty {
        overlays.palette = nil
        return []
      }
      line.text.removeLast()
    case .control("u"): line.text = ""
    case .control("w"):
      let words = line.text.split(separator: " ").dropLast()
      line.text = words.map { $0 + " " }.joined()
    case .character(":") where line.error != nil:
      // What was refused is not what the next command begins with.
      (line.text, line.error) = ("", nil)
    case .character(let character):
      if line.text.count < Palette.longest { line.text.append(character) }
      line.error = nil
    case .tab, .down, .right: complete(&line, by: 1)
    case .backTab, .up, .left: complete(&line, by: -1)
    case .enter:
      overlays.palette = nil
      overlays.lastCommand = line.text
      do throws(CommandError) {
        return try perform(line.text).map { effect in
          if let asked = line.asked, effect == .write(asked) { .replace(asked) } else { effect }
        }
      } catch {
        line.error = error.reason
        line.stem = nil
        overlays.palette = line
        return []
      }
    default: break
    }
    overlays.palette = line
    return []
  }

  /// Asks whether a file may be replaced that the last command has named, and that is there.
  package mutating func ask(toReplace request: FileRequest, _ path: String) {
    overlays.palette = Palette(
      text: overlays.lastCommand, error: "\(path) is there: Enter replaces it, Esc leaves it",
      asked: request)
  }

  /// Is what is typed in the palette a script's, in part at least?
  package var isScriptTyping: Bool { overlays.palette?.isOfScript ?? false }

  /// Takes what was pasted as if it were typed, where something is being typed.
  mutating func paste(_ text: String) -> [Effect] {
    let lines = text.split(whereSeparator: \.isNewline)
    let isInSettings =
      navigation.focus == .settings && overlays.overlay == nil && overlays.lessonChoice == nil
    let isTyped = overlays.palette != nil || isInSettings && navigation.cursor.typed != nil
    let refusal =
      !isTyped
      ? "a paste is typed where a line is being typed: after \(ActionTable.key(.palette))"
      : lines.count > 1
        ? "\(lines.count) lines were pasted, and none was typed: one at a time"
        : text.count > Palette.longest
          ? "more than \(Palette.longest) characters were pasted, and none was typed" : nil
    if let refusal {
      overlays.palette?.error = refusal
      say(refusal)
      return []
    }
    var effects: [Effect] = []
    for character in lines.first ?? "" {
      let isControl = character.unicodeScalars.contains {
        $0.properties.generalCategory == .control
      }
      if !isControl { effects += handle(.key(.character(character))) }
    }
    return effects
  }

  private func complete(_ line: inout Palette, by step: Int) {
    let stem = line.stem ?? line.text
    let found = CommandLine.completions(of: stem, self)
    guard !found.isEmpty else { return }
    line.choice = line.stem == nil ? (step > 0 ? 0 : found.count - 1) : line.choice + step
    line.choice = (line.choice + found.count) % found.count
    line.text = found[line.choice]
    if found.count > 1 {
      line.stem = stem
    } else if !line.text.hasSuffix(".") && !line.text.contains(" ") {
      // The only one is taken, and the next word can begin.
      line.text += " "
    }
    line.error = nil
  }
}
