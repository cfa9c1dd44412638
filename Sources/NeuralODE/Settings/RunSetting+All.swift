import DifferentialEquations

extension RunSetting {
  /// Every setting of a run, in the order in which they are listed and in which they are to be
  /// applied: what others depend on comes first.
  public static let all = ofModel() + ofSolver() + ofTraining()

  private static let isFlow: @Sendable (RunConfiguration) -> Bool = { $0.model.family != .resnet }
  private static let isAdaptive: @Sendable (RunConfiguration) -> Bool = {
    $0.model.family != .resnet && $0.training.solver.isAdaptive
  }

  /// Numbers of augmented dimensions that keys go through.
  public static let augmentations = [0, 1, 2, 3, 4, 5, 10, 20, 50, 100]

  private static func ofModel() -> [RunSetting] {
    [
      .choice(
        "model", .model, metavar: "FAMILY", published: "anode", "kind of model", \.model.family,
        unless: { run, family in
          family == .resnet && run.data.images != nil
            ? "images need convolutions, which the ResNets of this program lack"
            : family == .resnet && run.problem == .series
              ? "series are observed between layers, where a ResNet has no state" : nil
        }),
      .integer(
        "p", .model, 0...256, ladder: augmentations, published: "1; images: 5",
        "augmented dimensions: zeros appended to the input; of images channels",
        if: { $0.model.family == .anode }, \.model.augmentation,
        unless: { run, p in
          run.model.family == .anode || p == 0
            ? nil : "a \(run.model.family.title) has no augmented dimensions; model anode has"
        }),
      .integer(
        "hidden", aliases: ["filters"], .model, 1...1024, ladder: [2, 4, 8, 16, 32, 64, 128, 256],
        published: "32; flip: 16", "width of the hidden layers; of images, filters",
        \.model.hidden),
      .choice(
        "activation", .model, published: "relu", "nonlinearity of the vector field", if: isFlow,
        \.model.activation),
      RunSetting(
        "time", .model, .choice(["yes", "no"]), metavar: "yes|no", published: "yes",
        "is t an input of the field?", if: isFlow,
        get: { .word($0.model.isTimeDependent ? "yes" : "no") },
        set: { run, value in
          run.model.isTimeDependent = value == .word("yes")
          return nil
        }),
      RunSetting(
        "readout", .model, .choice(["linear", "none"]), metavar: "linear|none",
        published: "linear; flip: none",
        "map from the features to the output; without one the first feature is the output",
        if: { $0.data.dimension == 1 && $0.problem != .series },
        get: { .word($0.model.hasReadout ? "linear" : "none") },
        set: { run, value in
          if run.problem == .series {
            return value == .word("linear")
              ? "series are compared with the state itself, without a readout" : nil
          }
          guard value == .word("linear") || run.data.dimension == 1 else {
            return "without a readout the first feature is the output: on the line only"
          }
          run.model.hasReadout = value == .word("linear")
          return nil
        }),
      .integer(
        "blocks", .model, 1...1000, ladder: [1, 2, 3, 5, 10, 20, 50, 100], published: "5",
        "residual blocks of a ResNet", if: { $0.model.family == .resnet }, \.model.blocks),
    ]
  }

  private static func ofSolver() -> [RunSetting] {
    [
      RunSetting(
        "solver", .solver, .choice(Tableau.all.map(\.name)), metavar: "NAME", published: "dopri5",
        "Runge\u{2013}Kutta method that solves the flow", if: isFlow,
        get: { .word($0.training.solver.name) },
        set: { run, value in
          if case .word(let word) = value, let solver = Tableau.named(word) {
            run.training.solver = solver
          }
          return nil
        }),
      .integer(
        "steps", .solver, 1...10_000, ladder: [1, 2, 3, 5, 10, 20, 50, 100], published: "10",
        "steps of a method whose steps are fixed",
        if: { isFlow($0) && !$0.training.solver.isAdaptive }, \.training.fixedSteps),
      .real(
        "tolerance", .solver, .positive(upTo: 1),
        ladder: [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1], published: "1e-3",
        "relative and absolute tolerance of a step's error", if: isAdaptive, \.training.tolerance),
      RunSetting(
        "controller", .solver, .choice(["i", "pi"]), metavar: "NAME", published: "i",
        "how step sizes follow from errors: integral or proportional-integral", if: isAdaptive,
        get: { .word($0.training.controller == .proportionalIntegral ? "pi" : "i") },
        set: { run, value in
          run.training.controller = value == .word("pi") ? .proportionalIntegral : .integral
          return nil
        }),
      .integer(
        "max-steps", .solver, 1...1_000_000, ladder: [100, 200, 500, 1000, 2000, 5000],
        published: "1000", "steps after which a solve is given up", if: isFlow,
        \.training.maximumSteps),
      .choice(
        "right-end", .solver, metavar: "POLICY", published: "interpolate",
        "at t = 1: step past it and interpolate, or clip the step", if: isAdaptive,
        \.training.rightEnd),
      .choice(
        "gradient", .solver,
        wordAliases: [
          "backprop": "backpropagation", "checkpoints": "checkpointed",
          "seminorm": "adjoint-seminorm",
        ], metavar: "METHOD", published: "backpropagation",
        "how the gradient of the flow is found", if: isFlow, \.training.gradient),
    ]
  }

  private static func ofTraining() -> [RunSetting] {
    [
      .choice(
        "loss", .training, published: "smooth-l1", "what is minimised",
        if: { $0.problem.onlyLoss == nil },
        among: Problem.points.losses,
        \.training.loss,
        unless: { run, loss in
          run.problem.onlyLoss
            ?? (run.problem.losses.contains(loss)
              ? nil : "\(loss.rawValue) is no loss of \(run.problem.name)")
        }),
      .real(
        "kinetic-penalty", aliases: ["penalty"], .training, .real(0...1000),
        ladder: [0, 0.001, 0.01, 0.1, 1, 10], published: "0",
        "weight of the flow's kinetic energy in what is minimised",
        if: { isFlow($0) && $0.problem != .series }, \.training.kineticPenalty,
        unless: { run, weight in
          run.problem == .series && weight > 0
            ? "a kinetic penalty is for flows from 0 to 1, not for series" : nil
        }),
      .choice(
        "optimizer", .training, published: "adam", "how weights follow the gradient",
        \.training.optimizer),
      .real(
        "learning-rate", aliases: ["rate"], .training, .positive(upTo: 10),
        ladder: [1e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1],
        published: "1e-3; flip: 5e-4", "step size of the optimiser", \.training.learningRate),
      .real(
        "beta1", .training, .real(0...0.9999), ladder: [0, 0.5, 0.8, 0.9, 0.95, 0.99],
        published: "0.9", "decay of Adam's mean of the gradient, or SGD's momentum",
        \.training.firstDecay),
      .real(
        "weight-decay", aliases: ["decay"], .training, .real(0...10),
        ladder: [0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1], published: "0", "weight decay",
        \.training.weightDecay),
      .integer(
        "batch", aliases: ["batch-size"], .training, 1...1_000_000,
        ladder: [8, 16, 32, 64, 128, 256, 512], published: "64; flip: 32",
        "points or images in a batch", \.training.batchSize),
    ]
  }
}

extension ModelFamily {
  /// The name as the field writes it.
  public var title: String {
    switch self {
    case .node: "NODE"
    case .anode: "ANODE"
    case .resnet: "ResNet"
    }
  }
}

extension RunConfiguration {
  /// The published run of a family on a data set, as far as one is published: a data set may have
  /// sizes of its own. A family that has no augmented dimensions takes none.
  public static func published(
    _ data: DatasetConfiguration, _ family: ModelFamily, augmentation: Int = 1, seed: UInt64 = 0
  ) -> RunConfiguration {
    var run = RunConfiguration(
      data: data,
      model: ModelConfiguration(
        family: family, augmentation: family == .anode ? augmentation : 0,
        image: data.images?.shape), seed: seed)
    run.training.loss = run.problem.losses[0]
    data.kind.publish(&run)
    return run
  }
}
