import CellGraphics
import DifferentialEquations
import Interface
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
      .init("p", "N", .integer(0...100), default: "1", "augmented dimensions of the ANODE"),
      .init("hidden", "N", .integer(1...256), default: "32; flip: 16", "width of hidden layers"),
      .init(
        "activation", "NAME", .choice(Activation.words), default: "relu",
        "nonlinearity of the vector fields"),
      .init("seed", "N", .integer(0...Int.max), default: "0", "seed of data, weights and batches"),
      .init(
        "tempo", "N", .integerOrWord(1...1_000_000, "full"), default: "50",
        "iterations a second"),
      .init(
        "tolerance", "X", .real(above: 0, upTo: 1), default: "1e-3",
        "relative and absolute tolerance of the solver"),
      .init(
        "right-end", "POLICY", .choice(RightEnd.words), default: "interpolate",
        "what the solver does at t = 1"),
      .init(
        "theme", "NAME", .choice(["dark", "light", "high-contrast"]), default: "dark",
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
    defer { terminal.close() }
    let capabilities = terminal.capabilities
    let program = try DuelProgram(
      state: initialState(options, size: terminal.size),
      theme: theme(options, capabilities), glyphs: capabilities.isUTF8 ? .unicode : .ascii)
    let ending = terminal.run(program, wake: program.wakeDescriptor, frameRate: 40)
    terminal.close()
    ending.exit()
  }

  private static func theme(_ options: ParsedOptions, _ capabilities: Capabilities) -> Theme {
    if capabilities.colorDepth == .none { return .mono }
    return options.word("theme").flatMap { Theme.named($0) } ?? .dark
  }

  /// The duel that the options describe.
  private static func initialState(
    _ options: ParsedOptions, size: (width: Int, height: Int)
  ) -> DuelState {
    let setup = DuelSetup(
      dataset: options.choice("data") ?? .annulus, augmentation: options.integer("p") ?? 1,
      seed: UInt64(options.integer("seed") ?? 0), hidden: options.integer("hidden"),
      activation: options.choice("activation") ?? .relu, tolerance: options.real("tolerance"),
      rightEnd: options.choice("right-end") ?? .interpolate)
    let tempo: Double? =
      options.word("tempo") == "full"
      ? nil : options.integer("tempo").map(Double.init) ?? DuelState.defaultTempo
    return DuelState(setup: setup, tempo: tempo, width: size.width, height: size.height)
  }
}
