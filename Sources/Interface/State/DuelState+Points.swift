import Canvas
import LiveSession
import NeuralODE

/// The cross hair, painting, and going back to keyframes.
extension DuelState {
  /// How far arrow keys move the cross hair.
  private var pointerStep: Float { pointing.plane.extent / 20 }

  mutating func movePointer(to place: SIMD2<Float>) { pointing.move(to: place) }

  /// Moves the cross hair by arrow key; false without a cross hair.
  mutating func movePointer(_ key: Key) -> Bool {
    guard let place = pointing.pointer, problem.isOfPoints else { return false }
    switch key {
    case .left: movePointer(to: place + SIMD2(-pointerStep, 0))
    case .right: movePointer(to: place + SIMD2(pointerStep, 0))
    case .up: movePointer(to: place + SIMD2(0, pointerStep))
    case .down: movePointer(to: place + SIMD2(0, -pointerStep))
    default: return false
    }
    return true
  }

  mutating func togglePointer() {
    if pointing.pointer == nil {
      pointing.pointer = .zero
      say(
        "arrows move the cross hair; x and o add points, e erases; \(ActionTable.key(.probe)) ends")
    } else {
      pointing.pointer = nil
    }
  }

  /// Why painting is impossible now; nil if it is possible.
  private var paintingObstacle: String? {
    if problem.target == .number { return "a function's points cannot be painted over" }
    if let obstacle = setup.dataObstacle { return obstacle }
    if setup.data.isOwn { return "a file's points cannot be painted over" }
    return setup.data.dimension == 2 ? nil : "only 2-D data can be painted over"
  }

  mutating func paint(_ brush: Pointing.Brush, at place: SIMD2<Float>) -> [Effect] {
    if let obstacle = paintingObstacle {
      say(obstacle)
      return []
    }
    guard setup.data.edits.count < 5000 else {
      say("limit: 5000 strokes")
      return []
    }
    let edit: PointEdit
    switch brush {
    case .positive: edit = .add(x: place.x, y: place.y, target: 1)
    case .negative: edit = .add(x: place.x, y: place.y, target: -1)
    case .numbered(let number):
      edit = .add(x: place.x, y: place.y, target: Float(number))
    case .eraser: edit = .erase(x: place.x, y: place.y, radius: 0.12 * pointing.plane.extent)
    }
    return changeSetup(nil) { $0.data.edits.append(edit) }
  }

  /// Paints at the cross hair; without one, opens it instead.
  mutating func paintAtPointer(_ brush: Pointing.Brush) -> [Effect] {
    var brush = brush
    // With several classes, the two keys paint the brush's class, or else the first two.
    if problem.target == .classes, brush != .eraser {
      brush = .numbered(brush == .positive ? 0 : 1)
      if case .numbered? = pointing.brush, let chosen = pointing.brush { brush = chosen }
    }
    guard let pointer = pointing.pointer else {
      if let obstacle = paintingObstacle { say(obstacle) } else { togglePointer() }
      return []
    }
    return paint(brush, at: pointer)
  }

  mutating func changeBrush() {
    if let obstacle = paintingObstacle {
      say(obstacle)
      return
    }
    pointing.nextBrush(among: Pointing.Brush.all(setup.data))
    sayBrush()
  }

  private mutating func sayBrush() {
    say(
      pointing.brush.map {
        $0 == .eraser
          ? "drag over a map to erase points"
          : "drag over a map to paint class \($0.name(setup.data))"
      } ?? "the mouse points again")
  }

  /// Chooses the brush's class by digit; false without a brush or numbered classes.
  mutating func chooseBrush(_ key: Key) -> Bool {
    guard pointing.brush != nil, problem.target == .classes, case .character(let character) = key,
      let number = character.wholeNumberValue, setup.data.classNames.indices.contains(number - 1)
    else { return false }
    pointing.brush = .numbered(number - 1)
    sayBrush()
    return true
  }

  /// How far `,` and `.` go, as a share of the run so far.
  private static let keyframeStep = 1.0 / 40

  mutating func windTraining(by step: Int) -> [Effect] {
    var keyframes: [Side: Double] = [:]
    for side in Side.allCases {
      let next = (playback.keyframes[side] ?? 1) + Double(step) * Self.keyframeStep
      if next < 1 - 1e-9 { keyframes[side] = max(0, next) }
    }
    return show(keyframes)
  }

  /// Shows the keyframe at a share 0…1 of both runs so far; nil is the present.
  mutating func showKeyframe(_ share: Double?) -> [Effect] {
    show(share.map { [Side.left: $0, Side.right: $0] } ?? [:])
  }

  /// Shows keyframes, and pauses training.
  private mutating func show(_ keyframes: [Side: Double]) -> [Effect] {
    guard keyframes != playback.keyframes else { return [] }
    let effects = keyframes.isEmpty ? [] : setPaused(true)
    playback.keyframes = keyframes
    if !keyframes.isEmpty {
      let pause = ActionTable.key(.pause)
      say(
        "a keyframe: \(pause) "
          + (strip.demoKeys != nil
            ? "resumes the demo" : setup.isAllWatched ? "goes on" : "trains on from here")
          + ", \(ActionTable.key(.present)) returns")
    }
    return effects
  }

  /// Sends the runs whatever has changed since `sent`.
  mutating func settle() -> [Effect] {
    var effects: [Effect] = []
    for side in Side.allCases {
      let parts = parts(side)
      if parts != (side == .left ? sent.left : sent.right) {
        effects.append(.session(side, .watch(parts)))
        if side == .left { sent.left = parts } else { sent.right = parts }
      }
    }
    if pointing.pointer != sent.pointer {
      effects += Effect.both(.point(pointing.pointer))
      sent.pointer = pointing.pointer
    }
    if pointing.chosenImage != sent.chosenImage {
      effects += Effect.both(.choose(pointing.chosenImage))
      sent.chosenImage = pointing.chosenImage
    }
    for side in Side.allCases where playback.keyframes[side] != sent.keyframes[side] {
      effects.append(.session(side, .show(playback.keyframes[side])))
    }
    sent.keyframes = playback.keyframes
    return effects
  }
}
