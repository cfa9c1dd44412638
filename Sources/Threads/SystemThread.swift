import Glibc

/// Starts a thread that does something once and ends, with the stack that the system gives.
///
/// - Parameter name: what debuggers and `top -H` show; the system keeps 15 bytes of it.
/// - Returns: does it run? Where the system has no more threads to give, nothing is done.
@discardableResult
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
  let errand = Unmanaged.passRetained(Errand(name: name, body: body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { context in
      guard let context else { return nil }
      let errand = Unmanaged<Errand>.fromOpaque(context).takeRetainedValue()
      nameThisThread(errand.name)
      errand.body()
      return nil
    }, errand.toOpaque())
  guard code == 0 else {
    errand.release()
    return false
  }
  pthread_detach(thread)
  return true
}

/// What a new thread is given.
private final class Errand: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

/// Names the thread that asks. Linux takes names as files, for what Swift's Glibc module leaves
/// out.
private func nameThisThread(_ name: String) {
  let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  _ = Array(name.utf8.prefix(15)).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  close(descriptor)
}
