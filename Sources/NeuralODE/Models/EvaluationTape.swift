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

/// Some vectors of each row of a batch, so few that a field's layers of them fit the L1 cache.
struct BatchPiece<Scalar: LaneScalar> {
  /// Vectors of a piece, at most.
  static var mostBlocks: Int { 8 }

  /// Its first vector in the batch.
  let first: Int
  let blocks: Int
  /// Memory for an evaluation of it.
  let memory: UnsafeMutablePointer<Scalar>

  /// Scalars of its rows, and before them in those of the batch.
  var row: Int { blocks * Scalar.laneCount }
  var place: Int { first * Scalar.laneCount }

  /// Copies its part of a batch's rows; returns where they end.
  @discardableResult
  func gather(
    _ source: UnsafePointer<Scalar>?, rows: Int, of shape: BatchShape,
    into target: UnsafeMutablePointer<Scalar>
  ) -> UnsafeMutablePointer<Scalar> {
    guard let source else { return target }
    for i in 0..<rows {
      (target + i * row).update(from: source + i * shape.stride + place, count: row)
    }
    return target + rows * row
  }
}

extension BatchShape {
  /// Visits the pieces of a batch, with so many rows of memory each: in sequence from `base` or,
  /// unless `isKept`, all at `base`.
  @inline(__always) func forEachPiece<Scalar>(
    _ rows: Int, at base: UnsafeMutablePointer<Scalar>, isKept: Bool,
    _ body: (BatchPiece<Scalar>) -> Void
  ) {
    for first in Swift.stride(from: 0, to: blocks, by: BatchPiece<Scalar>.mostBlocks) {
      body(
        BatchPiece(
          first: first, blocks: min(BatchPiece<Scalar>.mostBlocks, blocks - first),
          memory: isKept ? base + first * rows * Scalar.laneCount : base))
    }
  }
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
