import Solvers

extension RunSetting {
  /// Every setting of a run, in the order in which they are listed and in which they are to be
  /// applied: what others depend on comes first.
  public static let all: [RunSetting] = ofPoints + ofSeries + [ofSeed] + ofSides
  /// Those that each side of a duel has of its own.
  public static let ofSides: [RunSetting] = ofModel + ofSolver + ofTraining
  /// Those that can be swept; a sweep has seeds anyway.
  package static let swept: [RunSetting] = all.filter { $0.name != ofSeed.name }

  private static let isFlow = Need(
    "model", "a ResNet has blocks with ReLU, and no differential equation"
  ) { $0.model.family.isFlow }
  private static let isAdaptive = Need("solver", "its steps are fixed") {
    $0.training.solver.isAdaptive
  }
  private static let isFixed = Need("solver", "it chooses its own steps") {
    !$0.training.solver.isAdaptive
  }

  /// What is published for most data, and for those that differ.
  private static let usual = RunConfiguration.published(.annulus, .anode)
  private static let flip = RunConfiguration.published(.flip, .anode)

  /// Numbers of augmented dimensions that keys go through.
  public static let augmentations = [0, 1, 2, 3, 4, 5, 10, 20, 50, 100]

  private static let ofModel: [RunSetting] = [
    RunSetting(
      SettingRow(
        "model", .model, .choice(ModelFamily.words), metavar: "FAMILY", published: "anode",
        "kind of model", isCompared: true), \.model.family,
      unless: { run, family in
        family.isFlow || !run.problem.needsFlow
          ? nil
          : run.problem.isOfImages
            ? "images need convolutions, which the ResNets of this program lack"
            : "series are observed between layers, where a ResNet has no state"
      }),
    RunSetting(
      SettingRow(
        "p", .model, .integer(0...256), ladder: augmentations.map(Double.init), published: "1",
        except: Problem.images.augmentation.map { "images: \($0)" },
        "augmented dimensions: zeros appended to the input; of images channels", isCompared: true),
      if: [Need("model", "only an ANODE has augmented dimensions") { $0.model.family.isAugmented }],
      \.model.augmentation,
      unless: { run, p in
        run.model.family.isAugmented || p == 0
          ? nil : "a \(run.model.family.title) has no augmented dimensions; model anode has"
      }),
    RunSetting(
      SettingRow(
        "hidden", aliases: ["filters"], .model, .integer(1...1024),
        ladder: [2, 4, 8, 16, 32, 64, 128, 256], published: "\(usual.model.hidden)",
        except: "flip: \(flip.model.hidden)",
        "width of the hidden layers; of images, filters"), \.model.hidden),
    RunSetting(
      SettingRow(
        "activation", .model, .choice(Activation.words), published: "relu",
        "nonlinearity of the vector field"), if: [isFlow], \.model.activation),
    RunSetting(
      SettingRow(
        "time", .model, .choice(["yes", "no"]), published: "yes", "is t an input of the field?",
        flags: [
          .init(
            name: "time", word: "yes",
            help: "give the time t to the vector field (default, except for series)"),
          .init(
            name: "no-time", word: "no",
            help: "do not give the time t to the vector field (default for series)"),
        ]), if: [isFlow], \.model.isTimeDependent),
    RunSetting(
      SettingRow(
        "window-time", .model, .choice(WindowTime.words), metavar: "WHICH", published: "start",
        "t in a window: since its start, or absolute in the series it is cut from"),
      if: [
        isFlow, Need("data", "its series are no windows of longer ones") { $0.data.hasWindows },
        Need("time", "the field does not get t") { $0.model.isTimeDependent },
      ], \.model.windowTime),
    RunSetting(
      SettingRow(
        "readout", .model, .choice(["linear", "none"]), published: "linear", except: "flip: none",
        "map from the features to the output; without one the first feature is the output",
        flags: [
          .init(
            name: "readout", word: "linear",
            help: "map features to the output linearly (default, except for flip)"),
          .init(
            name: "no-readout", word: "none",
            help: "take the first feature itself as the output (default for flip, and there only)"),
        ]),
      if: [
        Need("data", "its readout cannot be chosen") {
          $0.data.dimension == 1 && !$0.problem.isOfSeries
        }
      ], \.model.hasReadout,
      unless: { run, hasReadout in
        if run.problem.isOfSeries {
          return hasReadout ? "series are compared with the state itself, without a readout" : nil
        }
        return hasReadout || run.data.dimension == 1
          ? nil : "without a readout the first feature is the output: on the line only"
      }),
    RunSetting(
      SettingRow(
        "blocks", .model, .integer(1...1000), ladder: [1, 2, 3, 5, 10, 20, 50, 100],
        published: "5", "residual blocks of a ResNet"),
      if: [Need("model", "only a ResNet has blocks") { !$0.model.family.isFlow }],
      \.model.blocks),
  ]

  private static let ofSolver: [RunSetting] = [
    RunSetting(
      SettingRow(
        "solver", .solver, .choice(Tableau.all.map(\.name)), published: "dopri5",
        "Runge\u{2013}Kutta method that solves the flow"), if: [isFlow], \.training.solver),
    RunSetting(
      SettingRow(
        "steps", .solver, .integer(1...10_000), ladder: [1, 2, 3, 5, 10, 20, 50, 100],
        published: "10", "steps of a method whose steps are fixed"), if: [isFlow, isFixed],
      \.training.fixedSteps),
    RunSetting(
      SettingRow(
        "tolerance", .solver, .positive(upTo: 1),
        ladder: [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1], published: "1e-3",
        "relative and absolute tolerance of a step's error"), if: [isFlow, isAdaptive],
      \.training.tolerance),
    RunSetting(
      SettingRow(
        "controller", .solver, .choice(["i", "pi"]), published: "i",
        "how step sizes follow from errors: integral or proportional-integral"),
      if: [isFlow, isAdaptive], \.training.controller),
    RunSetting(
      SettingRow(
        "max-steps", .solver, .integer(1...1_000_000), ladder: [100, 200, 500, 1000, 2000, 5000],
        published: "1000", "steps after which a solve is given up"), if: [isFlow],
      \.training.maximumSteps),
    RunSetting(
      SettingRow(
        "right-end", .solver, .choice(RightEnd.words), metavar: "POLICY", published: "interpolate",
        "at t = 1: step past it and interpolate, or clip the step"), if: [isFlow, isAdaptive],
      \.training.rightEnd),
    RunSetting(
      SettingRow(
        "gradient", .solver, .choice(GradientMethod.words),
        wordAliases: [
          "backprop": "backpropagation", "checkpoints": "checkpointed",
          "seminorm": "adjoint-seminorm",
        ], metavar: "METHOD", published: "backpropagation", "how the gradient of the flow is found"),
      if: [isFlow], \.training.gradient),
  ]

  private static let ofTraining: [RunSetting] = [
    RunSetting(
      SettingRow(
        "loss", .training, .choice(Problem.points.losses.map(\.rawValue)), published: "smooth-l1",
        "what is minimised"),
      if: [Need("data", "there is one loss for it") { $0.problem.onlyLoss == nil }],
      \.training.loss,
      unless: { run, loss in
        run.problem.onlyLoss
          ?? (run.problem.losses.contains(loss)
            ? nil : "\(loss.rawValue) is no loss of \(run.problem.name)")
      }),
    RunSetting(
      SettingRow(
        "kinetic-penalty", aliases: ["penalty"], .training, .real(0...1000),
        ladder: [0, 0.001, 0.01, 0.1, 1, 10], published: "0",
        "weight of the flow's kinetic energy in what is minimised"),
      if: [
        isFlow, Need("data", "its series have no kinetic penalty") { !$0.problem.isOfSeries },
      ], \.training.kineticPenalty,
      unless: { run, weight in
        run.problem.isOfSeries && weight > 0
          ? "a kinetic penalty is for flows from 0 to 1, not for series" : nil
      }),
    RunSetting(
      SettingRow(
        "optimizer", .training, .choice(OptimizerKind.words), published: "adam",
        "how weights follow the gradient"), \.training.optimizer),
    RunSetting(
      SettingRow(
        "learning-rate", aliases: ["rate"], .training, .positive(upTo: 10),
        ladder: [1e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1],
        published: "1e-3", except: "flip: 5e-4", "step size of the optimiser"),
      \.training.learningRate),
    RunSetting(
      SettingRow(
        "beta1", .training, .real(0...0.9999), ladder: [0, 0.5, 0.8, 0.9, 0.95, 0.99],
        published: "0.9", "decay of Adam's mean of the gradient, or SGD's momentum"),
      \.training.firstDecay),
    RunSetting(
      SettingRow(
        "weight-decay", aliases: ["decay"], .training, .real(0...10),
        ladder: [0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1], published: "0", "weight decay"),
      \.training.weightDecay),
    RunSetting(
      SettingRow(
        "batch", aliases: ["batch-size"], .training, .integer(1...1_000_000),
        ladder: [8, 16, 32, 64, 128, 256, 512], published: "\(usual.training.batchSize)",
        except: "flip: \(flip.training.batchSize)",
        "points or images in a batch"), \.training.batchSize),
  ]
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// The words of a setting or an option that chooses among the cases.
  package static var words: [String] { allCases.map(\.rawValue) }
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
        family: family, augmentation: family.isAugmented ? augmentation : 0,
        image: data.imageShape), seed: seed)
    run.training.loss = run.problem.losses[0]
    data.kind.publish(&run)
    return run
  }
}
