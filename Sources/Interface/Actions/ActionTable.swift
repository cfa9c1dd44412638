import CellGraphics

/// Every action with its keys: behind the keyboard, the mouse, the help overlay, the status line and the README.
package enum ActionTable {
  /// All actions, in the order in which they are explained; those with a hint in order of their importance.
  package static let all: [ActionEntry] = [
    ActionEntry(
      .pause, .training, [.character(" ")],
      "pause or run: training, play head and camera", hint: "pause"),
    ActionEntry(.step, .training, [.character("s")], "train one iteration", hint: "step"),
    ActionEntry(
      .restart, .training, [.character("r")], "start the same run again", hint: "restart"),
    ActionEntry(
      .newSeed, .training, [.character("n")], "start with another seed", hint: "new seed"),
    ActionEntry(
      .tempoUp, .training, [.character("+"), .character("=")],
      "more iterations a second, up to full speed", hint: "faster"),
    ActionEntry(
      .tempoDown, .training, [.character("-"), .character("_")], "fewer iterations a second",
      hint: "slower"),

    ActionEntry(
      .dataAnnulus, .problem, [.character("1")], "annulus: a disk within a ring", hint: "annulus"),
    ActionEntry(
      .dataFlip, .problem, [.character("2")], "flip: +1 to \u{2212}1 and back, on the line",
      hint: "flip"),
    ActionEntry(
      .dataSines, .problem, [.character("3")], "sines: two curves that a flow can part",
      hint: "sines"),
    ActionEntry(
      .dataMoons, .problem, [.character("4")], "moons: two half circles that interlock"),
    ActionEntry(.dataSpirals, .problem, [.character("5")], "spirals: two arms around one centre"),
    ActionEntry(.dataXor, .problem, [.character("6")], "xor: opposite quadrants belong together"),
    ActionEntry(.dataBlobs, .problem, [.character("7")], "blobs: two round clouds"),
    ActionEntry(.dataRings, .problem, [.character("8")], "rings: nested, alternating"),
    ActionEntry(.dataCanvas, .problem, [.character("9")], "canvas: only what you paint"),
    ActionEntry(
      .dataDigits, .problem, [.character("0")], "digits: images, classified by convolutional flows"),
    ActionEntry(
      .dimensionsUp, .problem, [.character("p")],
      "more augmented dimensions p (up to 100)", hint: "more p"),
    ActionEntry(
      .dimensionsDown, .problem, [.character("P")],
      "fewer augmented dimensions (p = 0 is the NODE)", hint: "less p"),

    ActionEntry(
      .settings, .problem, [.character("g"), .function(2)], "settings: every knob, while it runs",
      hint: "settings", mouse: "click, wheel"),
    ActionEntry(.undo, .problem, [.character("u")], "undo the last change"),
    ActionEntry(.redo, .problem, [.character("U")], "do it again"),

    ActionEntry(
      .momentBack, .points, [.character(","), .character("<")], "training back: an earlier moment",
      hint: "rewind"),
    ActionEntry(
      .momentForward, .points, [.character("."), .character(">")],
      "training forward; in lessons only > (. blanks them)"),
    ActionEntry(.present, .points, [.end], "the present again"),
    ActionEntry(
      .probe, .points, [.character("c")],
      "ask about one input: a cross hair, or an image",
      hint: "cross hair", mouse: "click on a map or image"),
    ActionEntry(
      .paintPositive, .points, [.character("x")], "a point of class +1 at the cross hair",
      hint: "paint"),
    ActionEntry(.paintNegative, .points, [.character("o")], "a point of class \u{2212}1 there"),
    ActionEntry(.erase, .points, [.character("e")], "erase the points near it"),
    ActionEntry(
      .brush, .points, [.character("d")], "what the mouse draws on maps: +1, \u{2212}1, eraser",
      mouse: "drag on a map"),

    ActionEntry(
      .timeBack, .views, [.character("[")], "play head back: earlier t", hint: "t back",
      mouse: "drag the bar"),
    ActionEntry(
      .timeForward, .views, [.character("]")], "play head forward: later t", hint: "t forward",
      mouse: "drag the bar"),
    ActionEntry(
      .sweep, .views, [.character("t")], "play head sweeps from 0 to 1 and back, or stops",
      hint: "sweep"),
    ActionEntry(
      .nextView, .views, [.tab],
      "next view of the focused panel", hint: "view"),
    ActionEntry(.previousView, .views, [.backTab], "previous view"),
    ActionEntry(
      .nextFocus, .views, [.character("f")], "move the focus to the next panel", hint: "focus",
      mouse: "click on a panel"),
    ActionEntry(
      .projection, .views, [.character("v")],
      "p \u{2265} 2: principal components, or data axes and a\u{2081}", hint: "projection"),
    ActionEntry(
      .big, .views, [.character("b")], "big: this panel fills the screen, or all again",
      hint: "big"),
    ActionEntry(
      .explain, .views, [.enter], "explain what the focused panel shows", hint: "explain"),

    ActionEntry(
      .turnLeft, .camera, [.left], "turn the augmented space to the left", hint: "turn",
      mouse: "drag"),
    ActionEntry(
      .turnRight, .camera, [.right], "turn the augmented space to the right", mouse: "drag"),
    ActionEntry(.tiltUp, .camera, [.up], "look from higher up", mouse: "drag"),
    ActionEntry(.tiltDown, .camera, [.down], "look from lower down", mouse: "drag"),
    ActionEntry(.zoomIn, .camera, [.character("z")], "larger", mouse: "wheel"),
    ActionEntry(.zoomOut, .camera, [.character("Z")], "smaller", mouse: "wheel"),
    ActionEntry(
      .autoTurn, .camera, [.character("a")], "turn slowly by itself, or stop", hint: "auto-turn"),
    ActionEntry(.cameraReset, .camera, [.home], "look from where it began"),

    ActionEntry(
      .palette, .program, [.character(":")], "a command in words, with Tab to complete it",
      hint: "command"),
    ActionEntry(
      .share, .program, [.character("y")], "print the command for this duel on quitting"),
    ActionEntry(
      .screenshot, .program, [.character("S")], "save the screen as SVG and text",
      hint: "screenshot"),
    ActionEntry(
      .lessons, .program, [.character("L")], "lessons: what there is to see, step by step",
      hint: "lessons"),
    ActionEntry(
      .record, .program, [.character("R")], "record the screen as asciicast, or stop",
      hint: "record"),
    ActionEntry(.theme, .program, [.character("T")], "next theme"),
    ActionEntry(.help, .program, [.character("?"), .function(1)], "this help", hint: "help"),
    ActionEntry(.scrollUp, .program, [.pageUp], "scroll the help up", mouse: "wheel"),
    ActionEntry(.scrollDown, .program, [.pageDown], "scroll the help down", mouse: "wheel"),
    ActionEntry(.close, .program, [.escape], "close what lies above the screen"),
    ActionEntry(
      .mouse, .program, [.character("m")],
      "give the mouse to the terminal to copy, or take it", hint: "mouse"),
    ActionEntry(.redraw, .program, [.control("l")], "draw the whole screen anew"),
    ActionEntry(
      .quit, .program, [.character("q"), .control("c")],
      "quit; in a duel from a sweep q goes back to it", hint: "quit"),
  ]

  /// The action that a key calls.
  package static func action(for key: Key) -> Action? { byKey[key] }

  /// The row of an action.
  package static func entry(_ action: Action) -> ActionEntry? {
    all.first { $0.action == action }
  }

  /// The action of that name.
  package static func action(named name: String) -> Action? {
    all.first { $0.name == name }?.action
  }

  /// What to press for an action, as a person names it: "space", "r"; its first key.
  package static func key(_ action: Action, _ glyphs: GlyphSet = .unicode) -> String {
    entry(action)?.keys.first?.label(glyphs) ?? ""
  }

  private static let byKey: [Key: Action] = Dictionary(
    all.flatMap { entry in entry.keys.map { ($0, entry.action) } }, uniquingKeysWith: { a, _ in a })

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
