/// What the person wants of pictures in pixels.
package enum PicturePreference: String, Sendable, CaseIterable {
  /// The best that the terminal says it has.
  case auto
  /// Kitty's protocol, whatever the terminal says.
  case kitty
  /// Sixel, whatever the terminal says.
  case sixel
  /// None: pictures are made of cells.
  case off
}
