import LaneOperands

extension LaneKernels {
  /// y = epilogue(W x + b).
  @inline(__always) public static func affine(_ map: AffineMap<Scalar>, blocks: Int) {
    // One copy of the loops for each epilogue, so that none of them is chosen inside. (Types, not
    // closures in the loops: those are called through pointers, with vectors cut in halves.)
    switch map.epilogue {
    case .none: affineTiles(map, blocks, Plain.self)
    case .accumulate: affineTiles(map, blocks, Accumulate.self)
    case .activation(let activation): kernels(of: activation).affine(map, blocks)
    case .gate(let activation): kernels(of: activation).affineGate(map, blocks)
    }
  }

  /// result (columns × rows) = the transpose of `rows × columns` numbers, row r starting at `r *
  /// stride`.
  @inline(__always) public static func transpose(
    _ source: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for r in 0..<rows {
      for c in 0..<columns { result[c &* rows &+ r] = source[r &* stride &+ c] }
    }
  }
}
