import Solvers

/// Memory for a field's recorded evaluations, by slot, in chunks that never move.
final class EvaluationTape<Scalar: LaneScalar> {
  private let slotSize: Int
  private var chunks: [AlignedBuffer<Scalar>] = []
  /// Address and time of each slot.
  private var slots: [(address: UnsafeMutablePointer<Scalar>, t: Double)] = []
  private let slotsPerChunk: Int

  init(slotSize: Int, slotsPerChunk: Int = 16) {
    self.slotSize = slotSize
    self.slotsPerChunk = slotsPerChunk
  }

  /// The memory of a slot, for an evaluation at time t.
  func keep(_ slot: Int, t: Double) -> UnsafeMutablePointer<Scalar> {
    while slot >= slots.count {
      let chunk = AlignedBuffer<Scalar>(count: slotSize * slotsPerChunk)
      chunks.append(chunk)
      for k in 0..<slotsPerChunk { slots.append((chunk.base + k * slotSize, 0)) }
    }
    slots[slot].t = t
    return slots[slot].address
  }

  func pointer(_ slot: Int) -> UnsafeMutablePointer<Scalar> { slots[slot].address }

  func time(_ slot: Int) -> Double { slots[slot].t }
}

extension AlignedBuffer {
  /// The addresses of W₁, b₁, W₂, b₂, W₃, b₃, stored in sequence with these counts.
  func threeMaps(
    _ counts: [Int]
  ) -> (
    UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>,
    UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>
  ) {
    func start(_ k: Int) -> UnsafeMutablePointer<Scalar> { base + counts.prefix(k).reduce(0, +) }
    return (start(0), start(1), start(2), start(3), start(4), start(5))
  }
}
