import NeuralODE

extension Experiment {
  package static let ways = Experiment(
    name: "ways",
    summary: "zeros, a trained start, second order, a field that takes the input: on equal terms",
    claims: [
      Claim(
        """
        the novel concepts of data control and adaptive depth […] are showcased as effective approaches to learn \
        maps such as reflections
        """, section: Section.dissecting("introduction"),
        rule: Rule(.below(.loss, "flip control", 0.05))),
      Claim(
        "A trained start of the added dimensions does better than zeros and keeps NFE as low",
        section: Section.dissecting("augmentation strategies, not quoted"), isQuoted: false,
        rule: Rule(
          .below(.loss, "annulus learned", than: "annulus anode"),
          .below(.loss, "spirals learned", than: "spirals anode"),
          .below(.probeNFE, "annulus learned", than: "annulus anode", times: 1.1),
          .below(.probeNFE, "spirals learned", than: "spirals anode", times: 1.1))),
      Claim(
        "Positions of a flow of second order can cross: it swaps \u{2212}1 and 1",
        section: Section.secondOrder("homeomorphisms, not quoted"), isQuoted: false,
        rule: Rule(.below(.loss, "flip second", 0.05))),
      Claim(
        "they can also learn higher order dynamics with a minimal number of augmented dimensions",
        section: Section.secondOrder("abstract"),
        rule: Rule(.below(.loss, "spring anode", 0.01))),
      Claim(
        "the inductive biases of the former generally result in faster training and better performance",
        section: Section.secondOrder("abstract"),
        rule: Rule(
          .below(.epochsToLoss, "spring second", than: "spring anode"),
          .below(.loss, "spring second", than: "spring anode"),
          .below(.extrapolation, "spring second", than: "spring anode"))),
      Claim(
        "A field for every input is no second dimension: on the line, without time, none can swing",
        section: Section.ours, isQuoted: false,
        rule: Rule(
          .above(.loss, "spring control", 0.05), .below(.loss, "spring control p=1", 0.01))),
    ],
    variants: [
      ways("annulus", .annulus, epochs: 40),
      ways("slice", .slicedAnnulus, epochs: 60),
      ways("flip", .flip, epochs: 100),
      ways("sines", .sines, epochs: 40),
      ways("spirals", .published(.spirals), epochs: 60),
      ways("spring", .published(.oscillator), epochs: 200),
    ].flatMap { $0 }, watch: [.paths, .probe], targetLoss: 0.05,
    measures: [
      .loss, .nfe, .probeNFE, .epochsToLoss, .detour, .heldOutLoss, .heldOutError, .extrapolation,
    ],
    figures: [
      Figure("loss", "Loss, by set and model", .ranges(.loss, isLogarithmic: true)),
      Figure(
        "probe", "NFE of the trained flow at 1e-6, by set and model",
        .ranges(.probeNFE, isLogarithmic: true)),
    ],
    note: """
      p is the input's dimension d (2 in the plane, 1 on the line): the states of an ANODE and of a flow of second order, \
      which has d velocities, are equally large. "control" has p = 0; its field takes h and x, as many numbers as theirs. \
      Widths of "second" and "control" bring their parameters nearest to the ANODE's (1385 in the plane), and a trained start \
      adds at most 6. "control p=2" (on the line p=1), with zeros and the input, has up to 5 % more. Settings are the published ones of each \
      set. Paths are those of the whole state, velocities included; those of the spring end near their start, so that their length \
      over the distance says nothing.
      """)

  /// A set learned in each way, at the p and the number of parameters of an ANODE of p = d.
  private static func ways(
    _ name: String, _ data: DatasetConfiguration, epochs: Int
  ) -> [Variant] {
    let (d, outputs) = (data.dimension, data.outputs)
    let anode = RunConfiguration.published(data, .anode, augmentation: d).model
    let parameters = anode.parameterCount(inputs: d, outputs: outputs)
    func variant(_ way: String, _ family: ModelFamily, p: Int, isFitted: Bool) -> Variant {
      let run = RunConfiguration.published(data, family, augmentation: p)
      return Variant(
        "\(name) \(way)", data: data,
        model: isFitted
          ? run.model.withParameters(nearest: parameters, inputs: d, outputs: outputs) : run.model,
        training: run.training, epochs: epochs)
    }
    return [
      variant("anode", .anode, p: d, isFitted: false),
      variant("learned", .learned, p: d, isFitted: false),
      variant("second", .second, p: 0, isFitted: true),
      variant("control", .control, p: 0, isFitted: true),
      variant("control p=\(d)", .control, p: d, isFitted: false),
    ]
  }
}
