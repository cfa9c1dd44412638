import Canvas
import LiveSession
import NeuralODE

/// Every action, in the help's order; those with a hint in order of importance. The keyboard, the
/// help, the status line and docs/keys.md all come from this table.
package enum ActionTable {
  package static let all: [Action] = {
    let training: [Action] = [.pause, .step, .restart, .newSeed, .tempoUp, .tempoDown]
    let data = DatasetKind.named.filter { $0.key != nil }.map { Action.data($0) }
    let before: [Action] = [
      .dimensionsUp, .dimensionsDown, .settings, .undo, .redo, .momentBack, .momentForward,
      .present, .probe, .paintPositive, .paintNegative, .erase, .brush, .timeBack, .timeForward,
      .sweep, .nextView, .previousView, .nextFocus, .projection,
    ]
    let parts = ScreenPart.all.compactMap(\.action)
    let after: [Action] = [
      .big, .explain, .words, .turnLeft, .turnRight, .tiltUp, .tiltDown, .zoomIn, .zoomOut,
      .autoTurn, .cameraReset, .palette, .share, .screenshot, .lessons, .nextLesson,
      .previousLesson, .hint, .record, .theme, .help, .scrollUp, .scrollDown, .close, .mouse,
      .redraw, .quit,
    ]
    return training + data + before + parts + after
  }()

  package static func action(for key: Key) -> Action? { byKey[key] }

  private static let byKey: [Key: Action] = Dictionary(
    all.flatMap { action in action.keys.map { ($0, action) } },
    uniquingKeysWith: { a, _ in a })

  package static func action(named name: String) -> Action? { all.first { $0.name == name } }

  /// The label of an action's first key: "space", "r".
  package static func key(_ action: Action, _ glyphs: GlyphSet = .unicode) -> String {
    action.keys.first?.label(glyphs) ?? ""
  }

  /// The table in Markdown, for docs/keys.md.
  package static var markdown: String {
    var text = "| key | mouse | action |\n|---|---|---|\n"
    for group in Action.Group.allCases {
      for action in all where action.group == group {
        let keys = action.keys.map { "`\($0.label(.unicode))`" }.joined(separator: " ")
        text += "| \(keys) | \(action.mouse ?? "") | \(action.help) |\n"
      }
    }
    return text
  }
}
