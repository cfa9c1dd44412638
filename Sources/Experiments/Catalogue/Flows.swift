import Solvers
import NeuralODE

extension Experiment {
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
        "flip anode p=1", data: .flip, model: .flip(.anode, p: 1), training: .flip(), epochs: 100),
    ],
    watch: .paths, measures: [.detour, .loss, .nfe],
    figures: [
      Figure(
        "detour", "Length of the points' paths over the distance of their ends (1: straight)",
        .ranges(.detour, isLogarithmic: false))
    ],
    note: """
      Paths are read at 65 times of one solve, for a ResNet after each block. Lengths and distances of up to 256 training \
      points are summed before they are divided. The first verdict is at the published tolerance 1e-3, the second at 1e-6, \
      where the path follows the field.
      """)

  private static let exact = TrainingConfiguration.published { $0.tolerance = 1e-6 }

  package static let depth = Experiment(
    name: "depth", summary: "a ResNet of 1\u{2026}100 layers against the flow it approaches",
    claims: [
      Claim(
        """
        Interpret h_{t+1} \u{2212} h_t as finite-difference discretization of \u{1E23}(t) with the time step \
        \u{394}t = 1
        """, section: Section.introduction,
        rule: Rule(
          .below(.gap, "10 layers", than: "1 layer", times: 0.5),
          .below(.gap, "100 layers", than: "10 layers", times: 0.5))),
      Claim(
        """
        ResNets are a discretization of the ODE, allowing the trajectories to make discrete jumps to cross each \
        other
        """, section: Section.limitations,
        rule: Rule(.below(.loss, "flip 1 layer", 0.05), .above(.loss, "flip flow", 0.499))),
    ],
    variants: [1, 2, 5, 10, 20, 50, 100].map {
      Variant(layers($0), model: .node(), training: .published(euler($0)), epochs: 40)
    }
      + [1, 5, 20, 100].map { blocks in
        Variant(
          "resnet of \(blocks)",
          model: {
            var model = ModelConfiguration.resnet()
            model.blocks = blocks
            return model
          }(), epochs: 40)
      }
      + [1, 2, 5, 10, 100].map {
        Variant(
          "flip " + layers($0), data: .flip, model: .flip(.node), training: .flip(euler($0)),
          epochs: 100)
      }
      + [Variant("flip flow", data: .flip, model: .flip(.node), training: .flip(), epochs: 100)],
    watch: .gap, measures: [.gap, .loss, .error],
    figures: [
      Figure(
        "gap", "Distance of the layers' features from their flow's",
        .ranges(.gap),
        variants: [1, 2, 5, 10, 20, 50, 100].map { layers($0) }),
      Figure("loss", "Loss by number of layers", .ranges(.loss)),
    ],
    note: """
      "L layers" is h \u{2190} h + f(h, t)/L, L times with one f: a ResNet with shared weights, which is Euler's method \
      with step 1/L. The gap is between its features and those of the same f solved at 1e-6. "resnet of L" is the published \
      ResNet of L blocks with separate weights, which does not approach a flow.
      """)

  private static func layers(_ count: Int) -> String {
    count == 1 ? "1 layer" : "\(count) layers"
  }

  private static func euler(_ steps: Int) -> (inout TrainingConfiguration) -> Void {
    {
      $0.solver = Tableau.named("euler") ?? $0.solver
      $0.fixedSteps = steps
    }
  }

  package static let accuracy = Experiment(
    name: "accuracy", summary: "error of the run's solve by epoch at 1e-3 and at 1e-6",
    claims: ["1e-3", "1e-6"].map { tolerance in
      Claim(
        "The feature mapping \u{3C6}(x) is a homeomorphism", section: Section.limitations,
        rule: Rule(
          .below(.solveError, "node \(tolerance)", SolveAccuracy.bound),
          .below(.solveError, "anode p=1 \(tolerance)", SolveAccuracy.bound)))
    },
    variants: ["1e-3", "1e-6"].flatMap { tolerance in
      let training = TrainingConfiguration.published { $0.tolerance = Double(tolerance) ?? 1e-3 }
      return [
        Variant("node \(tolerance)", model: .node(), training: training, epochs: 40),
        Variant("anode p=1 \(tolerance)", model: .anode(), training: training, epochs: 40),
      ]
    }, watch: .solves, measures: [.solveError, .medianSolveError, .nfe, .probeNFE, .loss],
    figures: [
      Figure(
        "error", "Greatest error of the run's solve, in units of the features' spread",
        .curves(.solveError)),
      Figure("probe", "NFE of the trained flow at 1e-6", .curves(.probeNFE)),
    ],
    note: """
      The exact flow is a homeomorphism by theorem. The computed map is not that flow (Ott et al. 2021), and is judged by \
      its distance from it: the worst of 256 points can be off by 5 % of the spread of the features, which is not visible \
      in a picture. The reference is at least a hundred times finer, at 1e-6 or below. The first verdict is at 1e-3, the published \
      tolerance, the second at 1e-6. Weights and states are in single precision.
      """)
}
