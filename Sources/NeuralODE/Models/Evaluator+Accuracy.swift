extension Evaluator {
  /// How good outputs are, at most 1: of classes the share that is right, 0…1 (the output's sign, or
  /// the greatest output); of numbers R², the share of the targets' variance that is explained,
  /// below 0 where their mean would be nearer. A sample whose solve fails is wrong; R² is then not a
  /// number.
  ///
  /// - Parameter targets: as many as outputs, `samples × outputs`.
  public func accuracy(inputs: [Float], targets: [Float]) -> Float {
    let found = outputs(of: inputs)
    switch target {
    case .sign:
      let right = zip(found, targets).count { ($0 > 0) == ($1 > 0) && $0.isFinite }
      return Float(right) / Float(max(1, targets.count))
    case .classes:
      let count = targets.count / max(1, outputs)
      let right = (0..<count).count { sample in
        let row = sample * outputs..<(sample + 1) * outputs
        let values = found[row]
        guard let most = values.max(), most.isFinite else { return false }
        return values.firstIndex(of: most) == targets[row].firstIndex(of: 1)
      }
      return Float(right) / Float(max(1, count))
    case .number:
      return Self.determination(found, targets)
    }
  }

  /// R² of predictions: 1 less the sum of the squares of the residuals over that of the distances
  /// from the targets' mean; 1 where both are 0.
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
