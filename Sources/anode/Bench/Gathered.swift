import Foundation

/// Results of concurrent work, one from each worker.
final class Gathered<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var slots: [Value?]

  /// Room for so many.
  init(count: Int) { slots = Array(repeating: nil, count: count) }

  /// Worker `index` is done.
  func put(_ value: Value, _ index: Int) {
    lock.withLock { slots[index] = value }
  }

  /// What has come, in the workers' order.
  var values: [Value] { lock.withLock { slots.compactMap { $0 } } }
}
