/// Moments of a run at even distances, in bounded memory: when full, every other one is dropped and
/// the distance doubles.
struct Keyframes<Frame> {
  /// A moment.
  struct Entry {
    var iteration: Int
    var frame: Frame
  }

  private(set) var entries: [Entry] = []
  /// Iterations from one moment to the next.
  private(set) var stride: Int
  let capacity: Int

  /// No moments yet; `capacity` is at least 2.
  init(stride: Int, capacity: Int) {
    self.stride = stride
    self.capacity = max(2, capacity)
  }

  /// Is the state after so many updates to be kept?
  func wants(_ iteration: Int) -> Bool {
    iteration % stride == 0 && (entries.last?.iteration ?? -1) < iteration
  }

  /// Keeps a moment later than all before.
  mutating func append(_ iteration: Int, _ frame: Frame) {
    entries.append(Entry(iteration: iteration, frame: frame))
    guard entries.count > capacity else { return }
    stride *= 2
    entries.removeAll { $0.iteration % stride != 0 }
  }

  /// Forgets what comes after so many updates.
  mutating func truncate(after iteration: Int) {
    entries.removeAll { $0.iteration > iteration }
  }

  /// The moment nearest to so many updates.
  func nearest(_ iteration: Int) -> Entry? {
    entries.min { abs($0.iteration - iteration) < abs($1.iteration - iteration) }
  }
}
