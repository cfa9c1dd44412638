import Solvers

extension RunSetting {
  /// Every setting of a run, in the order of listing and application: settings come after those
  /// that they depend on.
  public static let all: [RunSetting] = ofPoints + ofSeries + [ofSeed] + ofSides
  /// The settings that each side of a duel has.
  public static let ofSides: [RunSetting] = ofModel + ofSolver + ofTraining
  /// The settings that can be swept; a sweep has its own seeds.
  package static let swept: [RunSetting] = all.filter { $0.name != ofSeed.name }

  private static let isFlow = Need(
    "model", "requires a flow; a ResNet has blocks with ReLU"
  ) { $0.model.family.isFlow }
  private static let isAdaptive = Need("solver", "its steps are fixed") {
    $0.training.solver.isAdaptive
  }
  private static let isFixed = Need("solver", "it chooses its own steps") {
    !$0.training.solver.isAdaptive
  }

  private static let secondOrder =
    "a flow of second order has no kinetic penalty: its state has velocities"

  private static let usual = RunConfiguration.published(.annulus, .anode)
  private static let flip = RunConfiguration.published(.flip, .anode)

  /// The values of p that keys step through.
  public static let augmentations = [0, 1, 2, 3, 4, 5, 10, 20, 50, 100]

  private static let ofModel: [RunSetting] = [
    RunSetting(
      SettingRow(
        "model", .model, .choice(ModelFamily.words), metavar: "FAMILY", published: "anode",
        "kind of model", isCompared: true), \.model.family,
      unless: { run, family in family.obstacle(to: run.problem) }),
    RunSetting(
      SettingRow(
        "p", .model, .integer(0...256), ladder: augmentations.map(Double.init), published: "1",
        except: Problem.images.augmentation.map { "images: \($0)" },
        "added dimensions; for images, added channels", isCompared: true),
      if: [Need("model", "the model has no added dimensions") { $0.model.family.isAugmented }],
      \.model.augmentation,
      unless: { run, p in
        run.model.family.isAugmented || p == 0
          ? nil : "a \(run.model.family.title) has no added dimensions; choose model anode"
      }),
    RunSetting(
      SettingRow(
        "hidden", aliases: ["filters"], .model, .integer(1...1024),
        ladder: [2, 4, 8, 16, 32, 64, 128, 256], published: "\(usual.model.hidden)",
        except: "flip: \(flip.model.hidden)",
        "width of the hidden layers; for images, filters"), \.model.hidden),
    RunSetting(
      SettingRow(
        "activation", .model, .choice(Activation.words), published: "relu",
        "nonlinearity of the vector field"), if: [isFlow], \.model.activation),
    RunSetting(
      SettingRow(
        "time", .model, .choice(["yes", "no"]), published: "yes", "whether t is an input",
        flags: [
          .init(
            name: "time", word: "yes",
            help: "pass the time t to the vector field (default, except for series)"),
          .init(
            name: "no-time", word: "no",
            help: "do not pass the time t to the vector field (default for series)"),
        ]), if: [isFlow], \.model.isTimeDependent),
    RunSetting(
      SettingRow(
        "window-time", .model, .choice(WindowTime.words), metavar: "WHICH", published: "start",
        "t in a window: since its start, or absolute in the series it is cut from"),
      if: [
        isFlow, Need("data", "its series are not windows") { $0.data.hasWindows },
        Need("time", "the field does not take t") { $0.model.isTimeDependent },
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
            help: "use the first feature as the output (default for flip, and there only)"),
        ]),
      if: [
        Need("data", "its readout is fixed") {
          $0.data.dimension == 1 && !$0.problem.isOfSeries
        }
      ], \.model.hasReadout,
      unless: { run, hasReadout in
        if run.problem.isOfSeries {
          return hasReadout ? "series have no readout: they are compared with the state" : nil
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
        published: "10", "steps of a fixed-step method"), if: [isFlow, isFixed],
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
        "step-size control by the error: integral or proportional-integral"),
      if: [isFlow, isAdaptive], \.training.controller),
    RunSetting(
      SettingRow(
        "max-steps", .solver, .integer(1...1_000_000), ladder: [100, 200, 500, 1000, 2000, 5000],
        published: "1000", "the most steps of a solve"), if: [isFlow],
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
        ], metavar: "METHOD", published: "backpropagation", "method for the gradient of the flow"),
      if: [isFlow], \.training.gradient),
  ]

  private static let ofTraining: [RunSetting] = [
    RunSetting(
      SettingRow(
        "loss", .training, .choice(Problem.points.losses.map(\.rawValue)), published: "smooth-l1",
        "the function to minimise"),
      if: [Need("data", "it has only one loss") { $0.problem.onlyLoss == nil }],
      \.training.loss,
      unless: { run, loss in
        run.problem.onlyLoss
          ?? (run.problem.losses.contains(loss)
            ? nil : "\(loss.rawValue) is not a loss for \(run.problem.name)")
      }),
    RunSetting(
      SettingRow(
        "kinetic-penalty", aliases: ["penalty"], .training, .real(0...1000),
        ladder: [0, 0.001, 0.01, 0.1, 1, 10], published: "0",
        "weight of the flow's kinetic energy in the objective"),
      if: [
        isFlow, Need("data", "series have no kinetic penalty") { !$0.problem.isOfSeries },
        Need("model", secondOrder) { $0.model.family.form?.hasKineticPenalty ?? true },
      ], \.training.kineticPenalty,
      unless: { run, weight in
        guard weight > 0 else { return nil }
        if run.problem.isOfSeries { return "series have no kinetic penalty" }
        return run.model.family.form?.hasKineticPenalty == false ? secondOrder : nil
      }),
    RunSetting(
      SettingRow(
        "optimizer", .training, .choice(OptimizerKind.words), published: "adam",
        "update rule for the weights"), \.training.optimizer),
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
  /// The words that choose among the cases.
  package static var words: [String] { allCases.map(\.rawValue) }
}

extension ModelFamily {
  /// Why it cannot learn a problem; nil if it can.
  package func obstacle(to problem: Problem) -> String? {
    if problem.isOfImages, form?.hasConvolutions != true {
      return "images need convolutions, which the \(title)s here lack"
    }
    return problem.isOfSeries && !isFlow
      ? "series are observed between blocks, where a \(title) has no state" : nil
  }
}
