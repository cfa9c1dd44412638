import NeuralODE

extension Experiment {
  /// NFE over training, as published and with the flow integrated.
  package static let nfeGrowth = Experiment(
    name: "nfe-growth",
    summary: "NFE over training at 1e-3 and at 1e-6, and the features on the way",
    claims: [1e-3, 1e-6].flatMap { tolerance in
      let (node, anode) = ("node \(name(tolerance))", "anode p=1 \(name(tolerance))")
      return [
        Claim(
          """
          As the training progresses and flows get increasingly complex, the number of steps for the ODE \
          solver increases
          """, section: Section.computationalCost, rule: Rule(.above(.nfeGrowth, node, 1.1))),
        Claim(
          """
          As ANODEs learn simpler flows, the NFEs required by ANODEs hardly increase during training whereas \
          it doubles for NODEs
          """, section: Section.toy,
          rule: Rule(.below(.nfeGrowth, anode, 1.25), .above(.nfeGrowth, node, 1.75))),
        Claim(
          "Learn simpler flows and thus lower NFEs", section: Section.toy,
          rule: Rule(.below(.nfe, anode, than: node))),
      ]
    },
    variants: [1e-3, 1e-6].flatMap { tolerance in
      let training = TrainingConfiguration.published { $0.tolerance = tolerance }
      return [
        Variant("node \(name(tolerance))", model: .node(), training: training, epochs: 40),
        Variant("anode p=1 \(name(tolerance))", model: .anode(), training: training, epochs: 40),
      ]
    }, watch: .features, measures: [.nfe, .nfeGrowth, .largestNFE, .loss],
    figures: [
      Figure("nfe", "NFE of training solves on the annulus", .curves(.nfe, isLogarithmic: true)),
      Figure(
        "features", "Features at t = 1 during training (tolerance 1e-6)", .features,
        variants: ["node 1e-6", "anode p=1 1e-6"]),
    ],
    note: """
      Growth is the mean NFE of the last epoch over that of the first, in which most of the first fit is already made. At \
      1e-3 a solve of three or four steps is the least that dopri5 does, so there is little that could double.
      """)

  private static func name(_ tolerance: Double) -> String { tolerance == 1e-3 ? "1e-3" : "1e-6" }
}
