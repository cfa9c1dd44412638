/// A table's separator, decimal sign, encoding and header, detected from the text.
public struct TableDialect: Sendable, Equatable {
  /// Between the cells of a row.
  public var separator: Separator
  /// Whether decimals follow a comma.
  public var hasDecimalComma: Bool
  /// The encoding of the text.
  public var encoding: TextEncoding
  /// Whether the first row names the columns.
  public var hasHeader: Bool
  /// The sign between thousands, if any.
  public var thousands: Sign?

  /// A sign within numbers.
  public enum Sign: String, Sendable, CaseIterable {
    /// As in 1.5.
    case point
    /// As in 1,5.
    case comma

    var byte: UInt8 { UInt8(ascii: self == .point ? "." : ",") }
    var other: Sign { self == .point ? .comma : .point }
  }

  /// The user's choice of signs within numbers.
  public struct Signs: Sendable, Equatable {
    /// The sign before decimals; nil: guessed.
    public var decimal: Sign?
    /// The sign between thousands, if known.
    public var thousands: Sign?

    /// One sign implies the other.
    public init(decimal: Sign? = nil, thousands: Sign? = nil) {
      self.decimal = decimal ?? thousands?.other
      self.thousands = thousands ?? decimal?.other
    }
  }

  /// A separator of cells.
  public enum Separator: String, Sendable, CaseIterable {
    /// Tabs.
    case tab
    /// Semicolons.
    case semicolon
    /// Commas.
    case comma
    /// Vertical bars.
    case bar
    /// Runs of blanks and tabs.
    case blanks

    var byte: UInt8 {
      switch self {
      case .tab: UInt8(ascii: "\t")
      case .semicolon: UInt8(ascii: ";")
      case .comma: UInt8(ascii: ",")
      case .bar: UInt8(ascii: "|")
      case .blanks: TableScan.blanks
      }
    }
  }

  /// The decimal sign.
  var mark: UInt8 { UInt8(ascii: hasDecimalComma ? "," : ".") }

  /// Rows that are read to detect the dialect.
  static let sample = 200

  /// The separator with the most rows of equal width and cells of numbers, or the first such. A
  /// table with one column, or empty, counts as comma-separated.
  static func separator(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, hasComments: Bool
  ) -> Separator {
    var best = Separator.comma
    var most = 0.0
    for separator in Separator.allCases {
      guard
        let scan = try? TableScan(
          bytes, from: start, separator: separator.byte, hasComments: hasComments, limit: sample)
      else { continue }
      let score = score(scan, bytes, separator)
      // By more than rounding error.
      if score > most * 1.000_001 { (best, most) = (separator, score) }
    }
    return best
  }

  /// Whether lines that begin with `#` are comments, not rows that begin with colours: lines with a
  /// word right after the `#` are then not more than other lines.
  static func hasComments(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var balance = 0
    var isAtStart = true
    let end = min(bytes.count, start + 1 << 18)
    for place in start..<max(start, end) {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        isAtStart = true
      } else if isAtStart, byte != UInt8(ascii: " ") {
        let next = place + 1 < end ? bytes[place + 1] | 0x20 : 0
        let isWord = (0x30...0x39).contains(next) || (0x61...0x7a).contains(next)
        balance += byte != UInt8(ascii: "#") ? -1 : isWord ? 1 : 0
        isAtStart = false
      }
    }
    return balance <= 0
  }

  /// The share of rows with the commonest width, times the share of cells that look like numbers; 0
  /// for a single column.
  private static func score(
    _ scan: TableScan, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: Separator
  ) -> Double {
    var widths: [Int: Int] = [:]
    for row in scan.rows.indices { widths[scan.width(row), default: 0] += 1 }
    guard
      let common = widths.filter({ $0.key > 1 }).max(by: { ($0.value, $1.key) < ($1.value, $0.key) }
      )
    else { return 0 }
    let numbers = scan.fields.count { looksLikeNumber($0, bytes) }
    // For tables of words only the widths count.
    return Double(common.value) / Double(scan.rows.count)
      * (0.05 + Double(numbers) / Double(scan.fields.count))
  }

  /// Whether a cell is digits and signs of numbers, with either decimal sign.
  private static func looksLikeNumber(
    _ field: TableScan.Field, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var hasDigit = false
    for byte in bytes[field.range] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "d"), UInt8(ascii: "D"):
        break
      default: return false
      }
    }
    return hasDigit
  }

  /// Whether more numbers have a comma than a point; and the first number with commas if all commas
  /// are before three digits, where they can also be between thousands.
  static func commas(
    _ scan: TableScan, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: Separator
  ) -> (areDecimal: Bool, unclear: Int?) {
    let (point, comma) = (Sign.point.byte, Sign.comma.byte)
    var balance = 0
    var unclear: Int?
    var isClear = false
    for (place, field) in scan.fields.prefix(100_000).enumerated() where field.form != .raw {
      // A separator comma is only in quoted cells.
      if separator == .comma, field.form != .quoted { continue }
      let range = field.range
      if bytes[range].contains(comma) {
        let isDecimal = DecimalNumber.parse(bytes, range, mark: comma) != nil
        if isDecimal { balance += 1 }
        if DecimalNumber.ungrouped(bytes, range, sign: comma, mark: point) != nil {
          unclear = unclear ?? place
        } else if isDecimal {
          isClear = true
        }
      } else if bytes[range].contains(point) {
        if DecimalNumber.parse(bytes, range, mark: point) != nil { balance -= 1 }
      }
    }
    return (separator != .comma && balance > 0, isClear ? nil : unclear)
  }

  /// "comma-separated, decimal point, UTF-8, with a header".
  public var summary: String {
    let parts =
      separator == .blanks
      ? "separated by blanks"
      : "\(separator == .tab ? "tab" : separator == .bar ? "bar" : separator.rawValue)-separated"
    let groups = thousands.map { ", \($0.rawValue)s between thousands" } ?? ""
    return
      "\(parts), decimal \(hasDecimalComma ? "comma" : "point")\(groups), \(encoding.rawValue), "
      + (hasHeader ? "with a header" : "without a header")
  }
}
