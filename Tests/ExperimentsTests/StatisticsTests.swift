import Experiments
import Testing

@Suite("Statistics agree with closed cases")
struct StatisticsTests {
  @Test("Quartiles are those of NumPy's and R's default (type 7)")
  func quartiles() throws {
    // numpy.percentile([1, 2, 3, 4], [25, 50, 75])
    let four = try #require(Quartiles([4, 1, 3, 2]))
    #expect(four.lower == 1.75 && four.median == 2.5 && four.upper == 3.25)
    #expect(four.range == 1.5)
    // numpy.percentile([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], [25, 50, 75])
    let eleven = try #require(Quartiles([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49]))
    #expect(eleven.lower == 25.5 && eleven.median == 40 && eleven.upper == 42.5)
    let one = try #require(Quartiles([3]))
    #expect(one.lower == 3 && one.median == 3 && one.upper == 3)
    #expect(Quartiles([]) == nil)
  }

  @Test("Infinities have their place in the order, and never make a number undefined")
  func infinities() throws {
    let some = try #require(Quartiles([1, .infinity, 2, .infinity, 3]))
    #expect(some.lower == 2 && some.median == 3 && some.upper == .infinity)
    let all = try #require(Quartiles([.infinity, .infinity]))
    #expect(all.median == .infinity)
  }

  @Test("The sign test's tails are those of a fair coin")
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
}
