import Canvas
import LiveSession
import NeuralODE

/// Pointing into the input space, painting it, and winding training back.
extension DuelState {
  /// How far arrow keys move the cross hair, as a share of the map's half-width.
  private var pointerStep: Float { pointing.plane.extent / 20 }

  mutating func movePointer(to place: SIMD2<Float>) { pointing.move(to: place) }

  /// Moves the cross hair by keys; false when there is none.
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

  /// The cross hair comes or goes.
  mutating func togglePointer() {
    if pointing.pointer == nil {
      pointing.pointer = .zero
      say(
        "arrows move the cross hair; x and o add points, e erases; \(ActionTable.key(.probe)) ends")
    } else {
      pointing.pointer = nil
    }
  }

  /// Why nothing can be painted now; nil when it can.
  private var paintingObstacle: String? {
    if problem.target == .number { return "points of a function cannot be painted over" }
    if setup.data.isOwn { return "points of a file cannot be painted over" }
    return setup.data.dimension == 2 ? nil : "points can be painted on 2-D data only"
  }

  /// Adds a point of a class, or erases points, and lets the runs learn what is there then.
  mutating func paint(_ brush: Pointing.Brush, at place: SIMD2<Float>) -> [Effect] {
    if let obstacle = paintingObstacle {
      say(obstacle)
      return []
    }
    guard setup.data.edits.count < 5000 else {
      say("at most 5000 strokes")
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

  /// Paints at the cross hair, which comes where there is none.
  mutating func paintAtPointer(_ brush: Pointing.Brush) -> [Effect] {
    var brush = brush
    // The two keys paint the first two of several classes, or the one that the brush has.
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

  /// The next brush for the mouse, or none.
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

  /// A digit chooses the class that a brush paints, where there are several and a brush; false where
  /// there is none.
  mutating func chooseBrush(_ key: Key) -> Bool {
    guard pointing.brush != nil, problem.target == .classes, case .character(let character) = key,
      let number = character.wholeNumberValue, setup.data.classNames.indices.contains(number - 1)
    else { return false }
    pointing.brush = .numbered(number - 1)
    sayBrush()
    return true
  }

  /// How far `,` and `.` go through the run so far.
  private static let momentStep = 1.0 / 40

  /// Shows an earlier or later moment of training.
  mutating func windTraining(by step: Int) -> [Effect] {
    var moments: [Side: Double] = [:]
    for side in Side.allCases {
      let next = (playback.moments[side] ?? 1) + Double(step) * Self.momentStep
      if next < 1 - 1e-9 { moments[side] = max(0, next) }
    }
    return show(moments)
  }

  /// Shows the moment at a share of both runs so far; nil is the present of both.
  mutating func showMoment(_ share: Double?) -> [Effect] {
    var moments: [Side: Double] = [:]
    for side in Side.allCases { moments[side] = share }
    return show(moments)
  }

  /// Shows moments; training stands still meanwhile.
  private mutating func show(_ moments: [Side: Double]) -> [Effect] {
    guard moments != playback.moments else { return [] }
    var effects: [Effect] = []
    if !moments.isEmpty { effects = setPaused(true) }
    playback.moments = moments
    if !moments.isEmpty {
      let pause = ActionTable.key(.pause)
      say(
        "an earlier moment: \(pause) "
          + (strip.demoKeys == nil ? "trains on from here" : "goes on with what is played")
          + ", \(ActionTable.key(.present)) returns")
    }
    return effects
  }

  /// What of the state has to be sent to the runs and has not been sent yet.
  mutating func settle() -> [Effect] {
    var effects: [Effect] = []
    for side in Side.allCases {
      let parts = watchedParts(side)
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
    for side in Side.allCases where playback.moments[side] != sent.moments[side] {
      effects.append(.session(side, .show(playback.moments[side])))
    }
    sent.moments = playback.moments
    return effects
  }

  /// What a side's run draws beside the usual.
  private func watchedParts(_ side: Side) -> SnapshotParts { view(of: side.panel).parts }
}
