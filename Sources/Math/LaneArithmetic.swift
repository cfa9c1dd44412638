/// The operations that kernels are written in: on registers of one scalar, lane by lane.
///
/// A *register* is the machine's: a whole vector of lanes with 512 bits, half of one with AVX2, a
/// quarter with 128 bits. Its width changes only the speed. Lanes meet only when a vector is
/// folded, always by the same tree, and within a lane every kernel does the same operations in the
/// same order, whatever the tiles. So equal inputs give equal bits on every machine.
///
/// The standard library's operators on a *generic* `SIMD` type are four times slower. So these are
/// static requirements, with concrete conformances for the two scalars.
public protocol LaneArithmetic: SendableMetatype {
  /// A lane's number.
  associatedtype Scalar: LaneNumber
  /// The lanes of one machine register.
  associatedtype Register: SIMD where Register.Scalar == Scalar

  /// All lanes equal to x.
  static func splat(_ x: Scalar) -> Register
  /// a + b
  static func add(_ a: Register, _ b: Register) -> Register
  /// a − b
  static func subtract(_ a: Register, _ b: Register) -> Register
  /// a · b
  static func multiply(_ a: Register, _ b: Register) -> Register
  /// a / b
  static func divide(_ a: Register, _ b: Register) -> Register
  /// a · b + c, rounded once: in hardware, or else in software.
  static func fma(_ a: Register, _ b: Register, _ c: Register) -> Register
  /// The greater of a and b; b if a is NaN.
  static func maximum(_ a: Register, _ b: Register) -> Register
  /// |a|
  static func magnitude(_ a: Register) -> Register
  /// √a
  static func squareRoot(_ a: Register) -> Register
  /// x where gate > 0, else 0.
  static func gated(_ x: Register, where gate: Register) -> Register
  /// a where x < bound, else b.
  static func select(
    _ x: Register, below bound: Register, _ a: Register, _ b: Register
  ) -> Register
  /// The first `count` lanes of x, the others 0; none for a count below 1.
  static func first(_ count: Int, of x: Register) -> Register
  /// Makes the first quarter of a vector's lanes the sum of all four.
  static func fold(_ vector: UnsafeMutablePointer<Register>)
  /// The sum of a folded vector's lanes.
  static func folded(_ vector: UnsafePointer<Register>) -> Scalar
  /// eˣ to within two units in the last place, for finite x ≤ 0 (enough for the activations); 0
  /// below the range.
  static func exponential(ofNonpositive x: Register) -> Register
  /// log(1 + x) to within a few units in the last place, for x in 0…1.
  static func logarithm(ofOnePlus x: Register) -> Register
  /// log x, lane by lane: slow, for use outside loops.
  static func logarithm(_ x: Register) -> Register
}
