/// A time in ISO 8601: 2024-01-31, 2024-01-31T18:30, 2024-01-31 18:30:05.25+01:00.
struct CalendarTime: Equatable {
  /// Seconds since 1970, with days of 86,400; UTC unless the text has an offset.
  let seconds: Double
  /// Whether it has no time of day.
  let isDay: Bool
  /// For messages.
  static let form = "2024-01-31 or 2024-01-31T18:30:00"

  init?(_ text: String) {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), (1...12).contains(month),
      (1...Self.length(month, of: year)).contains(day)
    else { return nil }
    let days = Double(Self.days(year, month, day))
    isDay = reader.rest.isEmpty
    guard !isDay else {
      seconds = days * 86_400
      return
    }
    guard reader.take("T") || reader.take(" "), let hour = reader.number(2), hour < 24,
      reader.take(":"), let minute = reader.number(2), minute < 60
    else { return nil }
    var second = 0.0
    if reader.take(":") {
      // 60 is a leap second.
      guard let whole = reader.number(2), whole <= 60, let part = reader.fraction() else {
        return nil
      }
      second = Double(whole) + part
    }
    guard let offset = reader.offset(), reader.rest.isEmpty else { return nil }
    seconds = days * 86_400 + Double(hour * 3600 + minute * 60 - offset * 60) + second
  }

  private static func length(_ month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
  /// Algorithms", days_from_civil; years begin in March, eras of 400 years repeat).
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard let first = rest.first, UInt32(first) == character.value else { return false }
      rest.removeFirst()
      return true
    }

    /// Reads exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      rest = rest.dropFirst(count)
      return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }

    /// The decimals after a point; 0 without one.
    mutating func fraction() -> Double? {
      guard take(".") || take(",") else { return 0 }
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      return digits.isEmpty ? nil : Double("0." + String(decoding: digits, as: UTF8.self))
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int? {
      if rest.isEmpty || take("Z") { return 0 }
      let isWest = take("-")
      guard isWest || take("+"), let hours = number(2) else { return nil }
      _ = take(":")
      guard let minutes = rest.isEmpty ? 0 : number(2) else { return nil }
      return (isWest ? -1 : 1) * (60 * hours + minutes)
    }
  }
}
