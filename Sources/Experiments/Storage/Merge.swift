/// Joins the files of shards.
package enum Merge {
  /// What keeps files from being joined.
  package enum Failure: Error, Equatable, CustomStringConvertible {
    /// A file is at fault.
    case file(String, TrialFile.Failure)
    /// An experiment is not known.
    case unknown(String, name: String)
    /// A sweep cannot be made from the words that describe it.
    case sweep(String, reason: String)
    /// Units that no file has.
    case missing(count: Int, first: Trial.ID)
    /// A trial that two files have.
    case doubled(Trial.ID, String, String)

    /// One line for a person.
    package var description: String {
      switch self {
      case .file(let path, let failure): "\(path): \(failure)"
      case .unknown(let path, let name): "\(path): there is no experiment '\(name)'"
      case .sweep(let path, let reason): "\(path): \(reason)"
      case .missing(let count, let first):
        "\(count) trial\(count == 1 ? " is" : "s are") missing, the first of them \(first)"
      case .doubled(let id, let first, let second): "\(id) is in \(first) and in \(second)"
      }
    }
  }

  /// The plan that files are of, and all of its results in its order.
  ///
  /// - Parameters:
  ///   - catalogue: the experiments that a name can mean.
  ///   - sweep: the experiment that the words of a sweep describe, or why they describe none.
  /// - Throws: `Failure` when the files are of different plans, or trials are missing or doubled.
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
        if let owner = owners[result.id] { throw .doubled(result.id, owner, path) }
        owners[result.id] = path
      }
      joined.results += file.results
    }
    let missing = plan.trials.map(\.id).filter { owners[$0] == nil }
    if let id = missing.first { throw .missing(count: missing.count, first: id) }
    return (plan, joined.ordered(by: plan))
  }
}

/// Why words do not describe a sweep.
package struct SweepFailure: Error, Equatable {
  package var reason: String

  package init(reason: String = "holds runs of a sweep, which cannot be read here") {
    self.reason = reason
  }
}

extension TrialFile {
  static let empty = TrialFile(header: Header(Plan([]), shard: .whole), results: [])
}
