import FoundationEssentials
import NeuralODE

/// Results of trials as lines of JSON: a header that says what plan they are of, then one line a
/// trial. Appended to while trials finish; written anew in the plan's order when they all have, so
/// that the same trials are the same bytes.
package struct TrialFile: Sendable, Equatable {
  /// What the lines belong to.
  package struct Header: Sendable, Equatable, Codable {
    package var format = 1
    package var experiments: [String]
    /// Seeds of each variant; nil for each experiment's own number.
    package var seeds: Int?
    /// The most passes over the data, if limited.
    package var epochs: Int?
    /// Which part of the plan, as "2/8"; nil for all of it.
    package var shard: String?
    /// Of a sweep, the words that describe it; see `Plan.sweep`.
    package var sweep: [String]?
    /// The images that were learned, if they were the user's files.
    package var images: ImageSetting?

    /// The header of a shard of a plan.
    package init(_ plan: Plan, shard: Shard) {
      experiments = plan.experiments.map(\.name)
      seeds = plan.seeds
      epochs = plan.epochs
      sweep = plan.sweep
      images = plan.images?.setting
      self.shard = shard == .whole ? nil : shard.text
    }
  }

  /// What is wrong with a file.
  package enum Failure: Error, Equatable, CustomStringConvertible {
    /// It cannot be read.
    case unreadable(String)
    /// Its first line is not a header.
    case noHeader
    /// A line is not a trial.
    case line(Int)
    /// It is of another plan.
    case otherPlan(String)
    /// A trial is there twice.
    case doubled(Trial.ID)
    /// A trial's configuration is not what the experiment now is.
    case outdated(Trial.ID)
    /// A trial is not of the plan.
    case stranger(Trial.ID)

    /// One line for a person.
    package var description: String {
      switch self {
      case .unreadable(let why): why
      case .noHeader:
        "holds no trials: its first line is not the header that anode experiment or sweep writes"
      case .line(let number): "line \(number) is not the result of a trial"
      case .otherPlan(let why): "is of another plan: \(why)"
      case .doubled(let id): "holds \(id) a second time"
      case .outdated(let id):
        "holds \(id) of another configuration: the experiment has changed since"
      case .stranger(let id): "holds \(id), which its plan does not have"
      }
    }
  }

  package var header: Header
  /// Results, in the order of the file.
  package var results: [TrialResult]

  package init(header: Header, results: [TrialResult]) {
    self.header = header
    self.results = results
  }

  /// Reads a file. A last line without an end is what a run left that was killed while writing: it
  /// is left out.
  package init(path: String) throws(Failure) {
    let data: Data
    do throws(InputFile.Failure) {
      data = try InputFile.trials.bytes(of: path)
    } catch {
      throw .unreadable(error.reason)
    }
    try self.init(data: data)
  }

  package init(data: Data) throws(Failure) {
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // What stands behind the last end of a line is half a line, or nothing.
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

  /// Refuses what does not belong to a plan: trials it does not have, has in another form, or has
  /// once.
  package func check(against plan: Plan) throws(Failure) {
    let names = plan.experiments.map(\.name)
    if header.experiments != names {
      throw .otherPlan(
        "it is of \(header.experiments.joined(separator: ", ")), not of \(names.joined(separator: ", "))"
      )
    }
    if header.sweep != plan.sweep {
      func words(_ sweep: [String]?) -> String {
        sweep.map { "the sweep \($0.joined(separator: " "))" } ?? "an experiment"
      }
      throw .otherPlan("it is of \(words(header.sweep)), not of \(words(plan.sweep))")
    }
    if header.seeds != plan.seeds {
      func words(_ seeds: Int?) -> String { seeds.map { "\($0) seeds" } ?? "each its own seeds" }
      throw .otherPlan("it has \(words(header.seeds)), not \(words(plan.seeds))")
    }
    if header.epochs != plan.epochs {
      func words(_ epochs: Int?) -> String { epochs.map { "at most \($0) epochs" } ?? "all epochs" }
      throw .otherPlan("it has \(words(header.epochs)), not \(words(plan.epochs))")
    }
    if header.images != plan.images?.setting {
      func words(_ images: ImageSetting?) -> String { images?.description ?? "no files" }
      throw .otherPlan("it is of \(words(header.images)), not of \(words(plan.images?.setting))")
    }
    let digests = Dictionary(uniqueKeysWithValues: plan.trials.map { ($0.id, $0.digest) })
    var seen: Set<Trial.ID> = []
    for result in results {
      guard let digest = digests[result.id] else { throw .stranger(result.id) }
      guard digest == result.digest else { throw .outdated(result.id) }
      guard seen.insert(result.id).inserted else { throw .doubled(result.id) }
    }
  }

  /// These results in the order of the plan.
  package func ordered(by plan: Plan) -> TrialFile {
    let places = Dictionary(
      uniqueKeysWithValues: plan.trials.enumerated().map { ($0.element.id, $0.offset) })
    return TrialFile(
      header: header,
      results: results.sorted { (places[$0.id] ?? .max) < (places[$1.id] ?? .max) })
  }

  package var text: String { Self.line(header) + results.map { Self.line($0) }.joined() }

  /// A value as one line of JSON, keys in alphabetical order, numbers as short as they read back
  /// the same.
  package static func line(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // What is encoded holds no number that is not finite; a value that cannot be encoded would be
    // an empty object.
    let data = (try? encoder.encode(value)) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The timings of a file; what cannot be read is left out, for nothing depends on it.
  package static func timings(path: String) -> [TrialTiming] {
    let decoder = JSONDecoder()
    let text = (try? InputFile.trials.text(of: path)) ?? ""
    return TextLines.of(text).compactMap {
      try? decoder.decode(TrialTiming.self, from: Data($0.utf8))
    }
  }
}
