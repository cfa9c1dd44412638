import Synchronization

/// Counts the bytes of the `AlignedBuffer`s that are made while it is `current`, as long as they
/// live: the memory of states, tapes, weights and samples of whatever a closure makes and leaves.
public final class LaneMeter: Sendable {
  /// What counts buffers that this task makes; nil for nothing.
  @TaskLocal public static var current: LaneMeter?

  private let count = Atomic<Int>(0)

  /// A meter of nothing yet.
  public init() {}

  /// Bytes in use now.
  public var bytes: Int { count.load(ordering: .relaxed) }

  fileprivate func add(_ bytes: Int) { count.wrappingAdd(bytes, ordering: .relaxed) }
}

/// Memory for lanes: aligned to 64 bytes, zeroed, freed with its owner.
///
/// A class so that an address stays put while kernels write through it; it is confined to whoever
/// owns it and is not `Sendable`.
public final class AlignedBuffer<Scalar: LaneNumber> {
  /// Address of the first scalar.
  public let base: UnsafeMutablePointer<Scalar>
  /// Scalars held.
  public let count: Int
  private let bytes: Int
  private let meter = LaneMeter.current

  /// Zeroed memory for `count` scalars, rounded up to whole vectors: kernels may touch the padding.
  public init(count: Int) {
    self.count = count
    bytes = (max(1, count) * MemoryLayout<Scalar>.stride + 63) / 64 * 64
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.assumingMemoryBound(to: Scalar.self)
    meter?.add(bytes)
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

  deinit {
    UnsafeMutableRawPointer(base).deallocate()
    meter?.add(-bytes)
  }

  /// Sets every scalar to zero.
  public func zero() { Scalar.zero(base, count: count) }
}
