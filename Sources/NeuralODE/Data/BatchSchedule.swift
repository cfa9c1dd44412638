/// The order in which samples are visited: a new permutation every epoch, cut into batches, the
/// last of which may be short (as PyTorch's `DataLoader` has it).
public struct BatchSchedule: Sendable {
  private var order: [Int32]
  private var position: Int
  private let batchSize: Int
  private var generator: Xoshiro256

  /// A schedule over `count` samples.
  public init(count: Int, batchSize: Int, seed: UInt64) {
    order = (0..<Int32(count)).map { $0 }
    position = count
    self.batchSize = batchSize
    generator = Xoshiro256(seed: seed, stream: 3)
  }

  /// Batches that make an epoch.
  public var batchesPerEpoch: Int { max(1, (order.count + batchSize - 1) / batchSize) }

  /// Bytes that the order of an epoch takes.
  var size: Int { order.count * MemoryLayout<Int32>.stride }

  /// Rows of the next batch; empty when there are no samples.
  public mutating func next() -> ArraySlice<Int32> {
    if position >= order.count {
      order.shuffle(using: &generator)
      position = 0
    }
    let end = min(position + batchSize, order.count)
    defer { position = end }
    return order[position..<end]
  }
}
