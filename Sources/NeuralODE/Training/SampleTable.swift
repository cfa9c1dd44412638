import Files
import Solvers

/// Inputs and targets in the precision of a computation, sample by sample. Trainers of one run
/// share it; nobody writes to it once it is made.
public final class SampleTable<Scalar: LaneScalar> {
  /// Numbers to an input.
  public let dimension: Int
  /// Numbers to a target.
  public let outputs: Int
  /// Samples.
  public let count: Int
  let inputs: AlignedBuffer<Scalar>
  let targets: AlignedBuffer<Scalar>
  /// What was observed after each input, where the samples are series.
  let series: SeriesSamples?
  /// The time at which a flow of these samples ends.
  var end: Double { series?.end ?? 1 }

  /// The samples of a data set.
  public init(_ dataset: Dataset) {
    dimension = dataset.dimension
    outputs = dataset.outputs
    count = dataset.count
    inputs = AlignedBuffer(dataset.inputs)
    targets = AlignedBuffer(dataset.targets)
    series = dataset.series
  }

  /// Images, with distributions over the classes for targets.
  public init(_ images: ImageSamples, outputs: Int) {
    dimension = images.shape.count
    self.outputs = outputs
    count = images.count
    series = nil
    inputs = AlignedBuffer(count: images.pixels.count)
    targets = AlignedBuffer(count: images.count * outputs)
    for (i, pixel) in images.pixels.enumerated() { inputs.base[i] = Scalar(pixel) }
    for (i, label) in images.labels.enumerated() { targets.base[i * outputs + Int(label)] = 1 }
  }
}
