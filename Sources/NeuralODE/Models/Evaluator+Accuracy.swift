extension Evaluator {
  /// Share of samples whose output is on its target's side of zero, 0…1. A sample whose solve fails
  /// is not.
  public func accuracy(inputs: [Float], targets: [Float]) -> Float {
    let found = outputs(of: inputs)
    let right = zip(found, targets).count { ($0 > 0) == ($1 > 0) && $0.isFinite }
    return Float(right) / Float(max(1, targets.count))
  }
}
