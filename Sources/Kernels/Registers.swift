import LaneOperands

extension LaneArithmetic {
  /// Lanes to a vector.
  @inline(__always) static var laneCount: Int { Scalar.laneCount }
  /// Registers to a vector.
  @inline(__always) static var registersPerVector: Int { laneCount / Register.scalarCount }

  @inline(__always) static func registers(
    _ p: UnsafePointer<Scalar>
  ) -> UnsafePointer<Register> {
    UnsafeRawPointer(p).assumingMemoryBound(to: Register.self)
  }

  @inline(__always) static func registers(
    _ p: UnsafeMutablePointer<Scalar>
  ) -> UnsafeMutablePointer<Register> {
    UnsafeMutableRawPointer(p).assumingMemoryBound(to: Register.self)
  }

  /// The sum of one vector's partial sums, which `part` computes register by register (0 the first
  /// of the vector).
  ///
  /// A lane's partial sum is a sequential sum over that lane's samples, so that registers may be
  /// summed one after the other or side by side.
  @inline(__always) static func total(_ part: (Int) -> Register) -> Scalar {
    // Room for a vector. (A temporary allocation that is aligned to more than 16 bytes is not on
    // the stack.)
    var room = SIMD16<Scalar>()
    return withUnsafeMutablePointer(to: &room) { room in
      let base = UnsafeMutableRawPointer(room).assumingMemoryBound(to: Register.self)
      for k in 0..<registersPerVector { base[k] = part(k) }
      fold(base)
      return folded(UnsafePointer(base))
    }
  }
}
