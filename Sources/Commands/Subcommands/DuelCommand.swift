import Canvas
import Solvers
import Interface
import NeuralODE
import Terminal

/// `anode duel`
package enum DuelCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "duel", summary: "Train a Neural ODE and an Augmented Neural ODE side by side, live",
      discussion: [
        """
        Draws both models while they learn: trajectories over the learned vector field, the augmented \
        space, NFE and loss. Press ? for all keys, q to leave. It needs a terminal of 80x24 or more.
        """,
        """
        Every setting of the screen can be given as NAME=VALUE: tolerance=1e-5 for both models, \
        right.p=5 or left.model=resnet for one. Names are: \
        \(SettingTable.all.map(\.name).joined(separator: ", ")). The file that anode config names is read \
        first; the command line overrides it.
        """,
      ], operands: "[NAME=VALUE]...",
      options: [
        .init(RunSetting.ofPoints[0].row), TableOptions.file,
      ] + TableOptions.descriptions + SeriesOptions.descriptions + [
        .init(
          "load", "SIDE=FILE", .text, default: nil,
          "start a side from the weights of a safetensors file: left=FILE or right=FILE, or both"),
        .init(
          "images", "SOURCE", .text, default: nil,
          "learn images: " + SettingKind.list(ImageSource.forms)),
      ] + ImageOptions.descriptions
        + SettingOptions.descriptions(
          [.model, .solver, .training], except: ["model", "time", "readout"],
          defaults: ["hidden": "32; flip: 16; images: the number that makes parameters equal"])
        + [.init(RunSetting.ofSeed.row), .init(SettingTable.tempo.row)] + ScreenOptions.descriptions
        + [
          ScreenOptions.big,
          .init(flag: "reduced-motion", "stop automatic rotation and motion"),
          .init(
            flag: "plain",
            "no screen: print changes as lines of text, and read commands as lines of input"),
          .init(
            "epochs", "N", .integer(1...1_000_000), default: "40",
            "with --plain: epochs until it ends"),
          .init(flag: "no-config", "do not read the configuration file"),
        ],
      examples: [
        .init(
          command: "anode --tempo full",
          purpose: "The duel on the annulus, as fast as the machine goes."),
        .init(
          command: "anode duel --data flip --seed 7",
          purpose: "The flip of the line, which no Neural ODE can learn."),
        .init(
          command: "anode duel --images digits",
          purpose: "A convolutional NODE against an ANODE of equal parameters, on digits."),
        .init(
          command: "anode duel data=spirals left.model=resnet right.p=2 rate=5e-3",
          purpose: "A residual network against an ANODE with two added dimensions."),
      ])
  }

  package static func run(_ options: ParsedOptions) throws {
    var setup = try DuelOptions(options)
    if options.has("plain") {
      try PlainDuel.run(setup, epochs: options.integer("epochs") ?? 40)
      return
    }
    try options.require("--plain", for: ["epochs"])
    let terminal = TerminalOptions(
      color: setup.color, isASCII: setup.isASCII, pictures: setup.state.pixels)
    let ending = try ScreenStack.run(terminal) { terminal, wake in
      setup.state.resize(terminal.size)
      setup.state.offer(lessons: DemoLibrary.lessons.map { DemoLibrary.title($0) })
      setup.state.beginTips()
      if let complaint = setup.complaints.first { setup.state.say(complaint) }
      return DuelProgram(
        state: setup.state, on: terminal, wake: wake,
        sessions: setup.weights.isEmpty ? nil : setup.sessions)
    }
    for complaint in setup.complaints { Descriptor.complain("anode: \(complaint)") }
    ending.exit()
  }
}
