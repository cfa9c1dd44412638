import Canvas
import Terminal

/// A program that can open another above itself.
@MainActor protocol StackedProgram: TerminalProgram {
  /// The program to show above this one; returned once.
  func takeOpened() -> (any StackedProgram)?
  func cover()
  func uncover()
  /// The program ends; returns lines to print after the screen closes.
  func leave() -> [String]
}

/// Programs above each other; the last has the screen: a duel opened from a sweep, a sweep from a
/// duel. All signal the same descriptor.
@MainActor final class ScreenStack: TerminalProgram {
  private var programs: [any StackedProgram]
  private var lines: [String] = []

  init(_ program: any StackedProgram) { programs = [program] }

  /// Opens the terminal, runs the program that `make` gives for it, and prints its last lines.
  static func run(
    _ options: TerminalOptions,
    _ make: (Terminal, WakeDescriptor) throws -> any StackedProgram
  ) throws -> Ending {
    let terminal = try Terminal(options)
    defer { terminal.close() }
    let wake = try WakeDescriptor()
    let stack = ScreenStack(try make(terminal, wake))
    let ending = terminal.run(stack, wake: wake, frameRate: 40)
    terminal.close()
    for line in stack.leave() { print(line) }
    return ending
  }

  /// Never empty: the stack ends with its first program.
  private var top: any StackedProgram { programs[programs.count - 1] }

  var isAnimated: Bool { top.isAnimated }
  var wantsMouse: Bool { top.wantsMouse }

  func handle(_ event: InputEvent) -> Reaction {
    let reaction = top.handle(event)
    if case .quit = reaction {
      // Ctrl-C leaves all programs.
      guard programs.count > 1, event != .key(.control("c")) else { return .quit }
      lines += programs.removeLast().leave()
      top.uncover()
      _ = top.wake()
      return .redraw
    }
    return open() ? .redraw : reaction
  }

  /// Shows the program that the top one has opened, if any.
  private func open() -> Bool {
    guard let opened = top.takeOpened() else { return false }
    top.cover()
    programs.append(opened)
    return true
  }

  func wake() -> Bool {
    let isNew = top.wake()
    return open() || isNew
  }

  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {
    top.advance(to: time, width: width, height: height, hasPixels: hasPixels)
  }

  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    top.draw(width: width, height: height, pictures: pictures)
  }

  var wantedPictures: PicturePreference { top.wantedPictures }
  var wantedDots: DotGlyphs { top.wantedDots }
  func takePictures() -> EncodedPictures? { top.takePictures() }
  func picturesArePast() { top.picturesArePast() }
  func picturesAreTooSlow(seconds: Int) { top.picturesAreTooSlow(seconds: seconds) }

  /// Ends all programs; returns lines to print.
  func leave() -> [String] {
    while let program = programs.popLast() { lines += program.leave() }
    return lines
  }
}
