import Canvas
import Interface
import Platform
import Terminal

/// Time to draw a frame, and bytes to send it.
@MainActor struct ScreenBench {
  let isQuick: Bool

  private struct Cost {
    var milliseconds: [Double] = []
    var bytes: [Int] = []
    /// To paint all pictures of a frame in pixels; empty without Cairo.
    var pixels: [Double] = []
  }

  func section() throws -> BenchSection {
    let frames = isQuick ? 4 : 60
    var duel = LockstepDuel(DuelState(width: 140, height: 42))
    for _ in 0..<(isQuick ? 5 : 100) { duel.advance(by: 0.1) }
    var rows: [JSONLine] = []
    for view in duel.state.views(of: .right) {
      // A view of augmented models has no counterpart on the left.
      _ = try? duel.perform("view left \(view.name)")
      _ = try duel.perform("view right \(view.name)")
      rows.append(row(view.title, measure(&duel, frames, isMoving: true)))
    }
    _ = try duel.perform("view left flow")
    _ = try duel.perform("view right flow")
    _ = try duel.perform("big")
    for style in ["lines", "motion"] {
      _ = try duel.perform("field \(style)")
      rows.append(row("field \(style)", measure(&duel, frames, isMoving: true)))
    }
    _ = try duel.perform("field strokes")
    rows.append(row("big", measure(&duel, frames, isMoving: true)))
    _ = try duel.perform("focus left")
    _ = try duel.perform("field lines")
    rows.append(row("streamlines, big", measure(&duel, frames, isMoving: true)))
    _ = try duel.perform("field strokes")
    _ = try duel.perform("focus right")
    _ = try duel.perform("big")
    _ = try duel.perform("help")
    rows.append(row("help", measure(&duel, frames, isMoving: true)))
    _ = try duel.perform("close")
    _ = try duel.perform("pause")
    for _ in 0..<60 { duel.advance(by: 0.1) }
    rows.append(row("at rest", measure(&duel, frames, isMoving: false)))
    return BenchSection(kind: "ui", title: "Frames at 140x42 while both models train", rows: rows)
  }

  private func measure(_ duel: inout LockstepDuel, _ frames: Int, isMoving: Bool) -> Cost {
    var screen = FrameBytes(width: 140, height: 42, depth: .indexed)
    var cost = Cost()
    duel.advance(by: 1.0 / 30)
    _ = screen.count(duel.draw())
    for _ in 0..<frames {
      duel.advance(by: 1.0 / 30)
      let start = Clock.now
      let grid = duel.draw()
      cost.milliseconds.append((Clock.now - start) * 1e3)
      cost.bytes.append(screen.count(grid))
      if let seconds = Self.paint(duel.compose()) { cost.pixels.append(seconds * 1e3) }
    }
    return cost
  }

  /// Seconds for all pictures of a screen with cells of 9 × 19 pixels; nil without Cairo.
  private static func paint(_ screen: Composition) -> Double? {
    let style = PixelStyle(cellWidth: 9, cellHeight: 19, .dark)
    let start = Clock.now
    for picture in screen.placedPictures {
      guard
        let canvas = PixelCanvas(
          width: picture.drawing.columns * 9, height: picture.drawing.rows * 19)
      else { return nil }
      canvas.fill(style.background)
      canvas.draw(picture.drawing, style, text: true)
    }
    return Clock.now - start
  }

  private func row(_ name: String, _ cost: Cost) -> JSONLine {
    let times = cost.milliseconds.sorted()
    let bytes = cost.bytes.sorted()
    func at<Value>(_ list: [Value], _ share: Double) -> Value {
      list[min(list.count - 1, Int(Double(list.count) * share))]
    }
    let pixels = cost.pixels.sorted()
    return JSONLine(
      [
        ("view", .text(name)), ("drawMilliseconds", .number(at(times, 0.5), digits: 3)),
        ("draw95", .number(at(times, 0.95), digits: 3)), ("bytes", .integer(at(bytes, 0.5))),
        ("bytes95", .integer(at(bytes, 0.95))),
      ]
        + (pixels.isEmpty
          ? [] : [("pixelMilliseconds", .number(at(pixels, 0.5), digits: 3))]))
  }
}
