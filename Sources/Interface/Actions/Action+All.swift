import Canvas
import LiveSession
import NeuralODE

/// Every action except those of data sets and screen parts, whose tables hold their keys.
extension Action {
  // MARK: Training

  package static let pause = Action(
    "pause", .training, [.character(" ")], "pause or run everything; in lessons, continue",
    hint: "pause"
  ) { $0.setPaused(!$0.playback.isPaused) }
  package static let step = Action(
    "step", .training, [.character("s")], "train one iteration", hint: "step"
  ) { state in
    if let obstacle = state.setup.watchedObstacle {
      state.say(obstacle)
      return []
    }
    return state.setPaused(true) + state.leaveKeyframe() + [.send(.stepOnce)]
  }
  package static let restart = Action(
    "restart", .training, [.character("r")], "restart the same run", hint: "restart"
  ) { state in
    if let obstacle = state.setup.watchedObstacle {
      state.say(obstacle)
      return []
    }
    for side in Side.allCases where state.setup[side].watched == nil { state.didRestart(side) }
    state.say("restarted with seed \(state.setup.seed)")
    return Effect.both(.restart)
  }
  package static let newSeed = Action(
    "new-seed", .training, [.character("n")], "start with another seed", hint: "new seed"
  ) { state in
    if let obstacle = state.setup.watchedObstacle {
      state.say(obstacle)
      return []
    }
    let next = RunSetting.seed(state.setup.seed, plus: 1)
    return state.changeSetup("seed \(next)") { $0.seed = next }
  }
  package static let tempoUp = Action(
    "tempo-up", .training, [.character("+"), .character("=")],
    "more iterations a second, up to full speed", hint: "faster"
  ) { $0.changeTempo(up: true) }
  package static let tempoDown = Action(
    "tempo-down", .training, [.character("-"), .character("_")], "fewer iterations a second",
    hint: "slower"
  ) { $0.changeTempo(up: false) }

  // MARK: Problem

  package static let dimensionsUp = Action(
    "dimensions-up", .problem, [.character("p")], "more added dimensions p (up to 100)",
    hint: "more p"
  ) { $0.setAugmentation(by: 1) }
  package static let dimensionsDown = Action(
    "dimensions-down", .problem, [.character("P")],
    "fewer added dimensions (p = 0 is the NODE)", hint: "less p"
  ) { $0.setAugmentation(by: -1) }
  package static let settings = Action(
    "settings", .problem, [.character("g"), .function(2)], "change settings, even during a run",
    hint: "settings", mouse: "click, wheel",
    changes: { $0.navigation.focus = $0.navigation.focus == .settings ? $0.lastModel : .settings })
  package static let undo = Action(
    "undo", .problem, [.character("u")], "undo the last change"
  ) { $0.undo() }
  package static let redo = Action(
    "redo", .problem, [.character("U")], "redo it"
  ) { $0.redo() }

  // MARK: Points and keyframes

  package static let momentBack = Action(
    "moment-back", .points, [.character(","), .character("<")], "rewind to an earlier keyframe",
    hint: "rewind"
  ) { $0.windTraining(by: -1) }
  package static let momentForward = Action(
    "moment-forward", .points, [.character("."), .character(">")],
    "to a later keyframe; in lessons only > (. blanks)"
  ) { $0.windTraining(by: 1) }
  package static let present = Action(
    "present", .points, [.end], "to the present"
  ) { $0.showKeyframe(nil) }
  package static let probe = Action(
    "probe", .points, [.character("c")], "probe one input: a cross hair, or an image",
    hint: "cross hair", mouse: "click on a map or image",
    changes: { $0.problem.isOfImages ? $0.chooseImage(by: 1) : $0.togglePointer() })
  package static let paintPositive = Action(
    "paint-positive", .points, [.character("x")], "paint class +1 at the cross hair",
    hint: "paint"
  ) { $0.paintAtPointer(.positive) }
  package static let paintNegative = Action(
    "paint-negative", .points, [.character("o")], "paint class \u{2212}1 there"
  ) { $0.paintAtPointer(.negative) }
  package static let erase = Action(
    "erase", .points, [.character("e")], "erase points near it"
  ) { $0.paintAtPointer(.eraser) }
  package static let brush = Action(
    "brush", .points, [.character("d")], "the mouse's brush on maps: +1, \u{2212}1, eraser",
    mouse: "drag on a map", changes: { $0.changeBrush() })

  // MARK: Views

  package static let timeBack = Action(
    "time-back", .views, [.character("[")], "play head back: earlier t", hint: "t back",
    mouse: "drag the bar", changes: { $0.playback.stepTime(by: -1) })
  package static let timeForward = Action(
    "time-forward", .views, [.character("]")], "play head forward: later t", hint: "t forward",
    mouse: "drag the bar", changes: { $0.playback.stepTime(by: 1) })
  package static let sweep = Action(
    "sweep", .views, [.character("t")], "play t from 0 to 1 and back, or stop",
    hint: "play", changes: { $0.playback.toggleHead() })
  package static let nextView = Action(
    "next-view", .views, [.tab], "next view of the focused panel", hint: "view",
    changes: { $0.changeView(by: 1) })
  package static let previousView = Action(
    "previous-view", .views, [.backTab], "previous view", changes: { $0.changeView(by: -1) })
  package static let nextFocus = Action(
    "next-focus", .views, [.character("f")], "move the focus to the next panel", hint: "focus",
    mouse: "click on a panel", changes: { $0.moveFocus() })
  package static let projection = Action(
    "projection", .views, [.character("v")],
    "other axes: of p \u{2265} 2, or positions with velocities", hint: "projection",
    changes: { $0.changeProjection() })
  package static let big = Action(
    "big", .views, [.character("b")], "big: this panel on the whole screen, or back", hint: "big",
    changes: { $0.navigation.isBig.toggle() })
  package static let explain = Action(
    "explain", .views, [.enter], "explain what the focused panel shows", hint: "explain",
    changes: { $0.overlays.overlay = .explanation })
  package static let words = Action(
    "words", .views, [.character("w")], "define the words in the caption and panel",
    hint: "words", changes: { $0.overlays.overlay = .words })

  // MARK: Camera

  package static let turnLeft = Action(
    "turn-left", .camera, [.left], "turn the augmented space to the left", hint: "turn",
    mouse: "drag", changes: { $0.playback.turn(-0.12, 0) })
  package static let turnRight = Action(
    "turn-right", .camera, [.right], "turn the augmented space to the right", mouse: "drag",
    changes: { $0.playback.turn(0.12, 0) })
  package static let tiltUp = Action(
    "tilt-up", .camera, [.up], "look from higher up", mouse: "drag",
    changes: { $0.playback.turn(0, 0.08) })
  package static let tiltDown = Action(
    "tilt-down", .camera, [.down], "look from lower down", mouse: "drag",
    changes: { $0.playback.turn(0, -0.08) })
  package static let zoomIn = Action(
    "zoom-in", .camera, [.character("z")], "larger", mouse: "wheel",
    changes: { $0.playback.zoom(1.15) })
  package static let zoomOut = Action(
    "zoom-out", .camera, [.character("Z")], "smaller", mouse: "wheel",
    changes: { $0.playback.zoom(1 / 1.15) })
  package static let autoTurn = Action(
    "auto-turn", .camera, [.character("a")], "turn slowly by itself, or stop", hint: "auto-turn",
    changes: { $0.playback.toggleTurn() })
  package static let cameraReset = Action(
    "camera-reset", .camera, [.home], "reset the camera",
    changes: { $0.playback.camera = DuelState.initialCamera })

  // MARK: Program

  package static let palette = Action(
    "palette", .program, [.character(":")], "type a command; Tab completes it",
    hint: "command", changes: { $0.overlays.palette = Palette() })
  package static let share = Action(
    "share", .program, [.character("y")], "print this duel's command on quitting",
    changes: { state in
      state.sharesOnQuit = true
      state.say("on quit: " + state.shareLine)
    })
  package static let screenshot = Action(
    "screenshot", .program, [.character("S")], "save the screen as SVG, PDF, PNG and text",
    hint: "screenshot"
  ) { _ in [.write(.screenshot(nil))] }
  package static let lessons = Action(
    "lessons", .program, [.character("L")], "choose a lesson",
    hint: "lessons", changes: { $0.openLessons() })
  package static let nextLesson = Action(
    "next-lesson", .program, [.character("N")], "the next lesson of a course (anode lesson all)"
  ) { _ in [.course(1)] }
  package static let previousLesson = Action(
    "previous-lesson", .program, [.character("B")], "the lesson before"
  ) { _ in [.course(-1)] }
  package static let hint = Action(
    "hint", .program, [.character("h")], "a hint in an exercise (anode exercise)"
  ) { _ in [.hint] }
  package static let record = Action(
    "record", .program, [.character("R")], "record the screen as asciicast, or stop", hint: "record"
  ) { _ in [.record] }
  package static let theme = Action(
    "theme", .program, [.character("T")], "next theme",
    changes: { state in
      let names = Theme.all.map(\.name)
      state.setTheme(names[((names.firstIndex(of: state.themeName) ?? 0) + 1) % names.count])
      state.say("theme \(state.themeName)")
    })
  package static let help = Action(
    "help", .program, [.character("?"), .function(1)], "this help", hint: "help",
    changes: { $0.overlays.overlay = .help(scroll: 0) })
  package static let scrollUp = Action(
    "scroll-up", .program, [.pageUp], "scroll the help up; in lessons, back a step",
    mouse: "wheel", changes: { $0.scrollHelp(pages: -1) })
  package static let scrollDown = Action(
    "scroll-down", .program, [.pageDown], "scroll the help down", mouse: "wheel",
    changes: { $0.scrollHelp(pages: 1) })
  package static let close = Action(
    "close", .program, [.escape], "close the overlay",
    changes: { state in
      if state.navigation.focus == .settings {
        state.navigation.focus = .right
      } else {
        state.pointing.pointer = nil
      }
      state.pointing.brush = nil
    })
  package static let mouse = Action(
    "mouse", .program, [.character("m")], "give the mouse to the terminal, or take it back",
    hint: "mouse", changes: { $0.toggleMouse() })
  package static let redraw = Action(
    "redraw", .program, [.control("l")], "redraw the whole screen"
  ) { _ in [.redraw] }
  package static let quit = Action(
    "quit", .program, [.character("q"), .control("c")],
    "quit; in a sweep's duel, q goes back to it", hint: "quit"
  ) { _ in [.quit] }

  /// Chooses a data set. The table lists only those with a key.
  package static func data(_ kind: DatasetKind) -> Action {
    Action(
      "data-\(kind.rawValue)", .problem, kind.key.map { [.character($0)] } ?? [],
      "\(kind.rawValue): \(kind.summary)", hint: kind.isPublished ? kind.rawValue : nil
    ) { $0.setData(kind) }
  }
}
