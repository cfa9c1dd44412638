import Files
import Solvers

/// Inputs and targets in the precision of a computation. Immutable, shared by the trainers of a
/// run.
public final class SampleTable<Scalar: LaneScalar> {
  /// Numbers per input.
  public let dimension: Int
  /// Numbers per target.
  public let outputs: Int
  /// Number of samples.
  public let count: Int
  let inputs: AlignedBuffer<Scalar>
  let targets: AlignedBuffer<Scalar>
  /// The observations after each input; nil unless these are series.
  let series: SeriesSamples?

  /// The samples of a data set.
  public init(_ dataset: Dataset) {
    dimension = dataset.dimension
    outputs = dataset.outputs
    count = dataset.count
    inputs = AlignedBuffer(dataset.inputs)
    targets = AlignedBuffer(dataset.targets)
    series = dataset.series
  }

  /// Images with one-hot targets.
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
