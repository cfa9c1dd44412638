import Canvas

/// The command line, opened by a colon.
package struct Palette: Sendable, Equatable {
  package var text = "" { didSet { stem = nil } }
  /// Why the last attempt failed.
  package var error: String?
  /// The existing file that Enter would replace.
  var asked: FileRequest?
  /// Whether a script typed any of it.
  var isOfScript = false
  /// The text before completion; nil outside completion.
  var stem: String?
  /// Index of the completion shown.
  var choice = 0

  /// In characters.
  static let longest = 400
}

extension DuelState {
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
      // After an error, a colon starts a new command.
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

  /// Asks whether to replace the existing file that the last command named.
  package mutating func ask(toReplace request: FileRequest, _ path: String) {
    overlays.palette = Palette(
      text: overlays.lastCommand, error: "\(path) exists: Enter replaces it, Esc keeps it",
      asked: request)
  }

  package var isScriptTyping: Bool { overlays.palette?.isOfScript ?? false }

  /// Types the pasted text into the open command line or settings value; refuses it elsewhere.
  mutating func paste(_ text: String) -> [Effect] {
    let lines = text.split(whereSeparator: \.isNewline)
    let isInSettings =
      navigation.focus == .settings && overlays.overlay == nil && overlays.lessonChoice == nil
    let isTyped = overlays.palette != nil || isInSettings && navigation.cursor.typed != nil
    let refusal =
      !isTyped
      ? "paste while typing a line, as after \(ActionTable.key(.palette))"
      : lines.count > 1
        ? "\(lines.count) lines pasted, none typed: paste one at a time"
        : text.count > Palette.longest
          ? "more than \(Palette.longest) characters pasted, none typed" : nil
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
      // A single completion is final: begin the next word.
      line.text += " "
    }
    line.error = nil
  }
}
