import Canvas
import Dispatch
import Foundation
import Terminal
import Testing

@testable import Commands

/// Counts its calls.
@MainActor private final class CountingProgram: StackedProgram {
  private(set) var counts: [String: Int] = [:]
  var above: CountingProgram?
  let isAnimated = false
  let wantsMouse = false

  private func count(_ name: String) { counts[name, default: 0] += 1 }

  func handle(_ event: InputEvent) -> Reaction { event == .key(.character("q")) ? .quit : .redraw }
  func wake() -> Bool {
    count("wake")
    return true
  }
  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {}
  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    count("draw")
    return CellGrid(width: width, height: height)
  }
  func takePictures() -> EncodedPictures? {
    count("take")
    return nil
  }
  func picturesArePast() { count("past") }
  func takeOpened() -> (any StackedProgram)? {
    defer { above = nil }
    return above
  }
  func cover() { count("cover") }
  func uncover() { count("uncover") }
  func leave() -> [String] { [] }
}

@Suite("Of screens above each other the last is worked for, and no other")
@MainActor struct ScreenStackTests {
  @Test("What is covered neither draws nor paints, and is told when it is seen again")
  func covered() {
    let (below, above) = (CountingProgram(), CountingProgram())
    let stack = ScreenStack(below)
    below.above = above
    _ = stack.handle(.key(.enter))
    for _ in 0..<3 {
      _ = stack.wake()
      _ = stack.frame(10, 5, at: 0)
      _ = stack.takePictures()
      // Both share a painter: with two calls it would paint two screens.
      stack.picturesArePast()
    }
    #expect(below.counts == ["cover": 1])
    #expect(above.counts == ["wake": 3, "draw": 3, "take": 3, "past": 3])
    _ = stack.handle(.key(.character("q")))
    #expect(below.counts["uncover"] == 1)
    stack.picturesArePast()
    #expect(below.counts["past"] == 1 && above.counts["past"] == 3)
  }

  @Test("Two pictures of a screen wider than 512 columns are two, whatever their places")
  func wideScreen() throws {
    var drawing = Drawing(columns: 4, rows: 2)
    drawing.line(0, 0, 8, 8, Ink(Theme.dark.text, layer: 1))
    var screen = Composition(CellGrid(width: 600, height: 4))
    // In a row of 512 columns they would have the same slot.
    screen.place(drawing, x: 515, y: 0)
    screen.place(drawing, x: 3, y: 1)
    let painted = DispatchSemaphore(value: 0)
    let painter = PicturePainter { painted.signal() }
    let cell = try #require(CellSize(width: 2, height: 4))
    painter.paint(screen, .dark, PictureSupport(.kitty(sharesMemory: false), cell: cell))
    #expect(painted.wait(timeout: .now() + 20) == .success)
    let pictures = try #require(painter.take())
    let text = pictures.pieces.map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(text.components(separatedBy: "a=p,").count == 3 && !text.contains("a=d"))
  }
}
