/// The order in which points are visited: a new permutation every epoch, cut into batches. As in
/// PyTorch's `DataLoader`, the last batch can be short.
public struct BatchSchedule: Sendable {
  private var order: [Int32]
  private var position: Int
  private let batchSize: Int
  private var generator: Xoshiro256

  /// A schedule over `count` points.
  public init(count: Int, batchSize: Int, seed: UInt64) {
    order = (0..<Int32(count)).map { $0 }
    position = count
    self.batchSize = batchSize
    generator = Xoshiro256(seed: seed, stream: 3)
  }

  /// Batches in an epoch.
  public var batchesPerEpoch: Int { max(1, (order.count + batchSize - 1) / batchSize) }

  /// Bytes of memory.
  var size: Int { order.count * MemoryLayout<Int32>.stride }

  /// Rows of the next batch; empty without points.
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
