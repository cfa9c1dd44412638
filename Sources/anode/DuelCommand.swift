import CellGraphics
import DifferentialEquations
import Glibc
import NeuralODE
import Terminal

/// `anode duel`: the live screen.
package enum DuelCommand: Command {
  /// See `Command`.
  package static let description = CommandDescription(
    name: "duel", summary: "Train a Neural ODE and an Augmented Neural ODE side by side, live",
    discussion: [
      """
      Draws both models while they learn: trajectories over the learned vector field, the augmented \
      space, NFE and loss. Press ? for all keys, q to leave. It needs a terminal of 80x24 or more.
      """
    ],
    options: [
      .init("data", "SET", .choice(DatasetKind.words), default: "annulus", "data set"),
      .init("p", "N", .integer(1...64), default: "1", "augmented dimensions of the ANODE"),
      .init("hidden", "N", .integer(1...256), default: "32; flip: 16", "width of hidden layers"),
      .init(
        "activation", "NAME", .choice(Activation.words), default: "relu",
        "nonlinearity of the vector fields"),
      .init("seed", "N", .integer(0...Int.max), default: "0", "seed of data, weights and batches"),
      .init(
        "tempo", "N", .integerOrWord(1...1_000_000, "full"), default: "30",
        "iterations a second"),
      .init(
        "tolerance", "X", .real(above: 0, upTo: 1), default: "1e-3",
        "relative and absolute tolerance of the solver"),
      .init(
        "right-end", "POLICY", .choice(RightEnd.words), default: "interpolate",
        "what the solver does at t = 1"),
      .init(
        "theme", "NAME", .choice(["dark", "light", "contrast"]), default: "dark",
        "colours of the screen"),
      .init(
        "color", "DEPTH", .choice(["auto", "never", "16", "256"]), default: "auto",
        "colours used"),
      .init(flag: "ascii", "draw with ASCII characters only"),
    ],
    examples: [
      .init(
        command: "anode --tempo full",
        purpose: "The duel on the annulus, as fast as the machine goes."),
      .init(
        command: "anode duel --data flip --seed 7",
        purpose: "The flip of the line, which no Neural ODE can learn."),
    ])

  /// See `Command`.
  package static func run(_ options: ParsedOptions) throws {
    let terminal = try Terminal(
      TerminalOptions(color: options.choice("color") ?? .auto, isASCII: options.has("ascii")))
    let ending = terminal.run(TestPattern())
    terminal.close()
    ending.exit()
  }
}

/// Stands in for the interface: dots that move, colours, and the last key pressed.
@MainActor private final class TestPattern: TerminalProgram {
  var isAnimated: Bool { !isPaused }
  var wantsMouse = true
  private var isPaused = false
  private var message = "space pauses, m gives the mouse back, q leaves"
  private var phase = 0
  private var elapsed = 0.0
  private var last = 0.0

  func handle(_ event: InputEvent) -> Reaction {
    switch event {
    case .key(.character("q")), .key(.control("c")): return .quit
    case .key(.character(" ")): isPaused.toggle()
    case .key(.character("m")): wantsMouse.toggle()
    default: break
    }
    phase += 1
    message = "\(phase) \(event)"
    return .redraw
  }

  func wake() -> Bool { false }

  func draw(width: Int, height: Int, time: Double) -> CellGrid {
    if !isPaused { elapsed += min(0.1, time - last) }
    last = time
    var grid = CellGrid(width: width, height: height)
    for y in 1..<max(1, height) {
      for x in 0..<width {
        let wave = sin(Double(x) * 0.2 + elapsed * 2) + cos(Double(y) * 0.3 - elapsed)
        let glyph = Unicode.Scalar(0x2800 + UInt32(min(255, max(0, (wave + 2) * 64)))) ?? " "
        let hue = Color(hex: 0x3060c0).mixed(with: Color(hex: 0xf0a040), Float((wave + 2) / 4))
        grid[x, y] = Cell(glyph, Style(hue))
      }
    }
    for (x, scalar) in message.unicodeScalars.enumerated() {
      grid[x, 0] = Cell(scalar, Style(nil, bold: true))
    }
    return grid
  }
}
