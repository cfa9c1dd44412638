/// Values that one thread leaves for another. Neither waits for the other: the lock covers only the
/// exchange.
public final class Mailbox<Value: Sendable>: Sendable {
  private let content = Guarded<[Value]>([])

  /// An empty mailbox.
  public init() {}

  /// Appends a value.
  ///
  /// - Returns: whether the mailbox was empty, so its reader may need waking.
  @discardableResult
  public func add(_ new: Value) -> Bool {
    content.withLock { values in
      values.append(new)
      return values.count == 1
    }
  }

  /// Replaces all values, when only the latest counts.
  public func replace(with new: Value) {
    // Frees the old values outside the lock.
    _ = content.withLock { values in
      let old = values
      values = [new]
      return old
    }
  }

  /// Removes and returns all values, oldest first.
  public func takeAll() -> [Value] {
    content.withLock { values in
      defer { values = [] }
      return values
    }
  }

  /// Removes all values and returns the latest.
  public func take() -> Value? { takeAll().last }
}
