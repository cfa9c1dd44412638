import CNcurses

/// Colour pairs of curses, defined on demand: at most COLOR_PAIRS (65,536 on xterm-256color, 64 on
/// a console with eight colours). When they run out, the caller recycles all and repaints.
struct ColorPairs {
  private var numbers: [Int32]
  /// For 24-bit colours.
  private var direct: [Int: Int32] = [:]
  private var next: Int32 = 1
  private let limit: Int32
  private let span = 257
  private let hasDefaultColors: Bool

  init(limit: Int, hasDefaultColors: Bool) {
    self.limit = Int32(clamping: limit)
    self.hasDefaultColors = hasDefaultColors
    numbers = Array(repeating: 0, count: span * span)
  }

  /// The pair's number; nil if all are taken.
  mutating func number(_ foreground: Int, _ background: Int) -> Int32? {
    if foreground < 0 && background < 0 { return 0 }
    let isIndexed = foreground < span - 1 && background < span - 1
    let slot = (foreground + 1) * (isIndexed ? span : 1 << 25) + background + 1
    if let known = isIndexed ? numbers[slot] : direct[slot], known > 0 { return known }
    guard next < limit else { return nil }
    // Without default colours curses refuses -1: use light grey on black.
    let front = foreground < 0 && !hasDefaultColors ? 7 : foreground
    let back = background < 0 && !hasDefaultColors ? 0 : background
    guard init_extended_pair(next, Int32(front), Int32(back)) == OK else { return nil }
    if isIndexed { numbers[slot] = next } else { direct[slot] = next }
    next += 1
    return next - 1
  }

  mutating func recycle() {
    reset_color_pairs()
    numbers = Array(repeating: 0, count: span * span)
    direct = [:]
    next = 1
  }
}
