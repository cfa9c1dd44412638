import Interface
import Testing

@Suite("The layout fills the screen without overlap") struct LayoutTests {
  @Test("panels fill every screen that is large enough, without overlap")
  func panelsFillEveryScreenWithoutOverlap() {
    for width in stride(from: 1, through: 400, by: 7) {
      for height in stride(from: 1, through: 120, by: 3) {
        check(width, height)
      }
    }
    for (width, height) in [(80, 24), (79, 24), (80, 23), (119, 24), (120, 24), (400, 120), (0, 0)]
    {
      check(width, height)
    }
  }

  private func check(_ width: Int, _ height: Int) {
    let layout = ScreenLayout(width: width, height: height)
    let fits = width >= 80 && height >= 24
    #expect(layout.isTooSmall == !fits)
    guard fits else {
      #expect(layout.panel(at: 0, 0) == nil)
      return
    }
    let rects = [layout.title, layout.status] + Panel.all.compactMap { layout.rect(of: $0) }
    var area = 0
    for rect in rects {
      area += rect.width * rect.height
      #expect(rect.x >= 0 && rect.y >= 0 && rect.maxX <= width && rect.maxY <= height)
    }
    // Same area as the screen, within it and disjoint: so they fill it.
    #expect(area == width * height)
    for (index, a) in rects.enumerated() {
      for b in rects.dropFirst(index + 1) {
        #expect(a.maxX <= b.x || b.maxX <= a.x || a.maxY <= b.y || b.maxY <= a.y)
      }
    }
    for panel in [Panel.left, .right] {
      guard let rect = layout.rect(of: panel) else { continue }
      for isOpen in [true, false] {
        let parts = ModelPanelLayout(rect, isOpen: isOpen)
        for part in [parts.picture, parts.numbers, parts.playHead, parts.light] {
          #expect(part.width > 0 && part.height > 0)
          #expect(part.x > rect.x && part.maxX < rect.maxX)
          #expect(part.y > rect.y && part.maxY < rect.maxY)
        }
        // A picture fills its panel.
        #expect(parts.picture.height >= 6 && 10 * parts.picture.width >= 8 * rect.width)
      }
    }
  }

  @Test("the settings need 120 columns")
  func theSettingsNeedAWideScreen() {
    #expect(ScreenLayout(width: 119, height: 40).rect(of: .settings) == nil)
    #expect(ScreenLayout(width: 120, height: 40).rect(of: .settings) != nil)
  }

  @Test("an enlarged panel shares the screen only with numbers")
  func aBigPanelSharesTheScreenWithNumbersOnly() throws {
    for (width, height) in [(80, 24), (140, 42), (400, 120)] {
      let layout = ScreenLayout(width: width, height: height, big: .left)
      let panel = try #require(layout.rect(of: .left))
      let numbers = try #require(layout.numbers)
      #expect(panel.width == width && panel.maxY == numbers.y && numbers.maxY == height - 1)
      #expect(layout.rect(of: .right) == nil)
    }
  }
}
