import Experiments
import Testing

@Suite("Statistics agree with published values")
struct StatisticsTests {
  @Test("Quartiles are NumPy's and R's default (type 7)")
  func quartiles() throws {
    // numpy.percentile([1, 2, 3, 4], [25, 50, 75])
    let four = try #require(Quartiles([4, 1, 3, 2]))
    #expect(four.lower == 1.75 && four.median == 2.5 && four.upper == 3.25)
    #expect(four.upper - four.lower == 1.5)
    // numpy.percentile([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], [25, 50, 75])
    let eleven = try #require(Quartiles([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49]))
    #expect(eleven.lower == 25.5 && eleven.median == 40 && eleven.upper == 42.5)
    let one = try #require(Quartiles([3]))
    #expect(one.lower == 3 && one.median == 3 && one.upper == 3)
    #expect(Quartiles([]) == nil)
  }

  @Test("Infinities are sorted like numbers, and never give NaN")
  func infinities() throws {
    let some = try #require(Quartiles([1, .infinity, 2, .infinity, 3]))
    #expect(some.lower == 2 && some.median == 3 && some.upper == .infinity)
    let all = try #require(Quartiles([.infinity, .infinity]))
    #expect(all.median == .infinity)
  }

  @Test("The sign test's tails are a fair coin's")
  func signTest() {
    #expect(SignTest.upperTail(0, of: 7) == 1)
    #expect(SignTest.upperTail(8, of: 7) == 0)
    #expect(SignTest.upperTail(7, of: 7) == 1.0 / 128)
    #expect(SignTest.upperTail(4, of: 7) == 0.5)
    // Conover, table A3: 15 or more of 20 have 0.0207, 14 or more 0.0577.
    #expect(abs(SignTest.upperTail(15, of: 20) - 0.0207) < 5e-5)
    #expect(abs(SignTest.upperTail(14, of: 20) - 0.0577) < 5e-5)
    let test = SignTest([-1, -2, 3, 0, .nan, -.infinity])
    #expect(test.negative == 3 && test.positive == 1)
    #expect(test.pNegative == 5.0 / 16 && test.pPositive == 15.0 / 16)
    #expect(SignTest([]).pNegative == 1)
  }

  @Test(
    "A median's interval has the published ranks and confidence of the sign test",
    arguments: [
      (2, 1, 0.5), (5, 1, 0.938), (6, 1, 0.969), (9, 2, 0.961), (10, 2, 0.979), (15, 4, 0.965),
      (17, 5, 0.951), (20, 6, 0.959),
    ])
  func medianInterval(n: Int, rank: Int, confidence: Double) throws {
    let estimate = try #require(Estimate(medianOf: (1...n).map(Double.init).reversed()))
    #expect(estimate.value == Double(n + 1) / 2)
    #expect(estimate.lower == Double(rank) && estimate.upper == Double(n + 1 - rank))
    #expect(abs(estimate.confidence - confidence) < 5e-4)
  }

  @Test("A median's interval excludes exactly the values that the two-sided sign test rejects")
  func inversion() throws {
    for n in 6...40 {
      let sample = (1...n).map(Double.init)
      let estimate = try #require(Estimate(medianOf: sample))
      for bound in 0...n {
        let tested = Double(bound) + 0.5
        let test = SignTest(sample.map { $0 - tested })
        let isRejected = 2 * min(test.pNegative, test.pPositive) <= 0.05
        #expect(
          isRejected == (tested < estimate.lower || tested > estimate.upper), "\(n), \(bound)")
      }
    }
  }

  @Test("Runs without a number count as infinite in a median's interval")
  func infiniteMedian() throws {
    let some = try #require(Estimate(medianOf: [1, 2, 3, 4, .infinity, .infinity]))
    #expect(some.value == 3.5 && some.lower == 1 && some.upper == .infinity)
    let one = try #require(Estimate(medianOf: [2]))
    #expect(one.lower == 2 && one.upper == 2 && one.confidence == 0)
    #expect(Estimate(medianOf: []) == nil)
  }

  @Test("Intervals of shares and of their differences have the published values")
  func shares() throws {
    func agree(_ estimate: Estimate, _ value: Double, _ lower: Double, _ upper: Double) -> Bool {
      abs(estimate.value - value) < 5e-5 && abs(estimate.lower - lower) < 5e-5
        && abs(estimate.upper - upper) < 5e-5
    }
    // Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
    #expect(agree(Share(81, of: 263).estimate, 0.3080, 0.2553, 0.3662))
    #expect(agree(Share(0, of: 20).estimate, 0, 0, 0.1611))
    // The same volume, 873-890, table II, method 10.
    #expect(agree(Share(56, of: 70).difference(from: Share(48, of: 80)), 0.2, 0.0524, 0.3339))
    #expect(agree(Share(9, of: 10).difference(from: Share(3, of: 10)), 0.6, 0.1705, 0.8090))
    #expect(agree(Share(10, of: 10).difference(from: Share(0, of: 10)), 1, 0.6075, 1))
  }

  /// The pairs counted in a fourfold table.
  private func pairs(_ both: Int, _ first: Int, _ second: Int, _ none: Int) -> [(Bool, Bool)] {
    Array(repeating: (true, true), count: both) + Array(repeating: (true, false), count: first)
      + Array(repeating: (false, true), count: second)
      + Array(repeating: (false, false), count: none)
  }

  @Test("The interval of a difference of paired shares allows for their correlation")
  func pairedShares() throws {
    // Fagerland, Lydersen, Laake 2014, DOI 10.1002/sim.6148: airways before and after a transplant,
    // -0.507 to -0.026. The continuity correction leaves no correlation.
    let airways = try #require(Share.difference(ofPairs: pairs(1, 1, 7, 12)))
    #expect(abs(airways.value + 6.0 / 21) < 1e-12)
    #expect(abs(airways.lower + 0.507) < 5e-4 && abs(airways.upper + 0.026) < 5e-4)
    #expect(airways == Share(2, of: 21).difference(from: Share(8, of: 21)))
    // Altman et al. 2000, *Statistics with Confidence*, table 6.2. The correlation is
    // (14·22 - 41/2) / √(19·22·14·27) = 0.7233, which halves the width.
    let altman = try #require(Share.difference(ofPairs: pairs(14, 5, 0, 22)))
    #expect(abs(altman.value - 5.0 / 41) < 1e-12)
    #expect(abs(altman.lower - 0.0115) < 5e-5 && abs(altman.upper - 0.2265) < 5e-5)
    // If one share is 0 the correlation is undefined.
    let zero = try #require(Share.difference(ofPairs: pairs(0, 0, 4, 16)))
    #expect(zero == Share(0, of: 20).difference(from: Share(4, of: 20)))
    #expect(Share.difference(ofPairs: []) == nil)
  }

  @Test("Holm's p-values step down from Bonferroni's, never decrease, and are at most 1")
  func holmAdjustment() {
    // By hand: 4·0.005, 3·0.01, 2·0.03, and 0.04 raised to the one before.
    let adjusted = holm([0.01, 0.04, 0.03, 0.005])
    for (p, wanted) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(p - wanted) < 1e-12) }
    #expect(holm([0.02]) == [0.02])
    #expect(holm([0.9, 0.6, 1]) == [1, 1, 1])
    #expect(holm([]).isEmpty)
  }
}
