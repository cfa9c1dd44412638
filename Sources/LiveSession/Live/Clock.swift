/// Seconds since the program first asked, by the one clock that is used everywhere.
enum Clock {
  private static let origin = ContinuousClock.now
  static var now: Double { origin.duration(to: .now) / .seconds(1) }
}
