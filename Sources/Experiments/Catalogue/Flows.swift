import NeuralODE

extension Experiment {
  /// How straight the learned flows are.
  package static let flows = Experiment(
    name: "flows", summary: "how straight the flows are: length of paths over distance, per model",
    claims: [
      Claim(
        "ANODEs learn simple nearly linear flows, while NODEs learn complex (expensive) flows",
        section: Section.toy,
        rule: Rule(
          .below(.detour, "anode p=1", 1.1), .above(.detour, "node", than: "anode p=1"),
          .below(.detour, "anode p=5", 1.1), .above(.detour, "node", than: "anode p=5"))),
      Claim(
        "ANODEs learn simple nearly linear flows, while NODEs learn complex (expensive) flows",
        section: Section.toy,
        rule: Rule(
          .below(.detour, "anode p=1 1e-6", 1.1),
          .above(.detour, "node 1e-6", than: "anode p=1 1e-6"))),
    ],
    variants: [
      Variant("resnet", model: .resnet(), epochs: 40), Variant("node", model: .node(), epochs: 40),
      Variant("anode p=1", model: .anode(p: 1), epochs: 40),
      Variant("anode p=5", model: .anode(p: 5), epochs: 40),
      Variant("node 1e-6", model: .node(), training: exact, epochs: 40),
      Variant("anode p=1 1e-6", model: .anode(), training: exact, epochs: 40),
      Variant(
        "flip node readout", data: .flip, model: .flip(.node, hasReadout: true), training: .flip(),
        epochs: 100),
      Variant(
        "flip anode p=1", data: .flip, model: .flip(.anode, p: 1, hasReadout: true),
        training: .flip(), epochs: 100),
    ],
    watch: .paths, measures: [.detour, .loss, .nfe],
    figures: [
      Figure(
        "detour", "Length of the points' paths over the distance of their ends (1: straight)",
        .ranges(.detour, isLogarithmic: false))
    ],
    note: """
      Paths are read at 65 times of one solve; of a ResNet, from block to block. Lengths and distances of up to 256 training \
      points are summed before they are divided. The first verdict is at the published tolerance 1e-3, the second at 1e-6, \
      where the path is that of the field.
      """)

  private static let exact = TrainingConfiguration.published { $0.tolerance = 1e-6 }
}
