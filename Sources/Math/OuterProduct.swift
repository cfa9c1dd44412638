/// A weight gradient: sums[r, c] += Σ rows[r] · columns[c], the outer product of two batches summed
/// over samples and over evaluations.
///
/// Of an affine map y = W x the rows are the cotangents of y and the columns x. Operands may be
/// parts of wider matrices.
@frozen public struct OuterProduct<Scalar: LaneNumber> {
  /// Lane accumulators: `rowCount × columnCount` vectors, row-major. nil where there is nothing
  /// before and nothing to come: the sums start at 0, and their totals are wanted.
  public var sums: UnsafeMutablePointer<Scalar>?
  /// Do the sums start at 0, whatever the accumulators hold?
  public var startsAtZero = false
  /// What the totals, sums across lanes, are added to, in place of being kept in the accumulators:
  /// number (r, c) at `r * totalsPitch + c`.
  public var totals: UnsafeMutablePointer<Scalar>?
  /// Scalars from one row of the totals to the next.
  public var totalsPitch = 0
  /// Where the rows of each evaluation start.
  public var rows: UnsafePointer<UnsafePointer<Scalar>>
  /// Rows.
  public var rowCount: Int
  /// Vectors from one row to the next, at least `blocks`.
  public var rowPitch: Int
  /// Where the columns of each evaluation start.
  public var columns: UnsafePointer<UnsafePointer<Scalar>>
  /// Columns.
  public var columnCount: Int
  /// Vectors from one column to the next, at least `blocks`.
  public var columnPitch: Int
  /// Vectors of a row and of a column.
  public var blocks: Int
  /// Evaluations.
  public var evaluations: Int

  /// An outer product; see the properties. A pitch of nil is for operands without a gap.
  @inlinable public init(
    _ sums: UnsafeMutablePointer<Scalar>?, rows: UnsafePointer<UnsafePointer<Scalar>>,
    rowCount: Int, rowPitch: Int? = nil, columns: UnsafePointer<UnsafePointer<Scalar>>,
    columnCount: Int, columnPitch: Int? = nil, blocks: Int, evaluations: Int
  ) {
    self.sums = sums
    self.rows = rows
    self.rowCount = rowCount
    self.rowPitch = rowPitch ?? blocks
    self.columns = columns
    self.columnCount = columnCount
    self.columnPitch = columnPitch ?? blocks
    self.blocks = blocks
    self.evaluations = evaluations
  }
}
