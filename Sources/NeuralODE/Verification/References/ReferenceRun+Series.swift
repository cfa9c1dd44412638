import Files
import Solvers

extension ReferenceRun {
  /// The most observed numbers in a file.
  private static let observationLimit = 1 << 24

  /// Reads a run on series (`kind` in its metadata is `series`): a field without a readout, fitted
  /// to `data.series` at `data.times`.
  ///
  /// - Throws: `Failure` or `Safetensors.Failure`.
  init(series file: Safetensors) throws {
    let metadata = ReferenceHeader.Metadata(strings: file.metadata)
    name = try metadata.text("case", "the run's name")
    var model = ModelConfiguration(
      family: .node, hidden: try metadata.integer("hidden", ReferenceHeader.widths),
      hasReadout: false)
    var training = TrainingConfiguration()
    try ReferenceHeader.readFlow(metadata, &model, &training)
    training.learningRate = try metadata.positive("lr")
    training.loss = .squared

    let widths = ReferenceHeader.widths
    let data = try ReferenceHeader.shape(
      "data.series", file, "(series, 2 or more times, coordinates)"
    ) {
      $0.count == 3 && $0[0] > 0 && $0[1] > 1 && widths.contains($0[2])
        && $0[1] <= Self.observationLimit / $0[2]
        && $0[0] <= Self.observationLimit / ($0[1] * $0[2])
    }
    let (count, times, d) = (data[0], data[1], data[2])
    let features = d + model.augmentation
    let kept = 2 * model.hidden + features + times * features
    let largest = min(count, ReferenceHeader.evaluationLimit / kept)
    training.batchSize = try ReferenceHeader.shape(
      "batches", file, "(iterations, batch), a batch being 1 to \(largest) series"
    ) { $0.count == 2 && $0[0] > 0 && $0[1] > 0 && $0[1] <= largest }[1]
    batches = try Self.batches(file, size: training.batchSize, count: count)
    let iterations = batches.count
    trajectoryTimes = try file.finiteNumbers("data.times", shape: [times])
    guard trajectoryTimes[0] == 0, zip(trajectoryTimes, trajectoryTimes.dropFirst()).allSatisfy(<)
    else {
      throw Safetensors.Failure.malformed("its 'data.times' do not ascend from 0")
    }
    dataset = Dataset(
      try Self.samples(file, count: count, times: trajectoryTimes, dimension: d))

    let layout = ParameterLayout(model, inputs: d, outputs: 1)
    initialParameters = try Self.weights("init", file, layout)
    gradient = try Self.weights("expected.grad", file, layout)
    finalParameters = try Self.weights("expected.final", file, layout)
    losses = try file.finiteNumbers("expected.loss", shape: [iterations])
    nfe = try file.integers("expected.nfe", shape: [iterations])
    backwardNFE = try file.integers("expected.bnfe", shape: [iterations])
    let most = ReferenceHeader.evaluationLimit / kept
    let probes = try ReferenceHeader.shape("probe.y0", file, "(1 to \(most) states, \(d))") {
      $0.count == 2 && $0[1] == d && (1...most).contains($0[0])
    }[0]
    probe = try file.finiteNumbers("probe.y0", shape: [probes, d])
    trajectory = try file.finiteNumbers(
      "expected.probe.trajectory", shape: [times, probes, features])
    probeOutputs = ([], [])
    self.model = model
    self.training = training
  }

  /// The observations; they must start at `data.y0`.
  private static func samples(
    _ file: Safetensors, count: Int, times: [Double], dimension d: Int
  ) throws -> SeriesSamples {
    let starts = try file.finiteNumbers("data.y0", shape: [count, d])
    let values = try file.finiteNumbers("data.series", shape: [count, times.count, d])
    let series = (0..<count).map { row in
      times.indices.map { k in
        let first = (row * times.count + k) * d
        return (time: times[k], values: Array(values[first..<first + d]))
      }
    }
    for row in 0..<count where series[row][0].values != Array(starts[row * d..<(row + 1) * d]) {
      throw Safetensors.Failure.malformed(
        "series \(row) of its 'data.series' does not start at 'data.y0'")
    }
    return SeriesSamples(dimension: d, series: series)
  }
}
