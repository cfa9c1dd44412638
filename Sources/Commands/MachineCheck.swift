import NeuralODE

/// Replays the built-in runs, to check that this machine gives the same results as every other.
enum MachineCheck {
  private struct Result {
    let run: BuiltInRun
    let found: RunDigest

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

  /// - Throws: `FallsShort` if a run differs.
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
        "this machine agrees with all others: \(count) runs, equal to the bit (\(path))\n"
    }
    let lines = different.map {
      "\($0.run.name): different \($0.differences.joined(separator: ", "))\n"
    }
    return lines.joined() + "\(different.count) of \(count) runs differ (\(path))\n"
  }
}
