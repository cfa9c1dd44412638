/// How strokes, dots and fills are drawn.
package struct Ink: Sendable, Equatable {
  /// nil: the terminal's own.
  package var color: Color?
  /// A cell has one colour, so dots of a higher layer replace those of a lower one: data above
  /// trajectories above field above grid.
  package var layer: UInt8
  /// Dots of one layer share a cell; the highest rank sets its colour: nearer above farther.
  package var rank: UInt8
  package var isBold: Bool
  /// The colour of a cell where two inks of different colours meet, if both set it; otherwise the
  /// higher rank's colour. Without it the lower curve looks broken there.
  package var meeting: Color?
  /// Width of a stroke in sixteenths of a unit (half a cell's width); 0: by layer and boldness.
  /// Cells ignore it.
  package var weight: UInt8 = 0

  @inlinable package init(_ color: Color?, layer: UInt8 = 0, rank: UInt8 = 0, bold: Bool = false) {
    self.color = color
    self.layer = layer
    self.rank = rank
    self.isBold = bold
  }

  /// Written out for speed: pictures compare the inks of thousands of strokes.
  @inlinable package static func == (a: Ink, b: Ink) -> Bool {
    a.rank == b.rank && a.color == b.color && a.layer == b.layer && a.isBold == b.isBold
      && a.meeting == b.meeting && a.weight == b.weight
  }
}
