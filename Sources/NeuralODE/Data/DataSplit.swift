import Elementary

/// What is trained on, and what is tested on.
public struct DataSplit: Sendable, Equatable {
  /// The points trained on.
  public let training: Dataset
  /// The points held out; nil when there are none.
  public let heldOut: Dataset?

  /// The points that a configuration and a seed describe, parted as it says.
  public init(_ configuration: DatasetConfiguration, seed: UInt64) {
    let all = Dataset(configuration, seed: seed)
    var isHeldOut = Array(repeating: false, count: all.count)
    switch configuration.heldOut {
    case .none: break
    case .share(let share):
      var generator = Xoshiro256(seed: seed, stream: 4)
      let rows = Array(0..<all.count).shuffled(using: &generator)
      for row in rows.prefix(Int((Double(all.count) * share).rounded())) { isHeldOut[row] = true }
    case .slice(let from, let to):
      guard all.dimension == 2 else { break }
      for row in 0..<all.count {
        let angle = Elementary.atan2(all.inputs[2 * row + 1], all.inputs[2 * row])
        let positive = angle < 0 ? angle + 2 * .pi : angle
        isHeldOut[row] = positive >= from && positive <= to
      }
    }
    let held = isHeldOut.indices.filter { isHeldOut[$0] }
    heldOut = held.isEmpty ? nil : all.rows(held)
    training = held.isEmpty ? all : all.rows(isHeldOut.indices.filter { !isHeldOut[$0] })
  }
}
