@testable import Experiments
import NeuralODE
import Testing

@Suite("Verdicts follow from the rules alone")
struct RuleTests {
  /// Samples in which each condition of a rule is true, or each is false; nil if none were found.
  private func samples(_ rule: Rule, isTrue: Bool, seeds: UInt64 = 20) -> Samples? {
    // The value of each quantity, adjusted condition by condition until all agree.
    var values: [String: [Measure: Double]] = [:]
    for quantity in rule.quantities { values[quantity.variant, default: [:]][quantity.measure] = 1 }
    func value(_ measure: Measure, _ variant: String) -> Double { values[variant]?[measure] ?? 1 }
    func samples() -> Samples {
      var samples = Samples()
      for seed in 0..<seeds {
        for (variant, measures) in values { samples.put(measures, variant: variant, seed: seed) }
      }
      return samples
    }
    let wanted: Verdict = isTrue ? .holds : .doesNotHold
    for _ in 0..<20 {
      for condition in rule.conditions where condition.verdict(samples()) != wanted {
        let isBelow = condition.isBelow == isTrue
        let (measure, limit) = (condition.measure, condition.limit)
        func own(_ value: Double) { values[condition.variant]?[measure] = value }
        guard let other = condition.other else {
          own(isBelow ? limit / 2 : limit * 2 + 1)
          continue
        }
        let (now, bound) = (value(measure, condition.variant), limit * value(measure, other))
        own(isBelow ? now / 2 : bound * 2 + 1)
        // If that is not enough the other grows, so bounds from above still hold.
        if isBelow, now / 2 >= bound { values[other]?[measure] = now / limit }
      }
      if rule.conditions.allSatisfy({ $0.verdict(samples()) == wanted }) { return samples() }
    }
    return nil
  }

  @Test(
    "Every rule of every experiment can hold and can fail",
    arguments: Experiment.catalogue.map(\.name))
  func eitherWay(name: String) throws {
    let experiment = try #require(Experiment.named(name))
    for claim in experiment.claims {
      let good = try #require(samples(claim.rule, isTrue: true), "\(claim.rule.text)")
      #expect(claim.rule.verdict(good) == .holds, "\(claim.rule.text)")
      // One false condition is enough.
      for condition in claim.rule.conditions {
        let bad = try #require(samples(Rule(condition), isTrue: false), "\(condition.text)")
        #expect(Rule(condition).verdict(bad) == .doesNotHold, "\(condition.text)")
      }
      #expect(claim.rule.verdict(Samples()) == .undecided)
    }
  }

  @Test("Every rule refers only to its experiment's variants and measures")
  func consistent() {
    #expect(Set(Experiment.catalogue.map(\.name)).count == Experiment.catalogue.count)
    for experiment in Experiment.catalogue {
      let names = experiment.variants.map(\.name)
      #expect(Set(names).count == names.count, "\(experiment.name)")
      #expect(Set(experiment.figures.map(\.name)).count == experiment.figures.count)
      for claim in experiment.claims {
        for quantity in claim.rule.quantities {
          #expect(names.contains(quantity.variant), "\(experiment.name): \(quantity.variant)")
          switch quantity.measure {
          case .epochsToLoss, .evaluationsToLoss, .nfeAtLoss, .iterationsToLoss:
            #expect(experiment.targetLoss != nil)
          case .detour: #expect(experiment.watch.contains(.paths))
          case .gap: #expect(experiment.watch.contains(.gap))
          case .probeNFE, .solveError, .medianSolveError:
            #expect(!experiment.watch.isDisjoint(with: [.probe, .solves]))
          case .backwardNFE, .bothEvaluations:
            let variant = experiment.variants.first { $0.name == quantity.variant }
            #expect(variant?.configuration.training.gradient == .adjoint)
          case .heldOutLoss, .heldOutError:
            let variant = experiment.variants.first { $0.name == quantity.variant }
            let holdsOut = variant.map { $0.configuration.data.heldOut != .none } ?? false
            #expect(experiment.images != nil || holdsOut, "\(experiment.name)")
          default: break
          }
        }
      }
      for figure in experiment.figures {
        #expect(!experiment.variants(of: figure).isEmpty)
        #expect(figure.variants.allSatisfy(names.contains), "\(experiment.name) \(figure.name)")
      }
    }
  }

  @Test("The ways past the theorem have as many parameters as the ANODE of the same set")
  func equalParameters() throws {
    let variants = Experiment.ways.variants
    for first in stride(from: 0, to: variants.count, by: 5) {
      let counts = variants[first..<first + 5].map { variant in
        let run = variant.configuration
        return run.model.parameterCount(inputs: run.data.dimension, outputs: run.data.outputs)
      }
      for (variant, count) in zip(variants[first...], counts) {
        let ratio = Double(count) / Double(counts[0])
        #expect(abs(ratio - 1) < 0.06, "\(variant.name): \(count) of \(counts[0])")
      }
    }
    // The number that the report gives.
    #expect(variants[0].configuration.model.parameterCount(inputs: 2, outputs: 1) == 1385)
  }

  /// One value per seed for two variants.
  private func pairs(_ a: [Double?], _ b: [Double?]) -> Samples {
    var samples = Samples()
    for (seed, value) in a.enumerated() {
      samples.put(value.map { [.loss: $0] } ?? [:], variant: "a", seed: UInt64(seed))
    }
    for (seed, value) in b.enumerated() {
      samples.put(value.map { [.loss: $0] } ?? [:], variant: "b", seed: UInt64(seed))
    }
    return samples
  }

  @Test("Four seeds never decide, five that agree do, and disagreement stays undecided")
  func power() {
    let condition = Condition.below(.loss, "a", than: "b")
    func verdict(_ wins: Int, _ losses: Int) -> Verdict {
      condition.verdict(
        pairs(
          Array(repeating: 1, count: wins) + Array(repeating: 3, count: losses),
          Array(repeating: 2, count: wins + losses)))
    }
    #expect(verdict(4, 0) == .undecided)
    #expect(verdict(5, 0) == .holds)
    #expect(verdict(0, 5) == .doesNotHold)
    #expect(verdict(14, 6) == .undecided)
    #expect(verdict(15, 5) == .holds)
  }

  @Test(
    "A missing number counts as infinite: worse than any other, and equal to another missing one"
  )
  func missing() {
    let condition = Condition.below(.loss, "a", than: "b")
    let one = Array(repeating: Optional(1.0), count: 6)
    let none = Array(repeating: Double?.none, count: 6)
    #expect(condition.verdict(pairs(one, none)) == .holds)
    #expect(condition.verdict(pairs(none, one)) == .doesNotHold)
    #expect(condition.verdict(pairs(none, none)) == .undecided)
    #expect(Condition.below(.loss, "a", 5).verdict(pairs(none, one)) == .doesNotHold)
    #expect(
      Condition.below(.loss, "a", than: "b", times: 0.5).verdict(pairs(one, one)) == .doesNotHold)
  }

  @Test("A failed condition outweighs an undecided one")
  func conjunction() {
    let samples = pairs(Array(repeating: 1, count: 8), [0, 2, 0, 2, 0, 2, 0, 2])
    let undecided = Condition.below(.loss, "a", than: "b")
    #expect(Rule(.below(.loss, "a", 2), undecided).verdict(samples) == .undecided)
    #expect(Rule(.above(.loss, "a", 2), undecided).verdict(samples) == .doesNotHold)
    #expect(Rule(.below(.loss, "a", 2), .above(.loss, "a", 0.5)).verdict(samples) == .holds)
  }

  @Test(
    "An effect is the ratio of two variants per seed, or for yes and no the difference of shares")
  func effects() throws {
    let halved = pairs([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10, 12])
    for condition in [
      Condition.below(.loss, "a", than: "b"), .above(.loss, "a", than: "b", times: 0.1),
    ] {
      let effect = try #require(condition.effect(halved))
      #expect(effect.kind == .ratio)
      #expect(effect.estimate.value == 0.5 && effect.estimate.upper == 0.5)
    }
    #expect(Condition.below(.loss, "a", 5).effect(halved) == nil)
    // 1/∞ = 0; ∞/∞ and 0/0 are left out.
    let condition = Condition.below(.loss, "a", than: "b")
    let missing = try #require(condition.effect(pairs([1, nil, 0], [nil, nil, 0])))
    #expect(missing.estimate == Estimate(medianOf: [0]))
    #expect(condition.effect(pairs([nil], [nil])) == nil)
    var counts = Samples()
    for seed in 0..<20 as Range<UInt64> {
      counts.put([.unstable: seed < 3 ? 1 : 0], variant: "a", seed: seed)
      counts.put([.unstable: seed < 14 ? 1 : 0], variant: "b", seed: seed)
    }
    let difference = try #require(
      Condition.below(.unstable, "a", than: "b").effect(counts))
    #expect(difference.kind == .difference)
    #expect(abs(difference.estimate.value + 11.0 / 20) < 1e-12)
    #expect(difference.estimate.upper < 0)
  }

  @Test("a rule has the p-value of its weakest condition")
  func weakest() {
    let samples = pairs(Array(repeating: 1, count: 8), [0, 2, 2, 2, 2, 2, 2, 2])
    let (strong, weak) = (Condition.below(.loss, "a", 2), Condition.below(.loss, "a", than: "b"))
    #expect(Rule(strong).p(samples) == 1.0 / 256)
    #expect(Rule(strong, weak).p(samples) == 9.0 / 256)
    #expect(Rule().p(samples) == 1)
  }
}
