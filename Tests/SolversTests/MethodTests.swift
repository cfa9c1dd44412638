import Solvers
import Foundation
import Testing

/// Slope of log error against log step: the measured order of a method.
private func slope(_ steps: [Double], _ errors: [Double]) -> Double {
  let x = steps.map(log)
  let y = errors.map(log)
  let mx = x.reduce(0, +) / Double(x.count)
  let my = y.reduce(0, +) / Double(y.count)
  let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
  return xy / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
}

extension Tableau: CustomTestStringConvertible {
  /// The name: a whole tableau fills the screen.
  public var testDescription: String { name }
}

@Suite("Methods have their order, keep their tolerance and report failures") struct MethodTests {
  /// y' = y cos t, with solution e^(sin t); nonautonomous, so abscissae matter.
  static let problem = TestProblem { t, y in y * cos(t) }

  /// The method with fixed steps.
  static func fixed(_ tableau: Tableau) -> Tableau {
    Tableau(
      name: tableau.name, order: tableau.order, c: tableau.c, a: tableau.a, b: tableau.b,
      interpolant: tableau.interpolant)
  }

  @Test(
    "rows of a tableau add up to its abscissae, weights to 1, error weights to 0",
    arguments: Tableau.all)
  func consistency(tableau: Tableau) {
    for (row, c) in zip(tableau.a, tableau.c) {
      #expect(abs(row.reduce(0, +) - c) < 1e-14)
    }
    #expect(abs(tableau.b.reduce(0, +) - 1) < 1e-15)
    if tableau.isAdaptive { #expect(abs(tableau.errorWeights.reduce(0, +)) < 1e-15) }
  }

  /// Steps of Euler's method as stages of one step.
  static func manyStages(_ count: Int) -> Tableau {
    let part = 1 / Double(count)
    return Tableau(
      name: "euler-\(count)", order: 1, c: (0..<count).map { Double($0) * part },
      a: (0..<count).map { Array(repeating: part, count: $0) },
      b: Array(repeating: part, count: count))
  }

  @Test(
    "a custom method may have any number of stages", arguments: [2, 16, 17, 24, 40])
  func stages(count: Int) throws {
    let euler = Tableau.all.first { $0.name == "euler" }
    let one = try Self.problem.solve([1], to: 2, .fixed(Self.manyStages(count), step: 0.5))
    let many = try Self.problem.solve(
      [1], to: 2, .fixed(try #require(euler), step: 0.5 / Double(count)))
    #expect(abs(one.y[0] - many.y[0]) < 1e-12)
    #expect(one.statistics.evaluations == 4 * count)
  }

  @Test("each method converges with its stated order", arguments: Tableau.all)
  func order(tableau: Tableau) throws {
    // The error's leading coefficient has zeros along the solution, which flatter a method: take
    // the greatest error over many end times.
    let steps = (0..<4).map { 0.125 / pow(2, Double($0)) }
    let errors = try steps.map { h in
      try stride(from: 0.5, through: 6, by: 0.5).map { end in
        let y = try Self.problem.solve([1], to: end, .fixed(Self.fixed(tableau), step: h)).y[0]
        return abs(y - exp(sin(end)))
      }.max() ?? 0
    }
    let measured = slope(steps, errors)
    print("order of \(tableau.name): \(measured)")
    #expect(abs(measured - Double(tableau.order)) < 0.4)
  }

  @Test("each interpolant converges with its stated order", arguments: Tableau.all)
  func interpolantOrder(tableau: Tableau) throws {
    // Within one step of size h from the exact solution an interpolant of order q errs by
    // h^(q + 1), but no less than the method. The order of polynomials is their degree.
    let expected: Double =
      switch tableau.interpolant {
      case .hermite: Double(min(3, tableau.order))
      case .quartic: 4
      case .polynomials(let rows): Double(rows.map(\.count).max() ?? 0)
      }
    let steps = (0..<4).map { 0.125 / pow(2, Double($0)) }
    let errors = try steps.map { h in
      try stride(from: 0.0, to: 6, by: 0.5).map { start in
        let times = [0.3, 0.55, 0.8].map { start + $0 * h }
        let solution = try Self.problem.solve(
          [exp(sin(start))], from: start, to: start + h, .fixed(Self.fixed(tableau), step: h),
          times: times)
        return zip(times, solution.output).map { abs($1[0] - exp(sin($0))) }.max() ?? 0
      }.max() ?? 0
    }
    let measured = slope(steps, errors)
    print("order of \(tableau.name)'s interpolant: \(measured - 1)")
    #expect(abs(measured - (expected + 1)) < 0.25)
  }

  @Test("Euler with h = 0.1 on y' = y gives 1.1¹⁰")
  func euler() throws {
    let y = try TestProblem { _, y in y }.solve([1], to: 1, .fixed(.euler, step: 0.1)).y[0]
    #expect(abs(y - pow(1.1, 10)) < 1e-14)
  }

  @Test(
    "the Arenstorf orbit returns to its start",
    arguments: [Tableau.dormandPrince, .dormandPrinceClassic, .tsitouras])
  func arenstorf(tableau: Tableau) throws {
    let mu = 0.012277471
    let field = TestProblem(4) { _, y, dy in
      let d1 = pow((y[0] + mu) * (y[0] + mu) + y[1] * y[1], 1.5)
      let d2 = pow((y[0] - 1 + mu) * (y[0] - 1 + mu) + y[1] * y[1], 1.5)
      dy[0] = y[2]
      dy[1] = y[3]
      dy[2] = y[0] + 2 * y[3] - (1 - mu) * (y[0] + mu) / d1 - mu * (y[0] - 1 + mu) / d2
      dy[3] = y[1] - 2 * y[2] - (1 - mu) * y[1] / d1 - mu * y[1] / d2
    }
    let start = [0.994, 0, 0, -2.00158510637908252]
    let solution = try field.solve(
      start, to: 17.06521656015796, .adaptive(tableau, tolerance: 1e-12))
    // The orbit magnifies errors some 1e6 times.
    for (a, b) in zip(solution.y, start) { #expect(abs(a - b) < 1e-4) }
  }

  @Test("adaptive methods keep their tolerance, with either controller and either right end")
  func tolerance() throws {
    for tableau in Tableau.all where tableau.isAdaptive {
      for controller in [StepController.integral, .proportionalIntegral] {
        for rightEnd in RightEnd.allCases {
          var options = SolverOptions.adaptive(tableau, tolerance: 1e-7, rightEnd)
          options.controller = controller
          let y = try Self.problem.solve([1], to: 10, options).y[0]
          #expect(abs(y - exp(sin(10))) < 10 * 1e-7 * exp(1), "\(tableau.name)")
        }
      }
    }
  }

  @Test("the reverse solve returns to the start")
  func inverse() throws {
    let options = SolverOptions.adaptive(.dormandPrince, tolerance: 1e-10, .interpolate)
    let there = try Self.problem.solve([1.5], to: 2, options).y
    let back = try Self.problem.solve(there, from: 2, to: 0, options).y
    #expect(abs(back[0] - 1.5) < 1e-8)
  }

  @Test("states are returned at the wanted times in order, ends included, forwards and backwards")
  func times() throws {
    let options = SolverOptions.adaptive(.dormandPrince, tolerance: 1e-10, .interpolate)
    let times = [0, 0.1, 0.5, 0.9, 1.7, 2]
    let forward = try Self.problem.solve([1], to: 2, options, times: times)
    for (t, y) in zip(times, forward.output) { #expect(abs(y[0] - exp(sin(t))) < 1e-7) }
    let backward = try Self.problem.solve(
      [exp(sin(2))], from: 2, to: 0, options, times: times.reversed())
    for (t, y) in zip(times.reversed(), backward.output) {
      #expect(abs(y[0] - exp(sin(t))) < 1e-7)
    }
  }

  @Test("too many steps, underflow and NaN are different failures")
  func failures() throws {
    var options = SolverOptions.adaptive(.dormandPrince, tolerance: 1e-9, .interpolate)
    options.maximumSteps = 5
    #expect(throws: SolveFailure.self) { try Self.problem.solve([1], to: 20, options) }
    do {
      _ = try Self.problem.solve([1], to: 20, options)
    } catch let failure as SolveFailure {
      guard case .stepsExceeded(limit: 5, _) = failure else {
        Issue.record("\(failure)")
        return
      }
    }
    // y' = y² blows up at t = 1: steps shrink towards it endlessly.
    options.maximumSteps = 100_000
    do {
      _ = try TestProblem { _, y in y * y }.solve([1], to: 2, options)
      Issue.record("the solver passed a blow-up")
    } catch let failure as SolveFailure {
      switch failure {
      case .stepUnderflow(let t, _), .nonFinite(let t), .stepsExceeded(_, let t):
        #expect(abs(t - 1) < 1e-3)
      }
    }
    do {
      _ = try TestProblem { t, y in t > 0.5 ? .nan : y }.solve([1], to: 2, options)
      Issue.record("the solver passed a NaN")
    } catch let failure as SolveFailure {
      guard case .nonFinite = failure else {
        Issue.record("\(failure)")
        return
      }
    }
  }
}
