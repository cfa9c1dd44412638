import LaneOperands

/// A map in two loops: W x + b, and then over what that has left in y.
private struct AffineInTwo<S: KernelSet>: EpilogueUse {
  let map: AffineMap<S.Scalar>
  let blocks: Int

  @inline(__always) func run<F: AffineFinish>(_: F.Type) {
    S.affine(map, blocks, then: F.self)
  }
}

extension KernelSet {
  static func affine(_ map: AffineMap<Scalar>, blocks: Int) {
    switch map.epilogue {
    case .none: affineTiles(map, blocks, Plain.self)
    case .accumulate: affineTiles(map, blocks, Accumulate.self)
    case .activation(.relu): affineTiles(map, blocks, Activate<ReLU>.self)
    case .gate(.relu): affineTiles(map, blocks, Gate<ReLU>.self)
    // What is longer than a load and a store has a loop of its own. In the map's loops it would be
    // compiled once for each sum of each kind of tile, which was most of the time that the program
    // took to compile, and no faster.
    default: map.epilogue.chosen(for: AffineInTwo<Self>(map: map, blocks: blocks))
    }
  }

  @inline(never) fileprivate static func affine<F: AffineFinish>(
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

  @inline(__always) static func transpose(
    _ source: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for r in 0..<rows {
      for c in 0..<columns { result[c &* rows &+ r] = source[r &* stride &+ c] }
    }
  }
}
