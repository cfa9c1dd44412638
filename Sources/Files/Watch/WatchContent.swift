import FoundationEssentials

/// The first record of a run: what is trained, on what, and with which settings.
package struct WatchRun: Sendable {
  package enum Mode: String, Sendable, CaseIterable {
    /// Steps have the model's weights.
    case weights
    /// The other program computes the pictures.
    case frames
  }

  package enum Problem: String, Sendable, CaseIterable {
    case points, classes, regression, series
  }

  /// What the run learns.
  package enum Content: Sendable, Equatable {
    /// Inputs, count × dimension; targets, count × `width`.
    case points(dimension: Int, inputs: [Double], targets: [Double], width: Int)
    /// Series from time 0, and how many had no complete start or nothing after it.
    case series(SeriesSamples, dropped: Int)
  }

  package let name: String
  /// Another is another run.
  package let id: String
  package let mode: Mode
  package let problem: Problem
  package let content: Content
  /// The strings about it.
  package let metadata: [String: String]

  /// The other program, its process, and the machine that it runs on.
  package var program: String { text("program") ?? "another program" }
  package var process: Int32? {
    metadata["pid"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil }
  }
  package var host: String? { text("host") }
  /// What cannot be described or is approximate.
  package var note: String? { text("note") }
  package var isDouble: Bool { metadata["dtype"] == "float64" }

  /// A line of the metadata that can be shown; nil if it is absent or empty.
  package func text(_ key: String) -> String? {
    metadata[key].flatMap { $0.isEmpty ? nil : String($0.prefix(400)).harmless }
  }

  /// A finite number of the metadata.
  package func number(_ key: String) -> Double? {
    metadata[key].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The version of the format that is read here.
  package static let version = "1"
  /// The most numbers of an input.
  private static let dimensionLimit = 1024

  /// - Throws: `Safetensors.Failure` for another version, a word that is not known, and data that do
  ///   not fit each other.
  package init(_ file: Safetensors) throws(Safetensors.Failure) {
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
      _ key: String, default usual: Choice?, _: Choice.Type
    ) throws(Safetensors.Failure) -> Choice {
      guard let word = file.metadata[key] else {
        if let usual { return usual }
        throw .unusable("its metadata lack the key \(key)")
      }
      guard let choice = Choice(rawValue: word) else {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw .unusable("\(key) '\(word.short)' unknown; known: \(known)")
      }
      return choice
    }
    let version = file.metadata["version"] ?? ""
    guard version == Self.version else {
      throw .unusable("version '\(version.short)' of watch files is not known, expected 1")
    }
    metadata = file.metadata
    name = file.metadata["name"].map { $0.short } ?? "run"
    id = file.metadata["id"] ?? ""
    mode = try choice("mode", default: .weights, Mode.self)
    problem = try choice("problem", default: nil, Problem.self)
    content = problem == .series ? try Self.series(file) : try Self.points(file, problem)
  }

  /// The greatest number of the data: pictures are in 32 bits.
  private static let greatest = 1e9

  private static func check(
    _ numbers: [Double], _ name: String
  ) throws(Safetensors.Failure) -> [Double] {
    if let wrong = numbers.first(where: { abs($0) > greatest }) {
      throw .unusable("\(name): \(wrong) is beyond \(greatest)")
    }
    return numbers
  }

  /// Floats, or whole numbers.
  private static func anyNumbers(
    _ file: Safetensors, _ name: String
  ) throws(Safetensors.Failure) -> [Double] {
    guard let type = file.type(name), ["I64", "I32"].contains(type) else {
      return try check(file.finiteNumbers(name), name)
    }
    return try check(file.integers(name).map(Double.init), name)
  }

  private static func points(
    _ file: Safetensors, _ problem: Problem
  ) throws(Safetensors.Failure) -> Content {
    guard let shape = file.shape("inputs") else { throw .missing("inputs") }
    guard let targets = file.shape("targets") else { throw .missing("targets") }
    guard shape.count == 2, shape[0] > 0, (1...dimensionLimit).contains(shape[1]) else {
      throw .wrongShape(name: "inputs", found: shape, expected: [0, 0])
    }
    let width = targets.count == 2 ? targets[1] : 1
    guard (1...2).contains(targets.count), targets[0] == shape[0],
      problem == .regression ? (1...dimensionLimit).contains(width) : width == 1
    else { throw .wrongShape(name: "targets", found: targets, expected: [shape[0]]) }
    let values = try anyNumbers(file, "targets")
    if problem == .classes {
      guard let wrong = values.first(where: { $0 < 0 || $0 >= 1000 || $0 != $0.rounded() }) else {
        return .points(
          dimension: shape[1], inputs: try anyNumbers(file, "inputs"), targets: values, width: 1)
      }
      throw .unusable("target \(wrong) is not the number of a class, expected 0, 1, … up to 999")
    }
    return .points(
      dimension: shape[1], inputs: try anyNumbers(file, "inputs"), targets: values, width: width)
  }

  private static func series(_ file: Safetensors) throws(Safetensors.Failure) -> Content {
    guard let shape = file.shape("series") else { throw .missing("series") }
    let times = try check(file.finiteNumbers("times"), "times")
    guard shape.count == 3, shape[0] > 0, shape[1] == times.count, times.count > 1,
      (1...dimensionLimit).contains(shape[2])
    else { throw .wrongShape(name: "series", found: shape, expected: [0, times.count, 0]) }
    guard zip(times, times.dropFirst()).allSatisfy(<) else {
      throw .unusable("times: expected an ascending order")
    }
    let values = try check(file.numbers("series"), "series")
    if let index = values.firstIndex(where: \.isInfinite) {
      throw .nonFinite(name: "series", index: index)
    }
    let d = shape[2]
    var series: [[SeriesSamples.Observation]] = []
    for row in 0..<shape[0] {
      let all = times.indices.map { k -> SeriesSamples.Observation in
        let first = (row * times.count + k) * d
        return (times[k] - times[0], Array(values[first..<first + d]))
      }
      let seen = all.filter { $0.values.contains { !$0.isNaN } }
      // A solve from t0 needs a state there.
      guard seen.count > 1, seen[0].time == 0, seen[0].values.allSatisfy(\.isFinite) else {
        continue
      }
      series.append(seen)
    }
    guard !series.isEmpty else {
      throw .unusable("no series has a complete first observation and another after it")
    }
    return .series(
      SeriesSamples(dimension: d, series: series), dropped: shape[0] - series.count)
  }
}

/// What has happened since the record before.
package struct WatchStep: Sendable {
  /// One update of the other program's weights.
  package struct Entry: Sendable, Equatable {
    /// Its number, from 1.
    package var iteration: Int
    /// nil if it is not known, as the next ones.
    package var loss: Double?
    package var nfe: Int?
    /// NFE of the backward pass.
    package var backwardNFE: Int?
    package var accuracy: Double?
  }

  /// Updates done so far.
  package let iteration: Int
  /// Seconds of training so far, if they are known.
  package let seconds: Double?
  /// In ascending order of iterations.
  package let log: [Entry]
  /// The model's tensors, under its own names; nil in a record that has only the log.
  package let weights: Safetensors?

  /// More updates than any run has; counts beyond it are refused.
  package static let iterationLimit = 1 << 40

  package init(_ file: Safetensors) throws(Safetensors.Failure) {
    iteration = try Self.count(file, "iteration")
    seconds = file.metadata["seconds"].flatMap { Double($0) }.flatMap { $0 >= 0 ? $0 : nil }
    let hasLog = file.shape("log.iteration") != nil
    let iterations = hasLog ? try Self.counts(file, "log.iteration") : []
    let shape = [iterations.count]
    func counts(_ name: String) throws(Safetensors.Failure) -> [Int]? {
      guard hasLog, file.shape(name) != nil else { return nil }
      return try Self.counts(file, name, shape: shape)
    }
    func numbers(_ name: String) throws(Safetensors.Failure) -> [Double]? {
      guard hasLog, file.shape(name) != nil else { return nil }
      return try file.numbers(name, shape: shape)
    }
    let losses = try numbers("log.loss")
    let accuracies = try numbers("log.accuracy")
    let (nfe, backward) = (try counts("log.nfe"), try counts("log.backward"))
    guard iterations.allSatisfy({ (1...Self.iterationLimit).contains($0) }),
      zip(iterations, iterations.dropFirst()).allSatisfy(<)
    else { throw .unusable("log.iteration: expected numbers from 1, in ascending order") }
    func known(_ count: Int?) -> Int? {
      count.flatMap { (0...Self.iterationLimit).contains($0) ? $0 : nil }
    }
    func known(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
    log = iterations.indices.map {
      Entry(
        iteration: iterations[$0], loss: known(losses?[$0]), nfe: known(nfe?[$0]),
        backwardNFE: known(backward?[$0]), accuracy: known(accuracies?[$0]))
    }
    let model = file.stripped(of: "model.")
    weights = model.names.isEmpty ? nil : model
  }

  /// Whole numbers, in a type for them or in floats.
  static func counts(
    _ file: Safetensors, _ name: String, shape: [Int]? = nil
  ) throws(Safetensors.Failure) -> [Int] {
    guard let type = file.type(name), !["I64", "I32"].contains(type) else {
      return try file.integers(name, shape: shape)
    }
    var counts: [Int] = []
    for number in try file.finiteNumbers(name, shape: shape) {
      guard let count = Int(exactly: number) else {
        throw .unusable("\(name): \(number) is no whole number")
      }
      counts.append(count)
    }
    return counts
  }

  static func count(_ file: Safetensors, _ key: String) throws(Safetensors.Failure) -> Int {
    try count(file.metadata, key)
  }

  static func count(
    _ metadata: [String: String], _ key: String
  ) throws(Safetensors.Failure) -> Int {
    guard let count = metadata[key].flatMap({ Int($0) }),
      (0...iterationLimit).contains(count)
    else { throw .unusable("\(key): expected a number of updates") }
    return count
  }
}

/// A sign from within a solve that takes long.
package struct WatchSolve: Sendable, Equatable {
  package var iteration: Int
  /// The time reached, and the last step.
  package var time: Double
  package var step: Double
  /// Evaluations so far.
  package var evaluations: Int
  package var isBackward: Bool
  /// Seconds of this solve so far.
  package var seconds: Double
  /// The row of the sample with the greatest slope, if it is known.
  package var worst: Int?

  package init(_ file: Safetensors) throws(Safetensors.Failure) { try self.init(file.metadata) }

  init(_ metadata: [String: String]) throws(Safetensors.Failure) {
    func number(_ key: String) throws(Safetensors.Failure) -> Double {
      guard let number = metadata[key].flatMap({ Double($0) }) else {
        throw .unusable("\(key): expected a number")
      }
      return number
    }
    iteration = try WatchStep.count(metadata, "iteration")
    evaluations = try WatchStep.count(metadata, "nfe")
    (time, step) = (try number("t"), try number("h"))
    seconds = try metadata["seconds"] == nil ? 0 : number("seconds")
    isBackward = metadata["direction"] == "backward"
    worst = metadata["worst"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }
}

/// Pictures that the other program has computed; each part comes at its own pace.
package struct WatchFrame: Sendable, Equatable {
  /// Trajectories: ascending times, frames × points × features, and the row of each point.
  package struct Paths: Sendable, Equatable {
    package var times: [Double]
    package var states: [Float]
    package var rows: [Int]
    package var features: Int
  }

  /// The field at one time: points and vectors, count × features.
  package struct Field: Sendable, Equatable {
    package var time: Double
    package var points: [Float]
    package var vectors: [Float]
    package var features: Int
  }

  /// Outputs over the plane of the first two inputs, y × x × outputs; on a line without y.
  package struct Map: Sendable, Equatable {
    package var x: [Float]
    package var y: [Float]
    package var outputs: [Float]
    package var width: Int
  }

  package let iteration: Int
  package let paths: Paths?
  package let field: Field?
  package let map: Map?

  /// The most numbers of a frame: 200 are kept to wind back to.
  private static let numberLimit = 1 << 19
  /// The most trajectories of a frame.
  package static let pathLimit = 64

  /// This one's parts, and the other's where it has none.
  package func over(_ other: WatchFrame?) -> WatchFrame {
    WatchFrame(
      iteration: iteration, paths: paths ?? other?.paths, field: field ?? other?.field,
      map: map ?? other?.map)
  }

  private init(iteration: Int, paths: Paths?, field: Field?, map: Map?) {
    (self.iteration, self.paths, self.field, self.map) = (iteration, paths, field, map)
  }

  package init(_ file: Safetensors) throws(Safetensors.Failure) {
    iteration = try WatchStep.count(file, "iteration")
    let count = file.names.reduce(0) { $0 + (file.shape($1)?.reduce(1, *) ?? 0) }
    guard count <= Self.numberLimit else {
      throw .unusable("a frame has \(count) numbers, expected at most \(Self.numberLimit)")
    }
    func floats(_ name: String, _ shape: [Int]) throws(Safetensors.Failure) -> [Float] {
      try file.numbers(name, shape: shape).map { Float($0) }
    }
    if let shape = file.shape("path.states") {
      let times = try file.finiteNumbers("path.times")
      let rows = try WatchStep.counts(file, "path.rows")
      guard shape.count == 3, shape[0] == times.count, shape[0] > 0, shape[1] == rows.count,
        (1...Self.pathLimit).contains(shape[1]), shape[2] > 0
      else {
        throw .wrongShape(
          name: "path.states", found: shape, expected: [times.count, rows.count, 0])
      }
      guard zip(times, times.dropFirst()).allSatisfy(<), rows.allSatisfy({ $0 >= 0 }) else {
        throw .unusable("path.times: expected an ascending order, and rows from 0")
      }
      paths = Paths(
        times: times, states: try floats("path.states", shape), rows: rows, features: shape[2])
    } else {
      paths = nil
    }
    if let shape = file.shape("field.points") {
      guard shape.count == 2, shape[1] > 0 else {
        throw .wrongShape(name: "field.points", found: shape, expected: [0, 0])
      }
      field = Field(
        time: try file.finiteNumbers("field.time").first ?? 0,
        points: try floats("field.points", shape), vectors: try floats("field.vectors", shape),
        features: shape[1])
    } else {
      field = nil
    }
    if let shape = file.shape("map.outputs") {
      let (x, y) = (try file.finiteNumbers("map.x"), file.shape("map.y"))
      let rows = y == nil ? [] : try file.finiteNumbers("map.y")
      let expected = (y == nil ? [] : [rows.count]) + [x.count]
      guard shape.count == expected.count + 1, shape.dropLast() == expected[...],
        (1...1000).contains(shape[shape.count - 1]), x.count > 1, y == nil || rows.count > 1
      else {
        throw .wrongShape(name: "map.outputs", found: shape, expected: expected + [0])
      }
      map = Map(
        x: x.map { Float($0) }, y: rows.map { Float($0) },
        outputs: try floats("map.outputs", shape), width: shape[shape.count - 1])
    } else {
      map = nil
    }
  }
}
