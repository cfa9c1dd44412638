extension BrailleCanvas {
  /// The ASCII character that looks most like a braille pattern (its low 8 bits).
  package static func coarse(_ pattern: UInt8) -> Unicode.Scalar { coarseTable[Int(pattern)] }

  private static let coarseTable: [Unicode.Scalar] = (0...255).map { shape(of: UInt8($0)) }

  private static func shape(of pattern: UInt8) -> Unicode.Scalar {
    let count = pattern.nonzeroBitCount
    if count == 0 { return " " }
    if count >= 7 { return "#" }
    var left: [Int] = []
    var right: [Int] = []
    for row in 0..<4 {
      if pattern & bits[row * 2] != 0 { left.append(row) }
      if pattern & bits[row * 2 + 1] != 0 { right.append(row) }
    }
    let rows = Set(left + right)
    let top = rows.min() ?? 0
    let bottom = rows.max() ?? 0
    guard let leftTop = left.first, let rightTop = right.first else {
      // One column only: a stroke, or points high or low.
      if count >= 3 { return "|" }
      if top <= 1 && bottom >= 2 { return ":" }
      return bottom <= 1 ? "'" : "."
    }
    if rows.count == 1 { return top == 0 ? "\"" : top == 3 ? "_" : "-" }
    if count >= 5 { return rows.count == 4 ? "%" : "=" }
    let leftMean = Double(left.reduce(0, +)) / Double(left.count)
    let rightMean = Double(right.reduce(0, +)) / Double(right.count)
    if leftMean - rightMean >= 1 && rightTop < leftTop { return "/" }
    if rightMean - leftMean >= 1 && leftTop < rightTop { return "\\" }
    if bottom - top <= 1 { return bottom <= 1 ? "\"" : top >= 2 ? "_" : "-" }
    return ":"
  }
}
