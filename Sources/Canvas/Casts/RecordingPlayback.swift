/// A recording and a position in it: the exact screen at any time, forwards and backwards. Going
/// back starts from the nearest kept state of the emulator, so it is fast in long recordings too.
package struct RecordingPlayback: Sendable {
  package struct Marker: Sendable, Equatable {
    package var time: Double
    /// Can be empty.
    package var name: String
  }

  /// Columns and rows at the beginning.
  package let size: (width: Int, height: Int)
  package let duration: Double
  package let markers: [Marker]
  /// The position, in seconds from the beginning.
  package var time: Double { Double(now) * 1e-6 }
  package var grid: CellGrid { emulator.grid }

  private let events: [Asciicast.Event]
  /// Times when the screen can change, ascending.
  private let changes: [Int64]
  private var now: Int64 = 0
  /// Number of events applied.
  private var applied = 0
  private var emulator: ScreenEmulator
  private var keyframes: [Keyframe]
  private var spacing = 256 * 1024
  private var sinceKeyframe = 0

  /// The emulator's state after `applied` events.
  private struct Keyframe: Sendable {
    var applied: Int
    var emulator: ScreenEmulator
  }

  /// - Parameter idleLimit: longer pauses are cut to this many seconds; nil keeps them.
  package init(_ cast: Asciicast, idleLimit: Double? = nil) {
    events = Self.shortened(cast.events, idleLimit)
    size = (cast.header.width, cast.header.height)
    duration = events.last?.seconds ?? 0
    emulator = ScreenEmulator(width: size.width, height: size.height)
    keyframes = [Keyframe(applied: 0, emulator: emulator)]
    var markers: [Marker] = []
    var changes: [Int64] = []
    for event in events {
      switch event.kind {
      case .output, .resize:
        if changes.last != event.microseconds { changes.append(event.microseconds) }
      case .marker(let name): markers.append(Marker(time: event.seconds, name: name))
      case .input, .exit: break
      }
    }
    self.markers = markers
    self.changes = changes
    seek(to: 0)
  }

  private static func shortened(
    _ events: [Asciicast.Event], _ limit: Double?
  ) -> [Asciicast.Event] {
    guard let limit, limit > 0 else { return events }
    let most = max(1, Asciicast.microseconds(limit))
    var result = events
    var cut: Int64 = 0
    var last: Int64 = 0
    for index in events.indices {
      cut += max(0, events[index].microseconds - last - most)
      last = events[index].microseconds
      result[index].microseconds -= cut
    }
    return result
  }

  /// The name of the last marker passed; nil if it has none.
  package var markerName: String? {
    markers.last { Asciicast.microseconds($0.time) <= now && !$0.name.isEmpty }?.name
  }

  /// Applies every event up to and including `seconds`, clamped to the recording.
  package mutating func seek(to seconds: Double) {
    go(to: min(Asciicast.microseconds(seconds), events.last?.microseconds ?? 0))
  }

  /// Goes to the next change of the screen; false if none is left.
  @discardableResult
  package mutating func step() -> Bool {
    let index = changes.partitioningIndex { $0 > now }
    guard index < changes.count else { return false }
    go(to: changes[index])
    return true
  }

  /// Goes to the previous change of the screen; false if none is left.
  @discardableResult
  package mutating func stepBack() -> Bool {
    let index = changes.partitioningIndex { $0 >= now }
    guard index > 0 else { return false }
    go(to: changes[index - 1])
    return true
  }

  /// Screens of the whole recording at an even rate, without repeats; the last is the end. Leaves
  /// the position at the end. Returns nil if there are more than `limit`.
  package mutating func samples(perSecond rate: Double, limit: Int) -> [Timed<CellGrid>]? {
    go(to: 0)
    var samples = [Timed(grid, at: 0)]
    let interval = max(1, Asciicast.microseconds(1 / rate))
    while applied < events.count {
      // Skip to the first beat after the next change.
      let next = changes.partitioningIndex { $0 > now }
      guard next < changes.count else { break }
      let beat = (changes[next] + interval - 1) / interval * interval
      go(to: beat)
      if samples[samples.count - 1].picture != grid {
        samples.append(Timed(grid, at: min(Double(beat) * 1e-6, duration)))
        if samples.count > limit { return nil }
      }
    }
    go(to: events.last?.microseconds ?? 0)
    return samples
  }

  private mutating func go(to target: Int64) {
    let count = events.partitioningIndex { $0.microseconds > target }
    let known = keyframes.partitioningIndex { $0.applied > count } - 1
    // The first keyframe is the beginning, so `known` is at least 0.
    if known >= 0, count < applied || keyframes[known].applied > applied {
      emulator = keyframes[known].emulator
      applied = keyframes[known].applied
      sinceKeyframe = 0
    }
    while applied < count { apply(events[applied].kind) }
    now = target
  }

  private mutating func apply(_ kind: Asciicast.Kind) {
    switch kind {
    case .output(let text):
      emulator.feed(text)
      sinceKeyframe += text.utf8.count
    case .resize(let width, let height): emulator.resize(width: width, height: height)
    case .input, .marker, .exit: break
    }
    applied += 1
    if sinceKeyframe >= spacing, applied > (keyframes.last?.applied ?? 0) { keep() }
  }

  /// Keeps the current state. When there are too many, drops every second one and doubles the
  /// spacing.
  private mutating func keep() {
    sinceKeyframe = 0
    keyframes.append(Keyframe(applied: applied, emulator: emulator))
    let cells = emulator.grid.width * emulator.grid.height
    guard keyframes.count > max(4, 2_000_000 / max(1, cells)) else { return }
    keyframes = keyframes.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    spacing = min(spacing * 2, 1 << 30)
  }
}

/// A picture and the time from which it is shown.
package struct Timed<Picture: Sendable & Equatable>: Sendable, Equatable {
  /// Seconds.
  package var time: Double
  package var picture: Picture

  package init(_ picture: Picture, at time: Double) {
    (self.time, self.picture) = (time, picture)
  }
}

extension Array {
  /// The index of the first element for which `isSecond` holds, given that it holds for all later
  /// ones: binary search.
  fileprivate func partitioningIndex(_ isSecond: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
