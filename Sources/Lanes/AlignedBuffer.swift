/// Memory for lanes: aligned to 64 bytes, zeroed, freed with its owner.
///
/// A class so that an address stays put while kernels write through it; it is confined to whoever owns it and is not
/// `Sendable`.
public final class AlignedBuffer<Scalar: LaneScalar> {
  /// Address of the first scalar.
  public let base: UnsafeMutablePointer<Scalar>
  /// Scalars held.
  public let count: Int

  /// Zeroed memory for `count` scalars, rounded up to whole vectors: kernels may touch the padding.
  public init(count: Int) {
    self.count = count
    let bytes = (max(1, count) * MemoryLayout<Scalar>.stride + 63) / 64 * 64
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.assumingMemoryBound(to: Scalar.self)
  }

  /// Numbers, rounded to the precision.
  public convenience init(_ values: [Double]) {
    self.init(count: values.count)
    for (i, value) in values.enumerated() { base[i] = Scalar(value) }
  }

  /// The same scalars in memory of their own.
  public convenience init(copying other: AlignedBuffer) {
    self.init(count: other.count)
    base.update(from: other.base, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// Sets every scalar to zero.
  public func zero() {
    UnsafeMutableRawPointer(base).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Scalar>.stride)
  }
}
