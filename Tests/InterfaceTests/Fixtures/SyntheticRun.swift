import LiveSession
import NeuralODE

import Interface

/// Snapshots that look like a run, from closed formulas: a NODE that squeezes the disk out
/// through a gap in the ring, an ANODE that lifts it off.
enum SyntheticRun {
  /// The snapshot at `progress` 0…1.
  static func snapshot(_ configuration: RunConfiguration, progress: Float) -> Snapshot {
    var snapshot = Snapshot()
    let model = configuration.model
    snapshot.configuration = configuration
    snapshot.sequence = Int(progress * 1000) + 1
    snapshot.iterationsPerEpoch = 32
    snapshot.iteration = Int(progress * 704)
    snapshot.parameterCount = model.family == .node ? 1253 : model.family == .anode ? 1319 : 813
    let rises = model.family == .node || model.augmentation == 0
    var noise = Noise()
    snapshot.initialNFE = 20
    for k in 0..<snapshot.iteration {
      let u = Float(k) / 704
      let loss = 0.9 * exp2(-(rises ? 6.5 : 9) * u) * (0.75 + 0.5 * noise.next()) + 0.002
      snapshot.lossHistory.append(loss)
      let step: Float = rises ? (u > 0.7 ? 32 : u > 0.15 ? 26 : 20) : 20
      let spike: Float = rises && noise.next() > 0.94 ? 6 : 0
      snapshot.nfeHistory.append(step + spike)
      snapshot.loss = loss
      snapshot.nfe = Int(step)
    }
    if snapshot.iteration == 0 { snapshot.loss = nil }
    snapshot.accuracy = min(1, 0.5 + progress * 0.6)
    snapshot.acceptedSteps = max(0, (snapshot.nfe - 2) / 6)
    snapshot.rejectedSteps = rises ? 1 : 0
    if model.family != .resnet && progress > 0 {
      let worst = rises ? 0.31 * Double(progress) : 0.004
      snapshot[.solveAccuracy] = SolveAccuracy(
        medianError: worst / 3.1, worstError: worst, probeNFE: rises ? 170 : 62)
    }
    snapshot[.spaces] = spaces(configuration, progress)
    snapshot[.inputMap] = map(configuration, progress)
    return snapshot
  }

  private static func spaces(_ configuration: RunConfiguration, _ s: Float) -> [SpacePicture] {
    let kind = configuration.data.kind
    let p = configuration.model.augmentation
    var starts: [(SIMD3<Float>, Float)] = []
    var noise = Noise()
    switch kind {
    case .flip:
      for k in 0..<8 {
        let side: Float = k < 4 ? -1 : 1
        starts.append((SIMD3(side + 0.04 * Float(k % 4), 0, 0), -side))
      }
    case let kind where kind != .sines:
      for k in 0..<150 {
        let angle = noise.next() * 2 * .pi
        let r = k < 40 ? 0.5 * noise.next().squareRoot() : 1 + 0.5 * noise.next()
        starts.append((SIMD3(r * cosine(angle), r * sine(angle), 0), k < 40 ? -1 : 1))
      }
    default:
      for k in 0..<150 {
        let x = noise.next() * 2 - 1
        let up: Float = k % 2 == 0 ? 1 : -1
        starts.append((SIMD3(x, sine(.pi * x) + up * 0.7 + 0.1 * noise.next(), 0), up))
      }
    }
    let dimension = min(3, configuration.data.dimension + p)
    let isDiscrete = configuration.model.family == .resnet
    var pictures = [picture(starts, dimension, s, kind, isDiscrete, hasFloor: p == 1)]
    if configuration.data.dimension == 1 {
      pictures[0].axisNames = ["x", "a\u{2081}", "a\u{2082}"].prefix(dimension).map { $0 }
    } else if p >= 2 {
      pictures.append(pictures[0])
      pictures[0].axisNames = ["PC\u{2081}", "PC\u{2082}", "PC\u{2083}"]
      pictures[0].hasFloor = false
      pictures[1].hasFloor = true
    }
    return pictures
  }

  /// A field at a point that looks trained.
  static func field(_ h: SIMD3<Float>, _ t: Float, _ dimension: Int, _ s: Float) -> SIMD3<Float> {
    let r2 = h.x * h.x + h.y * h.y
    switch dimension {
    case 1: return SIMD3(s * (-0.6 * h.x + 0.3 * sine(4 * h.x + 3 * t)), 0, 0)
    case 2:
      let gap = exp2(-h.y * h.y * 6)
      let side = exp2(-(h.x + 1.2) * (h.x + 1.2) * 3)
      return SIMD3(
        s * (-2.4 * gap + 0.5 * (1 - gap) * t), s * 1.6 * side * h.y * (1.2 - gap) + s * 0.2 * h.x,
        0)
    default: return SIMD3(0.25 * s * h.x, 0.25 * s * h.y - 0.2 * s * h.x * t, s * (1.5 - 1.9 * r2))
    }
  }

  private static func picture(
    _ starts: [(SIMD3<Float>, Float)], _ dimension: Int, _ s: Float, _ kind: DatasetKind,
    _ isDiscrete: Bool, hasFloor: Bool
  ) -> SpacePicture {
    var picture = SpacePicture()
    picture.dimension = dimension
    picture.axisNames = ["x\u{2081}", "x\u{2082}", "a\u{2081}"].prefix(dimension).map { $0 }
    picture.hasFloor = hasFloor
    picture.isDiscrete = isDiscrete
    let steps = isDiscrete ? 5 : 24
    picture.times = (0...steps).map { Float($0) / Float(steps) }
    picture.pointCount = starts.count
    picture.labels = starts.map(\.1)
    var now = starts.map(\.0)
    picture.lower = Array(repeating: .infinity, count: dimension)
    picture.upper = Array(repeating: -.infinity, count: dimension)
    for step in 0...steps {
      for h in now {
        for axis in 0..<dimension {
          picture.trajectories.append(h[axis])
          picture.lower[axis] = min(picture.lower[axis], h[axis])
          picture.upper[axis] = max(picture.upper[axis], h[axis])
        }
      }
      let t = Float(step) / Float(steps)
      now = now.map { $0 + field($0, t, dimension, s) / Float(steps) }
    }
    let sites = dimension == 1 ? 15 : dimension == 2 ? 17 : 7
    picture.latticeShape = Array(repeating: sites, count: dimension)
    picture.fieldTimes = (0...8).map { Float($0) / 8 }
    let total = picture.latticeShape.reduce(1, *)
    var lattice: [SIMD3<Float>] = []
    for index in 0..<total {
      var rest = index
      var h = SIMD3<Float>.zero
      for axis in 0..<dimension {
        let u = Float(rest % sites) / Float(sites - 1)
        h[axis] = picture.lower[axis] + (picture.upper[axis] - picture.lower[axis]) * u
        picture.lattice.append(h[axis])
        rest /= sites
      }
      lattice.append(h)
    }
    for t in picture.fieldTimes {
      for h in lattice {
        let value = field(h, t, dimension, s)
        for axis in 0..<dimension { picture.field.append(value[axis]) }
      }
    }
    if kind != .flip {
      picture.decision = dimension == 2 ? [1, 0.2, 1.1] : [0.1, 0.1, -1, 0.35]
    }
    return picture
  }

  private static func map(_ configuration: RunConfiguration, _ s: Float) -> InputMap {
    var map = InputMap()
    map.extent = 2
    map.width = 48
    let isNode = configuration.model.family != .anode || configuration.model.augmentation == 0
    if configuration.data.dimension == 1 {
      map.values = (0..<48).map { i in
        let x = (Float(i) / 47 * 2 - 1) * 2
        return isNode ? 0.4 * x : -max(-1, min(1, x * (0.2 + s)))
      }
      return map
    }
    map.height = 48
    for j in 0..<48 {
      for i in 0..<48 {
        let x = (Float(i) / 47 * 2 - 1) * 2
        let y = (Float(j) / 47 * 2 - 1) * 2
        var value = s * 4 * ((x * x + y * y).squareRoot() - 0.75)
        if isNode && x < 0 { value = min(value, s * 7 * (abs(y + 0.25 * x) - 0.14)) }
        map.values.append(max(-1.1, min(1.1, value)))
      }
    }
    return map
  }

  static func pair(_ state: DuelState, progress: Float = 1) -> (Snapshot, Snapshot) {
    (
      snapshot(state.setup.run(.left), progress: progress),
      snapshot(state.setup.run(.right), progress: progress)
    )
  }

  // Taylor series, to need no library.
  static func sine(_ x: Float) -> Float {
    var x = x.truncatingRemainder(dividingBy: 2 * .pi)
    if x > .pi { x -= 2 * .pi }
    if x < -.pi { x += 2 * .pi }
    var (term, sum) = (x, x)
    for k in stride(from: Float(3), through: 15, by: 2) {
      term *= -x * x / (k * (k - 1))
      sum += term
    }
    return sum
  }

  static func cosine(_ x: Float) -> Float { sine(x + .pi / 2) }

  static func exp2(_ x: Float) -> Float {
    let whole = x.rounded(.down)
    let f = (x - whole) * 0.693147
    let fraction = 1 + f * (1 + f / 2 * (1 + f / 3 * (1 + f / 4 * (1 + f / 5))))
    return whole < -100 ? 0 : fraction * Float(sign: .plus, exponent: Int(whole), significand: 1)
  }

  /// A repeatable stream of numbers in 0..<1.
  struct Noise {
    var state: UInt64 = 7

    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24)
    }
  }
}
