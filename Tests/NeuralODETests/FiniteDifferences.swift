import NeuralODE

/// The greatest distance of a gradient of loss and penalty from central differences, which err by h²
/// times a third derivative of order 1 and by rounding over h.
func distanceToDifferences(
  _ trainer: Trainer<Double>, _ rows: [Int32], _ gradient: [Double]
) throws -> Double {
  let h = 1e-5
  var worst = 0.0
  for i in 0..<trainer.layout.count {
    let kept = trainer.parameters.base[i]
    trainer.parameters.base[i] = kept + h
    let above = try trainer.gradient(rows)
    trainer.parameters.base[i] = kept - h
    let below = try trainer.gradient(rows)
    trainer.parameters.base[i] = kept
    let difference = (above.loss + above.penalty - below.loss - below.penalty) / (2 * h)
    worst = max(worst, abs(difference - gradient[i]))
  }
  return worst
}
