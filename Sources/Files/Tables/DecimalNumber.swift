/// Reads a table's numbers from bytes.
enum DecimalNumber {
  /// Powers of ten that a Double holds exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
  private static let zero = UInt8(ascii: "0")

  /// The finite number in a cell, correctly rounded like the standard library's; nil for other
  /// text. Up to 2⁵³ with a power of ten up to 22 it is a product or quotient of two exact numbers
  /// (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990, DOI
  /// 10.1145/93542.93557); up to 19 digits it is a quotient of whole numbers, rounded by its
  /// remainder; the standard library reads the rest.
  ///
  /// - Parameter mark: the decimal sign.
  static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, mark: UInt8
  ) -> Double? {
    var i = range.lowerBound
    let end = range.upperBound
    guard i < end else { return nil }
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    var hasMark = false
    var mantissa: UInt64 = 0
    var exponent = 0
    var digits = 0
    var significant = 0
    while i < end {
      let digit = bytes[i] &- zero
      guard digit < 10 else { break }
      if significant < 19 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if mantissa > 0 { significant += 1 }
      } else {
        significant += 1
      }
      digits += 1
      i += 1
    }
    if i < end, bytes[i] == mark {
      hasMark = true
      i += 1
      while i < end {
        let digit = bytes[i] &- zero
        guard digit < 10 else { break }
        if significant < 19 {
          mantissa = mantissa &* 10 &+ UInt64(digit)
          if mantissa > 0 { significant += 1 }
        } else {
          significant += 1
        }
        exponent -= 1
        digits += 1
        i += 1
      }
    }
    guard digits > 0 else { return nil }
    // Fortran writes 1.0D+02, but 4d2 is probably a name.
    let isFortran = hasMark && i < end && bytes[i] | 0x20 == UInt8(ascii: "d")
    if isFortran || (i < end && bytes[i] | 0x20 == UInt8(ascii: "e")) {
      guard let power = self.exponent(bytes, i + 1..<end) else { return nil }
      exponent += power
      i = end
    }
    guard i == end, significant <= 19 else { return slow(bytes, range, mark, isFortran) }
    let magnitude: Double
    if mantissa <= 1 << 53, abs(exponent) <= 22 {
      magnitude =
        exponent < 0
        ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
    } else if exponent < 0, exponent >= -19, mantissa > 0 {
      magnitude = quotient(mantissa, wholePowers[-exponent])
    } else {
      return slow(bytes, range, mark, isFortran)
    }
    return isNegative ? -magnitude : magnitude
  }

  /// Powers of ten that fit 64 bits.
  private static let wholePowers: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// a/b, correctly rounded by 63 or 64 bits of the quotient and the remainder.
  private static func quotient(_ a: UInt64, _ b: UInt64) -> Double {
    let (shiftA, shiftB) = (a.leadingZeroBitCount, b.leadingZeroBitCount)
    let (dividend, divisor) = (a << UInt64(shiftA), b << UInt64(shiftB))
    // dividend · 2⁶³: its upper half is below the divisor, whose highest bit is set.
    let (q, remainder) = divisor.dividingFullWidth((dividend >> 1, dividend << 63))
    let dropped = 11 - q.leadingZeroBitCount
    let rest = q & (1 << UInt64(dropped) - 1)
    let half: UInt64 = 1 << UInt64(dropped - 1)
    var significand = q >> UInt64(dropped)
    if rest > half || (rest == half && (remainder > 0 || significand & 1 == 1)) { significand += 1 }
    return Double(
      sign: .plus, exponent: dropped - 63 + shiftB - shiftA, significand: Double(significand))
  }

  /// The whole number after an e, limited to avoid overflow (the result is then 0 or infinite).
  private static func exponent(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Int? {
    var i = range.lowerBound
    guard i < range.upperBound else { return nil }
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    guard i < range.upperBound else { return nil }
    var value = 0
    while i < range.upperBound {
      let digit = bytes[i] &- zero
      guard digit < 10 else { return nil }
      value = min(100_000, value * 10 + Int(digit))
      i += 1
    }
    return isNegative ? -value : value
  }

  private static func slow(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ mark: UInt8, _ isFortran: Bool
  ) -> Double? {
    let point = UInt8(ascii: ".")
    // With a decimal comma, numbers have no point.
    if mark != point, bytes[range].contains(point) { return nil }
    let text = String(
      decoding: bytes[range].lazy.map {
        $0 == mark ? point : isFortran && $0 | 0x20 == UInt8(ascii: "d") ? UInt8(ascii: "e") : $0
      }, as: UTF8.self)
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// A number with signs between thousands, such as -1,234,567.8: one to three digits, the first
  /// not 0, and three after each sign up to the decimal sign; nil for other text.
  static func ungrouped(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, sign: UInt8, mark: UInt8
  ) -> Double? {
    var plain: [UInt8] = []
    var groups: [Int] = [0]
    var rest = bytes[range][...]
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      plain.append(first)
      rest = rest.dropFirst()
    }
    guard let first = rest.first, first != zero else { return nil }
    while let byte = rest.first, byte == sign || byte &- zero < 10 {
      rest = rest.dropFirst()
      if byte == sign {
        groups.append(0)
      } else {
        groups[groups.count - 1] += 1
        plain.append(byte)
      }
    }
    guard groups.count > 1, (1...3).contains(groups[0]), groups.dropFirst().allSatisfy({ $0 == 3 })
    else { return nil }
    plain += rest
    return plain.withUnsafeBufferPointer { parse($0, 0..<$0.count, mark: mark) }
  }
}
