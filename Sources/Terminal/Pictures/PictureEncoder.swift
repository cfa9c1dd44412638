import CellGraphics

/// Turns pictures into what shows them on a terminal. It remembers what is shown, so that the next
/// takes its place.
package struct PictureEncoder {
  private var kitty: KittyEncoder
  private var sixel: SixelEncoder

  /// An encoder for a terminal that shows nothing yet.
  ///
  /// - Parameter palette: colours that pictures of few colours have to keep.
  package init(palette: [Color]) {
    kitty = KittyEncoder()
    sixel = SixelEncoder(palette: palette)
  }

  /// From now on pictures of few colours keep these.
  package mutating func use(palette: [Color]) { sixel.use(palette: palette) }

  /// Shows a picture.
  package mutating func show(_ picture: TerminalPicture, into result: inout EncodedPictures) {
    switch result.support.method {
    case .kitty(let sharesMemory):
      kitty.show(picture, sharesMemory: sharesMemory, into: &result.pieces)
    case .sixel(let colors, let largest):
      sixel.show(
        picture, cell: result.support.cell, colors: colors, largest: largest,
        into: &result)
    }
  }

  /// Takes a picture away.
  package mutating func remove(slot: Int, from result: inout EncodedPictures) {
    switch result.support.method {
    case .kitty: kitty.remove(slot: slot, from: &result.pieces)
    case .sixel: sixel.remove(slot: slot, from: &result)
    }
  }

  /// Can sixel be written here?
  package static var hasSixel: Bool { SixelEncoder.isAvailable }
}
