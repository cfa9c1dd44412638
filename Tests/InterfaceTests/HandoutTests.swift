import Canvas
import Foundation
import Testing

@testable import Interface

@Suite("A handout") struct HandoutTests {
  private static let text = """
    title "A *title* of |x| < 2"
    lesson 7
    section "1. Section_a"
    notice "Notice this."
    try "Try that."
    question "Why?"
    answer "Therefore."
    set points 40
    set hidden 4
    set tempo 100
    say "First."
    formula "NFE = {nfe(left)}"
    say "Second."
    play
    wait epoch 2
    pause
    expect epoch >= 2
    formula "loss {loss(left)}"
    say "Third."
    sweep t over 1s
    mark "m"
    view left grid
    say "Fourth."
    """

  private func handout() throws -> Handout {
    Handout(try DemoScript(Self.text), theme: .light)
  }

  @Test("has every caption with its equation, and the answer on its own at the end")
  func page() throws {
    let page = try handout().markdown { "p\($0).svg" }
    let lines = page.split(separator: "\n").map(String.init)
    #expect(lines.first == "# 7. A \\*title\\* of \\|x\\| \\< 2")
    #expect(lines.contains("*1. Section\\_a*"))
    let order = [
      "Notice this.", "**1.** First.", "**2.** Second.", "**3.** Third.", "**4.** Fourth.",
      "Try that.", "Why?", "---", "Therefore.",
    ]
    let places = try order.map { text in try #require(lines.firstIndex(of: text), "\(text)") }
    #expect(places == places.sorted())
    #expect(lines.last == "Therefore.")
    #expect(page.split(separator: "---\n").count == 2)
  }

  @Test("shows each caption's numbers and picture as they were when it appeared")
  func moments() throws {
    let handout = try self.handout()
    #expect(handout.failure == nil && handout.moments.count == 4)
    let formulas = handout.moments.map(\.formula)
    #expect(formulas[1].hasPrefix("loss 0.") || formulas[1].hasPrefix("loss 1."), "\(formulas[1])")
    let screens = handout.moments.map { $0.screen?.cells(.unicode).plainText }
    // The third picture is the flow: the grid comes with the fourth caption.
    let (third, fourth) = (try #require(screens[2]), try #require(screens[3]))
    #expect(third.contains("flow") && !third.contains("grid") && fourth.contains("grid"))
    // The screen has no key bar and no caption: the text is beside it.
    for screen in screens.compactMap({ $0 }) {
      #expect(!screen.contains("quit") && !screen.contains("space") && !screen.contains("Third."))
    }
  }

  @Test("does not repeat a picture that has not changed")
  func repeats() throws {
    let script = try DemoScript("set points 40\nset hidden 4\nsay \"One.\"\nsay \"Two.\"")
    let handout = Handout(script, theme: .light)
    #expect(handout.moments[0].screen != nil && handout.moments[1].screen == nil)
  }

  @Test("a cropped screen has the chosen rows and the pictures within them")
  func cropping() {
    var grid = CellGrid(width: 10, height: 6)
    for y in 0..<6 {
      grid.write("row \(y)", x: 0, y: y, style: Style(nil))
    }
    var screen = Composition(grid)
    var drawing = Drawing(columns: 2, rows: 2)
    drawing.line(0, 0, 3, 7, Ink(nil))
    screen.place(drawing, x: 7, y: 2)
    screen.place(drawing, x: 7, y: 0)
    screen.cover(Rect(x: 0, y: 0, width: 5, height: 2)) {
      $0.write("top", x: 0, y: 1, style: Style(nil))
    }
    let part = screen.cropped(to: 1..<5)
    #expect(part.grid.height == 4 && part.grid.plainText.hasPrefix("row 1"))
    #expect(part.pictures.count == 1 && part.pictures[0].y == 1)
    #expect(part.cells(.unicode).plainText.hasPrefix("top"))
  }
}
