/// A floating-point type whose values travel in vectors of lanes.
///
/// A *vector* is `laneCount` samples: 16 of Float, 8 of Double, 512 bits, on every machine, and
/// whatever is summed over samples is summed in that many partial sums and then by one tree.
public protocol LaneNumber: BinaryFloatingPoint, Codable, SIMDScalar, Sendable,
  LosslessStringConvertible
{}

extension LaneNumber {
  /// Lanes in a vector: partial sums of everything that is summed over samples. The same on every
  /// machine.
  @inlinable public static var laneCount: Int { 64 / MemoryLayout<Self>.size }

  /// result[k] = 0. (The standard library's way assigns number by number where it does not know the
  /// type.)
  @inlinable public static func zero(_ result: UnsafeMutablePointer<Self>, count: Int) {
    UnsafeMutableRawPointer(result).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Self>.stride)
  }
}

extension Float: LaneNumber {}
extension Double: LaneNumber {}
