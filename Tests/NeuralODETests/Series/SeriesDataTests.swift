import Foundation
import NeuralODE
import Testing

@Suite("Series follow their law of motion") struct SeriesDataTests {
  static let kinds = DatasetKind.named.filter { $0.dynamics != nil }

  @Test("a data set has the requested series, times and gaps", arguments: kinds)
  func sizes(kind: DatasetKind) throws {
    var data = DatasetConfiguration.published(kind)
    data.positiveCount = 40
    let all = try #require(Dataset(data, seed: 2).series)
    #expect(all.count == 40 && all.dimension == data.dimension)
    #expect(all.times.count == data.sampling?.observations && all.times.first == 0)
    #expect(abs(all.end - (data.sampling?.end ?? 0)) < 1e-12)
    #expect(all.values.allSatisfy { abs($0) < 4 })
    #expect(all == Dataset(data, seed: 2).series)
    #expect(all != Dataset(data, seed: 3).series)
    data.sampling?.missing = 0.4
    let gappy = try #require(Dataset(data, seed: 2).series)
    let share = Double(gappy.observationCount) / Double(all.observationCount)
    // 0.6 of all observations but the first, within five standard deviations.
    let free = Double(all.observationCount - 40)
    #expect(
      abs(share * Double(all.observationCount) - 40 - 0.6 * free) < 5 * (0.24 * free).squareRoot()
        + 10)
    #expect((0..<40).allSatisfy { gappy.observations(of: $0).count >= 2 })
  }

  @Test("the oscillator is a cosine")
  func oscillator() throws {
    let samples = try #require(Dataset(.published(.oscillator), seed: 0).series)
    for row in 0..<samples.count {
      let seen = samples.observations(of: row)
      let worst = seen.map { abs($0.values[0] - seen[0].values[0] * cos($0.time)) }.max() ?? 1
      // Tolerance 1e-10 over a period and its norm over all series.
      #expect(worst < 1e-7)
    }
  }

  @Test("prey and predators keep their constant of motion")
  func lotkaVolterra() throws {
    let dynamics = try #require(DatasetKind.lotkaVolterra.dynamics)
    func constant(_ x: Double, _ y: Double) -> Double {
      x - log(x) + 4.0 / 3 * y - 2.0 / 3 * log(y)
    }
    let states = dynamics.motions(from: [1.3, 0.6], times: [0, 5, 20])
    for k in 0..<3 {
      #expect(abs(constant(states[2 * k], states[2 * k + 1]) - constant(1.3, 0.6)) < 1e-7)
    }
  }

  @Test("windows are pieces of one motion that follows the law")
  func windows() throws {
    let samples = try #require(Dataset(.published(.spiral), seed: 4).series)
    // d(x⁴ + y⁴)/dt = −0.4 (x⁶ + y⁶): x⁴ + y⁴ falls from 16.
    let sizes = (0..<samples.count).map { row in
      samples.start(of: row).reduce(0) { $0 + $1 * $1 * $1 * $1 }
    }
    #expect(sizes.allSatisfy { $0 <= 16 + 1e-6 && $0 > 0.05 })
    let order = (0..<samples.count).sorted { samples.offsets[$0] < samples.offsets[$1] }
    #expect(zip(order, order.dropFirst()).allSatisfy { sizes[$0] > sizes[$1] })
    let dynamics = try #require(DatasetKind.spiral.dynamics)
    let start = Array(samples.start(of: 7))
    let again = dynamics.motions(from: start, times: samples.times)
    let seen = samples.observations(of: 7).flatMap(\.values)
    #expect(zip(again, seen).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  @Test("held-out and training series make up the whole")
  func split() throws {
    var data = DatasetConfiguration.published(.oscillator)
    data.heldOut = .share(0.3)
    let split = DataSplit(data, seed: 1)
    #expect(split.training.series?.count == 70 && split.heldOut?.series?.count == 30)
    #expect(split.training.count == 70)
    #expect(split.training.series?.times == split.heldOut?.series?.times)
  }

  @Test("an ANODE learns what a NODE cannot", arguments: [0, 1] as [UInt64])
  func learns(seed: UInt64) throws {
    func loss(_ family: ModelFamily) throws -> Double {
      let run = TrainingRun<Float>(
        .published(.published(.oscillator), family, augmentation: 1, seed: seed))
      for _ in 0..<500 { _ = try run.iterate() }
      return run.makeEvaluator().seriesLoss(of: try #require(run.dataset.series))
    }
    #expect(try loss(.node) > 0.1)
    #expect(try loss(.anode) < 0.01)
  }
}
