import NeuralODE

/// A value computed from a run for display. A view defines the probes that it needs, requests them
/// with `View.parts`, and reads their values from a snapshot: `snapshot[.bands]`.
package struct Probe<Value: Sendable>: Sendable {
  package let part: SnapshotPart
  /// Its value before it is computed, and for runs that it does not suit.
  let blank: Value

  /// - Parameters:
  ///   - name: identifies it.
  ///   - cadence: how often live runs compute it.
  ///   - suits: the runs that it is computed for; for others its value stays blank.
  ///   - make: computes its value for the current model.
  package init(
    _ name: String, _ cadence: SnapshotPart.Cadence, blank: Value,
    suits: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
    make: @escaping @Sendable (Album) -> Value
  ) {
    part = SnapshotPart(name: name, cadence: cadence, suits: suits, make: make)
    self.blank = blank
  }
}

/// A value of a table: the same as any other of its name.
package protocol Named: Hashable {
  var name: String { get }
}

extension Named {
  package static func == (a: Self, b: Self) -> Bool { a.name == b.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A type-erased probe, a part of a snapshot.
package struct SnapshotPart: Sendable, Named, Comparable {
  /// How often live runs compute a part: costs differ by powers of ten.
  package enum Cadence: Sendable, Comparable {
    case everyFrame
    /// As often as maps: costs some milliseconds, changes slowly.
    case likeMaps
    /// Needs much finer solves than training.
    case slow
    /// With every snapshot, requested or not: costs almost nothing.
    case always
  }

  package let name: String
  let cadence: Cadence
  let suits: @Sendable (RunConfiguration) -> Bool
  let make: @Sendable (Album) -> any Sendable

  /// The order of computation.
  package static func < (a: SnapshotPart, b: SnapshotPart) -> Bool {
    (a.cadence, a.name) < (b.cadence, b.name)
  }
}

package typealias SnapshotParts = Set<SnapshotPart>

extension SnapshotParts {
  /// Trajectories and field.
  package static let spaces: SnapshotParts = [Probe.spaces.part]
  /// The default parts.
  package static let all = SnapshotParts.spaces.union([
    Probe.inputMap.part, Probe.accuracy.part, Probe.solveAccuracy.part, Probe.series.part,
  ])
  /// The parts that pictures of another program fill.
  static let ofFrames: SnapshotParts = [
    Probe.spaces.part, Probe.inputMap.part, Probe.inputPoints.part,
  ]
  static let always: SnapshotParts = [
    Probe.images.part, Probe.inputPoints.part, Probe.reading.part,
  ]

  package mutating func insert<Value>(_ probe: Probe<Value>) { insert(probe.part) }

  package func intersection(_ cadence: SnapshotPart.Cadence) -> SnapshotParts {
    filter { $0.cadence == cadence }
  }
}

/// Values of probes, by key.
struct ProbeValues: Sendable {
  private var values: [String: any Sendable] = [:]

  subscript<Value>(probe: Probe<Value>) -> Value {
    get { values[probe.part.name] as? Value ?? probe.blank }
    set { values[probe.part.name] = newValue }
  }

  mutating func make(_ part: SnapshotPart, of album: Album) {
    values[part.name] = part.make(album)
  }
}
