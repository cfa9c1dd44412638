#if hasFeature(Embedded)
  /// What `SIMD` asks of a lane.
  public typealias LaneElement = SIMDScalar
#else
  /// What `SIMD` asks of a lane.
  public typealias LaneElement = SIMDScalar & Codable
#endif

/// A floating-point type whose values travel in vectors of lanes.
///
/// A *vector* is `laneCount` samples on every machine: 512 bits, 16 Floats or 8 Doubles. Sums over
/// samples are computed as `laneCount` partial sums, which one tree then adds.
public protocol LaneNumber: BinaryFloatingPoint, LaneElement, Sendable {}

extension LaneNumber {
  /// Lanes per vector, the same on every machine.
  @inlinable public static var laneCount: Int { 64 / MemoryLayout<Self>.size }

  /// result[k] = 0. (In generic code the standard library would assign number by number.)
  @inlinable public static func zero(_ result: UnsafeMutablePointer<Self>, count: Int) {
    UnsafeMutableRawPointer(result).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Self>.stride)
  }
}

extension Float: LaneNumber {}
extension Double: LaneNumber {}
