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
      return accuracy(of: confusion(found, targets), samples: targets.count / max(1, outputs))
    case .number:
      return Self.determination(found, targets)
    }
  }

  /// The share of so many samples that is right, by what is taken for what.
  public func accuracy(of confusion: [Int], samples: Int) -> Float {
    let right = (0..<outputs).reduce(0) { $0 + confusion[$1 * outputs + $1] }
    return Float(right) / Float(max(1, samples))
  }

  /// How often the class of the row is taken for that of the column, `outputs × outputs`. Samples
  /// whose solves fail are left out.
  public func confusion(inputs: [Float], targets: [Float]) -> [Int] {
    confusion(outputs(of: inputs), targets)
  }

  private func confusion(_ found: [Float], _ targets: [Float]) -> [Int] {
    var result = Array(repeating: 0, count: outputs * outputs)
    for sample in 0..<targets.count / max(1, outputs) {
      let row = sample * outputs..<(sample + 1) * outputs
      guard let most = found[row].max(), most.isFinite,
        let guess = found[row].firstIndex(of: most), let label = targets[row].firstIndex(of: 1)
      else { continue }
      result[(label - row.lowerBound) * outputs + guess - row.lowerBound] += 1
    }
    return result
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
