import Canvas
import LiveSession
import NeuralODE

/// A sentence above the panels on what to look at, in the order of most runs. Each is shown only
/// while the runs' numbers make it true.
enum Tip: Int, CaseIterable {
  case question
  case lifted
  case stretched
  case evaluations

  func holds(_ node: Snapshot, _ anode: Snapshot) -> Bool {
    switch self {
    case .question: return true
    case .lifted: return anode.hasLiftedDisk && anode.isBelow(node)
    case .stretched:
      // A readout separates by a line, and a flow keeps the ring whole: so many right answers need
      // a ring that leaves the disk's side.
      return (node.accuracy ?? 0) >= 0.9
    case .evaluations:
      guard let needed = node.recentNFE, let other = anode.recentNFE else { return false }
      return needed >= 1.2 * Float(node.initialNFE) && needed > other
    }
  }

  /// The longest first.
  func texts(_ node: Snapshot, _ anode: Snapshot) -> [String] {
    func count(_ value: Float?) -> String { String(Int((value ?? 0).rounded())) }
    switch self {
    case .question:
      return [
        "Both models learn to tell the ring from the disk inside it. Watch where each takes the disk.",
        "Ring or disk? Watch where each model takes the disk.",
      ]
    case .lifted:
      return [
        "The ANODE has an added dimension, a\u{2081}: along it, the disk has left the ring.",
        "ANODE: the disk has left the ring, by the added dimension.",
      ]
    case .stretched:
      return [
        "The NODE has only the plane: the ring cannot break, so it is stretched to let the disk out.",
        "The NODE has only the plane: it stretches the ring.",
      ]
    case .evaluations:
      let (first, now, other) = (
        String(node.initialNFE), count(node.recentNFE), count(anode.recentNFE)
      )
      let key = ActionTable.key(.lessons)
      return [
        "The NODE's flow is hard to follow: its solver needs some \(now) evaluations (NFE), \(first) at "
          + "first, the ANODE's \(other). Press \(key) for the lessons.",
        "NFE of the NODE: \(first), now some \(now); ANODE: \(other). \(key): lessons",
      ]
    }
  }
}

/// The tips of a duel that began by itself, until somebody presses a key.
struct Tips: Sendable, Equatable {
  /// The setting.
  var isOn = true
  /// Whether nobody has pressed a key yet. Only the live duel begins so.
  var isUntouched = false
  private(set) var shown = Tip.question
  private var seen: Set<Tip> = [.question]
  /// The sentences that are true now.
  private var holding: [Tip] = [.question]
  /// Seconds until the next may follow.
  private var rest = Self.dwell

  /// Time to read one, and to find what it speaks of.
  private static let dwell = 5.0

  mutating func observe(_ node: Snapshot, _ anode: Snapshot) {
    holding = Tip.allCases.filter { $0.holds(node, anode) }
    guard !holding.contains(shown) else { return }
    shown = holding.last { $0.rawValue < shown.rawValue } ?? .question
    rest = Self.dwell
  }

  mutating func advance(by seconds: Double) {
    if rest > 0 { rest -= seconds }
    // The last one stays.
    guard rest <= 0, let next = holding.first(where: { !seen.contains($0) }) ?? holding.last,
      next != shown
    else { return }
    (shown, rest) = (next, Self.dwell)
    seen.insert(next)
  }
}

extension DuelState {
  /// Shows tips until a key is pressed.
  package mutating func beginTips() { tips.isUntouched = true }

  /// The tip to show, if any: they speak of the published duel alone.
  var tip: Tip? {
    guard tips.isOn, tips.isUntouched, origin == nil, strip == DemoStrip(),
      setup.data.kind == .annulus, setup.left.family == .node,
      setup.right.family == .anode, setup.right.augmentation == 1
    else { return nil }
    return tips.shown
  }

  /// Checks which tips are true. Call it for each new snapshot.
  package mutating func observeTips(left: Snapshot?, right: Snapshot?) {
    guard tip != nil, let left, let right, left.belongs(to: setup.run(.left)),
      right.belongs(to: setup.run(.right))
    else { return }
    tips.observe(left, right)
  }
}

extension Snapshot {
  /// Whether at t = 1 the added dimension alone parts the disk from the ring.
  fileprivate var hasLiftedDisk: Bool {
    guard let picture = self[.spaces].first, picture.hasFloor else { return false }
    let space = SpaceReader(picture)
    guard space.frames == picture.times.count, space.frames > 0 else { return false }
    var disk = (low: Float.infinity, high: -Float.infinity)
    var ring = disk
    for point in 0..<space.points where !space.isBeside(point) {
      let height = space.position(space.frames - 1, point, space.axes - 1)
      if space.label(point) < 0 {
        disk = (min(disk.low, height), max(disk.high, height))
      } else {
        ring = (min(ring.low, height), max(ring.high, height))
      }
    }
    return disk.low > ring.high || disk.high < ring.low
  }

  fileprivate func isBelow(_ other: Snapshot) -> Bool {
    guard let loss = recentLoss, let otherLoss = other.recentLoss else { return false }
    return loss < otherLoss
  }
}
