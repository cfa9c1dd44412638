import NeuralODE

/// A demo played under several seeds: its captions describe models in general, so its expectations
/// have to hold for more than one run.
package struct DemoTrial: Sendable {
  /// One expectation of a script.
  package struct Claim: Sendable {
    package var line: Int
    package var condition: DemoCondition
    /// The least share of seeds in which it has to hold; nil for more than half.
    package var least: DemoScript.SeedShare?
    /// The value for each seed; nil if unknown or not reached.
    package var found: [Double?]

    package var count: Int { found.count { $0.map(condition.holds) ?? false } }
    /// nil if no value is known.
    package var median: Double? {
      let known = found.compactMap { $0 }.sorted()
      guard !known.isEmpty else { return nil }
      return (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
    }
    /// Whether it holds in enough seeds.
    package var isTrue: Bool {
      guard let least else { return 2 * count > found.count }
      return count * least.of >= least.seeds * found.count
    }
  }

  /// In the order of the script.
  package private(set) var claims: [Claim]
  /// Seeds whose demo stopped early.
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

  package var isTrue: Bool { claims.allSatisfy(\.isTrue) }
}

extension DemoScript {
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
