#if !ANODE_FMA
  extension FloatLanes {
    /// a · b + c rounded once, for machines without the instruction.
    ///
    /// The product of two Floats is exact in Double. Its sum with c is rounded to Double *to odd*:
    /// an inexact sum gets a last bit of 1, so the second rounding, to Float, never meets a tie and
    /// the two roundings equal one. Boldo and Melquiond 2008, DOI 10.1109/TC.2007.70819; the sum's
    /// rounding error is exact too (Knuth's two-sum).
    ///
    /// Not inlined: kernels with thousands of copies would be even slower.
    @inline(never) static func fusedMultiplyAdd(
      _ a: Register, _ b: Register, _ c: Register
    ) -> Register {
      typealias Wide = SIMD4<Double>
      typealias WideBits = SIMD4<UInt64>
      let (x, y, z) = (Wide(a), Wide(b), Wide(c))
      let product = x * y
      let sum = product + z
      let shifted = sum - product
      let rest = (product - (sum - shifted)) + (z - shifted)
      // For infinite sums the rest is NaN, neither above nor below 0.
      let isRounded = (rest .< 0) .| (rest .> 0)
      let one = WideBits(repeating: 0).replacing(
        with: WideBits(repeating: 1), where: isRounded)
      let bits = unsafeBitCast(sum, to: WideBits.self)
      let isTooLarge = ((bits ^ unsafeBitCast(rest, to: WideBits.self)) &>> 63) & one
      let odd = (bits &- isTooLarge) | one
      return Register(unsafeBitCast(odd, to: Wide.self))
    }
  }

  extension DoubleLanes {
    /// Lane by lane, by the C library.
    @inline(never) static func fusedMultiplyAdd(
      _ a: Register, _ b: Register, _ c: Register
    ) -> Register {
      c.addingProduct(a, b)
    }
  }
#endif
