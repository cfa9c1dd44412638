/// Joins the files of shards.
package enum Merge {
  package enum Failure: Error, Equatable, CustomStringConvertible {
    case file(String, TrialFile.Failure)
    /// An unknown experiment.
    case unknown(String, name: String)
    /// Invalid words of a sweep.
    case sweep(String, reason: String)
    /// Trials that no file has.
    case missing(count: Int, first: Trial.ID)
    /// A trial that two files have.
    case duplicateTrial(Trial.ID, String, String)

    package var description: String {
      switch self {
      case .file(let path, let failure): "\(path): \(failure)"
      case .unknown(let path, let name): "\(path): unknown experiment '\(name)'"
      case .sweep(let path, let reason): "\(path): \(reason)"
      case .missing(let count, let first):
        "\(count) trial\(count == 1 ? " is" : "s are") missing, the first is \(first)"
      case .duplicateTrial(let id, let first, let second):
        "\(id) is in both \(first) and \(second)"
      }
    }
  }

  /// The plan of the files, and all of its results in its order.
  ///
  /// - Parameters:
  ///   - catalogue: the known experiments.
  ///   - sweep: parses the words of a sweep.
  /// - Throws: `Failure` if the files belong to different plans, or trials are missing or
  ///   duplicate.
  package static func join(
    _ files: [(path: String, file: TrialFile)], catalogue: [Experiment] = Experiment.catalogue,
    sweep: ([String]) -> Result<Experiment, SweepFailure> = { _ in .failure(SweepFailure()) }
  ) throws(Failure) -> (Plan, TrialFile) {
    guard let first = files.first else { return (Plan([]), TrialFile.empty) }
    let header = first.file.header
    var experiments: [Experiment] = []
    if let words = header.sweep {
      switch sweep(words) {
      case .success(let experiment): experiments = [experiment]
      case .failure(let failure): throw .sweep(first.path, reason: failure.reason)
      }
    } else {
      for name in header.experiments {
        guard let experiment = catalogue.first(where: { $0.name == name }) else {
          throw .unknown(first.path, name: name)
        }
        experiments.append(experiment)
      }
    }
    let plan = Plan(
      experiments, seeds: header.seeds, epochs: header.epochs,
      images: header.images.map { PlanImages(setting: $0) }, sweep: header.sweep)
    var owners: [Trial.ID: String] = [:]
    var joined = TrialFile(header: TrialFile.Header(plan, shard: .whole), results: [])
    for (path, file) in files {
      do throws(TrialFile.Failure) {
        try file.check(against: plan)
      } catch {
        throw .file(path, error)
      }
      for result in file.results {
        if let owner = owners[result.id] { throw .duplicateTrial(result.id, owner, path) }
        owners[result.id] = path
      }
      joined.results += file.results
    }
    let missing = plan.trials.map(\.id).filter { owners[$0] == nil }
    if let id = missing.first { throw .missing(count: missing.count, first: id) }
    return (plan, joined.ordered(by: plan))
  }
}

package struct SweepFailure: Error, Equatable {
  package var reason: String

  package init(reason: String = "contains a sweep, which cannot be read here") {
    self.reason = reason
  }
}

extension TrialFile {
  static let empty = TrialFile(header: Header(Plan([]), shard: .whole), results: [])
}
