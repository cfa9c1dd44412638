extension LaneScalar {
  /// The outer product of one evaluation, to accumulators.
  @inlinable public static func accumulateOuterProduct(
    _ sums: UnsafeMutablePointer<Self>, rows: UnsafePointer<Self>, rowCount: Int,
    rowPitch: Int? = nil, columns: UnsafePointer<Self>, columnCount: Int,
    columnPitch: Int? = nil, blocks: Int
  ) {
    withUnsafePointer(to: rows) { rows in
      withUnsafePointer(to: columns) { columns in
        accumulate(
          OuterProduct(
            sums, rows: rows, rowCount: rowCount, rowPitch: rowPitch, columns: columns,
            columnCount: columnCount, columnPitch: columnPitch, blocks: blocks, evaluations: 1))
      }
    }
  }

  /// The totals of the outer product of one evaluation, added to `result`, row-major without a gap.
  @inlinable public static func addOuterProduct(
    to result: UnsafeMutablePointer<Self>, rows: UnsafePointer<Self>, rowCount: Int,
    columns: UnsafePointer<Self>, columnCount: Int, blocks: Int
  ) {
    withUnsafePointer(to: rows) { rows in
      withUnsafePointer(to: columns) { columns in
        var product = OuterProduct(
          nil, rows: rows, rowCount: rowCount, columns: columns, columnCount: columnCount,
          blocks: blocks, evaluations: 1)
        product.startsAtZero = true
        product.totals = result
        product.totalsPitch = columnCount
        accumulate(product)
      }
    }
  }

  /// Sums across lanes, added to numbers that follow each other.
  @inlinable public static func reduceLanes(
    _ sums: UnsafeMutablePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>
  ) {
    reduceLanes(sums, count: count, into: result, pitch: 1)
  }

  /// Sums of rows that follow each other without a gap.
  @inlinable public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Self>, times: UnsafeMutablePointer<Self>?, t: Self,
    rows: UnsafePointer<Self>, rowCount: Int, blocks: Int
  ) {
    accumulateRowSums(
      sums, times: times, t: t, rows: rows, rowCount: rowCount, rowPitch: blocks, blocks: blocks)
  }
}
