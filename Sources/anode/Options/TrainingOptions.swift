import DifferentialEquations
import NeuralODE

/// The options that say how a model is trained, common to all commands that train.
package enum TrainingOptions {
  /// Losses that make sense of one output.
  static let losses = LossFunction.allCases.filter { $0 != .crossEntropy }

  /// Their descriptions.
  package static let descriptions: [OptionDescription] = [
    .init(
      "loss", "NAME", .choice(losses.map(\.rawValue)), default: "smooth-l1", "what is minimised"),
    .init(
      "optimizer", "NAME", .choice(OptimizerKind.words), default: "adam",
      "how weights follow the gradient"),
    .init(
      "learning-rate", "X", .real(above: 0, upTo: 10), default: "1e-3; flip: 5e-4",
      "step size of the optimiser"),
    .init("weight-decay", "X", .number(0...10), default: "0", "weight decay"),
    .init(
      "kinetic-penalty", "X", .number(0...1000), default: "0",
      "weight of the flow's kinetic energy in what is minimised"),
    .init(
      "gradient", "METHOD", .choice(GradientMethod.words), default: "backpropagation",
      "how the gradient of the flow is found"),
    .init(
      "solver", "NAME", .choice(Tableau.all.map(\.name)), default: "dopri5",
      "method that solves the flow"),
    .init(
      "steps", "N", .integer(1...10_000), default: "10", "steps of a method whose steps are fixed"),
    .init(
      "controller", "NAME", .choice(["i", "pi"]), default: "i",
      "how step sizes follow from errors: integral or proportional-integral"),
    .init(
      "tolerance", "X", .real(above: 0, upTo: 1), default: "1e-3",
      "relative and absolute tolerance of the solver"),
    .init(
      "right-end", "POLICY", .choice(RightEnd.words), default: "interpolate",
      "what the solver does at t = 1"),
  ]

  /// Options that mean nothing to a ResNet.
  static let ofFlows = [
    "gradient", "solver", "steps", "controller", "tolerance", "right-end", "max-steps",
    "kinetic-penalty",
  ]

  /// What options change of a published setting.
  package static func apply(
    _ options: ParsedOptions, to training: inout TrainingConfiguration
  ) throws(UsageError) {
    training.loss = options.choice("loss") ?? training.loss
    training.optimizer = options.choice("optimizer") ?? training.optimizer
    training.learningRate = options.real("learning-rate") ?? training.learningRate
    training.weightDecay = options.real("weight-decay") ?? training.weightDecay
    training.kineticPenalty = options.real("kinetic-penalty") ?? training.kineticPenalty
    training.gradient = options.choice("gradient") ?? training.gradient
    if let name = options.word("solver"), let solver = Tableau.named(name) {
      training.solver = solver
    }
    training.fixedSteps = options.integer("steps") ?? training.fixedSteps
    if options.word("controller") == "pi" { training.controller = .proportionalIntegral }
    training.tolerance = options.real("tolerance") ?? training.tolerance
    training.rightEnd = options.choice("right-end") ?? training.rightEnd
    let isAdaptive = training.solver.isAdaptive
    let others = isAdaptive ? ["steps"] : ["tolerance", "controller", "right-end"]
    for name in others where options.has(name) {
      throw options.clash(
        "solver", "dopri5", name, nil,
        isAdaptive ? "it chooses its own steps" : "its steps are fixed")
    }
  }
}
