import NeuralODE

/// A demo played under several seeds: what it expects, and in how many of them that came true. A
/// caption says what a model does, so what it rests on has to hold of more than one run.
package struct DemoTrial: Sendable {
  /// What is expected in one place of a script.
  package struct Claim: Sendable {
    /// The line of the script.
    package var line: Int
    /// What is expected.
    package var condition: DemoCondition
    /// In how many of how many seeds at least, where the script says; otherwise in more than half.
    package var least: DemoScript.SeedShare?
    /// By seed: what was found; nil where the play did not come so far, or the number is not known.
    package var found: [Double?]

    /// Seeds in which it holds.
    package var count: Int { found.count { $0.map(condition.holds) ?? false } }
    /// The median of what was found; nil where nothing was.
    package var median: Double? {
      let known = found.compactMap { $0 }.sorted()
      guard !known.isEmpty else { return nil }
      return (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
    }
    /// Does it hold in as many seeds as it should?
    package var isTrue: Bool {
      guard let least else { return 2 * count > found.count }
      return count * least.of >= least.seeds * found.count
    }
  }

  /// All that the script expects, in its order.
  package private(set) var claims: [Claim]
  /// Seeds whose play ended before its end, and why.
  package private(set) var failures: [(seed: UInt64, failure: DemoFailure)] = []

  /// Plays a script under seeds 0, 1, ...
  package init(_ script: DemoScript, seeds: Int) {
    claims = script.statements.compactMap { statement in
      guard case .expect(let condition, let least) = statement.kind else { return nil }
      return Claim(line: statement.line, condition: condition, least: least, found: [])
    }
    for seed in 0..<UInt64(seeds) {
      var stage = DemoStage(script.seeded(seed), isTrial: true)
      while !stage.isOver { _ = stage.advance(by: 0.1) }
      for k in claims.indices {
        claims[k].found.append(stage.player.outcomes[claims[k].line] ?? nil)
      }
      if let failure = stage.failure { failures.append((seed, failure)) }
    }
  }

  /// Do all claims hold?
  package var isTrue: Bool { claims.allSatisfy(\.isTrue) }
}

extension DemoScript {
  /// The script with another seed.
  func seeded(_ seed: UInt64) -> DemoScript {
    var script = self
    let command = Kind.perform("seed \(seed)")
    var isSeeded = false
    for k in script.statements.indices {
      guard case .perform(let text) = script.statements[k].kind, text.hasPrefix("seed ") else {
        continue
      }
      script.statements[k].kind = command
      isSeeded = true
    }
    if !isSeeded {
      script.statements.insert(Statement(line: 0, column: 1, kind: command), at: 0)
    }
    return script
  }
}
