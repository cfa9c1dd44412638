import Foundation
import Solvers
import Platform
import Synchronization
import Testing

/// Results are compared, never durations; a deadline turns an endless wait into a failure.
@Suite("A team does every task once, and its size changes no bit")
struct ThreadTeamTests {
  /// The factor by which a sanitizer slows everything down.
  let slowness = ProcessInfo.processInfo.environment["ANODE_SLOWNESS"].flatMap(Double.init) ?? 1

  func withTeam(_ threads: Int, _ body: (ThreadTeam) -> Void) {
    let team = ThreadTeam(threads: threads)
    body(team)
    team.end()
  }

  @Test("every task is done once, by a thread of the team, before the phase ends", arguments: 1...5)
  func once(threads: Int) {
    withTeam(threads) { team in
      #expect(team.count == threads)
      for tasks in 0...40 {
        let counts = UnsafeMutablePointer<Int>.allocate(capacity: tasks + 1)
        let places = UnsafeMutablePointer<Int>.allocate(capacity: tasks + 1)
        counts.initialize(repeating: 0, count: tasks + 1)
        places.initialize(repeating: -1, count: tasks + 1)
        defer {
          counts.deallocate()
          places.deallocate()
        }
        team.run(tasks) { task, thread in
          counts[task] += 1
          places[task] = thread
        }
        #expect((0..<tasks).allSatisfy { counts[$0] == 1 && (0..<threads).contains(places[$0]) })
        #expect(counts[tasks] == 0)
      }
    }
  }

  @Test("a team has at least one thread, and the caller's alone does tasks in order")
  func alone() {
    for threads in [-1, 0, 1] { #expect(ThreadTeam(threads: threads).count == 1) }
    #expect(ThreadTeam.single.count == 1)
    var order: [Int] = []
    ThreadTeam.single.run(9) { task, thread in
      order.append(task)
      #expect(thread == 0)
    }
    #expect(order == Array(0..<9))
  }

  @Test(
    "a thread's number is unique, so no other thread writes its memory", arguments: 2...4)
  func memoryOfItsOwn(threads: Int) {
    withTeam(threads) { team in
      let (room, tasks) = (500, 64)
      let scratch = AlignedBuffer<Double>(count: threads * room)
      let found = AlignedBuffer<Double>(count: tasks)
      for _ in 0..<20 {
        team.run(tasks) { task, thread in
          let own = scratch.base + thread * room
          for k in 0..<room { own[k] = Double(task) }
          var sum = 0.0
          for k in 0..<room { sum += own[k] }
          found.base[task] = sum
        }
        #expect(found.numbers == (0..<tasks).map { Double($0 * room) })
        found.zero()
      }
    }
  }

  @Test("a phase sees the writes of the one before, over thousands of phases", arguments: 2...4)
  func phases(threads: Int) {
    withTeam(threads) { team in
      let tasks = 7
      let (x, y) = (AlignedBuffer<Double>(random: tasks, 1), AlignedBuffer<Double>(count: tasks))
      var wanted = x.numbers
      for phase in 0..<3000 {
        team.run(tasks) { task, _ in
          y.base[task] = 0.6 * x.base[task] - 0.7 * x.base[(task + 1) % tasks]
        }
        team.run(tasks) { task, _ in x.base[task] = y.base[task] }
        wanted = (0..<tasks).map { 0.6 * wanted[$0] - 0.7 * wanted[($0 + 1) % tasks] }
        // Now and then long enough that waiting threads go to sleep.
        if phase % 100 == 99 { usleep(500) }
      }
      #expect(x.numbers == wanted)
    }
  }

  @Test(
    "tasks that wait for each other run concurrently, whether threads spin or sleep",
    arguments: 2...4)
  func together(threads: Int) {
    withTeam(threads) { team in
      let deadline = Date(timeIntervalSinceNow: 20 * slowness)
      for phase in 0..<100 {
        let started = Atomic<Int>(0)
        team.run(threads) { _, _ in
          started.wrappingAdd(1, ordering: .sequentiallyConsistent)
          while started.load(ordering: .sequentiallyConsistent) < threads {
            sched_yield()
            if Date() > deadline { return }
          }
        }
        if phase % 10 == 9 { usleep(1000) }
      }
      #expect(Date() < deadline, "a thread never came")
    }
  }

  @Test("an ended team still does tasks, and its threads exit")
  func ending() {
    weak var gone: ThreadTeam?
    do {
      let team = ThreadTeam(threads: 3)
      gone = team
      let found = AlignedBuffer<Double>(count: 30)
      team.run(30) { task, _ in found.base[task] += 1 }
      team.end()
      team.run(30) { task, _ in found.base[task] += 1 }
      #expect(found.numbers.allSatisfy { $0 == 2 })
    }
    let deadline = Date(timeIntervalSinceNow: 20 * slowness)
    while gone != nil && Date() < deadline { usleep(1000) }
    #expect(gone == nil)
  }

  func checkKernels<S: LaneScalar>(_: S.Type, _ team: ThreadTeam) {
    let (outputs, inputs) = (13, 9)
    let (y, x) = (
      BatchShape(features: outputs, samples: 119, of: S.self),
      BatchShape(features: inputs, samples: 119, of: S.self)
    )
    let (input, weights) = (
      AlignedBuffer<S>(random: x.count, 1), AlignedBuffer<S>(random: outputs * inputs, 2)
    )
    let whole = AlignedBuffer<S>(count: y.count)
    let map = AffineMap(
      y: whole.base, x: input.base, weights: weights.base, stride: outputs, outputs: outputs,
      inputs: inputs, epilogue: .activation(.softplus))
    S.kernels.affine(map, blocks: y.blocks)
    // Tasks are parts of the batch and of the outputs.
    let (length, height) = (2, 3)
    let parts = (y.blocks + length - 1) / length
    let shared = AlignedBuffer<S>(count: y.count)
    team.run(parts * ((outputs + height - 1) / height)) { task, _ in
      let (block, output) = (task % parts * length, task / parts * height)
      var part = map
      part.y = shared.base + output * y.stride + block * S.laneCount
      part.x = map.x + block * S.laneCount
      part.weights = map.weights + output
      part.outputs = min(height, outputs - output)
      (part.inputPitch, part.outputPitch) = (x.blocks, y.blocks)
      S.kernels.affine(part, blocks: min(length, y.blocks - block))
    }
    #expect(shared.hasBits(of: whole), "\(S.self), \(team.count) threads")

    let room = outputs * inputs * S.laneCount
    let (sums, strips) = (AlignedBuffer<S>(count: room), AlignedBuffer<S>(count: room))
    S.accumulateOuterProduct(
      sums.base, rows: whole.base, rowCount: outputs, columns: input.base, columnCount: inputs,
      blocks: y.blocks)
    team.run((outputs + height - 1) / height) { task, _ in
      let row = task * height
      S.accumulateOuterProduct(
        strips.base + row * inputs * S.laneCount, rows: whole.base + row * y.stride,
        rowCount: min(height, outputs - row), columns: input.base, columnCount: inputs,
        blocks: y.blocks)
    }
    #expect(strips.hasBits(of: sums), "\(S.self), \(team.count) threads")
    withExtendedLifetime((input, weights, whole)) {}
  }

  @Test(
    "kernels split into tasks give the same bits with any number of threads",
    arguments: 1...5)
  func kernels(threads: Int) {
    withTeam(threads) { team in
      for _ in 0..<5 {
        checkKernels(Float.self, team)
        checkKernels(Double.self, team)
      }
    }
  }
}
