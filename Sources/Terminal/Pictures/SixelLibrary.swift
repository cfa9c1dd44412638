import Platform

/// The libsixel functions this program calls, loaded at run time.
package struct SixelLibrary: Sendable {
  /// `sixel_output_t *`, `sixel_dither_t *`.
  package typealias Object = OpaquePointer
  /// Returns the bytes taken.
  package typealias Writer =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int32, UnsafeMutableRawPointer?) -> Int32

  package let outputNew:
    @Sendable @convention(c) (
      UnsafeMutablePointer<Object?>?, Writer?, UnsafeMutableRawPointer?, OpaquePointer?
    ) -> Int32
  package let outputUnref: @Sendable @convention(c) (Object?) -> Void
  package let ditherNew:
    @Sendable @convention(c) (UnsafeMutablePointer<Object?>?, Int32, OpaquePointer?) -> Int32
  package let ditherUnref: @Sendable @convention(c) (Object?) -> Void
  package let ditherSetPalette:
    @Sendable @convention(c) (Object?, UnsafeMutablePointer<UInt8>?) -> Void
  package let ditherSetPixelformat: @Sendable @convention(c) (Object?, Int32) -> Void
  package let encode:
    @Sendable @convention(c) (
      UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32, Object?, Object?
    ) -> Int32

  /// nil if it is not installed.
  package static let shared = try? SixelLibrary()

  /// `SIXEL_PIXELFORMAT_PAL8`: an eight-bit palette index per pixel.
  package static let indexed: Int32 = 0x83

  private init() throws {
    let sixel = try DynamicLibrary("sixel", version: 1)
    outputNew = try sixel.function("output_new")
    outputUnref = try sixel.function("output_unref")
    ditherNew = try sixel.function("dither_new")
    ditherUnref = try sixel.function("dither_unref")
    ditherSetPalette = try sixel.function("dither_set_palette")
    ditherSetPixelformat = try sixel.function("dither_set_pixelformat")
    encode = try sixel.function("encode")
  }
}
