/// How a table is written: what parts its cells, which decimal sign its numbers have, in which
/// encoding, and whether its first row names the columns. Found from the text itself.
public struct TableDialect: Sendable, Equatable {
  /// What parts the cells of a row.
  public var separator: Separator
  /// Are decimals behind a comma?
  public var hasDecimalComma: Bool
  /// How the characters are written.
  public var encoding: TextEncoding
  /// Does the first row name the columns?
  public var hasHeader: Bool

  /// What parts the cells of a row.
  public enum Separator: String, Sendable, CaseIterable {
    /// Tabulators.
    case tab
    /// Semicolons.
    case semicolon
    /// Commas.
    case comma
    /// Vertical bars.
    case bar
    /// Runs of blanks and tabulators.
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

  /// The decimal sign, as a byte.
  var mark: UInt8 { UInt8(ascii: hasDecimalComma ? "," : ".") }

  /// Rows that are looked at to find the dialect.
  static let sample = 200

  /// The separator under which rows are of equal width and cells are numbers; of equals the first.
  /// A table of one column, or of nothing, counts as comma-separated.
  static func separator(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Separator {
    var best = Separator.comma
    var most = 0.0
    for separator in Separator.allCases {
      guard
        let scan = try? TableScan(
          bytes, from: start, separator: separator.byte, limit: sample)
      else { continue }
      let score = score(scan, bytes, separator)
      // By more than rounding.
      if score > most * 1.000_001 { (best, most) = (separator, score) }
    }
    return best
  }

  /// Share of rows of the commonest width, times the share of cells that look like numbers; 0
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
    // Tables of words alone are told by their widths.
    return Double(common.value) / Double(scan.rows.count)
      * (0.05 + Double(numbers) / Double(scan.fields.count))
  }

  /// Is a cell of digits and what stands among them, whichever sign parts decimals from thousands?
  private static func looksLikeNumber(
    _ field: TableScan.Field, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var hasDigit = false
    for byte in bytes[field.range] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        break
      default: return false
      }
    }
    return hasDigit
  }

  /// Are there more numbers with a comma than with a point?
  static func hasDecimalComma(
    _ scan: TableScan, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: Separator
  ) -> Bool {
    if separator == .comma { return false }
    let (point, comma) = (UInt8(ascii: "."), UInt8(ascii: ","))
    var balance = 0
    for field in scan.fields.prefix(100_000) where field.form != .raw {
      let range = field.range
      if bytes[range].contains(comma) {
        if DecimalNumber.parse(bytes, range, mark: comma) != nil { balance += 1 }
      } else if bytes[range].contains(point) {
        if DecimalNumber.parse(bytes, range, mark: point) != nil { balance -= 1 }
      }
    }
    return balance > 0
  }

  /// What it is, for a person: "comma-separated, decimal point, UTF-8, with a header".
  public var summary: String {
    let parts =
      separator == .blanks
      ? "parted by blanks"
      : "\(separator == .tab ? "tab" : separator == .bar ? "bar" : separator.rawValue)-separated"
    return "\(parts), decimal \(hasDecimalComma ? "comma" : "point"), \(encoding.rawValue), "
      + (hasHeader ? "with a header" : "without a header")
  }
}
