import Files
import Solvers

/// The mean squared error of a flow's states over all observed numbers of a batch, starts included,
/// and its gradient. One solve covers the batch; states are interpolated at the observation times,
/// which therefore do not change the steps. Confined to one queue.
final class SeriesObjective<Scalar: LaneScalar> {
  private let samples: SeriesSamples
  private let flow: Flow<ModelField<Scalar>>
  private let features: Int
  private let values: AlignedBuffer<Scalar>
  /// Observed numbers of each series.
  private let observed: [Int]
  /// Whether every series has an observation at every time.
  private let isRegular: Bool
  /// Times of the batch, ascending, and their indices among all times.
  private var times: [Double] = []
  private var ranks: [Int32] = []
  /// A bit per time, set if the batch has it.
  private var marks: [UInt64]
  /// Next observation of each series of the batch.
  private var cursors: [Int] = []
  /// States at the batch's times and their cotangents, times × features × samples.
  private var states: AlignedBuffer<Scalar>
  private var cotangents: AlignedBuffer<Scalar>

  /// `batch` is the most series per batch.
  init(_ samples: SeriesSamples, flow: Flow<ModelField<Scalar>>, features: Int, batch: Int) {
    self.samples = samples
    self.flow = flow
    self.features = features
    values = AlignedBuffer(samples.values)
    let d = samples.dimension
    observed = (0..<samples.count).map { series in
      (samples.starts[series] * d..<samples.starts[series + 1] * d).count {
        samples.values[$0].isFinite
      }
    }
    let all = samples.times.count
    isRegular = (0..<samples.count).allSatisfy { series in
      samples.starts[series + 1] - samples.starts[series] == all
        && samples.ranks[samples.starts[series]..<samples.starts[series + 1]]
          .elementsEqual(0..<Int32(all))
    }
    marks = Array(repeating: 0, count: (all + 63) / 64)
    let longest = (0..<samples.count).map { samples.starts[$0 + 1] - samples.starts[$0] }.max() ?? 0
    let most = min(all, longest * batch)
    times.reserveCapacity(most)
    ranks.reserveCapacity(most)
    cursors.reserveCapacity(batch)
    let shape = BatchShape(features: features, samples: batch, of: Scalar.self)
    states = AlignedBuffer(count: most * shape.count)
    cotangents = AlignedBuffer(count: most * shape.count)
  }

  /// The loss of a batch; its gradient is added to `gradient`.
  ///
  /// - Parameter state: the augmented starts of these rows, replaced with the states at the last
  ///   time.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func gradient(
    _ rows: ArraySlice<Int32>, state: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> IterationReport {
    let loss = try loss(rows, state: state, shape: shape, record: true)
    let statistics = flow.solver.statistics
    let backward = try flow.backward(
      state, outputCotangents: cotangents.base, outputs: states.base, times: times, shape: shape,
      addingTo: gradient)
    return IterationReport(loss: loss, statistics: statistics, backwardEvaluations: backward)
  }

  /// The loss of a batch.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func loss(
    _ rows: ArraySlice<Int32>, state: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    record: Bool
  ) throws(SolveFailure) -> Double {
    plan(rows)
    // `begin(at:)` takes a list, which each iteration would allocate.
    if let offsets = flow.field.offsets {
      for (sample, row) in rows.enumerated() {
        offsets.base[sample] = Scalar(samples.offsets[Int(row)])
      }
    }
    try flow.forward(
      state, shape: shape, times: times, outputs: states.base, record: record)
    let loss = compare(rows, shape)
    guard loss.isFinite else { throw .nonFinite(t: times.last ?? 0) }
    return loss
  }

  func observedCount(_ rows: ArraySlice<Int32>) -> Int {
    rows.reduce(0) { $0 + observed[Int($1)] }
  }

  /// Collects the times of these rows.
  private func plan(_ rows: ArraySlice<Int32>) {
    if isRegular && times.count == samples.times.count { return }
    for row in rows {
      for rank in samples.ranks[samples.starts[Int(row)]..<samples.starts[Int(row) + 1]] {
        marks[Int(rank) >> 6] |= 1 << UInt64(rank & 63)
      }
    }
    times.removeAll(keepingCapacity: true)
    ranks.removeAll(keepingCapacity: true)
    for word in marks.indices {
      while marks[word] != 0 {
        let rank = word << 6 + marks[word].trailingZeroBitCount
        marks[word] &= marks[word] - 1
        times.append(samples.times[rank])
        ranks.append(Int32(rank))
      }
    }
  }

  /// The mean squared error; its derivatives go to `cotangents`.
  private func compare(_ rows: ArraySlice<Int32>, _ shape: BatchShape) -> Double {
    let n = shape.count
    let d = samples.dimension
    Scalar.zero(cotangents.base, count: times.count * n)
    cursors.removeAll(keepingCapacity: true)
    for row in rows { cursors.append(samples.starts[Int(row)]) }
    let count = observedCount(rows)
    let slope = 2 / Scalar(count)
    var sum = 0.0
    // Properties of a class, read in the inner loop, would be checked for exclusive access each time.
    let (starts, seriesRanks, ranks) = (samples.starts, samples.ranks, ranks)
    let (values, states, cotangents) = (values.base, states.base, cotangents.base)
    cursors.withUnsafeMutableBufferPointer { cursors in
      for k in ranks.indices {
        for (sample, row) in rows.enumerated() {
          let end = starts[Int(row) + 1]
          // A series can have two observations at the same time.
          while cursors[sample] < end, seriesRanks[cursors[sample]] == ranks[k] {
            let seen = values + cursors[sample] * d
            for i in 0..<d where !seen[i].isNaN {
              let place = k * n + i * shape.stride + sample
              let error = states[place] - seen[i]
              sum += Double(error) * Double(error)
              cotangents[place] += slope * error
            }
            cursors[sample] += 1
          }
        }
      }
    }
    return sum / Double(count)
  }
}
