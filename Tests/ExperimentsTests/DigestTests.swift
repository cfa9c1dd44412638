import Solvers
@testable import Experiments
import Foundation
import NeuralODE
import Testing

@Suite("A digest tells what determines a trial")
struct DigestTests {
  private let plan = Plan([pointsExperiment], seeds: 3)

  @Test("a trial's digest covers everything that determines its result, in a stable format")
  func digests() throws {
    let trial = try #require(plan.trials.first { $0.variant.name == "node" })
    // For "data=annulus,20+60,noise:0.0 model=node p=0 epochs=2 watch=45 target-loss=0.6". Another
    // number invalidates all existing results.
    #expect(trial.digest == "ce9b0980a47d093a")
    var digests: Set = [trial.digest]
    let changes: [(inout Trial) -> Void] = [
      { $0.variant.configuration.training.tolerance = 1e-4 },
      { $0.variant.configuration.model.activation = .tanh },
      { $0.variant.configuration.data.noise = 0.1 },
      { $0.variant.configuration.data.heldOut = .share(0.1) },
      { $0.variant.configuration.data.edits = [.add(x: 0, y: 0.5, target: 1)] },
      { $0.variant.epochs = 3 }, { $0.watch = [] }, { $0.targetLoss = nil },
      { $0.variant.configuration.training.firstDecay = 0.8 },
    ]
    for change in changes {
      var changed = trial
      change(&changed)
      #expect(digests.insert(changed.digest).inserted)
    }
    // Name and seed are stored beside it.
    var renamed = trial
    renamed.variant.name = "other"
    #expect(renamed.digest == trial.digest)
  }

  @Test("a digest covers every setting of a run, and nothing else determines the run")
  func everySetting() throws {
    var trial = try #require(plan.trials.first { $0.variant.name == "anode" })
    trial.variant.configuration.data = .flip
    let run = trial.variant.configuration
    func parts(_ run: RunConfiguration) -> [String: String] {
      var parts: [String: String] = [:]
      for value in [run.model, run.training] as [Any] {
        for part in Mirror(reflecting: value).children {
          parts[part.label ?? ""] = String(describing: part.value)
        }
      }
      return parts
    }
    var digests: Set = [trial.digest]
    // Experiments have the published layers and times.
    var told: Set = ["image", "network", "readoutLayer", "span"]
    for setting in RunSetting.ofSides {
      let values: [SettingValue] =
        switch setting.kind {
        case .choice(let words): words.map { .word($0) }
        case .integer: setting.ladder.map { .integer(Int($0)) }
        default: setting.ladder.map { .real($0) }
        }
      for value in values where value != setting.get(run) {
        var other = trial
        guard setting.set(&other.variant.configuration, value) == nil,
          other.variant.configuration != run
        else { continue }
        #expect(digests.insert(other.digest).inserted, "\(setting.name) \(value)")
        let (before, after) = (parts(run), parts(other.variant.configuration))
        told.formUnion(before.keys.filter { before[$0] != after[$0] })
      }
    }
    #expect(told == Set(parts(run).keys))
  }

  @Test("a digest covers every property of the data")
  func everyPartOfData() throws {
    let trial = try #require(plan.trials.first { $0.variant.name == "node" })
    func digest(_ data: DatasetConfiguration) -> String {
      var other = trial
      other.variant.configuration.data = data
      return other.digest
    }
    func series(_ rows: String) throws -> DatasetConfiguration {
      .published(.series(try SeriesTable(Table(bytes: Array("series,time,x\n\(rows)".utf8)))))
    }
    func points(_ targets: [Double], _ target: Problem.Target = .sign) -> DatasetConfiguration {
      .published(
        .file(PointList(dimension: 1, inputs: [0, 1, 2], targets: targets, target: target)))
    }
    let images = ImageSet.digits
    let few = ImageSet(
      name: "few", classNames: images.classNames, training: images.training.first(3),
      test: images.test.first(2))
    let other = ImageSet(
      name: "few", classNames: images.classNames, training: images.training.first(4),
      test: images.test.first(2))
    let rings = DatasetConfiguration.published(.rings)
    let spiral = DatasetConfiguration.published(.spiral)
    // For each property, data that differ only in it.
    let alike: [(part: String, data: [DatasetConfiguration])] = [
      ("kind", [.published(.moons), .published(.spirals)]),
      ("negativeCount", [rings, changed(rings) { $0.negativeCount += 1 }]),
      ("positiveCount", [rings, changed(rings) { $0.positiveCount += 1 }]),
      ("noise", [rings, changed(rings) { $0.noise += 0.1 }]),
      ("depth", [rings, changed(rings) { $0.depth += 1 }]),
      (
        "heldOut",
        [HeldOut.none, .share(0.1), .share(0.2), .slice(from: 0, to: 1)].map { heldOut in
          changed(rings) { $0.heldOut = heldOut }
        }
      ),
      (
        "kind",
        [
          points([1, -1, 1]), points([1, 1, -1]), points([1, -1, 1], .number),
          points([0, 1, 1], .classes),
        ]
      ),
      ("edits", [rings, changed(rings) { $0.edits = [.add(x: 0, y: 0, target: 1)] }]),
      ("kind", [.published(.images(few)), .published(.images(other))]),
      (
        "sampling",
        [
          spiral, changed(spiral) { $0.sampling?.observations += 1 },
          changed(spiral) { $0.sampling?.end += 1 },
          changed(spiral) { $0.sampling?.missing += 0.1 },
        ]
      ),
      (
        "kind",
        [
          try series("a,0,1\na,1,2\na,2,0\n"), try series("a,0,1\na,1,0\na,2,2\n"),
          try series("a,0,1\na,1,2\na,3,0\n"), try series("a,0,1\na,1,2\n"),
          try series("a,0,1\na,1,2\nb,0,0\nb,1,2\n"),
        ]
      ),
    ]
    for (part, data) in alike {
      #expect(Set(data.map(digest)).count == data.count, "\(part)")
    }
    #expect(
      Set(Mirror(reflecting: rings).children.compactMap(\.label)) == Set(alike.map(\.part)))
  }

  private func changed(
    _ data: DatasetConfiguration, _ change: (inout DatasetConfiguration) -> Void
  ) -> DatasetConfiguration {
    var data = data
    change(&data)
    return data
  }
}
