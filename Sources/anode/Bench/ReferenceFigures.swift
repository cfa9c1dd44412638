import Dispatch

/// What training a reference run costs.
package struct ReferenceFigures: Sendable {
  /// The run's name.
  package var name: String
  /// `float` or `double`.
  package var precision: String
  /// Models trained at once, each on a thread of its own.
  package var threads: Int
  /// Iterations of the run.
  package var iterations: Int
  /// Median over all timed iterations.
  package var iterationMicroseconds: Double
  /// Forward evaluations of an iteration, on average.
  package var meanNFE: Double
  /// 10⁹ operations a second, by `Arithmetic`, of all threads together.
  package var gflops: Double
  /// The same of multiply-add chains in registers, by all threads together.
  package var peakGflops: Double

  /// As JSON: one object a case.
  package var json: JSONLine {
    JSONLine([
      ("case", .text(name)), ("precision", .text(precision)), ("threads", .integer(threads)),
      ("iterations", .integer(iterations)),
      ("iterationMicroseconds", .number(iterationMicroseconds, digits: 4)),
      ("meanNFE", .number(meanNFE, digits: 5)), ("gflops", .number(gflops, digits: 4)),
      ("peakGflops", .number(peakGflops, digits: 4)),
      ("shareOfPeak", .number(gflops / peakGflops, digits: 3)),
    ])
  }
}
