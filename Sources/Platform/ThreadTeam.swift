import CSystem
import Dispatch
import Synchronization

/// Threads that share the work of one computation, phase by phase.
///
/// A phase is a number of tasks that write to separate memory, so results do not depend on which
/// thread does which task, or in what order. The phases of a solve take microseconds: idle threads
/// spin for a while before they sleep, and a thread that is late finds the phase closed and is not
/// waited for.
public final class ThreadTeam: Sendable {
  /// The caller alone.
  public static let single = ThreadTeam(threads: 1)

  /// Threads, including the caller's.
  public let count: Int

  /// Safe, though the compiler cannot see it: written while the phase is closed and no thread is
  /// active; read by active threads while it is open.
  private nonisolated(unsafe) var body: ((_ task: Int, _ thread: Int) -> Void)?
  private let tasks = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let isOpen = Atomic<Bool>(false)
  private let active = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let isEnding = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)

  /// A team of at least one thread.
  public init(threads: Int) {
    count = max(1, threads)
    for thread in 1..<max(2, count) where thread < count {
      let worker = Worker(team: self, thread: thread)
      startThread(named: "anode team \(thread)") { worker.work() }
    }
  }

  /// Does tasks 0..<`tasks`, each in one thread, and returns when all are done. The thread's
  /// number, 0..<`count`, lets `body` choose memory that no other thread uses.
  public func run(_ tasks: Int, _ body: (_ task: Int, _ thread: Int) -> Void) {
    guard count > 1, tasks > 1 else {
      for task in 0..<tasks { body(task, 0) }
      return
    }
    // The compiler keeps the length of the file's path here, even when told to leave out a prefix.
    // With a fixed name the program is the same from every folder.
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

  /// Spins; now and then lets other threads run.
  private static func pause(_ turns: inout Int) {
    turns += 1
    if turns % 256 == 0 { sched_yield() }
  }

  /// Ends the threads, which otherwise keep the team alive. After that the caller does all tasks.
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

  private var hasTasks: Bool {
    isOpen.load(ordering: .sequentiallyConsistent)
      && next.load(ordering: .relaxed) < tasks.load(ordering: .relaxed)
  }
}

/// Runs `body` in a new thread, if the system has threads left.
///
/// - Parameter name: shown by debuggers and `top -H`; Linux keeps 15 bytes of it.
private func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
  let context = Unmanaged.passRetained(ThreadContext(name: name, body: body))
  let code = shim_start_thread(
    { context in
      let own = Unmanaged<ThreadContext>.fromOpaque(context).takeRetainedValue()
      shim_name_this_thread(own.name)
      own.body()
      return nil
    }, context.toOpaque())
  if code != 0 { context.release() }
}

private final class ThreadContext: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}
