import Foundation

/// What takes minutes to hours, and is done only where environment variables ask for it, which say
/// how much.
enum Thorough {
  private static func number(_ name: String) -> Double? {
    ProcessInfo.processInfo.environment[name].flatMap(Double.init)
  }

  /// How many times slower than usual everything is, under a sanitizer: what tests wait for may take
  /// so many times longer.
  static let slowness = number("ANODE_SLOWNESS") ?? 1
  /// Are these tests, and the programs that they start, under the thread sanitizer? It has a thread
  /// of its own in them, and ends a program that makes another process in a handler of signals.
  static let hasThreadSanitizer = ProcessInfo.processInfo.environment["TSAN_OPTIONS"] != nil
  /// Minutes of each soak; nil for none.
  static let soakMinutes = number("ANODE_SOAK_MINUTES")
  /// Keys, mouse events, bytes and sizes that are thrown at the program; nil for none.
  static let events = number("ANODE_RANDOM_EVENTS").map { Int($0) }
  /// The types of terminals that get their share of them; nil for all six.
  static let terminals = ProcessInfo.processInfo.environment["ANODE_RANDOM_TERMINALS"]?
    .split(separator: " ").map(String.init)
  /// Demos that are played live beside their recordings: those that take seconds, or all.
  static var liveDemos: [String] {
    number("ANODE_LIVE_DEMOS") == nil
      ? ["annulus", "lesson-07-homeomorphism", "lesson-08-nfe", "lesson-17-hidden"]
      : RecordedDemoTests.names.filter { !$0.hasPrefix("exercise") }
  }
  /// Where random events begin, so that a run can be had again; otherwise anywhere.
  static let seed = number("ANODE_RANDOM_SEED").map { UInt64($0) } ?? UInt64.random(in: 0...(.max))
}
