import Foundation

/// Tests of minutes to hours, enabled and scaled by environment variables.
enum Thorough {
  private static func number(_ name: String) -> Double? {
    ProcessInfo.processInfo.environment[name].flatMap(Double.init)
  }

  /// The factor for timeouts under a sanitizer.
  static let slowness = number("ANODE_SLOWNESS") ?? 1
  /// Whether the thread sanitizer is on. It has its own thread in the tested programs, and ends a
  /// program that forks in a signal handler.
  static let hasThreadSanitizer = ProcessInfo.processInfo.environment["TSAN_OPTIONS"] != nil
  /// Minutes of each soak; nil for none.
  static let soakMinutes = number("ANODE_SOAK_MINUTES")
  /// Number of random keys, mouse events, bytes and sizes; nil for none.
  static let events = number("ANODE_RANDOM_EVENTS").map { Int($0) }
  /// The terminal types that get random events; nil for all six.
  static let terminals = ProcessInfo.processInfo.environment["ANODE_RANDOM_TERMINALS"]?
    .split(separator: " ").map(String.init)
  /// Demos that are played live against their recordings: those of seconds, or all.
  static var liveDemos: [String] {
    number("ANODE_LIVE_DEMOS") == nil
      ? ["annulus", "lesson-07-homeomorphism", "lesson-08-nfe", "lesson-20-hidden"]
      : RecordedDemoTests.names.filter { !$0.hasPrefix("exercise") }
  }
  /// The seed of random events, to repeat a run; otherwise random.
  static let seed = number("ANODE_RANDOM_SEED").map { UInt64($0) } ?? UInt64.random(in: 0...(.max))
}
