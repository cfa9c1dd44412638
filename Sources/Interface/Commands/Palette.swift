import CellGraphics

/// The line that is typed after a colon.
package struct Palette: Sendable, Equatable {
  /// What is typed.
  package var text = ""
  /// Why the last attempt failed.
  package var error: String?
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
      line.stem = nil
    case .control("u"):
      line.text = ""
      line.stem = nil
    case .control("w"):
      let words = line.text.split(separator: " ").dropLast()
      line.text = words.map { $0 + " " }.joined()
      line.stem = nil
    case .character(":") where line.error != nil:
      // What was refused is not what the next command begins with.
      line = Palette()
    case .character(let character):
      if line.text.count < Palette.longest { line.text.append(character) }
      line.stem = nil
      line.error = nil
    case .tab, .down, .right: complete(&line, by: 1)
    case .backTab, .up, .left: complete(&line, by: -1)
    case .enter:
      overlays.palette = nil
      do throws(CommandError) {
        return try perform(line.text)
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

  private func complete(_ line: inout Palette, by step: Int) {
    let stem = line.stem ?? line.text
    let found = CommandLine.completions(of: stem, self)
    guard !found.isEmpty else { return }
    line.choice = line.stem == nil ? (step > 0 ? 0 : found.count - 1) : line.choice + step
    line.choice = (line.choice + found.count) % found.count
    line.stem = stem
    line.text = found[line.choice]
    // The only one is taken, and the next word can begin.
    if found.count == 1 {
      line.stem = nil
      if !line.text.hasSuffix(".") && !line.text.contains(" ") { line.text += " " }
    }
    line.error = nil
  }
}
