import Platform

/// The libsixel functions this program calls (libsixel.so.1), loaded at run time.
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
  package static let shared = SixelLibrary()

  /// `SIXEL_PIXELFORMAT_PAL8`: an eight-bit palette index per pixel.
  package static let indexed: Int32 = 0x83

  private init?() {
    guard let library = DynamicLibrary(["libsixel.so.1", "libsixel.so"]) else { return nil }
    func find<Function>(_ name: String, as type: Function.Type = Function.self) throws -> Function {
      guard let function = library.function("sixel_" + name, as: type) else { throw Missing() }
      return function
    }
    do {
      outputNew = try find("output_new")
      outputUnref = try find("output_unref")
      ditherNew = try find("dither_new")
      ditherUnref = try find("dither_unref")
      ditherSetPalette = try find("dither_set_palette")
      ditherSetPixelformat = try find("dither_set_pixelformat")
      encode = try find("encode")
    } catch {
      return nil
    }
  }

  /// A missing function.
  private struct Missing: Error {}
}
