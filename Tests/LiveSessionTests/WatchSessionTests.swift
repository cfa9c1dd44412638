import Files
import Foundation
import LiveSession
import NeuralODE
import Testing

/// Writes a watch file as another program does.
final class WatchWriter {
  let url = FileManager.default.temporaryDirectory.appending(path: "watch-\(UUID()).anode")

  deinit { try? FileManager.default.removeItem(at: url) }

  func append(
    _ kind: String, _ metadata: [String: String] = [:], _ tensors: [Safetensors.Tensor] = []
  ) throws {
    let record = try Safetensors.data(
      tensors, metadata: metadata.merging(["anode": kind]) { $1 }, isDouble: true)
    guard let handle = try? FileHandle(forWritingTo: url) else { return try record.write(to: url) }
    try handle.seekToEnd()
    try handle.write(contentsOf: record)
    try handle.close()
  }

  static let points = PointList(
    dimension: 2, inputs: (0..<40).flatMap { [cos(Double($0)), sin(Double($0) * 1.7)] },
    targets: (0..<40).map { $0 % 3 == 0 ? -1 : 1 }, name: "points")

  func run(_ metadata: [String: String] = [:]) throws {
    let points = Self.points
    try append(
      "run",
      [
        "version": "1", "name": "points", "id": "1", "problem": "points", "p": "1",
        "program": "a test", "solver": "tsit5", "rtol": "1e-4", "atol": "1e-4", "batch": "8",
        "lr": "0.02", "optimizer": "sgd",
      ].merging(metadata) { $1 },
      [
        .init(name: "inputs", shape: [40, 2], numbers: points.inputs),
        .init(name: "targets", shape: [40], numbers: points.targets),
      ])
  }

  /// A step with a log of its own iteration, and the weights.
  func step(
    _ iteration: Int, loss: Double = 0.5, nfe: Double = 26, _ checkpoint: Checkpoint? = nil
  ) throws {
    var tensors = [
      Safetensors.Tensor(name: "log.iteration", shape: [1], numbers: [Double(iteration)]),
      .init(name: "log.loss", shape: [1], numbers: [loss]),
      .init(name: "log.nfe", shape: [1], numbers: [nfe]),
    ]
    if let checkpoint {
      let layout = ParameterLayout(checkpoint.model, inputs: 2, outputs: 1)
      tensors += layout.tensors.map {
        .init(
          name: "model.\($0.name)", shape: $0.shape,
          numbers: Array(checkpoint.parameters[$0.offset..<$0.offset + $0.count]))
      }
    }
    try append("step", ["iteration": "\(iteration)", "seconds": "\(iteration)"], tensors)
  }
}

@Suite("A run of another program") struct WatchSessionTests {
  /// Our own run on the same points, in place of another program's.
  private func own(_ seed: UInt64 = 1) -> TrainingSession {
    var run = RunConfiguration(
      data: .published(.file(WatchWriter.points)), model: .anode(p: 1), seed: seed)
    run.training.batchSize = 8
    return TrainingSession(run)
  }

  private func started(_ channel: WatchChannel) throws -> TrainingSession {
    TrainingSession(try #require(try channel.start()), channel)
  }

  @Test("has the pictures of its weights, its own NFE and loss, and can be wound back")
  func pictures() throws {
    let writer = WatchWriter()
    var other = own()
    try writer.run()
    let channel = WatchChannel(writer.url.path)
    #expect(try channel.start() == nil)
    var weights: [Checkpoint] = []
    for k in 1...3 {
      for _ in 0..<5 { other.step() }
      weights.append(other.checkpoint)
      try writer.step(10 * k, loss: 1 / Double(k), nfe: Double(20 + 6 * k), other.checkpoint)
    }
    var driver = DuelDriver(
      try started(channel),
      .unused(like: try #require(try WatchChannel(writer.url.path).start()).run),
      isRunning: true)
    driver.train(by: .virtual(0))
    let session = driver[.left].session
    #expect(session.iteration == 30 && session.numbers.nfe == 38)
    #expect(session.numbers.loss == Float(1.0 / 3))
    let training = session.configuration.training
    #expect(training.solver.name == "tsit5" && training.tolerance == 1e-4)
    #expect(training.learningRate == 0.02 && training.optimizer == .sgd && training.batchSize == 8)
    // The same weights loaded from a file give the same pictures, to the bit.
    func loaded(_ checkpoint: Checkpoint) -> Snapshot {
      var run = session.configuration
      run.take(checkpoint)
      var loaded = TrainingSession(run, parameters: checkpoint.parameters)
      return loaded.snapshot(sequence: 1)
    }
    func isSame(_ a: Snapshot?, _ b: Snapshot) -> Bool {
      a?[.spaces].first?.trajectories == b[.spaces].first?.trajectories
        && a?[.spaces].first?.field == b[.spaces].first?.field
        && a?[.inputMap].values == b[.inputMap].values && a?[.solveAccuracy] == b[.solveAccuracy]
        && a?.accuracy == b.accuracy
    }
    let present = driver.snapshots(sequence: 1, .all, nil).left
    #expect(isSame(present, loaded(weights[2])))
    #expect(present?.seconds == 30)
    // Wound back to the first weights; there the run is not followed.
    driver.obey(.pause)
    driver.obey(.session(.left, .show(0)))
    let past = driver.snapshots(sequence: 2, .all, nil).left
    #expect(past?.iteration == 10 && past?.latestIteration == 30)
    #expect(isSame(past, loaded(weights[0])) && !isSame(past, loaded(weights[2])))
    try writer.step(40)
    driver.train(by: .virtual(1))
    #expect(driver[.left].session.iteration == 10)
    driver.obey(.run)
    driver.train(by: .virtual(2))
    #expect(driver[.left].session.iteration == 40)
  }

  @Test("of 64 bits is computed in them, one of 32 in those")
  func precision() throws {
    for word in ["float64", "float32"] {
      let writer = WatchWriter()
      let other = own()
      // Far finer than 32 bits can be.
      try writer.run(["dtype": word, "rtol": "1e-10", "atol": "1e-10"])
      try writer.step(1, other.checkpoint)
      var session = try started(WatchChannel(writer.url.path))
      let snapshot = session.snapshot(sequence: 1)
      let run = session.configuration
      let points = Dataset(run.data, seed: 0).inputs.map { Float($0) }
      let double = TrainingRun<Double>(run, parameters: other.checkpoint.parameters)
      let float = TrainingRun<Float>(run, parameters: other.checkpoint.parameters)
      let times = (0..<33).map { Double($0) / 32 }
      let states = [
        "float64": double.makeEvaluator().trajectories(of: points, times: times).states,
        "float32": float.makeEvaluator().trajectories(of: points, times: times).states,
      ]
      #expect(states["float64"] != states["float32"])
      #expect(snapshot[.spaces].first?.trajectories == states[word])
    }
  }

  @Test("leaves gaps where nothing is known")
  func gaps() throws {
    let writer = WatchWriter()
    try writer.run()
    try writer.step(4, loss: .nan, nfe: -1, own().checkpoint)
    let channel = WatchChannel(writer.url.path)
    var session = try started(channel)
    #expect(session.iteration == 4 && session.numbers.loss == nil && session.numbers.nfe == 0)
    #expect(session.numbers.lossHistory.buckets.allSatisfy { $0.mean.isNaN })
    try writer.step(6, loss: 2, nfe: 32)
    var driver = DuelDriver(session, session.branched(), isRunning: true)
    driver.train(by: .virtual(0))
    session = driver[.left].session
    #expect(
      session.numbers.lossHistory.buckets.map { $0.mean.isNaN } == [
        true, true, true, true, true, false,
      ])
    #expect(session.numbers.initialNFE == 32)
  }

  @Test("ends, breaks off, begins anew, and is read no further where it cannot be")
  func stages() throws {
    let writer = WatchWriter()
    try writer.run(["pid": "999999999", "host": WatchProcess.host])
    try writer.step(1, own().checkpoint)
    let channel = WatchChannel(writer.url.path)
    var driver = DuelDriver(
      try started(channel),
      .unused(like: try #require(try WatchChannel(writer.url.path).start()).run),
      isRunning: true)
    func stage() -> WatchState.Stage? {
      driver.train(by: .virtual(0))
      return driver[.left].session.numbers.watch?.stage
    }
    #expect(stage() == .brokenOff)
    try writer.append("solve", ["iteration": "1", "nfe": "4200", "t": "0.31", "h": "2e-9"])
    #expect(stage() == .brokenOff)
    #expect(driver[.left].session.numbers.watch?.solve?.evaluations == 4200)
    try writer.append("end", ["reason": "out of memory\u{1b}"])
    #expect(stage() == .ended("out of memory?"))
    // Another run in the place of this one, of a wider model.
    var wide = RunConfiguration(data: .published(.file(WatchWriter.points)), model: .anode(p: 3))
    wide.training.batchSize = 8
    try writer.run(["id": "2", "p": "3"])
    try writer.step(1, TrainingSession(wide).checkpoint)
    #expect(stage() == .training)
    #expect(driver[.left].session.configuration.model.augmentation == 3)
    #expect(driver[.left].session.iteration == 1)
    // A file that has been rewritten repeats what is known.
    try writer.run(["id": "2", "p": "3"])
    try writer.step(1, TrainingSession(wide).checkpoint)
    try writer.step(2)
    #expect(stage() == .training && driver[.left].session.iteration == 2)
    try writer.step(3, own().checkpoint)
    guard case .unreadable? = stage() else {
      Issue.record("weights of another model were taken")
      return
    }
    #expect(driver[.left].session.iteration == 2)
  }

  @Test("whose weights are no numbers says so, and goes on with those that are")
  func diverged() throws {
    let writer = WatchWriter()
    try writer.run()
    var other = own()
    try writer.step(1, other.checkpoint)
    other.step()
    var broken = other.checkpoint
    broken.parameters[3] = .nan
    try writer.step(2, broken)
    let channel = WatchChannel(writer.url.path)
    var driver = DuelDriver(try started(channel), own(), isRunning: true)
    driver.train(by: .virtual(0))
    #expect(driver[.left].session.status == .nonFinite && driver[.left].session.iteration == 2)
    try writer.step(3, other.checkpoint)
    driver.train(by: .virtual(0))
    #expect(driver[.left].session.status == .healthy && driver[.left].session.iteration == 3)
  }

  @Test("of series is compared with them, in its own time")
  func series() throws {
    let writer = WatchWriter()
    let times = [1.0, 1.5, 3]
    let values = [0.0, 1, 0.5, .nan, 1, 1, 2, 0, 1, 1, 0, 2]
    try writer.append(
      "run",
      [
        "version": "1", "id": "1", "problem": "series", "time": "none", "span": "1,3",
        "field": "net.0 tanh net.1",
      ],
      [
        .init(name: "times", shape: [3], numbers: times),
        .init(name: "series", shape: [2, 3, 2], numbers: values),
      ])
    func map(_ name: String, _ rows: Int, _ columns: Int) -> [Safetensors.Tensor] {
      [
        .init(
          name: "model.\(name).weight", shape: [rows, columns],
          numbers: (0..<rows * columns).map { 0.1 * Double($0 % 5) - 0.2 }),
        .init(
          name: "model.\(name).bias", shape: [rows], numbers: Array(repeating: 0.1, count: rows)),
      ]
    }
    try writer.append("step", ["iteration": "0"], map("net.0", 6, 2) + map("net.1", 2, 6))
    let channel = WatchChannel(writer.url.path)
    var session = try started(channel)
    let run = session.configuration
    #expect(run.problem == .series && run.span.start == 1 && run.span.end == 3)
    #expect(run.data.table?.samples.times == [0, 0.5, 2])
    let snapshot = session.snapshot(sequence: 1)
    // Neither standardised nor moved: the last series is shown.
    #expect(snapshot[.series]?.motions.first?.observed == [2, 0, 1, 1, 0, 2])
    #expect(snapshot[.spaces].first?.trajectories.allSatisfy(\.isFinite) == true)
  }

  @Test("with pictures and no weights shows those")
  func frames() throws {
    let writer = WatchWriter()
    try writer.run(["mode": "frames", "note": "a field of another kind"])
    let states = (0..<2 * 3 * 3).map { Double($0) / 10 }
    try writer.append(
      "frame", ["iteration": "5"],
      [
        .init(name: "path.times", shape: [2], numbers: [0, 4]),
        .init(name: "path.rows", shape: [3], numbers: [0, 1, 39]),
        .init(name: "path.states", shape: [2, 3, 3], numbers: states),
      ])
    try writer.append(
      "frame", ["iteration": "7"],
      [
        .init(name: "field.time", shape: [1], numbers: [0]),
        .init(name: "field.points", shape: [1, 3], numbers: [0, 0, 0]),
        .init(name: "field.vectors", shape: [1, 3], numbers: [3, 4, 0]),
        .init(name: "map.x", shape: [2], numbers: [-2, 2]),
        .init(name: "map.y", shape: [2], numbers: [-2, 2]),
        .init(name: "map.outputs", shape: [2, 2, 1], numbers: [1, 2, 3, 4]),
      ])
    try writer.append(
      "step", ["iteration": "9"],
      [
        .init(name: "log.iteration", shape: [1], numbers: [9]),
        .init(name: "log.nfe", shape: [1], numbers: [44]),
        .init(name: "log.accuracy", shape: [1], numbers: [0.75]),
      ])
    let channel = WatchChannel(writer.url.path)
    var driver = DuelDriver(try started(channel), own(), isRunning: true)
    driver.train(by: .virtual(0))
    let snapshot = try #require(driver.snapshots(sequence: 1, .all, nil).left)
    #expect(snapshot.iteration == 9 && snapshot.nfe == 44)
    let space = try #require(snapshot[.spaces].first)
    #expect(space.times == [0, 1] && space.dimension == 3 && space.pointCount == 3)
    #expect(space.trajectories == states.map { Float($0) })
    #expect(space.field == [3, 4, 0] && space.speed == 5)
    #expect(space.labels == [-1, 1, -1])
    let map = snapshot[.inputMap]
    #expect(map.values.first == 1 && map.values.last == 4)
    #expect(snapshot[.solveAccuracy] == nil && snapshot.accuracy == 0.75)
    #expect(snapshot.watched?.notes.contains("a field of another kind") == true)
  }

  @Test("curves of which little is known take bounded time and memory")
  func longGaps() {
    var history = History(capacity: 64)
    history.append(1)
    history.skip(1 << 40)
    history.append(3)
    #expect(history.count == (1 << 40) + 2 && history.bucketCount <= 64)
    #expect(history.total == 4)
    #expect(history.buckets.first?.mean == 1)
    #expect(history.buckets.last?.mean == 3)
  }
}
