import Math
import NeuralODE

/// The points whose trajectories are drawn (see `DatasetKind.Probe`).
package struct ProbeSet: Sendable, Equatable {
  package let dimension: Int
  /// points × dimension.
  package private(set) var points: [Float] = []
  package private(set) var labels: [Float] = []
  /// Each point's start in the series that it is a window of; empty except for series.
  package private(set) var offsets: [Double] = []
  /// Whether each point is a neighbour of training points instead of one; empty if all or none are.
  package private(set) var isBeside: [Bool] = []
  package let meaning: PointLabels
  /// The plane shown in maps.
  package let plane: InputPlane

  package var count: Int { labels.count }

  init(_ data: DatasetConfiguration, dataset: Dataset) {
    dimension = data.dimension
    switch data.problem.target {
    case .sign: meaning = .signs
    case .classes: meaning = .classes(data.classNames)
    case .number: meaning = .levels(PointLabels.levelCount)
    }
    if let images = data.images {
      // Images have no plane to point at; users choose among those shown.
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
      // The same points for every seed, with little noise.
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
    // Even without training points, there must be one to solve and draw.
    if labels.isEmpty {
      points = Array(repeating: 0, count: dimension)
      labels = [1]
    }
  }

  /// Whether each point is missing from a data set; empty if all or none are.
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

  /// Appends held-out images, or training images without any.
  private mutating func append(_ images: ImageSet) {
    let samples = images.test.count > 0 ? images.test : images.training
    for row in 0..<ImagePictures.count(of: images) {
      points += samples.image(row)
      labels.append(Float(samples.labels[row]))
    }
  }

  /// Removes points in the held-out slice, which would look like training points.
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

  /// Applies painting and erasing.
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

/// The meaning of points' labels.
package enum PointLabels: Sendable, Equatable {
  /// Targets ±1.
  case signs
  /// Class numbers, with the classes' names.
  case classes([String])
  /// Levels 0…count − 1 of a value, ascending.
  case levels(Int)

  /// As many shades as can be distinguished.
  static let levelCount = 12
}

/// The levels that values are shown in.
struct NumberScale: Sendable, Equatable {
  let range: ClosedRange<Float>

  /// The range of the finite numbers; −1…1 without any.
  init(_ numbers: some Sequence<Double>) {
    let finite = numbers.filter(\.isFinite)
    let (low, high) = (Float(finite.min() ?? -1), Float(finite.max() ?? 1))
    range = low < high ? low...high : low - 1...low + 1
  }

  func level(_ number: Float) -> Float {
    let share = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    let count = Float(PointLabels.levelCount)
    return min(max(0, (share * count).rounded(.down)), count - 1)
  }
}
