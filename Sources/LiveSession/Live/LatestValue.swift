import Foundation

/// A mailbox that holds only the latest value: a producer never waits for a reader, nor a reader for a producer; the
/// lock covers the swap. (NSLock: `Mutex` gives the thread sanitizer false reports.)
package final class LatestValue<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value?

  /// An empty mailbox.
  package init() {}

  /// Replaces whatever was there.
  package func put(_ new: Value) {
    let old = lock.withLock {
      let old = value
      value = new
      return old
    }
    // The replaced value is freed here, outside the lock.
    _ = consume old
  }

  /// Takes the value out, if one has come since the last time.
  package func take() -> Value? {
    lock.withLock {
      let taken = value
      value = nil
      return taken
    }
  }

  /// Changes what is there, whole.
  func update<Result>(_ change: (inout Value?) -> Result) -> Result {
    lock.withLock { change(&value) }
  }
}
