/// What dots are drawn with.
package struct Ink: Sendable, Equatable {
  /// Colour; nil is the terminal's own.
  package var color: Color?
  /// Dots of a higher layer take a cell from those of lower ones, for a cell has one colour: data
  /// above trajectories above field above grid.
  package var layer: UInt8
  /// Within a layer dots share a cell, and the highest rank gives its colour: nearer above farther.
  package var rank: UInt8
  /// Heavier strokes, where the terminal has them.
  package var isBold: Bool
  /// The colour of a cell in which inks of two colours meet that both name one; nil: the higher
  /// rank's. A curve whose cells another takes seems broken.
  package var meeting: Color?
  /// Width of a stroke in sixteenths of a unit (half a cell's width), where the output has widths;
  /// 0: as its layer and its boldness say. Cells have none.
  package var weight: UInt8 = 0

  @inlinable package init(_ color: Color?, layer: UInt8 = 0, rank: UInt8 = 0, bold: Bool = false) {
    self.color = color
    self.layer = layer
    self.rank = rank
    self.isBold = bold
  }

  /// Are they alike? Pictures ask it for each of their thousands of strokes.
  @inlinable package static func == (a: Ink, b: Ink) -> Bool {
    a.rank == b.rank && a.color == b.color && a.layer == b.layer && a.isBold == b.isBold
      && a.meeting == b.meeting && a.weight == b.weight
  }
}
