// Documented at the requirements of `LaneArithmetic`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

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
