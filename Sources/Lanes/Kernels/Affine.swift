private struct AffineKernel<Scalar: LaneScalar>: EpilogueKernel {
  let map: AffineMap<Scalar>
  let blocks: Int

  @inline(__always) func run<F: AffineFinish>(_: F.Type) {
    Scalar.affineTiles(map, blocks, F.self)
  }
}

extension LaneScalar {
  /// y = epilogue(W x + b).
  @inline(__always) static func affineKernel(_ map: AffineMap<Self>, blocks: Int) {
    map.epilogue.run(AffineKernel(map: map, blocks: blocks))
  }

  /// result (columns × rows) = the transpose of `rows × columns` numbers, row r starting at `r * stride`.
  @inline(__always) static func transposeKernel(
    _ source: UnsafePointer<Self>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    for r in 0..<rows {
      for c in 0..<columns { result[c &* rows &+ r] = source[r &* stride &+ c] }
    }
  }
}
