import Solvers
import Foundation
import Testing

/// The problems of DETEST (Hull, Enright, Fellen, Sedgwick, SIAM J. Numer. Anal. 9 (1972) 603–637),
/// t from 0 to 20, and the function evaluations that torchdiffeq 0.2.5 needs for them in Double.
@Suite("The solver agrees with torchdiffeq on DETEST") struct DETESTTests {
  static let problems: [(name: String, field: TestProblem, y0: [Double])] = {
    func chain(
      _ rate: @escaping @Sendable (Int) -> Double, _ own: @escaping @Sendable (Int) -> Double
    ) -> TestProblem {
      TestProblem(10) { _, y, dy in
        dy[0] = -y[0]
        for i in 1..<9 { dy[i] = rate(i) * y[i - 1] - own(i) * y[i] }
        dy[9] = rate(9) * y[8]
      }
    }
    func diffusion(_ n: Int) -> TestProblem {
      TestProblem(n) { _, y, dy in
        for i in 0..<n {
          dy[i] = (i > 0 ? y[i - 1] : 0) - 2 * y[i] + (i < n - 1 ? y[i + 1] : 0)
        }
      }
    }
    let orbit = TestProblem(4) { _, y, dy in
      let r3 = pow(y[0] * y[0] + y[1] * y[1], 1.5)
      dy[0] = y[2]
      dy[1] = y[3]
      dy[2] = -y[0] / r3
      dy[3] = -y[1] / r3
    }
    func impulse(_ n: Int) -> [Double] { (0..<n).map { $0 == 0 ? 1 : 0 } }
    var list: [(name: String, field: TestProblem, y0: [Double])] = [
      ("A1", TestProblem { _, y in -y }, [1]),
      ("A2", TestProblem { _, y in -y * y * y / 2 }, [1]),
      ("A3", TestProblem { t, y in y * cos(t) }, [1]),
      ("A4", TestProblem { _, y in y / 4 * (1 - y / 20) }, [1]),
      ("A5", TestProblem { t, y in (y - t) / (y + t) }, [4]),
      (
        "B1",
        TestProblem(2) { _, y, dy in
          dy[0] = 2 * (y[0] - y[0] * y[1])
          dy[1] = -(y[1] - y[0] * y[1])
        }, [1, 3]
      ),
      (
        "B2",
        TestProblem(3) { _, y, dy in
          dy[0] = -y[0] + y[1]
          dy[1] = y[0] - 2 * y[1] + y[2]
          dy[2] = y[1] - y[2]
        }, [2, 0, 1]
      ),
      (
        "B3",
        TestProblem(3) { _, y, dy in
          dy[0] = -y[0]
          dy[1] = y[0] - y[1] * y[1]
          dy[2] = y[1] * y[1]
        }, [1, 0, 0]
      ),
      (
        "B4",
        TestProblem(3) { _, y, dy in
          let r = (y[0] * y[0] + y[1] * y[1]).squareRoot()
          dy[0] = -y[1] - y[0] * y[2] / r
          dy[1] = y[0] - y[1] * y[2] / r
          dy[2] = y[0] / r
        }, [3, 0, 0]
      ),
      (
        "B5",
        TestProblem(3) { _, y, dy in
          dy[0] = y[1] * y[2]
          dy[1] = -y[0] * y[2]
          dy[2] = -0.51 * y[0] * y[1]
        }, [0, 1, 1]
      ),
      ("C1", chain({ _ in 1 }, { _ in 1 }), impulse(10)),
      ("C2", chain({ Double($0) }, { Double($0 + 1) }), impulse(10)),
      ("C3", diffusion(10), impulse(10)),
      ("C4", diffusion(51), impulse(51)),
    ]
    for (k, e) in [0.1, 0.3, 0.5, 0.7, 0.9].enumerated() {
      list.append(("D\(k + 1)", orbit, [1 - e, 0, 0, ((1 + e) / (1 - e)).squareRoot()]))
    }
    return list
  }()

  static let expected: [(tolerance: Double, classic: Bool, nfe: [Int?])] = [
    (
      1e-3, false,
      [
        68, 44, 140, 32, 32, 320, 158, 86, 176, 152, 86, 422, 194, 194, 284, 236, 248, 338, 554,
      ]
    ),
    (
      1e-6, false,
      [
        152, 92, 464, 86, 86, 836, 224, 164, 542, 458, 194, 440, 242, 236, 428, 548, 692, 872, 1268,
      ]
    ),
    (
      1e-6, true,
      [
        164, 98, 488, 98, 86, 902, 242, 182, 602, 500, 206, 446, 248, 242, 476, 590, 734, 950, nil,
      ]
    ),
  ]

  @Test("NFE equals torchdiffeq's on all nineteen problems", arguments: 0..<3)
  func functionEvaluations(row: Int) throws {
    let (tolerance, classic, expected) = Self.expected[row]
    var line = "\(tolerance)\(classic ? " classic" : ""):"
    for (problem, nfe) in zip(Self.problems, expected) {
      let options = SolverOptions.adaptive(
        classic ? .dormandPrinceClassic : .dormandPrince, tolerance: tolerance, .interpolate)
      let statistics = try problem.field.solve(problem.y0, to: 20, options).statistics
      line += " \(problem.name) \(statistics.evaluations)"
      #expect(statistics.evaluations == 2 + 6 * (statistics.accepted + statistics.rejected))
      if let nfe { #expect(statistics.evaluations == nfe, "\(problem.name) at \(tolerance)") }
    }
    print(line)
  }

  @Test("A1 to A4 are within the tolerance times the length of the interval of their closed forms")
  func closedForms() throws {
    let exact: [Double] = [exp(-20), pow(21, -0.5), exp(sin(20)), 20 / (1 + 19 * exp(-5))]
    for (problem, y) in zip(Self.problems, exact) {
      for rightEnd in RightEnd.allCases {
        let options = SolverOptions.adaptive(.dormandPrince, tolerance: 1e-9, rightEnd)
        let solution = try problem.field.solve(problem.y0, to: 20, options)
        #expect(abs(solution.y[0] - y) < 20 * 1e-9 * max(1, abs(y)), "\(problem.name) \(rightEnd)")
      }
    }
  }
}
