/// What kernels are written in: operations on registers of one scalar, lane by lane.
///
/// A *register* is what the machine computes with: a whole vector of lanes where it is 512 bits
/// wide, half of one with AVX2, a quarter with 128 bits. How wide registers are changes speed and
/// nothing else: lanes never meet but when a vector is folded, by one tree, and within a lane every
/// kernel does the same operations in the same order whatever tiles it cuts its operands into. So
/// equal inputs give equal bits on every machine.
///
/// The standard library's operators on a *generic* `SIMD` type cost a factor of four. So the
/// operations are static requirements here, with concrete conformances for the two scalars.
public protocol LaneArithmetic: SendableMetatype {
  /// What a lane holds.
  associatedtype Scalar: LaneNumber
  /// As many lanes as the machine's registers hold.
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
  /// a · b + c, rounded once: by the hardware, or where it has no such instruction in software.
  static func fma(_ a: Register, _ b: Register, _ c: Register) -> Register
  /// The greater of a and b; b where a is not a number.
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
  /// The sum of the lanes of a vector that has been folded.
  static func folded(_ vector: UnsafePointer<Register>) -> Scalar
  /// eˣ to within two units in the last place, for finite x ≤ 0 (what the activations need); 0
  /// below the range.
  static func exponential(ofNonpositive x: Register) -> Register
  /// log(1 + x) to within a few units in the last place, for x in 0…1.
  static func logarithm(ofOnePlus x: Register) -> Register
  /// log x, lane by lane: for what is not inside a loop.
  static func logarithm(_ x: Register) -> Register
}
