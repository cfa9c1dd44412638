/// What lies above what in a picture.
enum Layers {
  /// Floor, axes.
  static let floor: UInt8 = 0
  /// The vector field.
  static let field: UInt8 = 1
  /// Trajectories.
  static let trails: UInt8 = 2
  /// Where the readout divides the space.
  static let decision: UInt8 = 3
  /// Where the points are.
  static let points: UInt8 = 4
  /// The way of the input pointed at.
  static let probe: UInt8 = 5
}
