import Canvas
import Platform

/// Encodes pictures for a terminal, and remembers those shown, so that new ones replace them.
package struct PictureEncoder {
  private var kitty: KittyEncoder
  private var sixel: SixelEncoder

  /// - Parameter palette: colours that sixel must keep, the background first.
  package init(palette: [Color]) {
    kitty = KittyEncoder()
    sixel = SixelEncoder(palette: palette)
  }

  package mutating func use(palette: [Color]) { sixel.use(palette: palette) }

  package mutating func show(_ picture: TerminalPicture, into result: inout EncodedPictures) {
    switch result.support.method {
    case .kitty(let sharesMemory):
      kitty.show(
        picture, sharesMemory: sharesMemory, level: result.support.gauge.level, at: Clock.now,
        into: &result.pieces)
    case .sixel(let colors, let largest):
      sixel.show(
        picture, cell: result.support.cell, colors: colors, largest: largest,
        into: &result)
    }
  }

  /// Sends pictures again in full that were not, once they rest; false if it has to be called again.
  package mutating func sharpen(into result: inout EncodedPictures) -> Bool {
    kitty.sharpen(at: Clock.now, speed: result.support.gauge.speed, into: &result.pieces)
  }

  package mutating func remove(slot: Int, from result: inout EncodedPictures) {
    switch result.support.method {
    case .kitty: kitty.remove(slot: slot, from: &result.pieces)
    case .sixel: sixel.remove(slot: slot, from: &result)
    }
  }
}

/// A picture over cells of the screen.
package struct TerminalPicture: Sendable, Equatable {
  /// A new picture replaces the last one in its slot.
  package var slot: Int
  /// In cells.
  package var rect: Canvas.Rect
  /// Stretched if smaller than its cells.
  package var image: PixelImage
  /// Cells whose text shows: the image is transparent there.
  package var holes: [Canvas.Rect]

  package init(slot: Int, rect: Canvas.Rect, image: PixelImage, holes: [Canvas.Rect] = []) {
    self.slot = slot
    self.rect = rect
    self.image = image
    self.holes = holes
  }
}

/// Pictures as output for the terminal.
package struct EncodedPictures: Sendable {
  /// Other output must not interrupt a piece.
  package var pieces: [[UInt8]] = []
  /// Cells no longer covered by pictures, whose text must be written again.
  package var uncovered: [Canvas.Rect] = []
  /// The pictures are invalid if the terminal's support has changed since.
  package var support: PictureSupport

  package init(for support: PictureSupport) { self.support = support }

  package var isEmpty: Bool { pieces.isEmpty && uncovered.isEmpty }
}
