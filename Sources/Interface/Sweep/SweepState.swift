import Canvas

/// What a person has chosen on the sweep's screen.
package struct SweepState: Sendable, Equatable {
  /// The cell that is chosen.
  package private(set) var selection = 0
  /// The cell that others are to meet in a duel, if the person has marked one.
  package private(set) var marked: Int?
  /// Is the chosen cell shown by itself?
  package private(set) var isBig = false
  /// Are the keys explained above the screen?
  package private(set) var isHelpOpen = false
  /// An answer to the last key, until the next one.
  package var message: String?
  /// Was it opened from a duel, to which `q` goes back?
  package let isNested: Bool
  package var width: Int
  package var height: Int
  private let count: Int

  /// What became of an event.
  package enum Response: Sendable, Equatable {
    /// Nothing.
    case ignored
    /// The picture changed.
    case redraw
    /// The chosen cell is to be shown in a duel.
    case duel
    /// The person wants to leave.
    case quit
  }

  /// The state before anything was pressed.
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
      // What was said has been read, or was about something else.
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

  /// Stays where it is when there is no such cell.
  private mutating func select(_ index: Int) {
    if (0..<count).contains(index) { selection = index }
  }
}
