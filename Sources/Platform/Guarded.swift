/// A value that threads share, accessible only in `withLock`. A value that is not `Sendable` can be
/// handed from one thread to another in it, if the giver keeps no reference.
///
/// The program's only `@unchecked` type; other exceptions are single `nonisolated(unsafe)`
/// properties, each with its reason. `Mutex` would give false alarms in the thread sanitizer.
public final class Guarded<Value>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  /// A shared value.
  public init(_ value: Value) {
    self.value = value
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Reads or changes the value while other threads wait.
  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
