import DifferentialEquations
import NeuralODE

extension SettingTable {
  static let ofModel: [Setting] = [
    .side(
      "model", .model, .choice(ModelFamily.allCases.map(\.rawValue)), "kind of model",
      isLinkable: false, get: { .word($0.setup[$1].family.rawValue) },
      set: { side, value, state in
        if state.setup.isOfImages, value == .word(ModelFamily.resnet.rawValue) {
          return "images need convolutions, which a ResNet has not here"
        }
        if case .word(let word) = value, let family = ModelFamily(rawValue: word) {
          side.family = family
        }
        return nil
      }),
    .side(
      "p", .model,
      .integer(0...ModelConfiguration.greatestAugmentation, steps: DuelState.augmentations),
      "augmented dimensions: zeros appended to the input", isLinkable: false,
      if: { $1.family == .anode },
      get: { state, side in
        .integer(state.setup[side].family == .anode ? state.setup[side].augmentation : 0)
      },
      set: { side, value, _ in
        guard case .integer(let p) = value else { return nil }
        guard side.family == .anode || p == 0 else {
          return "a \(side.family.title) has no augmented dimensions; model anode has"
        }
        if side.family == .anode { side.augmentation = p }
        return nil
      }),
    .side(
      "hidden", .model, .integer(1...256, steps: [2, 4, 8, 16, 32, 64, 128, 256]),
      "width of the hidden layers; with images, filters",
      get: { .integer($0.setup.run($1).model.hidden) },
      set: { side, value, _ in
        if case .integer(let hidden) = value { side.hidden = hidden }
        return nil
      }),
    .side(
      "activation", .model, .choice(Activation.allCases.map(\.rawValue)),
      "nonlinearity of the field", if: { $1.family != .resnet },
      get: { .word($0.setup[$1].activation.rawValue) },
      set: { side, value, _ in
        if case .word(let word) = value, let activation = Activation(rawValue: word) {
          side.activation = activation
        }
        return nil
      }),
    .side(
      "time", .model, .choice(["yes", "no"]), "is t an input of the field?",
      if: { $1.family != .resnet },
      get: { .word($0.setup[$1].isTimeDependent ? "yes" : "no") },
      set: { side, value, _ in
        side.isTimeDependent = value == .word("yes")
        return nil
      }),
    .side(
      "readout", .model, .choice(["linear", "none"]), "map from the features to the output",
      if: { state, _ in state.setup.data.dimension == 1 },
      get: { .word($0.setup.run($1).model.hasReadout ? "linear" : "none") },
      set: { side, value, state in
        let wants = value == .word("linear")
        guard wants || state.setup.data.dimension == 1
        else {
          return "without a readout the first feature is the output: only on the line it can be"
        }
        side.hasReadout = wants
        return nil
      }),
    .side(
      "blocks", .model, .integer(1...200, steps: [1, 2, 3, 5, 10, 20, 50, 100]),
      "residual blocks", if: { $1.family == .resnet }, get: { .integer($0.setup[$1].blocks) },
      set: { side, value, _ in
        if case .integer(let blocks) = value { side.blocks = blocks }
        return nil
      }),
  ]

  static let ofSolver: [Setting] = [
    .side(
      "solver", .solver, .choice(Tableau.all.map(\.name)), "Runge\u{2013}Kutta method",
      if: { $1.family != .resnet }, get: { .word($0.setup[$1].solver.name) },
      set: { side, value, _ in
        if case .word(let word) = value, let solver = Tableau.named(word) { side.solver = solver }
        return nil
      }),
    .side(
      "steps", .solver, .integer(1...1000, steps: [1, 2, 3, 5, 10, 20, 50, 100]),
      "steps of a method whose steps are fixed",
      if: { $1.family != .resnet && !$1.solver.isAdaptive },
      get: { .integer($0.setup[$1].fixedSteps) },
      set: { side, value, _ in
        if case .integer(let steps) = value { side.fixedSteps = steps }
        return nil
      }),
    .side(
      "tolerance", .solver,
      .real(1e-10...1, steps: [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]),
      "relative and absolute tolerance of a step's error",
      if: { $1.family != .resnet && $1.solver.isAdaptive },
      get: { .real($0.setup[$1].tolerance) },
      set: { side, value, _ in
        if case .real(let tolerance) = value { side.tolerance = tolerance }
        return nil
      }),
    .side(
      "controller", .solver, .choice(["i", "pi"]),
      "next step from the last error alone, or from the one before too",
      if: { $1.family != .resnet && $1.solver.isAdaptive },
      get: { .word($0.setup[$1].controller == .proportionalIntegral ? "pi" : "i") },
      set: { side, value, _ in
        side.controller = value == .word("pi") ? .proportionalIntegral : .integral
        return nil
      }),
    .side(
      "max-steps", .solver, .integer(1...100_000, steps: [100, 200, 500, 1000, 2000, 5000]),
      "steps after which a solve is given up", if: { $1.family != .resnet },
      get: { .integer($0.setup[$1].maximumSteps) },
      set: { side, value, _ in
        if case .integer(let steps) = value { side.maximumSteps = steps }
        return nil
      }),
    .side(
      "right-end", .solver, .choice(RightEnd.allCases.map(\.rawValue)),
      "at t = 1: step past it and interpolate, or clip the step",
      if: { $1.family != .resnet && $1.solver.isAdaptive },
      get: { .word($0.setup[$1].rightEnd.rawValue) },
      set: { side, value, _ in
        if case .word(let word) = value, let end = RightEnd(rawValue: word) { side.rightEnd = end }
        return nil
      }),
    .side(
      "gradient", .solver, .choice(GradientMethod.allCases.map(\.shortName)),
      "through the solver, from checkpoints, or by the adjoint", if: { $1.family != .resnet },
      get: { .word($0.setup[$1].gradient.shortName) },
      set: { side, value, _ in
        if case .word(let word) = value,
          let method = GradientMethod.allCases.first(where: { $0.shortName == word })
        {
          side.gradient = method
        }
        return nil
      }),
  ]

  static let ofTraining: [Setting] = [
    .side(
      "loss", .training,
      .choice(LossFunction.allCases.filter { $0 != .crossEntropy }.map(\.rawValue)),
      "what is minimised", if: { state, _ in !state.setup.isOfImages },
      get: { .word($0.setup[$1].loss.rawValue) },
      set: { side, value, state in
        if state.setup.isOfImages { return "with images the cross entropy is minimised" }
        if case .word(let word) = value, let loss = LossFunction(rawValue: word) {
          side.loss = loss
        }
        return nil
      }),
    .side(
      "kinetic-penalty", .training, .real(0...1000, steps: [0, 0.001, 0.01, 0.1, 1, 10]),
      "weight of the flow's kinetic energy in what is minimised",
      if: { $1.family != .resnet && !$0.setup.isOfImages },
      get: { .real($0.setup.run($1).training.kineticPenalty) },
      set: { side, value, state in
        guard case .real(let weight) = value else { return nil }
        if state.setup.isOfImages && weight > 0 {
          return "a flow of images has no penalty on its kinetic energy here"
        }
        side.kineticPenalty = weight
        return nil
      }),
    .side(
      "optimizer", .training, .choice(OptimizerKind.allCases.map(\.rawValue)),
      "how weights follow the gradient", get: { .word($0.setup[$1].optimizer.rawValue) },
      set: { side, value, _ in
        if case .word(let word) = value, let kind = OptimizerKind(rawValue: word) {
          side.optimizer = kind
        }
        return nil
      }),
    .side(
      "rate", .training,
      .real(1e-7...10, steps: [1e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1]),
      "learning rate", get: { .real($0.setup.run($1).training.learningRate) },
      set: { side, value, _ in
        if case .real(let rate) = value { side.learningRate = rate }
        return nil
      }),
    .side(
      "decay", .training, .real(0...10, steps: [0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1]), "weight decay",
      get: { .real($0.setup[$1].weightDecay) },
      set: { side, value, _ in
        if case .real(let decay) = value { side.weightDecay = decay }
        return nil
      }),
    .side(
      "batch", .training, .integer(1...4096, steps: [8, 16, 32, 64, 128, 256, 512]),
      "points in a batch", get: { .integer($0.setup.run($1).training.batchSize) },
      set: { side, value, _ in
        if case .integer(let batch) = value { side.batchSize = batch }
        return nil
      }),
  ]
}

extension GradientMethod {
  /// The name that fits into a panel.
  var shortName: String {
    switch self {
    case .backpropagation: "backprop"
    case .checkpointed: "checkpoints"
    case .adjoint: "adjoint"
    case .adjointSeminorm: "seminorm"
    }
  }
}
