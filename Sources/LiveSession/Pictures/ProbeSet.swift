import Math
import NeuralODE

/// The points whose trajectories are drawn: fixed for a data set, so that pictures of different
/// moments, seeds and models can be compared, and where it can be regular, so that what the flow
/// does to them is seen.
package struct ProbeSet: Sendable, Equatable {
  /// Numbers to a point.
  package let dimension: Int
  /// Points one after another.
  package private(set) var points: [Float] = []
  /// Label of each.
  package private(set) var labels: [Float] = []
  /// When each begins in the series that it is a window of; empty but for series.
  package private(set) var offsets: [Double] = []
  /// Which of them stand beside the points that are learned, to show where these take their
  /// surroundings. Empty where all are learned, or none is exactly.
  package private(set) var isBeside: [Bool] = []
  /// What labels are.
  package let meaning: PointLabels
  /// The plane of the input space that is mapped.
  package let plane: InputPlane

  /// Points.
  package var count: Int { labels.count }

  /// The points for a data set.
  init(_ data: DatasetConfiguration, dataset: Dataset) {
    dimension = data.dimension
    switch data.problem.target {
    case .sign: meaning = .signs
    case .classes: meaning = .classes(data.classNames)
    case .number: meaning = .levels(PointLabels.levelCount)
    }
    if let images = data.images {
      // There is no plane of images to be pointed at; a person chooses among those shown.
      plane = InputPlane(dimension: data.dimension, extent: 1)
      append(images)
      return
    }
    plane =
      data.kind.window.map { InputPlane(dimension: data.dimension, extent: $0) }
      ?? InputPlane(dataset)
    switch data.kind.probe {
    case .none: break
    case .points(let list):
      (points, labels) = list()
      isBeside = beside(dataset)
    case .drawn(let noise):
      // The same points whatever the run's seed, with little noise.
      var shown = data
      (shown.negativeCount, shown.positiveCount) = (90, 90)
      if data.problem.target == .classes { shown.positiveCount = max(90, 45 * data.outputs - 90) }
      shown.noise = min(data.noise, noise)
      shown.edits = []
      append(Dataset(shown, seed: 0), most: max(180, shown.count))
    case .learned: append(dataset, most: 180)
    }
    if case .slice(let from, let to) = data.heldOut, dimension == 2 { remove(from: from, to: to) }
    appendPainted(data, dataset)
    if case .levels = meaning {
      let scale = NumberScale(dataset.targets)
      labels = labels.map(scale.level)
    }
    // Something has to be drawn, and to be solved for, even where there is nothing to learn yet.
    if labels.isEmpty {
      points = Array(repeating: 0, count: dimension)
      labels = [1]
    }
  }

  /// Which points are none of a data set's; empty where that tells nothing apart.
  private func beside(_ dataset: Dataset) -> [Bool] {
    guard dimension == 1 else { return [] }
    let learned = Set(dataset.inputs.map { Float($0) })
    let result = points.map { !learned.contains($0) }
    return result.contains(true) && result.contains(false) ? result : []
  }

  private mutating func append(_ dataset: Dataset, most: Int) {
    let step = max(1, (dataset.count + most - 1) / most)
    for row in stride(from: 0, to: dataset.count, by: step) {
      points += dataset.inputs[row * dimension..<(row + 1) * dimension].map { Float($0) }
      labels.append(dataset.label(row))
      if let series = dataset.series { offsets.append(series.offsets[row]) }
    }
  }

  /// As many images to look at as a training batch has at most, of those tested on, with the
  /// numbers of their classes.
  private mutating func append(_ images: ImageSet) {
    let samples = images.test.count > 0 ? images.test : images.training
    for row in 0..<ImagePictures.count(of: images) {
      points += samples.image(row)
      labels.append(Float(samples.labels[row]))
    }
  }

  /// A slice that a run does not learn from has no points in its pictures either: they would look
  /// as if it did.
  private mutating func remove(from: Double, to: Double) {
    let kept = labels.indices.filter { point in
      let angle = Elementary.atan2(Double(points[2 * point + 1]), Double(points[2 * point]))
      let turned = angle < 0 ? angle + 2 * .pi : angle
      return turned < from || turned > to
    }
    points = kept.flatMap { [points[2 * $0], points[2 * $0 + 1]] }
    labels = kept.map { labels[$0] }
    if !offsets.isEmpty { offsets = kept.map { offsets[$0] } }
  }

  /// Where points were painted or erased, the probe follows.
  private mutating func appendPainted(_ data: DatasetConfiguration, _ dataset: Dataset) {
    guard !data.edits.isEmpty, dimension == 2 else { return }
    var added: [(SIMD2<Float>, Float)] = []
    for edit in data.edits {
      switch edit {
      case .add(let x, let y, let target):
        added.append((SIMD2(x, y), data.problem.target == .classes ? target : target < 0 ? -1 : 1))
      case .erase(let x, let y, let radius):
        let place = SIMD2(x, y)
        func isGone(_ point: SIMD2<Float>) -> Bool {
          let d = point - place
          return (d * d).sum() <= radius * radius
        }
        added.removeAll { isGone($0.0) }
        let kept = labels.indices.filter { !isGone(SIMD2(points[2 * $0], points[2 * $0 + 1])) }
        points = kept.flatMap { [points[2 * $0], points[2 * $0 + 1]] }
        labels = kept.map { labels[$0] }
      }
    }
    let step = max(1, (added.count + 159) / 160)
    for k in stride(from: 0, to: added.count, by: step) {
      points += [added[k].0.x, added[k].0.y]
      labels.append(added[k].1)
    }
  }
}

/// What the labels of points in a picture are.
package enum PointLabels: Sendable, Equatable {
  /// Targets ±1: the sign is the class.
  case signs
  /// Numbers of classes, which have these names.
  case classes([String])
  /// Levels 0…count − 1 of the number that a point has for a target, from the least to the greatest.
  case levels(Int)

  /// Levels that numbers are shown in: as many shades as are told apart.
  static let levelCount = 12

  /// Names of the classes, where they are several.
  package var classNames: [String] { if case .classes(let names) = self { names } else { [] } }
}

/// Numbers that are learned, and the levels that they are shown in.
struct NumberScale: Sendable, Equatable {
  /// The least and the greatest.
  let range: ClosedRange<Float>

  /// The range of some numbers; one around 0 where there is none.
  init(_ numbers: some Sequence<Double>) {
    let finite = numbers.filter(\.isFinite)
    let (low, high) = (Float(finite.min() ?? -1), Float(finite.max() ?? 1))
    range = low < high ? low...high : low - 1...low + 1
  }

  /// The level of a number.
  func level(_ number: Float) -> Float {
    let share = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    let count = Float(PointLabels.levelCount)
    return min(max(0, (share * count).rounded(.down)), count - 1)
  }
}
