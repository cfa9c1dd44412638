extension FlowForm {
  /// An ANODE whose added coordinates start at A x + b, with A and b trained (input-layer
  /// augmentation). Massaroli, Poli, Park, Yamashita, Asama 2020, DOI 10.48550/arXiv.2002.08071.
  static let learned: FlowForm = {
    var form = FlowForm("Learned ANODE")
    form.isAugmented = true
    form.startModule = "augment"
    form.account =
      "Each point starts at its data and follows the learned vector field (the strokes) from t = 0 to "
      + "t = 1. The added coordinates start at Ax + b, and A and b are trained: the points start on a tilted "
      + "plane, which leaves the flow less to do or more."
    return form
  }()
}
