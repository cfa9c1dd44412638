import NeuralODE

/// Does this machine compute what every other computes? The runs that come with the program,
/// replayed.
enum MachineCheck {
  /// One run and what it came to here.
  private struct Result {
    let run: BuiltInRun
    let found: RunDigest

    /// What differs from what is built in.
    var differences: [String] {
      let wanted = run.expected
      return [
        found.losses == wanted.losses ? nil : "losses",
        found.evaluations == wanted.evaluations ? nil : "NFE",
        found.weights == wanted.weights ? nil : "weights",
      ].compactMap { $0 }
    }

    var json: JSONLine {
      JSONLine([
        ("run", .text(run.name)), ("iterations", .integer(run.iterations)),
        ("losses", .text(found.losses.text)), ("evaluations", .text(found.evaluations.text)),
        ("weights", .text(found.weights.text)), ("ok", .truth(differences.isEmpty)),
      ])
    }
  }

  /// Replays all runs, and writes what they came to.
  ///
  /// - Throws: `FallsShort` where one differs.
  static func run(isJSON: Bool) throws {
    let results = BuiltInRun.all.map { Result(run: $0, found: $0.replay()) }
    let different = results.filter { !$0.differences.isEmpty }
    if isJSON {
      for result in results { try StandardOutput.write(result.json.text) }
    } else {
      try StandardOutput.write(text(results.count, different))
    }
    if !different.isEmpty { throw FallsShort() }
  }

  private static func text(_ count: Int, _ different: [Result]) -> String {
    let path = Kernels.summary
    guard !different.isEmpty else {
      return
        "this machine computes what every other computes: \(count) runs, equal to the bit (\(path))\n"
    }
    let lines = different.map {
      "\($0.run.name): other \($0.differences.joined(separator: ", ")) than everywhere\n"
    }
    return lines.joined() + "\(different.count) of \(count) runs differ (\(path))\n"
  }
}
