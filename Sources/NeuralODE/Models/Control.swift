extension FlowForm {
  /// A flow whose field takes the input: each input has a field of its own (data-controlled). p
  /// coordinates can be added, which start at 0. Massaroli, Poli, Park, Yamashita, Asama 2020, DOI
  /// 10.48550/arXiv.2002.08071.
  static let control: FlowForm = {
    var form = FlowForm("Controlled NODE")
    form.isAugmented = true
    form.fieldTakesInput = true
    return form
  }()
}
