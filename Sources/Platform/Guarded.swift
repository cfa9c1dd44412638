import Glibc

/// A value that threads share, under a lock: nobody has it but who is in `withLock`. What is no
/// `Sendable` may be handed from one thread to another in here, where the giver keeps nothing of
/// it.
///
/// The one type of the program that is `@unchecked`: what else the compiler cannot see is a single
/// property each (`nonisolated(unsafe)`), with its reason beside it. It is not `Mutex`, in which
/// the thread sanitizer sees races that are none.
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

  /// Reads or changes the value while no other thread does.
  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
