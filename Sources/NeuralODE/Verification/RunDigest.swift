import Solvers

/// What a run came to, as digests: of its losses, of its numbers of function evaluations, and of
/// its weights.
public struct RunDigest: Sendable, Equatable {
  /// Of the loss of each iteration.
  public var losses = BitDigest()
  /// Of the forward and backward evaluations of each, and of accepted and rejected steps.
  public var evaluations = BitDigest()
  /// Of the last weights.
  public var weights = BitDigest()

  /// Digests that were written down.
  public init(losses: UInt64, evaluations: UInt64, weights: UInt64) {
    self.losses = BitDigest(losses)
    self.evaluations = BitDigest(evaluations)
    self.weights = BitDigest(weights)
  }

  /// The first iterations of a run. One that fails ends with what it has.
  public init<Scalar: LaneScalar>(
    _ configuration: RunConfiguration, iterations: Int, in _: Scalar.Type
  ) {
    let run = TrainingRun<Scalar>(configuration)
    for _ in 0..<iterations {
      guard let report = try? run.iterate() else { break }
      losses.add(report.loss)
      losses.add(report.penalty)
      evaluations.addCounts(of: report)
    }
    for i in 0..<run.trainer.layout.count { weights.add(Double(run.trainer.parameters.base[i])) }
  }
}

/// 64 bits of numbers, bit by bit and in order (FNV-1a over words): equal numbers have equal
/// digests, and two runs that differ anywhere have, but for a chance of 2⁻⁶⁴, others.
public struct BitDigest: Sendable, Equatable {
  /// The digest so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Of nothing yet.
  public init() {}

  /// One that was written down.
  public init(_ value: UInt64) { self.value = value }

  /// Adds a word.
  public mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x0000_0100_0000_01b3
    // FNV's low bits do not see a word's high ones.
    value ^= value >> 29
  }

  /// Adds a number.
  public mutating func add(_ number: Double) { add(number.bitPattern) }

  /// Adds what an iteration took: forward evaluations, accepted and rejected steps, backward
  /// evaluations.
  public mutating func addCounts(of report: IterationReport) {
    for count in [
      report.statistics.evaluations, report.statistics.accepted, report.statistics.rejected,
      report.backwardEvaluations,
    ] {
      add(UInt64(count))
    }
  }

  /// Adds lines of text, each with its end.
  public mutating func add(_ lines: [String]) {
    for line in lines {
      for byte in line.utf8 { add(UInt64(byte)) }
      add(UInt64(10))
    }
  }

  /// Sixteen hexadecimal digits.
  public var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
