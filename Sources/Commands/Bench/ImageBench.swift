import Solvers
import NeuralODE
import Platform

/// Training iterations on images of two sizes, with one thread and with two.
struct ImageBench<Scalar: LaneScalar> {
  let effort: BenchEffort
  /// Operations a second of `Peak`.
  let peak: Double

  struct Setting {
    var name: String
    var side: Int
    var filters: Int
    var p: Int
    var iterations: Int

    func model(_ images: ImageSet) -> ModelConfiguration {
      ModelConfiguration(
        family: .anode, augmentation: p, hidden: filters, image: images.shape)
    }
  }

  static var settings: [Setting] {
    [
      Setting(name: "8×8, 16 filters, p=2", side: 8, filters: 16, p: 2, iterations: 30),
      Setting(name: "14×14, 32 filters, p=5", side: 14, filters: 32, p: 5, iterations: 8),
    ]
  }

  func section() throws -> BenchSection {
    var section = BenchSection(
      kind: "images", title: "Training iterations on images, batch 64, tolerance 1e-3")
    let digits = try ImageSource.digits.load(limit: effort.isQuick ? 128 : 1024)
    for setting in Self.settings {
      let images = digits.framed(side: setting.side)
      var ratios: [Double] = []
      var costs: [TrainingBench<Scalar>.Cost] = []
      for _ in 0..<min(3, effort.rounds) {
        let one = try cost(setting, images, threads: 1)
        let two = try cost(setting, images, threads: 2)
        costs.append(one)
        ratios.append(one.microseconds / two.microseconds)
      }
      let microseconds = Stopwatch.median(costs.map(\.microseconds))
      let rate = Stopwatch.median(costs.map { $0.operations / $0.microseconds }) * 1e6
      section.rows.append(
        JSONLine([
          ("name", .text(setting.name)), ("microseconds", .number(microseconds, digits: 4)),
          ("meanNFE", .number(Stopwatch.median(costs.map(\.evaluations)), digits: 4)),
          ("gflops", .number(rate * 1e-9, digits: 3)),
          ("shareOfPeak", .number(rate / peak, digits: 2)),
          ("twoThreadsRatio", .number(Stopwatch.median(ratios), digits: 3)),
        ]))
    }
    return section
  }

  /// Trains from the start, after two warm-up iterations.
  private func cost(
    _ setting: Setting, _ images: ImageSet, threads: Int
  ) throws(SolveFailure) -> TrainingBench<Scalar>.Cost {
    var run = RunConfiguration(
      data: .published(.images(images)), model: setting.model(images))
    run.training.loss = .crossEntropy
    return try TrainingBench<Scalar>.cost(
      run, rounds: 1, iterations: min(setting.iterations, effort.iterations), threads: threads)
  }
}

extension ImageSet {
  /// The images centred in larger ones; the content does not affect the timing.
  func framed(side: Int) -> ImageSet {
    guard side > shape.height else { return self }
    func framed(_ samples: ImageSamples) -> ImageSamples {
      let large = ImageShape(channels: 1, height: side, width: side)
      let (top, left) = ((side - shape.height) / 2, (side - shape.width) / 2)
      var pixels = Array(repeating: Float(0), count: samples.count * large.count)
      for i in 0..<samples.count {
        for (k, value) in samples.image(i).enumerated() {
          let (y, x) = (k / shape.width + top, k % shape.width + left)
          pixels[i * large.count + y * side + x] = value
        }
      }
      return ImageSamples(shape: large, pixels: pixels, labels: samples.labels)
    }
    return ImageSet(
      name: name, classNames: classNames, training: framed(training), test: framed(test))
  }
}
