import NeuralODE

/// The model's output on a square lattice over the input plane, or on the line.
package struct InputMap: Sendable {
  package var width = 0
  /// 1 on the line.
  package var height = 1
  /// Half-width: the map spans −extent…extent on each axis.
  package var extent: Float = 2
  /// Numbers per output: 1, or one per class.
  package var outputs = 1
  /// `outputs × height × width`, rows from the least y upward; NaN where a solve failed.
  package var values: [Float] = []
  /// The range of the targets, if these are values.
  package var range: ClosedRange<Float>?

  package init() {}
}

extension Probe where Value == InputMap {
  package static var inputMap: Self {
    Self("inputMap", .likeMaps, blank: InputMap(), suits: { !$0.problem.isOfImages }) {
      InputMap($0)
    }
  }
}

extension InputMap {
  init(_ album: Album) {
    let side = 48
    let plane = album.probeSet.plane
    extent = plane.extent
    width = plane.dimension == 1 ? 4 * side : side
    height = plane.dimension == 1 ? 1 : side
    range = album.numberScale?.range
    if let frame = album.frame {
      if let map = frame.map, map.y.isEmpty == (plane.dimension == 1) { take(map) }
      return
    }
    var points: [Float] = []
    for row in 0..<height {
      for column in 0..<width {
        points += plane.input(
          at: ((Float(column) + 0.5) / Float(width) * 2 - 1) * extent,
          ((Float(row) + 0.5) / Float(height) * 2 - 1) * extent)
      }
    }
    let count = album.evaluator.outputs
    outputs = count
    let found = Self.outputs(of: points, album.evaluator, dimension: plane.dimension)
    let places = width * height
    values =
      count == 1
      ? found
      : (0..<count).flatMap { output in (0..<places).map { found[$0 * count + output] } }
  }

  /// Takes the outputs of another program at the nearest places; beyond its map there are none.
  private mutating func take(_ map: WatchFrame.Map) {
    outputs = map.width
    func nearest(_ axis: [Float], _ x: Float) -> Int? {
      guard let low = axis.first, let high = axis.last, low < high else { return nil }
      let place = (x - low) / (high - low) * Float(axis.count - 1)
      return (-0.5...Float(axis.count) - 0.5).contains(place)
        ? min(max(0, Int(place.rounded())), axis.count - 1) : nil
    }
    func place(_ index: Int, of count: Int) -> Float {
      ((Float(index) + 0.5) / Float(count) * 2 - 1) * extent
    }
    let columns = (0..<width).map { nearest(map.x, place($0, of: width)) }
    let rows = map.y.isEmpty ? [0] : (0..<height).map { nearest(map.y, place($0, of: height)) }
    values = (0..<outputs).flatMap { output in
      rows.flatMap { row in
        columns.map { column in
          guard let row, let column else { return Float.nan }
          return map.outputs[(row * map.x.count + column) * map.width + output]
        }
      }
    }
  }
}

extension InputMap {
  /// Points per retry after a failed solve: they share lanes and cost no more than one point.
  private static let group = 16
  /// The most retries of single points: each can take the maximum number of steps.
  private static let mostSingles = 64

  /// The outputs of many points, NaN where the solver gives up. A hard point fails all points
  /// solved with it: these are retried in small groups, then one by one.
  private static func outputs(
    of points: [Float], _ evaluator: any ModelEvaluator, dimension d: Int
  ) -> [Float] {
    var found = evaluator.outputs(of: points)
    let count = evaluator.outputs
    var singles = mostSingles
    func ask(_ range: Range<Int>) {
      let inputs = Array(points[range.lowerBound * d..<range.upperBound * d])
      found.replaceSubrange(
        range.lowerBound * count..<range.upperBound * count, with: evaluator.outputs(of: inputs))
    }
    func hasFailed(_ point: Int) -> Bool { found[point * count].isNaN }
    var point = 0
    while point < points.count / d {
      guard hasFailed(point) else {
        point += 1
        continue
      }
      let end = min(point + group, points.count / d)
      ask(point..<end)
      for single in point..<end where hasFailed(single) && singles > 0 {
        ask(single..<single + 1)
        singles -= 1
      }
      point = end
    }
    return found
  }
}

/// The plane of the input space shown in maps: in one or two dimensions the space itself, otherwise
/// the plane of the data's first two principal axes.
package struct InputPlane: Sendable, Equatable {
  /// The input at (0, 0), `dimension` numbers.
  package var origin: [Float]
  /// Directions of the one or two axes, `dimension` numbers each.
  package var axes: [[Float]]
  /// Half-width of the square shown.
  package var extent: Float

  package var dimension: Int { origin.count }

  /// The space of d ≤ 2 dimensions itself.
  init(dimension: Int, extent: Float) {
    origin = Array(repeating: 0, count: dimension)
    axes = (0..<min(2, dimension)).map { k in (0..<dimension).map { $0 == k ? 1 : 0 } }
    self.extent = extent
  }

  /// The plane in which the inputs of a data set spread most.
  init(_ dataset: Dataset) {
    let d = dataset.dimension
    let inputs = dataset.inputs.map { Float($0) }
    self.init(dimension: d, extent: 2)
    if d > 2, dataset.count > 1 {
      let principal = Projection.principal(features: d, of: inputs)
      origin = principal.origin
      axes = Array(principal.axes.prefix(2))
    }
    let reach = coordinates(of: inputs).reduce(Float(0)) { max($0, abs($1)) }
    if reach > 1.9 || (reach > 0 && reach < 0.8) { extent = min(max(reach * 1.1, 0.1), 1e4) }
  }

  /// The input at a place of the plane.
  package func input(at x: Float, _ y: Float) -> [Float] {
    origin.indices.map { i in
      origin[i] + axes[0][i] * x + (axes.count > 1 ? axes[1][i] * y : 0)
    }
  }

  /// Coordinates of inputs in the plane, two numbers each; on the line the second is 0.
  package func coordinates(of inputs: [Float]) -> [Float] {
    let d = dimension
    var result: [Float] = []
    result.reserveCapacity(inputs.count / d * 2)
    for start in stride(from: 0, to: inputs.count - d + 1, by: d) {
      for k in 0..<2 {
        guard k < axes.count else {
          result.append(0)
          continue
        }
        var sum: Float = 0
        for i in 0..<d { sum += axes[k][i] * (inputs[start + i] - origin[i]) }
        result.append(sum)
      }
    }
    return result
  }
}

/// Training points in the input plane, for the map.
package struct InputPoints: Sendable, Equatable {
  package var plane = InputPlane(dimension: 2, extent: 2)
  /// points × 2.
  package var positions: [Float] = []
  /// Targets: ±1, class numbers, or values.
  package var labels: [Float] = []
  package var count: Int { labels.count }

  package init() {}

  /// At most `most` evenly chosen points.
  init(_ dataset: Dataset, plane: InputPlane, most: Int = 500) {
    self.plane = plane
    let step = max(1, (dataset.count + most - 1) / most)
    for row in stride(from: 0, to: dataset.count, by: step) {
      let d = dataset.dimension
      positions += plane.coordinates(
        of: dataset.inputs[row * d..<(row + 1) * d].map { Float($0) })
      labels.append(dataset.label(row))
    }
  }
}

extension Probe where Value == InputPoints {
  package static var inputPoints: Self {
    Self("inputPoints", .always, blank: InputPoints()) { $0.inputPoints }
  }
}
