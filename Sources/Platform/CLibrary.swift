// What the systems have under other names; all other files import Platform for their C library.
// Calls that differ are in CSystem/include/system_shim.h. (macOS's C library has a Rect and a Style
// of its own: files that see them write Canvas.Rect.)

#if canImport(Darwin)
  @_exported import Darwin
#else
  @_exported import Glibc
#endif

/// Where the libraries and programs are that are loaded or started on demand.
package enum System {
  #if canImport(Darwin)
    /// The fixed-width font of pictures in pixels, with DejaVu Sans Mono's measures.
    package static let font = "Menlo"
    /// The package that has libcairo.
    package static let cairoPackage = "cairo"
    static let install = "brew install"

    /// The names of a library to try. The loader does not look into Homebrew's folder by itself.
    static func libraries(_ name: String, version: Int) -> [String] {
      ["", "/opt/homebrew/lib/", "/usr/local/lib/"].map { "\($0)lib\(name).\(version).dylib" }
    }
  #else
    /// A fontconfig name: the fixed-width font of pictures in pixels.
    package static let font = "DejaVu Sans Mono"
    /// The package that has libcairo.
    package static let cairoPackage = "libcairo2"
    static let install = "apt-get install"

    /// The names of a library to try.
    static func libraries(_ name: String, version: Int) -> [String] {
      ["lib\(name).so.\(version)", "lib\(name).so"]
    }
  #endif
}
