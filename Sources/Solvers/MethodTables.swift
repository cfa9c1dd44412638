/// A tableau as flat memory: a step copies nothing and counts no references.
final class MethodTables {
  let tableau: Tableau
  let stages: Int
  let order: Int
  let isFSAL: Bool
  let isAdaptive: Bool
  let evaluationsPerStep: Int
  /// The index of f(t1, y1) among the k_i: an FSAL method's last stage, or after all stages.
  let finalSlopeIndex: Int
  let usesFinalSlope: Bool
  let interpolant: Interpolant
  /// Room for interpolation weights.
  let slopes: UnsafeMutablePointer<Double>
  private let memory: UnsafeMutablePointer<Double>

  init(_ tableau: Tableau) {
    self.tableau = tableau
    let s = tableau.stages
    stages = s
    order = tableau.order
    isFSAL = tableau.isFSAL
    isAdaptive = tableau.isAdaptive
    evaluationsPerStep = tableau.evaluationsPerStep
    finalSlopeIndex = s - (tableau.isFSAL ? 1 : 0)
    usesFinalSlope = tableau.interpolant.usesFinalSlope
    interpolant = tableau.interpolant
    slopes = .allocate(capacity: s + 1)
    slopes.initialize(repeating: 0, count: s + 1)
    memory = .allocate(capacity: s * (s + 3))
    memory.initialize(repeating: 0, count: s * (s + 3))
    for i in 0..<s {
      for j in 0..<tableau.a[i].count { memory[i * s + j] = tableau.a[i][j] }
      memory[s * s + i] = tableau.b[i]
      memory[s * (s + 1) + i] = tableau.c[i]
      if isAdaptive { memory[s * (s + 2) + i] = tableau.errorWeights[i] }
    }
  }

  deinit {
    memory.deallocate()
    slopes.deallocate()
  }

  /// Row i of a, padded with zeros.
  func a(_ i: Int) -> UnsafePointer<Double> { UnsafePointer(memory + i * stages) }
  /// Weights of y1.
  var b: UnsafePointer<Double> { UnsafePointer(memory + stages * stages) }
  /// Abscissae.
  var c: UnsafePointer<Double> { UnsafePointer(memory + stages * (stages + 1)) }
  /// Weights of the error estimate, or zeros.
  var errorWeights: UnsafePointer<Double> { UnsafePointer(memory + stages * (stages + 2)) }
}
