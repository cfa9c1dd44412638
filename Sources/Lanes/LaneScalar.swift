/// A floating-point type whose values travel in vectors of lanes, with the kernels that work on
/// them.
///
/// A *vector* is `laneCount` samples: 16 of Float, 8 of Double, 512 bits, on every machine, and
/// whatever is summed over samples is summed in that many partial sums and then by one tree
/// (`LaneScalar.total`). A *register* is what the machine computes with: a whole vector where it is
/// 512 bits wide, half of one with AVX2, a quarter with 128 bits. How wide registers are changes
/// speed and nothing else: lanes never meet but in `total`, and within a lane every kernel does the
/// same operations in the same order whatever tiles it cuts its operands into. So equal inputs give
/// equal bits on every machine that fuses multiplication and addition (without that, products are
/// rounded, and bits are the build's own: see `VectorPath`).
///
/// The standard library's operators on a *generic* `SIMD` type cost a factor of four. So the vector
/// operations are static requirements here, with concrete conformances for `Float` and `Double`;
/// and the kernels, generic algorithms written once over those operations, are requirements that
/// each conformance meets with the algorithm compiled for its own type in this module
/// (`Float+Kernels.swift`), so that callers need not be specialised (or inlinable) to run at the
/// machine's speed.
///
/// Operands of kernels are pointers to scalars in memory aligned to 64 bytes (`AlignedBuffer`),
/// feature-major (`BatchShape`): feature i of all samples is `blocks` whole vectors.
public protocol LaneScalar: BinaryFloatingPoint, Codable, SIMDScalar, Sendable,
  LosslessStringConvertible
{
  /// As many lanes as the machine's registers hold.
  associatedtype Register: SIMD where Register.Scalar == Self

  // MARK: Vector operations, register by register

  /// Lanes in a vector: partial sums of everything that is summed over samples. The same on every
  /// machine.
  static var laneCount: Int { get }
  /// All lanes equal to x.
  static func splat(_ x: Self) -> Register
  /// a + b
  static func add(_ a: Register, _ b: Register) -> Register
  /// a − b
  static func subtract(_ a: Register, _ b: Register) -> Register
  /// a · b
  static func multiply(_ a: Register, _ b: Register) -> Register
  /// a / b
  static func divide(_ a: Register, _ b: Register) -> Register
  /// a · b + c, fused where the hardware fuses.
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
  static func folded(_ vector: UnsafePointer<Register>) -> Self
  /// eˣ to within two units in the last place, for finite x ≤ 0 (what the activations need); 0
  /// below the range.
  static func exponential(ofNonpositive x: Register) -> Register
  /// log(1 + x) to within a few units in the last place, for x in 0…1.
  static func logarithm(ofOnePlus x: Register) -> Register
  /// log x, lane by lane: for what is not inside a loop.
  static func logarithm(_ x: Register) -> Register

  // MARK: Kernels

  /// y = epilogue(W x + b), for `blocks` vectors of samples.
  static func affine(_ map: AffineMap<Self>, blocks: Int)
  /// An activation's kernels for this type.
  static func kernels(of activation: Activation) -> ActivationKernels<Self>
  /// result (columns × rows) = the transpose of rows that start `stride` scalars apart.
  static func transpose(
    _ source: UnsafePointer<Self>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Self>)
  /// result[k] = Self(values[k] · factor).
  static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Self>)
  /// result[k] = a[k] + t · b[k * stride].
  static func addScaled(
    _ a: UnsafePointer<Self>, _ t: Self, _ b: UnsafePointer<Self>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Self>)
  /// y = x where h > 0, else 0.
  static func gate(
    _ x: UnsafePointer<Self>, by h: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    count: Int)
  /// result[i * stride + s] = table[rows[s], i]; padding is 0.
  static func gather(
    _ table: UnsafePointer<Self>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Self>)
  /// Samples one after another (samples × dimension) as lanes; padding is 0.
  static func load(
    _ samples: UnsafePointer<Float>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Self>)
  /// Lanes as samples one after another (samples × dimension).
  static func unload(
    _ source: UnsafePointer<Self>, dimension: Int, shape: BatchShape,
    into result: UnsafeMutablePointer<Float>)
  /// Is the sum of `count` numbers finite?
  static func hasFiniteSum(_ values: UnsafePointer<Self>, count: Int) -> Bool
  /// sums[r, c] += Σ rows[r] · columns[c], over samples and evaluations.
  static func accumulate(_ product: OuterProduct<Self>)
  /// sums[r] += Σ over blocks of rows[r], and times[r] += t times that.
  static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Self>, times: UnsafeMutablePointer<Self>?, t: Self,
    rows: UnsafePointer<Self>, rowCount: Int, rowPitch: Int, blocks: Int)
  /// result[k * pitch] += the sum across lanes of sums[k].
  static func reduceLanes(
    _ sums: UnsafeMutablePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>,
    pitch: Int)
  /// G g Gᵀ of all filters: points × inputs × outputs.
  static func winogradFilters(
    _ filters: FilterBank<Self>, isPullback: Bool, into result: UnsafeMutablePointer<Self>)
  /// Bᵀ d B of patches of an image, or one row of it: points × channels × the run's vectors.
  static func winogradInput(
    _ image: UnsafePointer<Self>, _ tiles: TileRun, channels: Int, row: Int?,
    into result: UnsafeMutablePointer<Self>)
  /// epilogue(Aᵀ m A + bias), m being points × channels × the run's vectors.
  static func winogradOutput(
    _ products: UnsafePointer<Self>, _ tiles: TileRun, channels: Int, bias: UnsafePointer<Self>?,
    epilogue: AffineEpilogue, gates: UnsafeMutablePointer<Self>?,
    into image: UnsafeMutablePointer<Self>)
  /// Row `row` of A y Aᵀ, y being a tile's cotangent: points × channels × the run's vectors.
  static func winogradCotangent(
    _ image: UnsafePointer<Self>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Self>)
  /// result += Gᵀ u G, u being the gradient of the transformed filters.
  static func winogradFilterGradient(
    _ gradient: UnsafePointer<Self>, _ filters: FilterBank<Self>,
    addingTo result: UnsafeMutablePointer<Self>)
  /// y = scale · base + Σ_j coefficients[j] · terms[j].
  static func combine(
    into y: UnsafeMutablePointer<Self>, base: UnsafePointer<Self>?, scale: Self,
    terms: UnsafePointer<Self>, stride: Int, coefficients: UnsafePointer<Self>, termCount: Int,
    count: Int)
  /// Σ ((e − f) / (absolute + relative · max(|y0|, |y1|)))², f being 0 when nil.
  static func sumOfScaledSquares(
    of e: UnsafePointer<Self>, less f: UnsafePointer<Self>?, y0: UnsafePointer<Self>,
    y1: UnsafePointer<Self>, absolute: Self, relative: Self, shape: BatchShape
  ) -> Self
  /// The same sum of the error estimate e = Σ_j coefficients[j] · stages[j].
  static func errorSumOfSquares(
    stages: UnsafePointer<Self>, stride: Int, coefficients: UnsafePointer<Self>, stageCount: Int,
    y0: UnsafePointer<Self>, y1: UnsafePointer<Self>, absolute: Self, relative: Self,
    shape: BatchShape
  ) -> Self
  /// The sum of a loss over a batch; its gradient times `scale` is written.
  static func loss(
    _ function: LossFunction, _ output: UnsafePointer<Self>, target: UnsafePointer<Self>,
    gradient: UnsafeMutablePointer<Self>, scale: Self, shape: BatchShape
  ) -> Self
  /// One step of an optimiser, from the gradient and its memory of earlier ones.
  static func update(
    _ parameters: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    memory: (UnsafeMutablePointer<Self>, UnsafeMutablePointer<Self>), count: Int,
    _ update: ParameterUpdate<Self>)
  /// gradient += decay · parameters.
  static func addDecay(
    _ decay: Self, _ parameters: UnsafePointer<Self>, to gradient: UnsafeMutablePointer<Self>,
    count: Int)
}

extension LaneScalar {
  /// Registers to a vector.
  @inline(__always) static var registersPerVector: Int { laneCount / Register.scalarCount }

  @inline(__always) static func registers(
    _ p: UnsafePointer<Self>
  ) -> UnsafePointer<Register> {
    UnsafeRawPointer(p).assumingMemoryBound(to: Register.self)
  }

  @inline(__always) static func registers(
    _ p: UnsafeMutablePointer<Self>
  ) -> UnsafeMutablePointer<Register> {
    UnsafeMutableRawPointer(p).assumingMemoryBound(to: Register.self)
  }

  /// The sum of one vector's partial sums, which `part` computes register by register (0 the first
  /// of the vector).
  ///
  /// A lane's partial sum is a sequential sum over that lane's samples, so that registers may be
  /// summed one after the other or side by side.
  @inline(__always) static func total(_ part: (Int) -> Register) -> Self {
    // Room for a vector. (A temporary allocation that is aligned to more than 16 bytes is not on
    // the stack.)
    var room = SIMD16<Self>()
    return withUnsafeMutablePointer(to: &room) { room in
      let base = UnsafeMutableRawPointer(room).assumingMemoryBound(to: Register.self)
      for k in 0..<registersPerVector { base[k] = part(k) }
      fold(base)
      return folded(UnsafePointer(base))
    }
  }
}

extension Float: LaneScalar {
  #if ANODE_WIDE
    /// 512 bits.
    public typealias Register = SIMD16<Float>
    static let laneNumbers = SIMD16<Int32>(
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    typealias Integers = SIMD16<Int32>
    typealias Bits = SIMD16<UInt32>
  #elseif ANODE_FMA
    /// 256 bits.
    public typealias Register = SIMD8<Float>
    static let laneNumbers = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
    typealias Integers = SIMD8<Int32>
    typealias Bits = SIMD8<UInt32>
  #else
    /// 128 bits.
    public typealias Register = SIMD4<Float>
    static let laneNumbers = SIMD4<Int32>(0, 1, 2, 3)
    typealias Integers = SIMD4<Int32>
    typealias Bits = SIMD4<UInt32>
  #endif
}

extension Double: LaneScalar {
  #if ANODE_WIDE
    /// 512 bits.
    public typealias Register = SIMD8<Double>
    static let laneNumbers = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
    typealias Integers = SIMD8<Int64>
    typealias Bits = SIMD8<UInt64>
  #elseif ANODE_FMA
    /// 256 bits.
    public typealias Register = SIMD4<Double>
    static let laneNumbers = SIMD4<Int64>(0, 1, 2, 3)
    typealias Integers = SIMD4<Int64>
    typealias Bits = SIMD4<UInt64>
  #else
    /// 128 bits.
    public typealias Register = SIMD2<Double>
    static let laneNumbers = SIMD2<Int64>(0, 1)
    typealias Integers = SIMD2<Int64>
    typealias Bits = SIMD2<UInt64>
  #endif
}

// `init(bitPattern:)` exists on the standard library's vectors only for concrete types, and not in
// every direction; these are reinterpretations that cost nothing.
extension SIMD where Scalar == Float {
  @inline(__always) init(bitPattern bits: Float.Bits) where Self == Float.Register {
    self = unsafeBitCast(bits, to: Float.Register.self)
  }
}

extension Float.Register {
  @inline(__always) var bits: Float.Bits { unsafeBitCast(self, to: Float.Bits.self) }
}

extension SIMD where Scalar == Double {
  @inline(__always) init(bitPattern bits: Double.Bits) where Self == Double.Register {
    self = unsafeBitCast(bits, to: Double.Register.self)
  }
}

extension Double.Register {
  @inline(__always) var bits: Double.Bits { unsafeBitCast(self, to: Double.Bits.self) }
}
