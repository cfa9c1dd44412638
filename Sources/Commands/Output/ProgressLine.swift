import Platform

/// A progress bar on standard error; nothing if that is not a terminal.
package struct ProgressLine {
  private let total: Int
  private let isShown: Bool
  private let started: Double
  private var last = -1.0
  private var isVisible = false

  package init(total: Int) {
    self.total = max(1, total)
    isShown = isatty(STDERR_FILENO) == 1
    started = Clock.now
  }

  /// Redraws at most ten times a second.
  package mutating func update(_ done: Int) {
    guard isShown else { return }
    let now = Clock.now
    guard now - last >= 0.1 else { return }
    last = now
    let line = Self.text(
      done: done, of: total, seconds: now - started, width: Self.columns(of: STDERR_FILENO))
    isVisible = writeAll(STDERR_FILENO, "\r" + line + "\u{1b}[K") == 0
  }

  /// Erases the line before other output.
  package mutating func hide() {
    guard isVisible else { return }
    isVisible = false
    last = -1
    _ = writeAll(STDERR_FILENO, "\r\u{1b}[K")
  }

  /// A bar, a percentage and the time left, in `width` columns.
  package static func text(done: Int, of total: Int, seconds: Double, width: Int) -> String {
    let share = min(1, max(0, Double(done) / Double(max(1, total))))
    let percent = "\(Int(share * 100))%"
    let left = share > 0 ? duration(seconds / share - seconds) + " left" : ""
    let tail = String(repeating: " ", count: 4 - min(4, percent.count)) + percent + "  " + left
    let room = min(60, width - tail.count - 4)
    guard room >= 5 else { return String(tail.drop { $0 == " " }.prefix(max(0, width - 1))) }
    let filled = Int(share * Double(room))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled)
    return "[\(bar)] \(tail)"
  }

  /// "12 s", "3 min 20 s", "2 h 5 min".
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    let whole = Int(max(0, seconds).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  /// Columns of the terminal behind a descriptor; 80 without one.
  static func columns(of descriptor: Int32) -> Int {
    windowSize(of: descriptor).map { Int($0.ws_col) } ?? 80
  }
}
