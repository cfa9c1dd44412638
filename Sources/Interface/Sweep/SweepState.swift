import Canvas

/// A person's choices on the sweep's screen.
package struct SweepState: Sendable, Equatable {
  package private(set) var selection = 0
  /// The cell marked as the opponent in duels.
  package private(set) var marked: Int?
  /// Whether the chosen cell fills the screen.
  package private(set) var isBig = false
  package private(set) var isHelpOpen = false
  /// The answer to the last key, until the next one.
  package var message: String?
  /// Whether a duel opened it, to which `q` returns.
  package let isNested: Bool
  package var width: Int
  package var height: Int
  private let count: Int

  package enum Response: Sendable, Equatable {
    case ignored
    case redraw
    /// Open a duel with the chosen cell.
    case duel
    case quit
  }

  package init(count: Int, width: Int, height: Int, isNested: Bool = false) {
    self.count = max(1, count)
    self.width = width
    self.height = height
    self.isNested = isNested
  }

  package mutating func handle(_ event: InputEvent) -> Response {
    switch event {
    case .resize(let width, let height):
      (self.width, self.height) = (width, height)
      return .redraw
    case .key(let key):
      let response = handle(key)
      if response == .redraw { message = nil }
      return response
    case .paste: return .ignored
    case .mouse(let mouse):
      guard mouse.kind == .press else { return .ignored }
      if isHelpOpen {
        isHelpOpen = false
        return .redraw
      }
      guard !isBig else { return .ignored }
      let layout = SweepLayout(count: count, width: width, height: height, selection: selection)
      guard let hit = layout.cells.first(where: { $0.rect.contains(mouse.x, mouse.y) }) else {
        return .ignored
      }
      if hit.index == selection { return .duel }
      selection = hit.index
      message = nil
      return .redraw
    }
  }

  private mutating func handle(_ key: Key) -> Response {
    let columns = SweepLayout(count: count, width: width, height: height, selection: selection)
      .columns
    switch key {
    case .control("c"): return .quit
    case .character("?"), .function(1): isHelpOpen.toggle()
    case .escape where isHelpOpen, .enter where isHelpOpen, .backspace where isHelpOpen:
      isHelpOpen = false
    case .character("q"): return .quit
    case _ where isHelpOpen: return .ignored
    case .enter: return .duel
    case .character("b"): isBig.toggle()
    case .escape where isBig, .backspace where isBig: isBig = false
    case .character(" "): marked = marked == selection ? nil : selection
    case .left: select(selection - 1)
    case .right, .tab: select(selection + 1)
    case .backTab: select(selection - 1)
    case .up: select(isBig ? selection - 1 : selection - columns)
    case .down: select(isBig ? selection + 1 : selection + columns)
    case .home: select(0)
    case .end: select(count - 1)
    default: return .ignored
    }
    return .redraw
  }

  /// Ignores an index without a cell.
  private mutating func select(_ index: Int) {
    if (0..<count).contains(index) { selection = index }
  }
}
