/// A weight gradient: sums[r, c] += Σ rows[r] · columns[c], the outer product of two batches summed
/// over samples and over evaluations.
///
/// For an affine map y = W x, rows are the cotangents of y and columns are x. Operands can be parts
/// of wider matrices.
@frozen public struct OuterProduct<Scalar: LaneNumber> {
  /// Lane accumulators: `rowCount × columnCount` vectors, row-major. nil if the sums start at 0 and
  /// only their totals are wanted.
  public var sums: UnsafeMutablePointer<Scalar>?
  /// Whether the sums start at 0, whatever the accumulators hold.
  public var startsAtZero = false
  /// If set, sums across lanes are added here, (r, c) at `r * totalsPitch + c`, and not kept in the
  /// accumulators.
  public var totals: UnsafeMutablePointer<Scalar>?
  /// Scalars from one row of the totals to the next.
  public var totalsPitch = 0
  /// The start of each evaluation's rows.
  public var rows: UnsafePointer<UnsafePointer<Scalar>>
  /// Rows.
  public var rowCount: Int
  /// Vectors from one row to the next, at least `blocks`.
  public var rowPitch: Int
  /// The start of each evaluation's columns.
  public var columns: UnsafePointer<UnsafePointer<Scalar>>
  /// Columns.
  public var columnCount: Int
  /// Vectors from one column to the next, at least `blocks`.
  public var columnPitch: Int
  /// Vectors per row and per column.
  public var blocks: Int
  /// Evaluations.
  public var evaluations: Int

  /// An outer product; see the properties. A pitch of nil is for contiguous operands.
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
