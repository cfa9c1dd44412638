import Math

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

// `init(bitPattern:)` exists on the standard library's vectors only for concrete types, and not in
// every direction; these are reinterpretations that cost nothing.
extension SIMD where Scalar == Float {
  @inline(__always) init(bitPattern bits: FloatLanes.Bits) where Self == FloatLanes.Register {
    self = unsafeBitCast(bits, to: FloatLanes.Register.self)
  }
}

extension FloatLanes.Register {
  @inline(__always) var bits: FloatLanes.Bits { unsafeBitCast(self, to: FloatLanes.Bits.self) }
}

extension SIMD where Scalar == Double {
  @inline(__always) init(bitPattern bits: DoubleLanes.Bits) where Self == DoubleLanes.Register {
    self = unsafeBitCast(bits, to: DoubleLanes.Register.self)
  }
}

extension DoubleLanes.Register {
  @inline(__always) var bits: DoubleLanes.Bits { unsafeBitCast(self, to: DoubleLanes.Bits.self) }
}

// The one tree by which the partial sums of a vector's lanes become a sum. A vector of 16 is four
// quarters of 4, (q₀ + q₂) + (q₁ + q₃), and what is left is (s₀ + s₁) + (s₂ + s₃); a vector of 8 is
// four quarters of 2, and what is left s₀ + s₁.
//
// Two steps, because of a fact about the compiler: when it sees that every lane of a sum of vectors
// is taken out of it, it adds the lanes one by one. Folding many vectors to quarters in one loop
// and summing what is left in another keeps it from that.

extension FloatLanes {
  @inline(__always) static func fold(_ vector: UnsafeMutablePointer<Register>) {
    let q = UnsafeMutableRawPointer(vector).assumingMemoryBound(to: SIMD4<Float>.self)
    q[0] = (q[0] + q[2]) + (q[1] + q[3])
  }

  @inline(__always) static func folded(_ vector: UnsafePointer<Register>) -> Float {
    let s = UnsafeRawPointer(vector).assumingMemoryBound(to: Float.self)
    return (s[0] + s[1]) + (s[2] + s[3])
  }
}

extension DoubleLanes {
  @inline(__always) static func fold(_ vector: UnsafeMutablePointer<Register>) {
    let q = UnsafeMutableRawPointer(vector).assumingMemoryBound(to: SIMD2<Double>.self)
    q[0] = (q[0] + q[2]) + (q[1] + q[3])
  }

  @inline(__always) static func folded(_ vector: UnsafePointer<Register>) -> Double {
    let s = UnsafeRawPointer(vector).assumingMemoryBound(to: Double.self)
    return s[0] + s[1]
  }
}
