import CellGraphics
import NeuralODE

/// Every action with its keys: behind the keyboard, the mouse, the help overlay, the status line
/// and the README.
package enum ActionTable {
  /// All actions, in the order in which they are explained; those with a hint in order of their
  /// importance.
  package static let all =
    beforeData + DatasetKind.named.compactMap { ActionEntry($0) } + afterData

  private static let beforeData: [ActionEntry] = [
    ActionEntry(
      .pause, "pause", .training, [.character(" ")],
      "pause or run: training, play head and camera", hint: "pause"),
    ActionEntry(
      .step, "step", .training, [.character("s")], "train one iteration", hint: "step"),
    ActionEntry(
      .restart, "restart", .training, [.character("r")], "start the same run again", hint: "restart"
    ),
    ActionEntry(
      .newSeed, "new-seed", .training, [.character("n")], "start with another seed",
      hint: "new seed"),
    ActionEntry(
      .tempoUp, "tempo-up", .training, [.character("+"), .character("=")],
      "more iterations a second, up to full speed", hint: "faster"),
    ActionEntry(
      .tempoDown, "tempo-down", .training, [.character("-"), .character("_")],
      "fewer iterations a second",
      hint: "slower"),
  ]

  private static let afterData: [ActionEntry] = [
    ActionEntry(
      .dimensionsUp, "dimensions-up", .problem, [.character("p")],
      "more augmented dimensions p (up to 100)", hint: "more p"),
    ActionEntry(
      .dimensionsDown, "dimensions-down", .problem, [.character("P")],
      "fewer augmented dimensions (p = 0 is the NODE)", hint: "less p"),

    ActionEntry(
      .settings, "settings", .problem, [.character("g"), .function(2)],
      "settings: every knob, while it runs",
      hint: "settings", mouse: "click, wheel"),
    ActionEntry(
      .undo, "undo", .problem, [.character("u")], "undo the last change"),
    ActionEntry(
      .redo, "redo", .problem, [.character("U")], "do it again"),

    ActionEntry(
      .momentBack, "moment-back", .points, [.character(","), .character("<")],
      "training back: an earlier moment",
      hint: "rewind"),
    ActionEntry(
      .momentForward, "moment-forward", .points, [.character("."), .character(">")],
      "training forward; in lessons only > (. blanks them)"),
    ActionEntry(
      .present, "present", .points, [.end], "the present again"),
    ActionEntry(
      .probe, "probe", .points, [.character("c")],
      "ask about one input: a cross hair, or an image",
      hint: "cross hair", mouse: "click on a map or image"),
    ActionEntry(
      .paintPositive, "paint-positive", .points, [.character("x")],
      "a point of class +1 at the cross hair",
      hint: "paint"),
    ActionEntry(
      .paintNegative, "paint-negative", .points, [.character("o")],
      "a point of class \u{2212}1 there"),
    ActionEntry(
      .erase, "erase", .points, [.character("e")], "erase the points near it"),
    ActionEntry(
      .brush, "brush", .points, [.character("d")],
      "what the mouse draws on maps: +1, \u{2212}1, eraser",
      mouse: "drag on a map"),

    ActionEntry(
      .timeBack, "time-back", .views, [.character("[")], "play head back: earlier t",
      hint: "t back",
      mouse: "drag the bar"),
    ActionEntry(
      .timeForward, "time-forward", .views, [.character("]")], "play head forward: later t",
      hint: "t forward",
      mouse: "drag the bar"),
    ActionEntry(
      .sweep, "sweep", .views, [.character("t")], "play head sweeps from 0 to 1 and back, or stops",
      hint: "sweep"),
    ActionEntry(
      .nextView, "next-view", .views, [.tab],
      "next view of the focused panel", hint: "view"),
    ActionEntry(
      .previousView, "previous-view", .views, [.backTab], "previous view"),
    ActionEntry(
      .nextFocus, "next-focus", .views, [.character("f")], "move the focus to the next panel",
      hint: "focus",
      mouse: "click on a panel"),
    ActionEntry(
      .projection, "projection", .views, [.character("v")],
      "p \u{2265} 2: principal components, or data axes and a\u{2081}", hint: "projection"),
    ActionEntry(
      .field, "field", .views, [.character("l")],
      "the field as strokes, as streamlines, or not at all"),
    ActionEntry(
      .big, "big", .views, [.character("b")], "big: this panel fills the screen, or all again",
      hint: "big"),
    ActionEntry(
      .explain, "explain", .views, [.enter], "explain what the focused panel shows", hint: "explain"
    ),

    ActionEntry(
      .turnLeft, "turn-left", .camera, [.left], "turn the augmented space to the left",
      hint: "turn",
      mouse: "drag"),
    ActionEntry(
      .turnRight, "turn-right", .camera, [.right], "turn the augmented space to the right",
      mouse: "drag"),
    ActionEntry(
      .tiltUp, "tilt-up", .camera, [.up], "look from higher up", mouse: "drag"),
    ActionEntry(
      .tiltDown, "tilt-down", .camera, [.down], "look from lower down", mouse: "drag"),
    ActionEntry(
      .zoomIn, "zoom-in", .camera, [.character("z")], "larger", mouse: "wheel"),
    ActionEntry(
      .zoomOut, "zoom-out", .camera, [.character("Z")], "smaller", mouse: "wheel"),
    ActionEntry(
      .autoTurn, "auto-turn", .camera, [.character("a")], "turn slowly by itself, or stop",
      hint: "auto-turn"),
    ActionEntry(
      .cameraReset, "camera-reset", .camera, [.home], "look from where it began"),

    ActionEntry(
      .palette, "palette", .program, [.character(":")],
      "a command in words, with Tab to complete it",
      hint: "command"),
    ActionEntry(
      .share, "share", .program, [.character("y")], "print the command for this duel on quitting"),
    ActionEntry(
      .screenshot, "screenshot", .program, [.character("S")],
      "save the screen as SVG, PDF, PNG and text",
      hint: "screenshot"),
    ActionEntry(
      .lessons, "lessons", .program, [.character("L")],
      "lessons: what there is to see, step by step",
      hint: "lessons"),
    ActionEntry(
      .nextLesson, "next-lesson", .program, [.character("N")],
      "the next lesson of a course (anode lesson all)"),
    ActionEntry(
      .previousLesson, "previous-lesson", .program, [.character("B")], "the lesson before"),
    ActionEntry(
      .hint, "hint", .program, [.character("h")],
      "a hint in an exercise (anode exercise)"),
    ActionEntry(
      .record, "record", .program, [.character("R")], "record the screen as asciicast, or stop",
      hint: "record"),
    ActionEntry(
      .theme, "theme", .program, [.character("T")], "next theme"),
    ActionEntry(
      .help, "help", .program, [.character("?"), .function(1)], "this help", hint: "help"),
    ActionEntry(
      .scrollUp, "scroll-up", .program, [.pageUp], "scroll the help up", mouse: "wheel"),
    ActionEntry(
      .scrollDown, "scroll-down", .program, [.pageDown], "scroll the help down", mouse: "wheel"),
    ActionEntry(
      .close, "close", .program, [.escape], "close what lies above the screen"),
    ActionEntry(
      .mouse, "mouse", .program, [.character("m")],
      "give the mouse to the terminal to copy, or take it", hint: "mouse"),
    ActionEntry(
      .redraw, "redraw", .program, [.control("l")], "draw the whole screen anew"),
    ActionEntry(
      .quit, "quit", .program, [.character("q"), .control("c")],
      "quit; in a duel from a sweep q goes back to it", hint: "quit"),
  ]

  /// The action that a key calls.
  package static func action(for key: Key) -> Action? { byKey[key] }

  /// The row of an action.
  package static func entry(_ action: Action) -> ActionEntry? { byAction[action] }

  private static let byAction: [Action: ActionEntry] = Dictionary(
    all.map { ($0.action, $0) }, uniquingKeysWith: { a, _ in a })

  /// The action of that name.
  package static func action(named name: String) -> Action? {
    all.first { $0.name == name }?.action
  }

  /// What to press for an action, as a person names it: "space", "r"; its first key.
  package static func key(_ action: Action, _ glyphs: GlyphSet = .unicode) -> String {
    entry(action)?.keys.first?.label(glyphs) ?? ""
  }

  private static let byKey: [Key: Action] = Dictionary(
    all.flatMap { entry in entry.keys.map { ($0, entry.action) } },
    uniquingKeysWith: { a, _ in a })

  /// The table in Markdown, for the README.
  package static var markdown: String {
    var text = "| key | mouse | action |\n|---|---|---|\n"
    for group in ActionEntry.Group.allCases {
      for entry in all where entry.group == group {
        let keys = entry.keys.map { "`\($0.label(.unicode))`" }.joined(separator: " ")
        text += "| \(keys) | \(entry.mouse ?? "") | \(entry.help) |\n"
      }
    }
    return text
  }
}

extension Key {
  /// The key as it is written on a keyboard or in a manual.
  package func label(_ glyphs: GlyphSet = .unicode) -> String {
    let unicode = glyphs == .unicode
    switch self {
    case .character(" "): return "space"
    case .character(let character): return String(character)
    case .control(let character): return "Ctrl-\(character.uppercased())"
    case .up: return unicode ? "↑" : "up"
    case .down: return unicode ? "↓" : "down"
    case .left: return unicode ? "←" : "left"
    case .right: return unicode ? "→" : "right"
    case .home: return "Home"
    case .end: return "End"
    case .pageUp: return "PgUp"
    case .pageDown: return "PgDn"
    case .tab: return "Tab"
    case .backTab: return "Shift-Tab"
    case .enter: return "Enter"
    case .escape: return "Esc"
    case .backspace: return "Backspace"
    case .delete: return "Del"
    case .insert: return "Ins"
    case .function(let number): return "F\(number)"
    }
  }
}
