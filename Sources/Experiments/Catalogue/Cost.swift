import NeuralODE

extension Experiment {
  /// What a loss costs altogether.
  package static let cost = Experiment(
    name: "cost", summary: "seconds and evaluations to reach a loss: ResNet, NODE, ANODE",
    claims: [
      Claim(
        "While ANODEs are faster than NODEs, they are still slower than ResNets.",
        section: Section.conclusions,
        rule: Rule(
          .below(.evaluationsToLoss, "anode p=1", than: "node"),
          .below(.evaluationsToLoss, "anode p=5", than: "node"),
          .above(.evaluationsToLoss, "anode p=1", than: "resnet"),
          .above(.evaluationsToLoss, "anode p=5", than: "resnet")))
    ],
    variants: [
      Variant("resnet", model: .resnet(), epochs: 60), Variant("node", model: .node(), epochs: 60),
      Variant("anode p=1", model: .anode(p: 1), epochs: 60),
      Variant("anode p=5", model: .anode(p: 5), epochs: 60),
    ], targetLoss: 0.02, measures: [.evaluationsToLoss, .epochsToLoss, .nfeAtLoss, .loss],
    figures: [
      Figure(
        "evaluations", "Forward evaluations until an epoch's mean loss is 0.02",
        .ranges(.evaluationsToLoss, isLogarithmic: true))
    ],
    note: """
      A block of a ResNet counts as an evaluation; it is about half the work of one of the vector field (two maps of 2 and \
      32, no 32 by 32 map between). Seconds are in the table of timings.
      """)
}
