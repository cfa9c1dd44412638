@_exported import Math

/// A floating-point type that models compute in, with the kernels chosen for this machine. The
/// choice changes only the speed (see `LaneArithmetic`).
public protocol LaneScalar: LaneNumber {
  #if hasFeature(Embedded)
    /// The kernels for this type.
    associatedtype Kernels: KernelSet where Kernels.Scalar == Self
  #else
    /// The kernels for this type.
    static var kernels: any KernelSet<Self>.Type { get }
  #endif
}

#if hasFeature(Embedded)
  // Embedded Swift, by which the same bits are checked on other processors (`.ci/arm`), has one set of
  // kernels, known when it is compiled, and no values of types.
  @_exported import Kernels

  extension Float: LaneScalar {
    /// The kernels for this type.
    public typealias Kernels = FloatLanes
  }

  extension Double: LaneScalar {
    /// The kernels for this type.
    public typealias Kernels = DoubleLanes
  }

  extension LaneScalar {
    /// The kernels for this type.
    @_transparent public static var kernels: Kernels.Type { Kernels.self }
  }
#else
  extension Float: LaneScalar {
    /// The kernels for this type.
    public static let kernels = KernelChoice.current.float
  }

  extension Double: LaneScalar {
    /// The kernels for this type.
    public static let kernels = KernelChoice.current.double
  }
#endif

extension LaneScalar {
  /// Adds the outer product of one evaluation to accumulators.
  @inlinable public static func accumulateOuterProduct(
    _ sums: UnsafeMutablePointer<Self>, rows: UnsafePointer<Self>, rowCount: Int,
    rowPitch: Int? = nil, columns: UnsafePointer<Self>, columnCount: Int,
    columnPitch: Int? = nil, blocks: Int
  ) {
    withUnsafePointer(to: rows) { rows in
      withUnsafePointer(to: columns) { columns in
        kernels.accumulate(
          OuterProduct(
            sums, rows: rows, rowCount: rowCount, rowPitch: rowPitch, columns: columns,
            columnCount: columnCount, columnPitch: columnPitch, blocks: blocks, evaluations: 1))
      }
    }
  }

  /// Adds the totals of one evaluation's outer product to `result`, row-major and contiguous.
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
        kernels.accumulate(product)
      }
    }
  }
}
