import NeuralODE

/// What carries a run's particles: its field, and the states around which they are born.
package struct ParticleSource: Sendable {
  package let field: FrozenField
  let projections: [Projection]
  /// States of the probe points, frames × points × features.
  let states: [Float]
  let points: Int
  /// The region of the states, for each of their dimensions.
  let lower: [Float]
  let upper: [Float]

  var features: Int { field.features }

  /// nil without a finite state, and where each input has its own field and none is pointed at.
  fileprivate init?(_ album: Album) {
    let (evaluator, found) = (album.evaluator, album.found)
    guard album.input != nil || !evaluator.fieldTakesInput, found.frames > 0 else { return nil }
    field = evaluator.frozenField(of: album.input ?? [])
    (projections, states, points) = (album.projections, found.states, album.probeSet.count)
    let (low, high) = SpacePicture.hull(of: states, field.features)
    guard zip(low, high).allSatisfy({ $0 <= $1 }) else { return nil }
    let margin = 0.15 * (zip(low, high).map { $1 - $0 }.max() ?? 0)
    (lower, upper) = (low.map { $0 - margin }, high.map { $0 + margin })
  }

  /// Where the n-th life of a particle begins at time t: anywhere in a plane; in more dimensions
  /// within a slab around the data, since nearly all of a box is far from them.
  func birth(_ particle: Int, _ life: Int, t: Double, into place: inout ArraySlice<Float>) {
    var random = Xoshiro256(seed: UInt64(particle), stream: UInt64(life))
    let start = place.startIndex
    guard features > 2 else {
      for axis in 0..<features {
        place[start + axis] = Float(
          random.uniform(Double(lower[axis]), Double(upper[axis])))
      }
      return
    }
    let frames = states.count / (points * features)
    let frame = min(max(0, Int((t * Double(frames - 1)).rounded())), frames - 1)
    let point = Int(random.uniform(0, Double(points)))
    let extent = Double(zip(lower, upper).map { $1 - $0 }.max() ?? 0)
    for axis in 0..<features {
      // Wider along the data's own axes.
      let reach = (axis < field.inputs ? 0.25 : 0.08) * extent
      place[start + axis] =
        states[(frame * points + min(point, points - 1)) * features + axis]
        + Float(random.uniform(-reach, reach))
    }
  }

  func contains(_ state: ArraySlice<Float>) -> Bool {
    for (axis, x) in state.enumerated() {
      guard x >= lower[axis], x <= upper[axis] else { return false }
    }
    return true
  }
}

extension Probe where Value == ParticleSource? {
  /// What carries a run's particles; nil for models without a flow, or on images.
  package static var particles: Self {
    Self(
      "particles", .everyFrame, blank: nil,
      suits: { $0.model.family.isFlow && $0.data.images == nil && $0.features > 1 }
    ) { ParticleSource($0) }
  }
}

/// The particles of a moment with their tails, in a space's coordinates.
package struct ParticlePicture: Sendable, Equatable {
  /// Coordinates of a place.
  package let axes: Int
  /// Places of each tail, oldest first; missing ones repeat the oldest.
  package let length: Int
  /// particles × length × axes.
  package let places: [Float]
  /// |dh/dt| of each particle, per unit of the flow's time.
  package let speeds: [Float]
}

/// Particles carried by a run's field at the play head's time, as fast as points move while that
/// plays: a tick is a thirtieth of a second. A particle is born again when it leaves the region or
/// has lived for two to four seconds. Both sides' particles have the same ages and, in the same
/// region, the same places of birth.
struct Particles: Sendable {
  static let count = 512
  /// Ticks a second.
  static let rate = 30.0
  /// Ticks of a tail.
  private static let tail = 12
  /// Share of the flow's time in a tick: the play head takes three seconds.
  private static let step = 1 / (3 * rate)

  private var states: [Float] = []
  private var slopes: [Float] = []
  /// The last `tail` states, a ring: tail × particles × features.
  private var past: [Float] = []
  private var newest = 0
  private var ages: [Int] = []
  private var lives: [Int] = []
  /// Places of each tail since its birth.
  private var lengths: [Int] = []
  private(set) var features = 0

  private static func span(_ particle: Int) -> Int { 60 + particle * 37 % 61 }

  /// Newborn particles after the ticks of a tail, at different ages: the streaklines of the field.
  init(_ source: ParticleSource, _ carrier: FieldCarrier<Float>, t: Double) {
    features = source.features
    states = Array(repeating: 0, count: Self.count * features)
    slopes = states
    past = Array(repeating: 0, count: Self.tail * states.count)
    lives = Array(repeating: 0, count: Self.count)
    lengths = lives
    ages = (0..<Self.count).map { $0 * 53 % Self.span($0) - Self.tail }
    for particle in 0..<Self.count { bear(particle, source, t) }
    advance(Self.tail, source, carrier, t: t)
  }

  private mutating func bear(_ particle: Int, _ source: ParticleSource, _ t: Double) {
    source.birth(
      particle, lives[particle], t: t,
      into: &states[particle * features..<(particle + 1) * features])
    lengths[particle] = 0
  }

  mutating func advance(
    _ ticks: Int, _ source: ParticleSource, _ carrier: FieldCarrier<Float>, t: Double
  ) {
    for _ in 0..<ticks {
      newest = (newest + 1) % Self.tail
      let start = newest * states.count
      for index in states.indices { past[start + index] = states[index] }
      carrier.carry(&states, slopes: &slopes, t: t, step: Self.step)
      for particle in 0..<Self.count {
        lengths[particle] = min(lengths[particle] + 1, Self.tail)
        ages[particle] += 1
        let state = states[particle * features..<(particle + 1) * features]
        guard ages[particle] >= Self.span(particle) || !source.contains(state) else { continue }
        ages[particle] = 0
        lives[particle] += 1
        bear(particle, source, t)
      }
    }
  }

  func picture(_ source: ParticleSource, space: Int) -> ParticlePicture {
    let projection = source.projections[space % max(1, source.projections.count)]
    let axes = projection.axes.count
    // Every second tick is enough for a smooth tail.
    let length = Self.tail / 2 + 1
    var tails: [Float] = []
    tails.reserveCapacity(Self.count * length * features)
    for particle in 0..<Self.count {
      for k in stride(from: length - 1, through: 1, by: -1) {
        // 1 is the newest of the ring.
        let back = min(2 * k - 1, lengths[particle])
        let from =
          back == 0
          ? particle * features
          : ((newest - back + 1 + Self.tail) % Self.tail * Self.count + particle) * features
        tails += back == 0 ? states[from..<from + features] : past[from..<from + features]
      }
      tails += states[particle * features..<(particle + 1) * features]
    }
    return ParticlePicture(
      axes: axes, length: length, places: projection.apply(tails),
      speeds: Projection.lengths(of: slopes, features))
  }
}

/// What to show of both sides' particles.
package struct MotionRequest: Sendable {
  /// Seconds that particles have moved; nil shows streaklines of the field.
  package var seconds: Double?
  /// The play head.
  package var t: Double
  /// Index of the projection.
  package var space: Int
  package var sources: [Side: ParticleSource]
  /// The snapshots that the sources are of.
  package var sequences: [Int]

  package init(
    seconds: Double?, t: Double, space: Int, sources: [Side: ParticleSource], sequences: [Int]
  ) {
    (self.seconds, self.t, self.space) = (seconds, t, space)
    (self.sources, self.sequences) = (sources, sequences)
  }

  var tick: Int? { seconds.map { Int($0 * Particles.rate) } }

  /// Whether the answer to another request is the answer to this one.
  package func isAnswered(by other: MotionRequest) -> Bool {
    guard Set(sources.keys) == Set(other.sources.keys), space == other.space,
      tick == other.tick
    else { return false }
    // Moving particles follow the model and the time at the next tick.
    return tick != nil || (t == other.t && sequences == other.sequences)
  }
}

/// The particles of both sides.
package struct Motion {
  private var particles: [Side: Particles] = [:]
  private var carriers: [Side: FieldCarrier<Float>] = [:]
  private var tick: Int?

  package init() {}

  /// The most ticks at once; after a rest, particles do not hurry.
  private static let mostTicks = 30

  package mutating func answer(_ request: MotionRequest) -> [Side: ParticlePicture] {
    let ticks = request.tick.flatMap { now in
      tick.map { min(max(0, now - $0), Self.mostTicks) }
    }
    tick = request.tick
    var pictures: [Side: ParticlePicture] = [:]
    for (side, source) in request.sources {
      let carrier =
        carriers[side].flatMap { $0.suits(source.field) ? $0 : nil }
        ?? FieldCarrier(source.field, capacity: Particles.count)
      carriers[side] = carrier
      carrier.use(source.field)
      if let ticks, var moved = particles[side], moved.features == source.features {
        moved.advance(ticks, source, carrier, t: request.t)
        particles[side] = moved
      } else {
        particles[side] = Particles(source, carrier, t: request.t)
      }
      pictures[side] = particles[side]?.picture(source, space: request.space)
    }
    return pictures
  }
}
