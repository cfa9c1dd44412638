import Math

/// A register tile: sums for several outputs of an affine map, or several rows of an outer product,
/// each for several registers of lanes.
///
/// Tiles are stacked from rows by type. Their size depends only on the number of registers: each
/// sum takes the same terms in the same order in every tile.
protocol RegisterTile<S> {
  associatedtype S: LaneArithmetic
  /// Multiplies a row: one register per column.
  associatedtype Factors
  static var height: Int { get }
  static var width: Int { get }
  /// Factors from memory, `pitch` registers apart.
  static func factors(_ x: UnsafePointer<S.Register>, pitch: Int) -> Factors
  /// Sums from memory, with these pitches in registers.
  init(loading sums: UnsafePointer<S.Register>, rows: Int, columns: Int)
  /// Zeros.
  init()
  /// Every lane of row i is bias i.
  init(biases: UnsafePointer<S.Scalar>)
  func store(to sums: UnsafeMutablePointer<S.Register>, rows: Int, columns: Int)
  /// Stores through the map's epilogue to its output, row i at register `k + i · pitch`.
  func finish<F: AffineFinish>(_ map: AffineMap<S.Scalar>, _ k: Int, pitch: Int, _: F.Type)
  /// Row i += weight i · x.
  mutating func add(weights: UnsafePointer<S.Scalar>, times x: Factors)
  /// Row i += rows[i] · x, rows being `pitch` registers apart; each is used before the next.
  mutating func add(rows: UnsafePointer<S.Register>, pitch: Int, times x: Factors)
}

/// One tile above another.
struct Stacked<Upper: RegisterTile, Lower: RegisterTile>: RegisterTile
where Upper.S == Lower.S, Upper.Factors == Lower.Factors {
  typealias S = Upper.S
  typealias Factors = Upper.Factors

  private var upper: Upper
  private var lower: Lower

  @inline(__always) static var height: Int { Upper.height + Lower.height }
  @inline(__always) static var width: Int { Upper.width }

  @inline(__always) static func factors(
    _ x: UnsafePointer<S.Register>, pitch: Int
  ) -> Factors {
    Upper.factors(x, pitch: pitch)
  }

  @inline(__always) init(loading sums: UnsafePointer<S.Register>, rows: Int, columns: Int) {
    upper = Upper(loading: sums, rows: rows, columns: columns)
    lower = Lower(loading: sums + Upper.height &* rows, rows: rows, columns: columns)
  }

  @inline(__always) init() {
    upper = Upper()
    lower = Lower()
  }

  @inline(__always) init(biases: UnsafePointer<S.Scalar>) {
    upper = Upper(biases: biases)
    lower = Lower(biases: biases + Upper.height)
  }

  @inline(__always) func store(
    to sums: UnsafeMutablePointer<S.Register>, rows: Int, columns: Int
  ) {
    upper.store(to: sums, rows: rows, columns: columns)
    lower.store(to: sums + Upper.height &* rows, rows: rows, columns: columns)
  }

  @inline(__always) func finish<F: AffineFinish>(
    _ map: AffineMap<S.Scalar>, _ k: Int, pitch: Int, _: F.Type
  ) {
    upper.finish(map, k, pitch: pitch, F.self)
    lower.finish(map, k &+ Upper.height &* pitch, pitch: pitch, F.self)
  }

  @inline(__always) mutating func add(weights: UnsafePointer<S.Scalar>, times x: Factors) {
    upper.add(weights: weights, times: x)
    lower.add(weights: weights + Upper.height, times: x)
  }

  @inline(__always) mutating func add(
    rows: UnsafePointer<S.Register>, pitch: Int, times x: Factors
  ) {
    upper.add(rows: rows, pitch: pitch, times: x)
    lower.add(rows: rows + Upper.height &* pitch, pitch: pitch, times: x)
  }
}

typealias TwoRows<Row: RegisterTile> = Stacked<Row, Row>
typealias FourRows<Row: RegisterTile> = Stacked<TwoRows<Row>, TwoRows<Row>>
typealias SixRows<Row: RegisterTile> = Stacked<FourRows<Row>, TwoRows<Row>>
typealias EightRows<Row: RegisterTile> = Stacked<FourRows<Row>, FourRows<Row>>

/// A tile of one row.
protocol TileRow: RegisterTile {
  /// One register in every column.
  init(_ all: S.Register)
  /// The row += u · x.
  mutating func add(_ u: S.Register, _ x: Factors)
}

extension TileRow {
  @inline(__always) static var height: Int { 1 }

  @inline(__always) init() { self.init(S.splat(0)) }

  @inline(__always) init(biases: UnsafePointer<S.Scalar>) { self.init(S.splat(biases[0])) }

  @inline(__always) mutating func add(weights: UnsafePointer<S.Scalar>, times x: Factors) {
    add(S.splat(weights[0]), x)
  }

  @inline(__always) mutating func add(
    rows: UnsafePointer<S.Register>, pitch: Int, times x: Factors
  ) {
    add(rows[0], x)
  }
}

struct RowOfOne<S: LaneArithmetic>: TileRow {
  typealias Factors = S.Register
  private var a: S.Register

  @inline(__always) static var width: Int { 1 }

  @inline(__always) static func factors(
    _ x: UnsafePointer<S.Register>, pitch: Int
  ) -> Factors {
    x[0]
  }

  @inline(__always) init(loading sums: UnsafePointer<S.Register>, rows: Int, columns: Int) {
    a = sums[0]
  }

  @inline(__always) init(_ all: S.Register) { a = all }

  @inline(__always) func store(
    to sums: UnsafeMutablePointer<S.Register>, rows: Int, columns: Int
  ) {
    sums[0] = a
  }

  @inline(__always) func finish<F: AffineFinish>(
    _ map: AffineMap<S.Scalar>, _ k: Int, pitch: Int, _: F.Type
  ) {
    F.store(a, map, k, S.self)
  }

  @inline(__always) mutating func add(_ u: S.Register, _ x: Factors) {
    a = S.fma(u, x, a)
  }
}

struct RowOfTwo<S: LaneArithmetic>: TileRow {
  typealias Factors = (S.Register, S.Register)
  private var a, b: S.Register

  @inline(__always) static var width: Int { 2 }

  @inline(__always) static func factors(
    _ x: UnsafePointer<S.Register>, pitch: Int
  ) -> Factors {
    (x[0], x[pitch])
  }

  @inline(__always) init(loading sums: UnsafePointer<S.Register>, rows: Int, columns: Int) {
    a = sums[0]
    b = sums[columns]
  }

  @inline(__always) init(_ all: S.Register) { (a, b) = (all, all) }

  @inline(__always) func store(
    to sums: UnsafeMutablePointer<S.Register>, rows: Int, columns: Int
  ) {
    sums[0] = a
    sums[columns] = b
  }

  @inline(__always) func finish<F: AffineFinish>(
    _ map: AffineMap<S.Scalar>, _ k: Int, pitch: Int, _: F.Type
  ) {
    F.store(a, map, k, S.self)
    F.store(b, map, k &+ 1, S.self)
  }

  @inline(__always) mutating func add(_ u: S.Register, _ x: Factors) {
    a = S.fma(u, x.0, a)
    b = S.fma(u, x.1, b)
  }
}

struct RowOfThree<S: LaneArithmetic>: TileRow {
  typealias Factors = (S.Register, S.Register, S.Register)
  private var a, b, c: S.Register

  @inline(__always) static var width: Int { 3 }

  @inline(__always) static func factors(
    _ x: UnsafePointer<S.Register>, pitch: Int
  ) -> Factors {
    (x[0], x[pitch], x[2 &* pitch])
  }

  @inline(__always) init(loading sums: UnsafePointer<S.Register>, rows: Int, columns: Int) {
    a = sums[0]
    b = sums[columns]
    c = sums[2 &* columns]
  }

  @inline(__always) init(_ all: S.Register) { (a, b, c) = (all, all, all) }

  @inline(__always) func store(
    to sums: UnsafeMutablePointer<S.Register>, rows: Int, columns: Int
  ) {
    sums[0] = a
    sums[columns] = b
    sums[2 &* columns] = c
  }

  @inline(__always) func finish<F: AffineFinish>(
    _ map: AffineMap<S.Scalar>, _ k: Int, pitch: Int, _: F.Type
  ) {
    F.store(a, map, k, S.self)
    F.store(b, map, k &+ 1, S.self)
    F.store(c, map, k &+ 2, S.self)
  }

  @inline(__always) mutating func add(_ u: S.Register, _ x: Factors) {
    a = S.fma(u, x.0, a)
    b = S.fma(u, x.1, b)
    c = S.fma(u, x.2, c)
  }
}

struct RowOfFour<S: LaneArithmetic>: TileRow {
  typealias Factors = (S.Register, S.Register, S.Register, S.Register)
  private var a, b, c, d: S.Register

  @inline(__always) static var width: Int { 4 }

  @inline(__always) static func factors(
    _ x: UnsafePointer<S.Register>, pitch: Int
  ) -> Factors {
    (x[0], x[pitch], x[2 &* pitch], x[3 &* pitch])
  }

  @inline(__always) init(loading sums: UnsafePointer<S.Register>, rows: Int, columns: Int) {
    a = sums[0]
    b = sums[columns]
    c = sums[2 &* columns]
    d = sums[3 &* columns]
  }

  @inline(__always) init(_ all: S.Register) { (a, b, c, d) = (all, all, all, all) }

  @inline(__always) func store(
    to sums: UnsafeMutablePointer<S.Register>, rows: Int, columns: Int
  ) {
    sums[0] = a
    sums[columns] = b
    sums[2 &* columns] = c
    sums[3 &* columns] = d
  }

  @inline(__always) func finish<F: AffineFinish>(
    _ map: AffineMap<S.Scalar>, _ k: Int, pitch: Int, _: F.Type
  ) {
    F.store(a, map, k, S.self)
    F.store(b, map, k &+ 1, S.self)
    F.store(c, map, k &+ 2, S.self)
    F.store(d, map, k &+ 3, S.self)
  }

  @inline(__always) mutating func add(_ u: S.Register, _ x: Factors) {
    a = S.fma(u, x.0, a)
    b = S.fma(u, x.1, b)
    c = S.fma(u, x.2, c)
    d = S.fma(u, x.3, d)
  }
}
