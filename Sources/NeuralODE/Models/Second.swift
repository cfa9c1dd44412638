extension FlowForm {
  /// A flow of second order, of positions x and velocities v, whose v(0) = A x + b is trained
  /// (SONODE). Norcliffe, Bodnar, Day, Simidjievski, Liò 2020, DOI 10.48550/arXiv.2006.07220.
  static let second: FlowForm = {
    var form = FlowForm("SONODE")
    form.isSecondOrder = true
    form.startModule = "velocity"
    return form
  }()
}
