import NeuralODE

extension SideSetup {
  /// The setup that is this run, whatever is published for its data.
  init(_ run: RunConfiguration) {
    let (model, training) = (run.model, run.training)
    self.init(model.family)
    // Of a family that has none, p stays what a change to an ANODE would begin with.
    if model.family == .anode { augmentation = model.augmentation }
    hidden = model.hidden
    activation = model.activation
    isTimeDependent = model.isTimeDependent
    hasReadout = model.hasReadout
    blocks = model.blocks
    solver = training.solver
    fixedSteps = training.fixedSteps
    controller = training.controller
    tolerance = training.tolerance
    rightEnd = training.rightEnd
    maximumSteps = training.maximumSteps
    gradient = training.gradient
    kineticPenalty = training.kineticPenalty
    loss = training.loss
    optimizer = training.optimizer
    learningRate = training.learningRate
    weightDecay = training.weightDecay
    batchSize = training.batchSize
  }
}

extension DuelSetup {
  /// The duel of two runs that there are already; nil when they have not the same points and seed, or one of them is
  /// nothing that a side can be.
  public init?(left: RunConfiguration, right: RunConfiguration) {
    guard left.data == right.data, left.seed == right.seed else { return nil }
    self.init()
    data = left.data
    seed = left.seed
    self.left = SideSetup(left)
    self.right = SideSetup(right)
    guard run(.left) == left, run(.right) == right else { return nil }
  }
}
