import CellGraphics
import Foundation
import Interface
import LiveSession
import NeuralODE
import Terminal

/// The live duel: two runs on queues of their own, and the screen that shows their latest snapshots.
///
/// The screen never waits for a run: it takes whatever snapshot is there, and draws. Runs never wait for the screen: they
/// leave snapshots in a mailbox and signal a descriptor that the terminal is polled with.
@MainActor final class DuelProgram: TerminalProgram {
  /// What runs signal when they have something new.
  let wakeDescriptor: WakeDescriptor

  private(set) var state: DuelState
  private let glyphs: GlyphSet
  /// Are there no colours, whatever the theme?
  private let isMono: Bool
  private let runners: (left: LiveRunner, right: LiveRunner)
  private var snapshots: (left: Snapshot?, right: Snapshot?)
  /// What background work has to say.
  private let notices = LatestValue<String>()
  private var lastDraw: Double?

  /// A duel that begins to train at once, on a screen that will say its size.
  ///
  /// - Throws: `TerminalError` when the system has no descriptor left.
  init(state: DuelState, isMono: Bool, glyphs: GlyphSet) throws(TerminalError) {
    let wake = try WakeDescriptor()
    wakeDescriptor = wake
    self.state = state
    self.isMono = isMono
    self.glyphs = glyphs
    runners = (
      LiveRunner(state.setup.run(.left), name: "left", tempo: state.tempo, wake: wake.signal),
      LiveRunner(state.setup.run(.right), name: "right", tempo: state.tempo, wake: wake.signal)
    )
    if !state.isPaused {
      runners.left.send(.run)
      runners.right.send(.run)
    }
  }

  var isAnimated: Bool { state.needsAnimation }
  var wantsMouse: Bool { state.isMouseCaptured }

  func handle(_ event: InputEvent) -> Reaction {
    let before = state
    var reaction = Reaction.ignored
    for effect in state.handle(event) {
      switch effect {
      case .session(let side, let command): runner(side).send(command)
      case .setMouse: break
      case .redraw: reaction = .repaint
      case .write(let request): write(request)
      case .quit: return .quit
      }
    }
    if case .resize = event { return .redraw }
    return reaction == .ignored && state != before ? .redraw : reaction
  }

  private func runner(_ side: Side) -> LiveRunner { side == .left ? runners.left : runners.right }

  func wake() -> Bool {
    let notice = notices.take()
    if let notice { state.tell(notice) }
    let left = runners.left.takeSnapshot()
    let right = runners.right.takeSnapshot()
    guard left != nil || right != nil || notice != nil else { return false }
    snapshots.left = left ?? snapshots.left
    snapshots.right = right ?? snapshots.right
    state.observe(left: snapshots.left, right: snapshots.right)
    return true
  }

  func draw(width: Int, height: Int, time: Double) -> CellGrid {
    // After a rest the clock has run on, but nothing on the screen has.
    if let lastDraw { state.advance(by: min(0.1, max(0, time - lastDraw))) }
    lastDraw = time
    if state.width != width || state.height != height {
      _ = state.handle(.resize(width: width, height: height))
    }
    return screen
  }

  private var theme: Theme { isMono ? .mono : Theme.named(state.themeName) ?? .dark }

  private var screen: CellGrid {
    DuelScreen.draw(
      left: snapshots.left, right: snapshots.right, state: state, theme: theme, glyphs: glyphs)
  }

  // MARK: Files

  private func write(_ request: FileRequest) {
    do throws(OutputFile.Failure) {
      switch request {
      case .screenshot(let name):
        let stem = name.map(Self.stem) ?? Self.freeName()
        try Screenshot.write(screen, theme: theme, stem: stem)
        state.tell("saved \(stem).svg and \(stem).ansi")
      case .share(let path):
        try OutputFile.write(state.shareLine + "\n", to: path)
        state.tell("saved \(path)")
      case .metrics(let path):
        try OutputFile.write(
          MetricsTable.csv(left: snapshots.left, right: snapshots.right), to: path)
        state.tell("saved \(path)")
      case .weights(let side, let path): saveWeights(side, path)
      }
    } catch {
      state.tell(error.description)
    }
  }

  /// On the run's own queue, so that the screen need not wait for it.
  private func saveWeights(_ side: Side, _ path: String) {
    let (notices, wake) = (notices, wakeDescriptor)
    runner(side).withCheckpoint { checkpoint in
      do {
        try OutputFile.write(checkpoint.data(isDouble: false), to: path)
        notices.put("saved \(path)")
      } catch {
        notices.put("\(error)")
      }
      wake.signal()
    }
  }

  private static func stem(_ name: String) -> String {
    name.hasSuffix(".svg") ? String(name.dropLast(4)) : name
  }

  /// anode-1, anode-2, …: the first that is free in the working folder.
  private static func freeName() -> String {
    let number = (1...9999).first { number in
      !FileManager.default.fileExists(atPath: "anode-\(number).svg")
    }
    return "anode-\(number ?? 0)"
  }
}

/// A screen as files.
enum Screenshot {
  /// Writes `stem`.svg and `stem`.ansi.
  static func write(
    _ grid: CellGrid, theme: Theme, stem: String
  ) throws(OutputFile.Failure) {
    var writer = SVGWriter()
    if let color = theme.background { writer.background = color }
    if let color = theme.text { writer.foreground = color }
    try OutputFile.write(writer.document(grid), to: stem + ".svg")
    try OutputFile.write(grid.ansiText(.indexed), to: stem + ".ansi")
  }
}
