/// What one thread leaves for another. A producer never waits for a reader, nor a reader for a
/// producer; the lock covers the exchange.
public final class Mailbox<Value: Sendable>: Sendable {
  private let content = Guarded<[Value]>([])

  /// An empty mailbox.
  public init() {}

  /// Puts a value behind those that are there.
  ///
  /// - Returns: was the mailbox empty, so that its reader may have to be woken?
  @discardableResult
  public func add(_ new: Value) -> Bool {
    content.withLock { values in
      values.append(new)
      return values.count == 1
    }
  }

  /// Replaces whatever was there: of what only the latest counts.
  public func replace(with new: Value) {
    // The replaced values are freed here, outside the lock.
    _ = content.withLock { values in
      let old = values
      values = [new]
      return old
    }
  }

  /// Takes out all that has come since the last time, oldest first.
  public func takeAll() -> [Value] {
    content.withLock { values in
      defer { values = [] }
      return values
    }
  }

  /// Takes out what has come, and of it the latest.
  public func take() -> Value? { takeAll().last }
}
