import Math
import NeuralODE

/// Lines of the input space that the flow advects.
struct AdvectedLines: Sendable, Equatable {
  /// Points, line after line.
  var points: [Float] = []
  /// Points of each line.
  var lengths: [Int] = []
  /// The sign of each line's class; 0 for none.
  var labels: [Float] = []

  /// The lattice of the input square: `count` lines each way, or in one dimension `count` points.
  static func grid(_ plane: InputPlane, count: Int = 9, pieces: Int = 40) -> AdvectedLines {
    var lines = AdvectedLines()
    let extent = plane.extent * 0.9
    func place(_ k: Int, of n: Int) -> Float { extent * (2 * Float(k) / Float(n) - 1) }
    guard plane.axes.count > 1 else {
      for k in 0..<count {
        lines.points += plane.input(at: place(k, of: count - 1), 0)
        lines.lengths.append(1)
        lines.labels.append(0)
      }
      return lines
    }
    for isUpright in [false, true] {
      for k in 0..<count {
        let fixed = place(k, of: count - 1)
        for j in 0...pieces {
          let free = place(j, of: pieces)
          lines.points += isUpright ? plane.input(at: fixed, free) : plane.input(at: free, fixed)
        }
        lines.lengths.append(pieces + 1)
        lines.labels.append(0)
      }
    }
    return lines
  }

  /// The data set's two circles: one within the outer class and, inside it, one around the inner
  /// class.
  static func bands(_ data: DatasetConfiguration, _ plane: InputPlane) -> AdvectedLines {
    var lines = AdvectedLines()
    guard plane.axes.count > 1 else { return lines }
    let radii = data.kind.circles(data.depth, plane.extent)
    for (radius, label) in [(radii.inner, -1), (radii.outer, 1)] as [(Float, Float)] {
      let count = 160
      for k in 0...count {
        let angle = 2 * Float.pi * Float(k % count) / Float(count)
        lines.points += plane.input(
          at: radius * Elementary.cos(angle), radius * Elementary.sin(angle))
      }
      lines.lengths.append(count + 1)
      lines.labels.append(label)
    }
    return lines
  }
}

extension Probe where Value == [SpacePicture] {
  /// The input lattice advected by the flow, for each space.
  package static var grids: Self {
    Self("grids", .everyFrame, blank: []) { $0.advected($0.grid) }
  }

  /// Two circles advected by the flow, for each space; empty in one dimension.
  package static var bands: Self {
    Self("bands", .everyFrame, blank: []) { $0.advected($0.bandLines) }
  }

  /// The same circles advected at the run's tolerance; empty for a ResNet.
  package static var bandsAsTrained: Self {
    Self("bandsAsTrained", .everyFrame, blank: [], suits: { $0.model.family.isFlow }) {
      $0.advectedAsTrained($0.bandLines)
    }
  }
}

extension Album {
  /// Lines advected by the flow, solved and refined as finely as a picture needs.
  fileprivate func advected(_ lines: AdvectedLines) -> [SpacePicture] {
    let advection = CurveAdvection(
      evaluator: evaluator, times: times(Self.lineFrames), dimension: probeSet.dimension)
    guard !isDiscrete, !lines.lengths.isEmpty, let (lines, found) = advection.advect(lines) else {
      return advectedAsTrained(lines)
    }
    return pictures(lines, found)
  }

  /// Lines advected by the run's solver, without refinement.
  fileprivate func advectedAsTrained(_ lines: AdvectedLines) -> [SpacePicture] {
    guard !lines.lengths.isEmpty else { return [] }
    return pictures(
      lines, evaluator.trajectories(of: lines.points, times: times(Self.lineFrames)))
  }

  private static var lineFrames: Int { 17 }

  private func pictures(
    _ lines: AdvectedLines, _ found: Trajectories
  ) -> [SpacePicture] {
    let labels = zip(lines.lengths, lines.labels).flatMap { Array(repeating: $1, count: $0) }
    return projections.map {
      var picture = SpacePicture(
        $0, found, times: times(Self.lineFrames), labels: labels,
        isDiscrete: evaluator.jumps != nil)
      picture.lineLengths = lines.lengths
      return picture
    }
  }
}

/// Advects lines with the flow and inserts points until the polyline looks like the curve.
///
/// A piece is halved, in the input space, if at any time it is longer than a fraction of the
/// picture, or if its length times the turn at its ends shows that chord and curve differ by half a
/// dot or more.
struct CurveAdvection {
  let evaluator: any ModelEvaluator
  let times: [Double]
  let dimension: Int

  /// The most points of all lines; then refinement stops.
  private static let mostPoints = 4000
  private static let rounds = 8
  /// Length times turn (radians) of a piece over the picture's span: the chord's error is an eighth
  /// of it, and a picture has about 200 dots.
  private static let bend: Float = 1 / 60
  /// Length of a piece over the picture's span.
  private static let longest: Float = 1 / 16

  private struct Vertex {
    var input: [Float]
    /// times × features.
    var states: [Float]
  }

  /// Refined lines and their trajectories; nil if a solve fails.
  func advect(_ lines: AdvectedLines) -> (AdvectedLines, Trajectories)? {
    var inputs: [[Float]] = stride(from: 0, to: lines.points.count, by: dimension).map {
      Array(lines.points[$0..<$0 + dimension])
    }
    guard let first = solve(inputs) else { return nil }
    var curves: [[Vertex]] = []
    var start = 0
    for length in lines.lengths {
      curves.append(
        (start..<start + length).map { Vertex(input: inputs[$0], states: first[$0]) })
      start += length
    }
    let span = span(of: first)
    for _ in 0..<Self.rounds {
      inputs.removeAll()
      // Insertion places.
      var places: [(line: Int, at: Int)] = []
      for (line, curve) in curves.enumerated() where curve.count > 2 {
        for at in 1..<curve.count where isCoarse(curve, at, span) {
          inputs.append(zip(curve[at - 1].input, curve[at].input).map { ($0 + $1) / 2 })
          places.append((line, at))
        }
      }
      let count = curves.reduce(0) { $0 + $1.count }
      guard !places.isEmpty, count + places.count <= Self.mostPoints, let found = solve(inputs)
      else { break }
      // Insert from the end: earlier places stay valid.
      for k in places.indices.reversed() {
        curves[places[k].line].insert(
          Vertex(input: inputs[k], states: found[k]), at: places[k].at)
      }
    }
    return assembled(curves, lines.labels)
  }

  /// Whether to halve the piece that ends at a vertex.
  private func isCoarse(_ curve: [Vertex], _ at: Int, _ span: Float) -> Bool {
    let n = evaluator.features
    for moment in times.indices {
      func piece(_ k: Int) -> (length: Float, vector: [Float])? {
        guard k >= 1, k < curve.count else { return nil }
        var vector: [Float] = []
        for i in moment * n..<(moment + 1) * n {
          vector.append(curve[k].states[i] - curve[k - 1].states[i])
        }
        let square = vector.reduce(Float(0)) { $0 + $1 * $1 }
        return (square.squareRoot(), vector)
      }
      guard let here = piece(at), here.length > span / 400 else { continue }
      if here.length > span * Self.longest { return true }
      for neighbour in [piece(at - 1), piece(at + 1)] {
        guard let neighbour, neighbour.length > 0 else { continue }
        var product: Float = 0
        for i in 0..<n { product += here.vector[i] * neighbour.vector[i] }
        let cosine = product / (here.length * neighbour.length)
        // The chord of the turn, a good enough measure of the angle.
        let turn = (2 * max(0, 1 - cosine)).squareRoot()
        if here.length * turn > span * Self.bend { return true }
      }
    }
    return false
  }

  /// The largest extent of all points along an axis at any time.
  private func span(of states: [[Float]]) -> Float {
    let n = evaluator.features
    var span: Float = 1e-3
    for moment in times.indices {
      for axis in 0..<n {
        var (low, high) = (Float.infinity, -Float.infinity)
        for state in states where state[moment * n + axis].isFinite {
          low = min(low, state[moment * n + axis])
          high = max(high, state[moment * n + axis])
        }
        if high - low > span { span = high - low }
      }
    }
    // A diverged state would make all other pieces look fine enough.
    return min(span, 20)
  }

  /// The states of each input (times × features); nil if a solve fails.
  private func solve(_ inputs: [[Float]]) -> [[Float]]? {
    let n = evaluator.features
    var result: [[Float]] = []
    var start = 0
    while start < inputs.count {
      let count = min(evaluator.capacity, inputs.count - start)
      let found = evaluator.trajectories(
        of: inputs[start..<start + count].flatMap { $0 }, times: times, isFine: true)
      guard found.failure == nil, found.frames == times.count else { return nil }
      for sample in 0..<count {
        var states: [Float] = []
        for moment in times.indices {
          let first = (moment * count + sample) * n
          states += found.states[first..<first + n]
        }
        result.append(states)
      }
      start += count
    }
    return result
  }

  private func assembled(
    _ curves: [[Vertex]], _ labels: [Float]
  ) -> (AdvectedLines, Trajectories) {
    let n = evaluator.features
    let vertices = curves.flatMap { $0 }
    var lines = AdvectedLines()
    lines.points = vertices.flatMap(\.input)
    lines.lengths = curves.map(\.count)
    lines.labels = labels
    var trajectories = Trajectories()
    trajectories.frames = times.count
    for moment in times.indices {
      for vertex in vertices { trajectories.states += vertex.states[moment * n..<(moment + 1) * n] }
    }
    return (lines, trajectories)
  }
}
