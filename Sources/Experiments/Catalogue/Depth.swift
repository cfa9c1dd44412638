import DifferentialEquations
import NeuralODE

extension Experiment {
  /// Residual layers, and the flow that they approach.
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
        .ranges(.gap, isLogarithmic: true),
        variants: [1, 2, 5, 10, 20, 50, 100].map { layers($0) }),
      Figure(
        "loss", "Loss by number of layers", .ranges(.loss, isLogarithmic: true)),
    ],
    note: """
      "L layers" is h \u{2190} h + f(h, t)/L, L times with one f: a ResNet that shares its weights, which is Euler's method \
      with step 1/L. The gap is between its features and those of the same f solved at 1e-6. "resnet of L" is the published \
      ResNet of L blocks with weights of their own, which approaches no flow by itself.
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
}
