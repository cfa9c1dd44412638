/// What of a snapshot is drawn anew: the parts differ in cost by powers of ten.
package struct SnapshotParts: OptionSet, Sendable {
  /// The set as bits.
  package let rawValue: Int
  /// A set from its bits.
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// Trajectories and field.
  package static let spaces = SnapshotParts(rawValue: 1)
  /// The map of the input space.
  package static let inputMap = SnapshotParts(rawValue: 2)
  /// Accuracy over the training set, and over the points held out; of images over those tested on.
  package static let accuracy = SnapshotParts(rawValue: 4)
  /// The check whether the flow is integrated.
  package static let integration = SnapshotParts(rawValue: 8)
  /// The advected lattice.
  package static let grid = SnapshotParts(rawValue: 16)
  /// The advected curves.
  package static let bands = SnapshotParts(rawValue: 32)
  /// The steps of one solve.
  package static let microscopy = SnapshotParts(rawValue: 64)
  /// NFE of each probe point by itself.
  package static let sampleNFE = SnapshotParts(rawValue: 128)

  /// The way back from where trajectories end.
  package static let wayBack = SnapshotParts(rawValue: 256)

  /// Observed series, and what the model makes of them.
  package static let series = SnapshotParts(rawValue: 512)

  /// What every screen shows.
  package static let all: SnapshotParts = [.spaces, .inputMap, .accuracy, .integration, .series]
  /// What only some views show.
  package static let extras: SnapshotParts = [.grid, .bands, .wayBack, .microscopy, .sampleNFE]
  /// Parts that are cheap enough, or move fast enough, to be drawn for every frame.
  static let everyFrame: SnapshotParts = [.spaces, .grid, .bands, .wayBack, .series]
  /// Parts that are drawn as often as maps.
  static let likeMaps: SnapshotParts = [.inputMap, .accuracy, .microscopy, .sampleNFE]
}
