import NeuralODE

/// Something that a run computes of itself to be looked at. A view brings along the ones that it
/// reads, asks for them by `View.parts`, and finds their values in a snapshot: `snapshot[.bands]`.
package struct Probe<Value: Sendable>: Sendable {
  /// The probe as a snapshot is asked for it.
  package let part: SnapshotPart
  /// Its value before it was made, and for runs that it does not suit.
  let blank: Value

  /// A probe.
  ///
  /// - Parameters:
  ///   - name: what tells it from others.
  ///   - cadence: how often a live run makes it.
  ///   - suits: runs that it is made for; of others its value stays blank.
  ///   - make: its value for the model as it is.
  package init(
    _ name: String, _ cadence: SnapshotPart.Cadence, blank: Value,
    suits: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
    make: @escaping @Sendable (Album) -> Value
  ) {
    part = SnapshotPart(name: name, cadence: cadence, suits: suits, make: make)
    self.blank = blank
  }
}

/// A probe whatever its value: a part of a snapshot.
package struct SnapshotPart: Sendable, Hashable, Comparable {
  /// How often a live run makes something: costs differ by powers of ten.
  package enum Cadence: Sendable, Comparable {
    /// As often as frames are drawn.
    case everyFrame
    /// As often as maps: what costs some milliseconds, and changes slowly.
    case likeMaps
    /// What solves much more finely than training does.
    case slow
    /// With every snapshot, whatever that was asked for: what is known already, or is of one point.
    case always
  }

  let name: String
  let cadence: Cadence
  let suits: @Sendable (RunConfiguration) -> Bool
  let make: @Sendable (Album) -> any Sendable

  /// Are both the same probe?
  package static func == (a: SnapshotPart, b: SnapshotPart) -> Bool { a.name == b.name }

  /// By name.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// By cadence, then by name: the order in which parts are made.
  package static func < (a: SnapshotPart, b: SnapshotPart) -> Bool {
    (a.cadence, a.name) < (b.cadence, b.name)
  }
}

/// What of a snapshot is made anew.
package typealias SnapshotParts = Set<SnapshotPart>

extension SnapshotParts {
  /// Trajectories and field.
  package static let spaces: SnapshotParts = [Probe.spaces.part]
  /// What every screen shows.
  package static let all = SnapshotParts.spaces.union([
    Probe.inputMap.part, Probe.accuracy.part, Probe.solveAccuracy.part, Probe.series.part,
  ])
  /// What is made whatever is asked for.
  static let always: SnapshotParts = [
    Probe.images.part, Probe.inputPoints.part, Probe.reading.part,
  ]

  /// Asks for a probe too.
  package mutating func insert<Value>(_ probe: Probe<Value>) { insert(probe.part) }

  /// Those of a cadence.
  package func intersection(_ cadence: SnapshotPart.Cadence) -> SnapshotParts {
    filter { $0.cadence == cadence }
  }
}

/// Values of probes, by key.
struct ProbeValues: Sendable {
  private var values: [String: any Sendable] = [:]

  /// The value of a probe; blank until it is made.
  subscript<Value>(probe: Probe<Value>) -> Value {
    get { values[probe.part.name] as? Value ?? probe.blank }
    set { values[probe.part.name] = newValue }
  }

  /// Makes a part anew.
  mutating func make(_ part: SnapshotPart, of album: Album) {
    values[part.name] = part.make(album)
  }
}
