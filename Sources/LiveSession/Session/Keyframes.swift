/// Moments of a run at even distances, in bounded memory: when full, every other one is dropped and
/// the distance doubles.
struct Keyframes<Frame> {
  /// A moment.
  struct Entry {
    var iteration: Int
    var frame: Frame
  }

  /// When every other one goes.
  enum Thinning {
    /// All at once: distances are even at any time.
    case atOnce
    /// One for each that comes, the earliest first: there are always as many as there may be, and
    /// memory does not go up and down between half of what it may be and all of it.
    case oneByOne
  }

  private(set) var entries: [Entry] = []
  /// Iterations from one moment to the next.
  private(set) var stride: Int
  let capacity: Int
  private let thinning: Thinning

  /// No moments yet; `capacity` is at least 2.
  init(stride: Int, capacity: Int, thinning: Thinning) {
    self.stride = stride
    self.capacity = max(2, capacity)
    self.thinning = thinning
  }

  /// Is the state after so many updates to be kept?
  func wants(_ iteration: Int) -> Bool {
    iteration % stride == 0 && (entries.last?.iteration ?? -1) < iteration
  }

  /// Keeps a moment later than all before.
  mutating func append(_ iteration: Int, _ frame: Frame) {
    entries.append(Entry(iteration: iteration, frame: frame))
    guard entries.count > capacity else { return }
    switch thinning {
    case .atOnce:
      stride *= 2
      entries.removeAll { $0.iteration % stride != 0 }
    case .oneByOne:
      if !entries.contains(where: isBetween) { stride *= 2 }
      // The last one stays: whoever winds back a little wants it.
      if let between = entries.dropLast().firstIndex(where: isBetween) {
        entries.remove(at: between)
      }
    }
  }

  /// Is it one of those that go?
  private func isBetween(_ entry: Entry) -> Bool { entry.iteration % stride != 0 }

  /// Forgets what comes after so many updates.
  mutating func truncate(after iteration: Int) {
    entries.removeAll { $0.iteration > iteration }
  }

  /// The moment nearest to so many updates.
  func nearest(_ iteration: Int) -> Entry? {
    entries.min { abs($0.iteration - iteration) < abs($1.iteration - iteration) }
  }
}
