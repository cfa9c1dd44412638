import Math

extension LaneArithmetic {
  @inline(__always) static var laneCount: Int { Scalar.laneCount }
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

  /// The sum of one vector's partial sums, which `part` computes by register, from 0.
  ///
  /// Each lane sums its own samples in order, so the order of registers does not matter.
  @inline(__always) static func total(_ part: (Int) -> Register) -> Scalar {
    // Room for a vector. (A temporary allocation aligned to over 16 bytes would be on the heap.)
    var room = SIMD16<Scalar>()
    return withUnsafeMutablePointer(to: &room) { room in
      let base = UnsafeMutableRawPointer(room).assumingMemoryBound(to: Register.self)
      for k in 0..<registersPerVector { base[k] = part(k) }
      fold(base)
      return folded(UnsafePointer(base))
    }
  }
}

// The standard library's vectors have `init(bitPattern:)` only for some concrete types. These
// reinterpretations cost nothing.
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

// The one tree that adds the lanes of a vector. A vector of 16 is four quarters of 4: (q₀ + q₂) +
// (q₁ + q₃), then (s₀ + s₁) + (s₂ + s₃). A vector of 8 is four quarters of 2: the same, then s₀ +
// s₁.
//
// In two steps: if the compiler sees that every lane of a sum of vectors is extracted, it adds the
// lanes one by one. Folding many vectors in one loop and adding the rest in another prevents that.

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
