/// Filters of 3 × 3 weights, nine neighbours each, as PyTorch keeps them: outputs × channels × 3 ×
/// 3. The first channels may be none of the map's (the time).
public struct FilterBank<Scalar: LaneNumber> {
  /// The weights of output 0 from channel 0.
  public var weights: UnsafePointer<Scalar>
  /// Outputs.
  public var outputs: Int
  /// Channels of the map.
  public var inputs: Int
  /// Channels before them.
  public var skipped: Int

  /// Filters.
  public init(weights: UnsafePointer<Scalar>, outputs: Int, inputs: Int, skipped: Int) {
    self.weights = weights
    self.outputs = outputs
    self.inputs = inputs
    self.skipped = skipped
  }

  /// Where the filter from an input to an output starts.
  @inlinable public func offset(_ output: Int, _ input: Int) -> Int {
    (output &* (inputs &+ skipped) &+ skipped &+ input) &* 9
  }
}
