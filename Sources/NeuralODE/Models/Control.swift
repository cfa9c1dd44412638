extension FlowForm {
  /// A flow whose field takes the input: each input has a field of its own (data-controlled). p
  /// coordinates can be added, which start at 0. Massaroli, Poli, Park, Yamashita, Asama 2020, DOI
  /// 10.48550/arXiv.2002.08071.
  static let control: FlowForm = {
    var form = FlowForm("Controlled NODE")
    form.isAugmented = true
    form.fieldTakesInput = true
    form.account =
      "The field takes the input: each point follows a field of its own from t = 0 to t = 1. So paths may "
      + "cross, and points may swap places. The strokes are the field of the input at the cross hair; without "
      + "a cross hair there are none."
    return form
  }()
}
