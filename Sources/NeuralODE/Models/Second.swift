extension FlowForm {
  /// A flow of second order, of positions x and velocities v, whose v(0) = A x + b is trained
  /// (SONODE). Norcliffe, Bodnar, Day, Simidjievski, Liò 2020, DOI 10.48550/arXiv.2006.07220.
  static let second: FlowForm = {
    var form = FlowForm("SONODE")
    form.isSecondOrder = true
    form.startModule = "velocity"
    form.account =
      "A point has a position x, which starts at its data, and a velocity v, which starts at a trained "
      + "Ax + b; the field is its acceleration. Two points may be at one position at one time if their "
      + "velocities differ: paths may cross in x, but never in [x; v]. The readout sees positions alone."
    return form
  }()
}
