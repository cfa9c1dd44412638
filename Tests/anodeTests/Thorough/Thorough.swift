import Foundation

/// What takes hours, and is asked for by `make check-thorough` alone: how much of it, by environment
/// variables.
enum Thorough {
  private static func number(_ name: String) -> Double? {
    ProcessInfo.processInfo.environment[name].flatMap(Double.init)
  }

  /// Minutes of each soak; nil for none.
  static let soakMinutes = number("ANODE_SOAK_MINUTES")
  /// Keys, mouse events, bytes and sizes that are thrown at the program; nil for none.
  static let events = number("ANODE_RANDOM_EVENTS").map { Int($0) }
  /// Where random events begin, so that a run can be had again; otherwise anywhere.
  static let seed = number("ANODE_RANDOM_SEED").map { UInt64($0) } ?? UInt64.random(in: 0...(.max))

  /// What an xterm, a kitty and a terminal with sixel answer to what the program asks.
  static let kitty = "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;19;9t\u{1b}[?62;22c"
  static let sixel = "\u{1b}[6;19;9t\u{1b}[?1;0;256S\u{1b}[?63;1;2;4;6c"
}

/// Random numbers that a seed gives again (Knuth's linear congruential generator).
struct RandomNumbers {
  var state: UInt64

  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
