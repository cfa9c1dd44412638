import LiveSession

/// How a model's field is drawn below its trajectories.
package enum FieldStyle: String, Sendable, CaseIterable {
  /// A short stroke at each site of a lattice, longer where the field is stronger.
  case strokes
  /// Evenly spaced streamlines; strokes on a line.
  case lines
  /// Particles that the field carries; strokes on a line.
  case motion
  case none

  var answer: String {
    switch self {
    case .strokes: "the field as strokes"
    case .lines: "the field as streamlines"
    case .motion: "particles that the field carries"
    case .none: "no field, paths only"
    }
  }
}

extension DuelState {
  var fieldStyle: FieldStyle {
    shows(.field) ? navigation.fieldStyle : .none
  }

  /// Also shows the field if a lesson has hidden it.
  mutating func setFieldStyle(_ style: FieldStyle) {
    navigation.hidden.remove(.field)
    navigation.fieldStyle = style
    // Chosen in a pause, they move; in a demo's pause every screen is the recording's.
    if style == .motion, strip.demoKeys == nil { playback.setCarrying(true) }
  }

  /// The sides whose field particles show.
  private var sidesInMotion: [Side] {
    guard fieldStyle == .motion else { return [] }
    return Side.allCases.filter { view(of: $0.panel).hasField }
  }

  /// The parts of snapshots that a side's panel shows.
  func parts(_ side: Side) -> SnapshotParts {
    var parts = view(of: side.panel).parts
    if sidesInMotion.contains(side) { parts.insert(.particles) }
    return parts
  }

  /// Whether particles move.
  var carriesParticles: Bool { playback.carriesParticles && !sidesInMotion.isEmpty }

  /// The particles to show with these snapshots; nil for none.
  package func motionRequest(left: Snapshot?, right: Snapshot?) -> MotionRequest? {
    var sources: [Side: ParticleSource] = [:]
    for side in sidesInMotion {
      guard let snapshot = side == .left ? left : right, snapshot.belongs(to: setup.run(side))
      else { continue }
      sources[side] = snapshot[.particles]
    }
    guard !sources.isEmpty else { return nil }
    return MotionRequest(
      seconds: carriesParticles ? playback.carried : nil, t: playback.time,
      space: navigation.projectionIndex, sources: sources,
      sequences: [left, right].map { $0?.sequence ?? 0 })
  }

  mutating func changeFieldStyle() {
    let all = FieldStyle.allCases
    let now = all.firstIndex(of: fieldStyle) ?? 0
    setFieldStyle(all[(now + 1) % all.count])
    say(navigation.fieldStyle.answer)
  }
}
