/// Equally spaced keyframes of a run in bounded memory: when full, every other one is dropped and
/// the spacing doubles.
struct Keyframes<Frame> {
  struct Entry {
    var iteration: Int
    var frame: Frame
  }

  enum Thinning {
    /// Drop all at once: the spacing is always equal.
    case atOnce
    /// Drop the earliest one for each new one: memory stays full instead of swinging between half and
    /// full.
    case oneByOne
  }

  private(set) var entries: [Entry] = []
  /// Iterations between keyframes.
  private(set) var stride: Int
  let capacity: Int
  private let thinning: Thinning

  init(stride: Int, capacity: Int, thinning: Thinning) {
    self.stride = stride
    self.capacity = max(2, capacity)
    self.thinning = thinning
  }

  /// Whether to store the state at an iteration.
  func wants(_ iteration: Int) -> Bool {
    iteration % stride == 0 && (entries.last?.iteration ?? -1) < iteration
  }

  /// Stores a keyframe later than all others.
  mutating func append(_ iteration: Int, _ frame: Frame) {
    entries.append(Entry(iteration: iteration, frame: frame))
    guard entries.count > capacity else { return }
    switch thinning {
    case .atOnce:
      stride *= 2
      entries.removeAll { $0.iteration % stride != 0 }
    case .oneByOne:
      if !entries.contains(where: isBetween) { stride *= 2 }
      // Keep the latest one, for rewinding a little.
      if let between = entries.dropLast().firstIndex(where: isBetween) {
        entries.remove(at: between)
      }
    }
  }

  /// Whether the keyframe will be dropped.
  private func isBetween(_ entry: Entry) -> Bool { entry.iteration % stride != 0 }

  mutating func truncate(after iteration: Int) {
    entries.removeAll { $0.iteration > iteration }
  }

  /// - Parameter number: what to compare with; nil is the iteration that an entry was stored for.
  func nearest(_ iteration: Int, by number: ((Frame) -> Int)? = nil) -> Entry? {
    func distance(_ entry: Entry) -> Int {
      abs((number?(entry.frame) ?? entry.iteration) - iteration)
    }
    return entries.min { distance($0) < distance($1) }
  }
}
