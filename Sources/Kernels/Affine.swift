import LaneOperands

extension KernelSet {
  /// y = epilogue(W x + b).
  static func affine(_ map: AffineMap<Scalar>, blocks: Int) {
    // One copy of the loops for each epilogue, so that none of them is chosen inside. (Types, not
    // closures in the loops: those are called through pointers, with vectors cut in halves.)
    switch map.epilogue {
    case .none: affineTiles(map, blocks, Plain.self)
    case .accumulate: affineTiles(map, blocks, Accumulate.self)
    case .activation(.relu): affineTiles(map, blocks, Activate<ReLU>.self)
    case .gate(.relu): affineTiles(map, blocks, Gate<ReLU>.self)
    // What is longer than a load and a store has a loop of its own over what the map has left in y.
    // In the map's loops it would be compiled once for each sum of each kind of tile, which was most
    // of the time that the program took to compile, and no faster.
    case .activation(.softplus): affine(map, blocks, then: Activate<Softplus>.self)
    case .gate(.softplus): affine(map, blocks, then: Gate<Softplus>.self)
    case .activation(.tanh): affine(map, blocks, then: Activate<Tanh>.self)
    case .gate(.tanh): affine(map, blocks, then: Gate<Tanh>.self)
    case .activation(.gelu): affine(map, blocks, then: Activate<GELU>.self)
    case .gate(.gelu): affine(map, blocks, then: Gate<GELU>.self)
    }
  }

  @inline(never) private static func affine<F: AffineFinish>(
    _ map: AffineMap<Scalar>, _ blocks: Int, then _: F.Type
  ) {
    affineTiles(map, blocks, Plain.self)
    let pitch = (map.outputPitch ?? blocks) &* registersPerVector
    let y = registers(map.y)
    for output in 0..<map.outputs {
      for k in output &* pitch..<output &* pitch &+ blocks &* registersPerVector {
        F.store(y[k], map, k, Self.self)
      }
    }
  }

  /// result (columns × rows) = the transpose of `rows × columns` numbers, row r starting at `r *
  /// stride`.
  @inline(__always) static func transpose(
    _ source: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for r in 0..<rows {
      for c in 0..<columns { result[c &* rows &+ r] = source[r &* stride &+ c] }
    }
  }
}
