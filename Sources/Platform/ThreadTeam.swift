import Dispatch
import Glibc
import Synchronization

/// Threads that share the work of one computation, phase by phase.
///
/// A phase is a number of tasks, each of which writes what no other touches; so which thread does
/// which, and in what order, changes no result. Phases of a solve take microseconds: threads that
/// have nothing to do spin for a while before they sleep, and a thread that comes late to a phase
/// finds it closed and is not waited for.
public final class ThreadTeam: Sendable {
  /// A team of the caller alone.
  public static let single = ThreadTeam(threads: 1)

  /// Threads, the caller's among them.
  public let count: Int

  /// What the compiler cannot see is safe by the protocol below: it is written while the phase is
  /// closed and nobody is active, and read by threads that are counted as active while it is open.
  private nonisolated(unsafe) var body: ((_ task: Int, _ thread: Int) -> Void)?
  private let tasks = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let isOpen = Atomic<Bool>(false)
  private let active = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let isEnding = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)

  /// A team of so many threads, at least one.
  public init(threads: Int) {
    count = max(1, threads)
    for thread in 1..<max(2, count) where thread < count {
      let worker = Worker(team: self, thread: thread)
      startThread(named: "anode team \(thread)") { worker.work() }
    }
  }

  /// Does tasks 0..<count, each by one thread, and returns when all are done.
  ///
  /// - Parameter body: what to do; given the task and the thread, 0..<`self.count`, so that a
  ///   thread can have memory of its own.
  public func run(_ tasks: Int, _ body: (_ task: Int, _ thread: Int) -> Void) {
    guard count > 1, tasks > 1 else {
      for task in 0..<tasks { body(task, 0) }
      return
    }
    // The compiler keeps the length of the file's path here, whatever prefix it is told to leave out:
    // named so, it is the same in every folder, and the program too.
    // swift-format-ignore
    #sourceLocation(file: "ThreadTeam", line: 60)
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.tasks.store(tasks, ordering: .relaxed)
      next.store(0, ordering: .relaxed)
      isOpen.store(true, ordering: .sequentiallyConsistent)
      for _ in 0..<min(sleeping.load(ordering: .sequentiallyConsistent), tasks - 1) {
        bell.signal()
      }
      take(thread: 0)
      isOpen.store(false, ordering: .sequentiallyConsistent)
      var turns = 0
      while active.load(ordering: .sequentiallyConsistent) != 0 { Self.pause(&turns) }
      self.body = nil
    }
    #sourceLocation()
  }

  private func take(thread: Int) {
    guard let body else { return }
    let tasks = tasks.load(ordering: .relaxed)
    while true {
      let task = next.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
      guard task < tasks else { return }
      body(task, thread)
    }
  }

  /// Lets a little time pass; after a while, others run.
  private static func pause(_ turns: inout Int) {
    turns += 1
    if turns % 256 == 0 { sched_yield() }
  }

  /// Ends the threads, which hold the team as long as they live: whoever made a team of several has
  /// to. What is run afterwards is done by the caller alone.
  public func end() {
    isEnding.store(true, ordering: .sequentiallyConsistent)
    for _ in 1..<max(2, count) { bell.signal() }
  }

  private struct Worker: Sendable {
    let team: ThreadTeam
    let thread: Int

    func work() {
      while !team.isEnding.load(ordering: .relaxed) {
        team.active.wrappingAdd(1, ordering: .sequentiallyConsistent)
        if team.isOpen.load(ordering: .sequentiallyConsistent) { team.take(thread: thread) }
        team.active.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        waitForPhase()
      }
    }

    /// Spins for some tens of microseconds, then sleeps.
    private func waitForPhase() {
      for _ in 0..<4000 {
        if team.hasTasks { return }
      }
      team.sleeping.wrappingAdd(1, ordering: .sequentiallyConsistent)
      // A phase that opened before this thread counted as asleep has not rung for it.
      if !team.hasTasks && !team.isEnding.load(ordering: .sequentiallyConsistent) {
        team.bell.wait()
      }
      team.sleeping.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Is a phase open that has tasks left?
  private var hasTasks: Bool {
    isOpen.load(ordering: .sequentiallyConsistent)
      && next.load(ordering: .relaxed) < tasks.load(ordering: .relaxed)
  }
}

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
