/// Reads the columns of a scanned text.
struct ColumnReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let scan: TableScan
  let width: Int
  let mark: UInt8
  let thousands: UInt8?
  private let gapStarts: [Bool]
  var firstRow = 0

  init(bytes: UnsafeBufferPointer<UInt8>, scan: TableScan, width: Int, dialect: TableDialect) {
    self.bytes = bytes
    self.scan = scan
    self.width = width
    mark = dialect.mark
    thousands = dialect.thousands?.byte
    gapStarts = Self.gapStarts
  }

  /// The first bytes of gap words, with the lower-case bit.
  private static let gapStarts = (UInt8.min...UInt8.max).map { byte in
    Table.gapWords.contains { $0.utf8.first.map { $0 | 0x20 } == byte }
  }

  /// The number of a cell; NaN for a gap, nil for another word.
  private func number(_ field: TableScan.Field) -> Double? {
    if field.form != .raw {
      if let value = DecimalNumber.parse(bytes, field.range, mark: mark) { return value }
      if let thousands,
        let value = DecimalNumber.ungrouped(bytes, field.range, sign: thousands, mark: mark)
      {
        return value
      }
      if field.start == field.end { return .nan }
      // No gap word is longer or begins otherwise.
      if field.end - field.start > 8 || !gapStarts[Int(bytes[Int(field.start)] | 0x20)] {
        return nil
      }
    }
    return Table.gapWords.contains(TableScan.text(field, in: bytes).lowercased()) ? .nan : nil
  }

  /// Whether the first row names the columns: there are columns of numbers below it and it has none
  /// in them; or, in a table of words only, its words all differ and appear nowhere else. A first
  /// row with some numbers is data, so a bad one is refused, not left out.
  var hasHeader: Bool {
    let rows = 1..<min(scan.rows.count, 1 + TableDialect.sample)
    var hasNumbers = false
    for column in 0..<width {
      let below = rows.compactMap { row in number(scan.fields[row * width + column]) }
      let first = scan.fields[column]
      let firstNumber = number(first)
      let count = below.count { !$0.isNaN }
      if let firstNumber, !firstNumber.isNaN, count > 0 || rows.isEmpty { return false }
      guard count > 0, 2 * below.count >= rows.count, firstNumber == nil else { continue }
      hasNumbers = true
    }
    if hasNumbers { return true }
    let names = (0..<width).map { TableScan.text(scan.fields[$0], in: bytes) }
    if Set(names).count < width || names.contains("") { return false }
    return (0..<width).allSatisfy { column in
      number(scan.fields[column]) == nil
        && rows.allSatisfy {
          TableScan.text(scan.fields[$0 * width + column], in: bytes) != names[column]
        }
    }
  }

  /// Numbers if all cells are numbers or gaps, else words.
  func column(_ column: Int, name: String?) -> Table.Column {
    let count = scan.rows.count - firstRow
    var values: [Double] = []
    values.reserveCapacity(count)
    var gaps = 0
    var oddRow: Int?
    var place = firstRow * width + column
    for row in 0..<count {
      let value = number(scan.fields[place])
      place += width
      guard let value else {
        oddRow = row
        break
      }
      if value.isNaN { gaps += 1 }
      values.append(value)
    }
    if oddRow == nil, gaps < count {
      return Table.Column(
        name: name, number: column + 1, values: .numbers(values), gaps: gaps, oddRow: nil)
    }
    let words = words(column)
    return Table.Column(
      name: name, number: column + 1, values: .words(words.codes, distinct: words.distinct),
      gaps: words.gaps, oddRow: oddRow.flatMap { isMostlyNumbers(column) ? $0 : nil })
  }

  private func isMostlyNumbers(_ column: Int) -> Bool {
    var balance = 0
    for row in firstRow..<scan.rows.count {
      guard let value = number(scan.fields[row * width + column]) else {
        balance -= 1
        continue
      }
      if !value.isNaN { balance += 1 }
    }
    return balance >= 0
  }

  private func words(_ column: Int) -> (codes: [Int32], distinct: [String], gaps: Int) {
    var coder = WordCoder(bytes: bytes)
    var codes: [Int32] = []
    codes.reserveCapacity(scan.rows.count - firstRow)
    var gaps = 0
    for row in firstRow..<scan.rows.count {
      let code = coder.code(scan.fields[row * width + column])
      if code < 0 { gaps += 1 }
      codes.append(code)
    }
    return (codes, coder.distinct, gaps)
  }
}

/// Numbers different words in the order of their first appearance.
struct WordCoder {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var distinct: [String] = []
  private var codes: [String: Int32] = [:]
  /// One cell for each of the first words: most columns have few words, and comparing bytes is
  /// faster than making strings.
  private var first: [TableScan.Field] = []

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The number of a cell's word; −1 for an empty cell.
  mutating func code(_ field: TableScan.Field) -> Int32 {
    if field.start == field.end { return -1 }
    if field.form != .raw {
      for (code, known) in first.enumerated() where known.form != .raw {
        if known.end - known.start == field.end - field.start,
          bytes[known.range].elementsEqual(bytes[field.range])
        {
          return Int32(code)
        }
      }
    }
    let word = TableScan.text(field, in: bytes)
    if word.isEmpty { return -1 }
    if let code = codes[word] { return code }
    let code = Int32(distinct.count)
    codes[word] = code
    distinct.append(word)
    if first.count < 32 { first.append(field) }
    return code
  }
}
