import Solvers

/// The weights' gradient of three dense maps, summed over many evaluations at once.
///
/// The outer product of one evaluation would load and store an accumulator per weight for a few
/// products. So cotangents are collected until a slice of them fills the L1 cache; then each
/// weight's sum takes them all while in a register. The order of summation is always by evaluation,
/// then by block.
final class MLPGradient<Scalar: LaneScalar> {
  /// Columns of W₁.
  private let inputs: Int
  /// Inputs that differ between points, the last columns of W₁.
  private let varying: Int
  private let hidden: Int
  private let outputs: Int
  private let isTimeDependent: Bool
  /// Lane accumulators, a vector each: W₁ (its `varying` columns), W₂, W₃; allocated if one pass is
  /// not enough.
  private lazy var sums = AlignedBuffer<Scalar>(
    count: (varying + hidden + outputs) * hidden * Scalar.laneCount)
  /// Lane accumulators of b₁, the time column, b₂, b₃.
  private let biasSums: AlignedBuffer<Scalar>
  /// Whether the accumulators are still empty.
  private var isEmpty = true
  /// Pending cotangents.
  private let cotangents: AlignedBuffer<Scalar>
  private var count = 0
  /// Vectors of each.
  private var blocks = 0
  private var times = AlignedBuffer<Scalar>(count: MLPGradient.mostBlocks)
  /// Addresses of h₁, h₂, varying inputs, z₁, z₂, z₃ of each pending evaluation.
  private let addresses: UnsafeMutablePointer<UnsafePointer<Scalar>>

  /// The most pending vectors per feature; 8 rows take 20 kB.
  private static var mostBlocks: Int { 40 }

  init(inputs: Int, varying: Int, hidden: Int, outputs: Int, isTimeDependent: Bool) {
    self.inputs = inputs
    self.varying = varying
    self.hidden = hidden
    self.outputs = outputs
    self.isTimeDependent = isTimeDependent
    biasSums = AlignedBuffer(count: (3 * hidden + outputs) * Scalar.laneCount)
    // An extra vector for each keeps them from lying a multiple of 4 kB apart.
    cotangents = AlignedBuffer(
      count: Self.mostBlocks * (2 * hidden + outputs + 1) * Scalar.laneCount)
    addresses = .allocate(capacity: 6 * Self.mostBlocks)
    addresses.initialize(repeating: UnsafePointer(cotangents.base), count: 6 * Self.mostBlocks)
  }

  deinit { addresses.deallocate() }

  private func list(_ k: Int) -> UnsafeMutablePointer<UnsafePointer<Scalar>> {
    addresses + k * Self.mostBlocks
  }

  func zero() {
    count = 0
    isEmpty = true
    biasSums.zero()
  }

  /// Room for a piece's cotangents before each activation and of the output, at time t; write them
  /// before the next call.
  func room(
    h1: UnsafePointer<Scalar>, h2: UnsafePointer<Scalar>, varying: UnsafePointer<Scalar>,
    blocks: Int, t: Scalar
  ) -> (
    z1: UnsafeMutablePointer<Scalar>, z2: UnsafeMutablePointer<Scalar>,
    z3: UnsafeMutablePointer<Scalar>
  ) {
    if count > 0 && (blocks != self.blocks || (count + 1) * blocks > Self.mostBlocks) { sumUp() }
    self.blocks = blocks
    let lanes = Scalar.laneCount
    let z1 = cotangents.base + count * (blocks * (2 * hidden + outputs) + 1) * lanes
    let z2 = z1 + blocks * hidden * lanes
    let z3 = z2 + blocks * hidden * lanes
    list(0)[count] = h1
    list(1)[count] = h2
    list(2)[count] = varying
    list(3)[count] = UnsafePointer(z1)
    list(4)[count] = UnsafePointer(z2)
    list(5)[count] = UnsafePointer(z3)
    times.base[count] = t
    count += 1
    return (z1, z2, z3)
  }

  /// Adds pending evaluations to the accumulators.
  func sumUp() {
    guard count > 0 else { return }
    accumulate(totals: nil)
    isEmpty = false
  }

  /// Adds the gradient to `gradient`, in parameter order, and clears it.
  func add(to gradient: UnsafeMutablePointer<Scalar>) {
    let gb1 = gradient + hidden * inputs
    let gb2 = gb1 + hidden + hidden * hidden
    let gb3 = gb2 + hidden + outputs * hidden
    // The last sums go from registers to the gradient, even if nothing is pending.
    accumulate(totals: gradient)
    let lanes = Scalar.laneCount
    Scalar.kernels.reduceLanes(biasSums.base, count: hidden, into: gb1, pitch: 1)
    if isTimeDependent {
      Scalar.kernels.reduceLanes(
        biasSums.base + hidden * lanes, count: hidden, into: gradient, pitch: inputs)
    }
    Scalar.kernels.reduceLanes(
      biasSums.base + 2 * hidden * lanes, count: hidden, into: gb2, pitch: 1)
    Scalar.kernels.reduceLanes(
      biasSums.base + 3 * hidden * lanes, count: outputs, into: gb3, pitch: 1)
    zero()
  }

  /// Adds pending evaluations to the accumulators or, with these, to `totals`.
  private func accumulate(totals: UnsafeMutablePointer<Scalar>?) {
    let lanes = Scalar.laneCount
    let w1 = inputs - varying
    let w2 = hidden * inputs + hidden
    let w3 = w2 + hidden * hidden + hidden
    let isDirect = isEmpty && totals != nil
    func sum(
      _ rows: Int, _ rowCount: Int, _ columns: Int, _ columnCount: Int, accumulators: Int,
      gradient: Int, pitch: Int
    ) {
      var product = OuterProduct(
        isDirect ? nil : sums.base + accumulators * lanes, rows: list(rows), rowCount: rowCount,
        columns: list(columns), columnCount: columnCount, blocks: blocks, evaluations: count)
      product.startsAtZero = isEmpty
      product.totals = totals.map { $0 + gradient }
      product.totalsPitch = pitch
      Scalar.kernels.accumulate(product)
    }
    sum(3, hidden, 2, varying, accumulators: 0, gradient: w1, pitch: inputs)
    sum(4, hidden, 0, hidden, accumulators: hidden * varying, gradient: w2, pitch: hidden)
    sum(
      5, outputs, 1, hidden, accumulators: hidden * (varying + hidden), gradient: w3,
      pitch: hidden)
    let b1 = biasSums.base
    for k in 0..<count {
      Scalar.kernels.accumulateRowSums(
        b1, times: isTimeDependent ? b1 + hidden * lanes : nil, t: times.base[k],
        rows: list(3)[k], rowCount: hidden, rowPitch: blocks, blocks: blocks)
      Scalar.kernels.accumulateRowSums(
        b1 + 2 * hidden * lanes, times: nil, t: 0, rows: list(4)[k], rowCount: hidden,
        rowPitch: blocks, blocks: blocks)
      Scalar.kernels.accumulateRowSums(
        b1 + 3 * hidden * lanes, times: nil, t: 0, rows: list(5)[k], rowCount: outputs,
        rowPitch: blocks, blocks: blocks)
    }
    count = 0
  }
}
