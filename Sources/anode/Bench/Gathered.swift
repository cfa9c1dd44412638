import Synchronization

/// Results of concurrent work, one from each worker.
final class Gathered<Value: Sendable>: Sendable {
  private let slots: Mutex<[Value?]>

  /// Room for so many.
  init(count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

  /// Worker `index` is done.
  func put(_ value: Value, _ index: Int) {
    slots.withLock { $0[index] = value }
  }

  /// What has come, in the workers' order.
  var values: [Value] { slots.withLock { $0.compactMap { $0 } } }
}
