import Synchronization

/// Counts the bytes of the live `AlignedBuffer`s that were made while it was `current`: the memory
/// of a closure's states, tapes, weights and samples.
public final class LaneMeter: Sendable {
  #if hasFeature(Embedded)
    fileprivate static var current: LaneMeter? { nil }
  #else
    /// Counts the buffers that this task makes, if set.
    @TaskLocal public static var current: LaneMeter?
  #endif

  private let count = Atomic<Int>(0)

  /// Starts at 0 bytes.
  public init() {}

  /// Bytes in use now.
  public var bytes: Int { count.load(ordering: .relaxed) }

  fileprivate func add(_ bytes: Int) { count.wrappingAdd(bytes, ordering: .relaxed) }
}

/// Memory for lanes: aligned to 64 bytes, zeroed, freed with its owner.
///
/// A class, because the address must stay fixed while kernels write through it. Not `Sendable`: it
/// stays with its owner.
public final class AlignedBuffer<Scalar: LaneNumber> {
  /// Address of the first scalar.
  public let base: UnsafeMutablePointer<Scalar>
  /// Scalars held.
  public let count: Int
  private let bytes: Int
  private let meter = LaneMeter.current

  /// Zeroed memory for `count` scalars, rounded up to whole vectors: kernels can touch the padding.
  public init(count: Int) {
    self.count = count
    bytes = (max(1, count) * MemoryLayout<Scalar>.stride + 63) / 64 * 64
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.assumingMemoryBound(to: Scalar.self)
    meter?.add(bytes)
  }

  /// The values, rounded to `Scalar`.
  public convenience init(_ values: [Double]) {
    self.init(count: values.count)
    for (i, value) in values.enumerated() { base[i] = Scalar(value) }
  }

  /// A copy.
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
