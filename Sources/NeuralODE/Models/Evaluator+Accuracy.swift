extension Evaluator {
  /// How good outputs are, at most 1: for classes the share that is right (by sign or greatest
  /// output); for values R², the explained share of the targets' variance, below 0 if their mean
  /// would be closer. nil when a solve fails, without samples, and for undefined R² (equal targets,
  /// missed).
  ///
  /// - Parameter targets: `samples × outputs`.
  public func accuracy(inputs: [Float], targets: [Float]) -> Float? {
    let found = outputs(of: inputs)
    guard !found.isEmpty, found.allSatisfy({ $0.isFinite }) else { return nil }
    switch target {
    case .sign:
      return Float(zip(found, targets).count { ($0 > 0) == ($1 > 0) }) / Float(targets.count)
    case .classes:
      return tally(found, targets).accuracy.map { Float($0) }
    case .number:
      let share = Self.determination(found, targets)
      return share.isFinite ? share : nil
    }
  }

  /// The confusion matrix and loss of a classification, by one solve.
  ///
  /// - Parameter targets: one-hot, `samples × outputs`.
  public func tally(inputs: [Float], targets: [Float]) -> ClassTally {
    tally(outputs(of: inputs), targets)
  }

  func tally(_ found: [Float], _ targets: [Float]) -> ClassTally {
    var result = ClassTally(classes: outputs)
    result.add(
      found,
      labels: stride(from: 0, to: targets.count, by: outputs).map { start in
        targets[start..<start + outputs].firstIndex(of: 1).map { $0 - start } ?? 0
      })
    return result
  }

  /// R² of predictions: 1 − Σ residual² / Σ (target − mean)²; 1 if both sums are 0.
  static func determination(_ found: [Float], _ targets: [Float]) -> Float {
    guard !targets.isEmpty else { return 0 }
    let mean = targets.reduce(0.0) { $0 + Double($1) } / Double(targets.count)
    var (residual, spread) = (0.0, 0.0)
    for (value, target) in zip(found, targets) {
      residual += Double(value - target) * Double(value - target)
      spread += (Double(target) - mean) * (Double(target) - mean)
    }
    if spread == 0 { return residual == 0 ? 1 : -.infinity }
    return Float(1 - residual / spread)
  }
}
