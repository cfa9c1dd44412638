/// Loops over single numbers that would be slow in generic code that is not compiled for its type.
extension LaneScalar {
  /// result[k] = Self(values[k] · factor): coefficients of a method times a step size, in the state's precision.
  public static func scale(
    _ values: UnsafePointer<Double>, by factor: Double, count: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    for k in 0..<count { result[k] = Self(values[k] * factor) }
  }

  /// result[k] = a[k] + t · b[k * stride]: a bias with the weights of a constant input t folded in.
  public static func addScaled(
    _ a: UnsafePointer<Self>, _ t: Self, _ b: UnsafePointer<Self>, stride: Int, count: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    for k in 0..<count { result[k] = a[k] + t * b[k &* stride] }
  }

  /// Rows of a table (samples × dimension) as lanes: result[i * stride + s] = table[rows[s], i]. Padding is 0.
  public static func gather(
    _ table: UnsafePointer<Self>, dimension: Int, rows: UnsafePointer<Int32>, count: Int,
    stride: Int, into result: UnsafeMutablePointer<Self>
  ) {
    for i in 0..<dimension {
      let target = result + i &* stride
      for s in 0..<count { target[s] = table[Int(rows[s]) &* dimension &+ i] }
      for s in count..<stride { target[s] = 0 }
    }
  }

  /// Are all `count` numbers finite, so far as their sum tells? (A sum that overflows is a no, too.)
  public static func hasFiniteSum(_ values: UnsafePointer<Self>, count: Int) -> Bool {
    var total: Self = 0
    for k in 0..<count { total += values[k] }
    return total.isFinite
  }
}
