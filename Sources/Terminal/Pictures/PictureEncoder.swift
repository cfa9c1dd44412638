import Canvas

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

  package mutating func remove(slot: Int, from result: inout EncodedPictures) {
    switch result.support.method {
    case .kitty: kitty.remove(slot: slot, from: &result.pieces)
    case .sixel: sixel.remove(slot: slot, from: &result)
    }
  }

  /// Can sixel be written here?
  package static var hasSixel: Bool { SixelEncoder.isAvailable }
}

/// A picture that is laid over cells of the screen.
package struct TerminalPicture: Sendable {
  /// Which of the screen's pictures it is: a new one takes the place of the last of that number.
  package var slot: Int
  /// The cells that it fills.
  package var rect: Rect
  /// Its pixels. As many as its cells have, or fewer: then it is stretched.
  package var image: PixelImage
  /// Cells of the screen whose text is seen, as its pixels there are transparent.
  package var holes: [Rect]

  /// A picture in its place.
  package init(slot: Int, rect: Rect, image: PixelImage, holes: [Rect] = []) {
    self.slot = slot
    self.rect = rect
    self.image = image
    self.holes = holes
  }
}

/// Pictures as the bytes that show them.
package struct EncodedPictures: Sendable {
  /// Pieces, each of which has to reach the terminal whole before anything else does.
  package var pieces: [[UInt8]] = []
  /// Cells of the screen that pictures have lain over and leave free now: their text has to be
  /// written again where it has been wiped out.
  package var uncovered: [Rect] = []
  /// The support that they were made for: on a screen that has changed since they mean nothing.
  package var support: PictureSupport

  /// Nothing yet.
  package init(for support: PictureSupport) { self.support = support }

  /// Is there nothing to be done?
  package var isEmpty: Bool { pieces.isEmpty && uncovered.isEmpty }

  package var count: Int { pieces.reduce(0) { $0 + $1.count } }
}
