@testable import Experiments
import Foundation
import NeuralODE
import Testing

/// Forty images of 6×6 pixels, ten of them held out, with a bright pixel at a place for the class.
private func images(_ name: String = "set", bright: Float = 1) -> ImageSet {
  func samples(_ count: Int) -> ImageSamples {
    let shape = ImageShape(channels: 1, height: 6, width: 6)
    var pixels = [Float](repeating: 0, count: count * shape.count)
    let labels = (0..<count).map { Int32($0 % 3) }
    for i in 0..<count { pixels[i * shape.count + 7 * Int(labels[i])] = bright }
    return ImageSamples(shape: shape, pixels: pixels, labels: labels)
  }
  return ImageSet(
    name: name, classNames: ["a", "b", "c"], training: samples(30), test: samples(10))
}

/// A small experiment on files.
private let small: Experiment = {
  let training: TrainingConfiguration = {
    var training = TrainingConfiguration()
    training.loss = .crossEntropy
    training.gradient = .adjoint
    training.batchSize = 10
    training.learningRate = 0.03
    return training
  }()
  return Experiment(
    name: "small", summary: "small",
    claims: [
      Claim("smaller", section: "here", rule: Rule(.below(.heldOutError, "p=2", than: "p=0")))
    ],
    variants: [
      Variant("p=0", model: .node(), training: training, epochs: 8),
      Variant("p=2", model: .anode(p: 2), training: training, epochs: 8),
      Variant("few", model: .anode(p: 2), training: training, epochs: 2, trainingImages: 10),
    ], watch: [.heldOut, .probe], targetLoss: 1.2,
    measures: [.loss, .heldOutError, .backwardNFE], figures: [], seeds: 2,
    images: ImageDemand(.mnist, augmentation: 2, filters: 6, published: ["p=2": "98.2 ± 0.1"]))
}()

@Suite("Experiments on images follow the same rules as those on points")
struct ImageExperimentTests {
  @Test("All variants match the demanded parameter count to within one filter")
  func parameters() throws {
    for experiment in Experiment.catalogue {
      guard let demand = experiment.images else { continue }
      let shape =
        switch demand.source {
        case .digits: ImageShape(channels: 1, height: 8, width: 8)
        case .mnist: ImageShape(channels: 1, height: 28, width: 28)
        case .cifar10: ImageShape(channels: 3, height: 32, width: 32)
        }
      let blank = ImageSamples(
        shape: shape, pixels: Array(repeating: 0, count: shape.count), labels: [0])
      let set = ImageSet(
        name: "blank", classNames: (0..<10).map(String.init), training: blank, test: blank)
      let fitted = experiment.fitted(to: ImageSetting(set))
      var wanted = ModelConfiguration.anode(p: demand.augmentation)
      wanted.hidden = demand.filters
      wanted.image = shape
      let count = wanted.parameterCount(inputs: shape.count, outputs: 10)
      for variant in fitted.variants {
        let model = variant.configuration.model
        let own = model.parameterCount(inputs: shape.count, outputs: 10)
        // The readouts of p = 100 and of MNIST's p = 10 are too large: the filters stay.
        if model.augmentation == 100 || (demand.source == .mnist && model.augmentation == 10) {
          #expect(model.hidden == demand.filters && own > count)
          continue
        }
        // One more filter is a row and a column of 3×3 filters.
        #expect(abs(own - count) <= 9 * (2 * model.hidden + 2), "\(variant.name)")
      }
      // The published pairs: 92 filters for 64 with p = 5 on MNIST, 125 for 64 with p = 10 on
      // CIFAR-10.
      let node = try #require(fitted.variants.first?.configuration.model.hidden)
      switch demand.source {
      case .digits: break
      case .mnist: #expect(node == 92)
      case .cifar10: #expect(abs(node - 125) <= 1)
      }
    }
  }

  @Test("`all` runs every experiment that needs no files")
  func all() {
    let rest = Experiment.catalogue.filter { !Experiment.all.contains($0) }
    #expect(rest.map(\.name) == ["images-mnist", "images-cifar10"])
    #expect(Experiment.all.contains { $0.name == "images-digits" })
  }

  @Test("A trial on images measures accuracy and both NFE, learns, and is the same twice")
  func trial() throws {
    let plan = Plan([small], images: PlanImages(images()))
    #expect(plan.trials.count == 6)
    let one = results(plan.trials, threads: 1).sorted { "\($0.id)" < "\($1.id)" }
    let two = results(plan.trials, threads: 3).sorted { "\($0.id)" < "\($1.id)" }
    #expect(one == two)
    for result in one where result.id.variant == "p=2" {
      let curve = result[CurveKind.heldOutError].compactMap { $0 }
      #expect(curve.count == 8 && curve.allSatisfy { (0...1).contains($0) })
      #expect(try #require(result[.loss]) < log(3))
      #expect(try #require(result[.backwardNFE]) >= 8)
      let evaluations = try #require(result[.evaluations])
      #expect(try #require(result[.bothEvaluations]) > evaluations)
      #expect(try #require(result[.probeNFE]) >= 8)
    }
    // Ten images in batches of ten: one iteration per epoch.
    for result in one where result.id.variant == "few" {
      #expect(result[CurveKind.loss].count == 2)
      #expect(result[.bothEvaluations] ?? 0 < 200)
    }
    let text = Table.document(Report(plan, results: one))
    #expect(text.contains("98.2 ± 0.1") && text.contains("accuracy held out"))
  }

  @Test("A result file for other images, another size or other filters belongs to another plan")
  func identity() throws {
    let plan = Plan([small], seeds: 1, epochs: 1, images: PlanImages(images()))
    let file = TrialFile(
      header: .init(plan, shard: .whole), results: results(plan.trials))
    let read = try TrialFile(data: Data(file.text.utf8))
    try read.check(against: plan)
    for other in [
      PlanImages(images(bright: 0.5)), PlanImages(images("other")),
      PlanImages(images(), filters: 7),
    ] {
      #expect(throws: TrialFile.Failure.self) {
        try read.check(against: Plan([small], seeds: 1, epochs: 1, images: other))
      }
    }
  }

  @Test("Shards are merged without the images: their header has the settings")
  func merging() throws {
    let plan = Plan([small], seeds: 1, epochs: 1, images: PlanImages(images()))
    let whole = TrialFile(header: .init(plan, shard: .whole), results: results(plan.trials))
    let files = try (1...2).map { index in
      let shard = try #require(Shard(index, of: 2))
      let part = TrialFile(
        header: .init(plan, shard: shard), results: results(plan.trials(in: shard)))
      return (path: "\(index)", file: try TrialFile(data: Data(part.text.utf8)))
    }
    let (merged, joined) = try Merge.join(files, catalogue: [small])
    #expect(joined.text == whole.ordered(by: plan).text)
    #expect(
      Table.document(Report(merged, results: joined.results))
        == Table.document(Report(plan, results: whole.results)))
  }
}
