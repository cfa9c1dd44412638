extension FlowForm {
  /// An ANODE whose added coordinates start at A x + b, with A and b trained (input-layer
  /// augmentation). Massaroli, Poli, Park, Yamashita, Asama 2020, DOI 10.48550/arXiv.2002.08071.
  static let learned: FlowForm = {
    var form = FlowForm("Learned ANODE")
    form.isAugmented = true
    form.startModule = "augment"
    return form
  }()
}
