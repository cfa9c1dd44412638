import Canvas
import Glibc
import Platform

/// The C library's `wcwidth`, which curses calls, with octants. glibc before 2.41 does not know
/// these, and curses writes blanks for glyphs without a width.
@_cdecl("wcwidth") public func glyphWidth(_ glyph: wchar_t) -> Int32 {
  (0x1CD00...0x1CDE5).contains(glyph) ? 1 : libraryWidth?(glyph) ?? 1
}

private typealias Width = @convention(c) (wchar_t) -> Int32

private let libraryWidth: Width? = try? DynamicLibrary(["libc.so.6"], prefix: "").function(
  "wcwidth")

extension DotGlyphs {
  /// Whether curses writes octants: it calls the first `wcwidth` of the process, which is the one
  /// above if the linker exported it.
  static let cursesHasOctants: Bool = {
    guard let first = dlsym(nil, "wcwidth") else { return false }
    return unsafeBitCast(first, to: Width.self)(0x1CD00) == 1
  }()
}
