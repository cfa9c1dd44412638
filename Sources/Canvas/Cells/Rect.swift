/// A rectangle of cells.
package struct Rect: Sendable, Hashable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  /// Negative sizes become 0.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// One past the rightmost column.
  package var maxX: Int { x + width }
  /// One past the bottom row.
  package var maxY: Int { y + height }

  package func contains(_ column: Int, _ row: Int) -> Bool {
    column >= x && column < maxX && row >= y && row < maxY
  }

  /// This rectangle without a margin on every side.
  package func inset(_ horizontal: Int, _ vertical: Int) -> Rect {
    Rect(
      x: x + horizontal, y: y + vertical, width: width - 2 * horizontal,
      height: height - 2 * vertical)
  }
}

extension StringProtocol {
  /// Width and height as in "120x36"; nil if either is missing or out of range.
  package func sides<Number: Comparable & LosslessStringConvertible>(
    _ widths: ClosedRange<Number>, _ heights: ClosedRange<Number>
  ) -> (width: Number, height: Number)? {
    let parts = split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Number(String(parts[0])),
      let height = Number(String(parts[1])), widths.contains(width), heights.contains(height)
    else { return nil }
    return (width, height)
  }
}
