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
