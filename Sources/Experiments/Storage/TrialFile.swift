import FoundationEssentials
import NeuralODE
import Platform

/// Results of trials as lines of JSON: a header that identifies the plan, then a line per trial.
/// Lines are appended as trials finish, then rewritten in the plan's order: equal trials give equal
/// bytes.
package struct TrialFile: Sendable, Equatable {
  package struct Header: Sendable, Equatable, Codable {
    package var format = 1
    package var experiments: [String]
    /// Seeds of each variant; nil for each experiment's own number.
    package var seeds: Int?
    /// The most epochs, if limited.
    package var epochs: Int?
    /// The shard, as "2/8"; nil for the whole plan.
    package var shard: String?
    /// See `Plan.sweep`.
    package var sweep: [String]?
    /// The user's images.
    package var images: ImageSetting?

    package init(_ plan: Plan, shard: Shard) {
      experiments = plan.experiments.map(\.name)
      seeds = plan.seeds
      epochs = plan.epochs
      sweep = plan.sweep
      images = plan.images?.setting
      self.shard = shard == .whole ? nil : shard.text
    }
  }

  package enum Failure: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case noHeader
    /// A line is not a trial.
    case line(Int)
    case otherPlan(String)
    case duplicateTrial(Trial.ID)
    /// The experiment has changed since.
    case outdated(Trial.ID)
    /// A trial is not in the plan.
    case unknownTrial(Trial.ID)

    package var description: String {
      switch self {
      case .unreadable(let why): why
      case .noHeader:
        "holds no trials: its first line is not a header of anode experiment or sweep"
      case .line(let number): "line \(number) is not the result of a trial"
      case .otherPlan(let why): "is from another plan: \(why)"
      case .duplicateTrial(let id): "has \(id) twice"
      case .outdated(let id):
        "has \(id) with another configuration: the experiment has changed since"
      case .unknownTrial(let id): "has \(id), which is not in its plan"
      }
    }
  }

  package var header: Header
  /// In the order of the file.
  package var results: [TrialResult]

  package init(header: Header, results: [TrialResult]) {
    self.header = header
    self.results = results
  }

  /// Reads a file. An incomplete last line, from a process killed while writing, is ignored.
  package init(path: String) throws(Failure) {
    try self.init(
      data: retelling(Failure.unreadable) { try InputFile.trials.bytes(of: path) })
  }

  package init(data: Data) throws(Failure) {
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // After the last line end is an incomplete line or nothing.
    lines.removeLast()
    let decoder = JSONDecoder()
    guard let first = lines.first, let header = try? decoder.decode(Header.self, from: first),
      header.format == 1
    else { throw .noHeader }
    self.header = header
    results = []
    for (index, line) in lines.enumerated().dropFirst() {
      guard let result = try? decoder.decode(TrialResult.self, from: line) else {
        throw .line(index + 1)
      }
      results.append(result)
    }
  }

  /// Throws unless the file belongs to the plan: for another header, and for unknown, outdated or
  /// duplicate trials.
  package func check(against plan: Plan) throws(Failure) {
    let names = plan.experiments.map(\.name)
    if header.experiments != names {
      throw .otherPlan(
        "it has \(header.experiments.joined(separator: ", ")), not \(names.joined(separator: ", "))"
      )
    }
    if header.sweep != plan.sweep {
      func words(_ sweep: [String]?) -> String {
        sweep.map { "the sweep \($0.joined(separator: " "))" } ?? "an experiment"
      }
      throw .otherPlan("it has \(words(header.sweep)), not \(words(plan.sweep))")
    }
    if header.seeds != plan.seeds {
      func words(_ seeds: Int?) -> String { seeds.map { "\($0) seeds" } ?? "the default seeds" }
      throw .otherPlan("it has \(words(header.seeds)), not \(words(plan.seeds))")
    }
    if header.epochs != plan.epochs {
      func words(_ epochs: Int?) -> String { epochs.map { "at most \($0) epochs" } ?? "all epochs" }
      throw .otherPlan("it has \(words(header.epochs)), not \(words(plan.epochs))")
    }
    if header.images != plan.images?.setting {
      func words(_ images: ImageSetting?) -> String { images?.description ?? "no files" }
      throw .otherPlan("it has \(words(header.images)), not \(words(plan.images?.setting))")
    }
    let digests = Dictionary(uniqueKeysWithValues: plan.trials.map { ($0.id, $0.digest) })
    var seen: Set<Trial.ID> = []
    for result in results {
      guard let digest = digests[result.id] else { throw .unknownTrial(result.id) }
      guard digest == result.digest else { throw .outdated(result.id) }
      guard seen.insert(result.id).inserted else { throw .duplicateTrial(result.id) }
    }
  }

  package func ordered(by plan: Plan) -> TrialFile {
    let places = Dictionary(
      uniqueKeysWithValues: plan.trials.enumerated().map { ($0.element.id, $0.offset) })
    return TrialFile(
      header: header,
      results: results.sorted { (places[$0.id] ?? .max) < (places[$1.id] ?? .max) })
  }

  package var text: String { Self.line(header) + results.map { Self.line($0) }.joined() }

  /// A line of JSON with sorted keys and the shortest numbers that read back exactly.
  package static func line(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding fails only for infinities and NaN, which do not occur here.
    let data = (try? encoder.encode(value)) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The timings of a file, without unreadable lines: nothing depends on them.
  package static func timings(path: String) -> [TrialTiming] {
    let decoder = JSONDecoder()
    let text = (try? InputFile.trials.text(of: path)) ?? ""
    return TextLines.of(text).compactMap {
      try? decoder.decode(TrialTiming.self, from: Data($0.utf8))
    }
  }
}
