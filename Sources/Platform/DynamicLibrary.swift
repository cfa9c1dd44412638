import Glibc

/// A C library that is loaded when it is needed: the program also runs without it, less what the
/// library does. It is never unloaded, so callers can keep its functions.
package struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer
  private let prefix: String
  /// The library, or a function of it, is missing.
  private struct Missing: Error {}

  /// The first of these that can be loaded; `prefix` begins the names of its functions.
  package init(_ names: [String], prefix: String) throws {
    let handles = names.lazy.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }
    guard let handle = handles.first else { throw Missing() }
    (self.handle, self.prefix) = (handle, prefix)
  }

  /// `Function` must be the C function type that the library's header declares.
  package func function<Function>(_ name: String) throws -> Function {
    guard let pointer = dlsym(handle, prefix + name) else { throw Missing() }
    return unsafeBitCast(pointer, to: Function.self)
  }
}

/// A library or a program that an output needs and that is not installed.
package struct MissingLibrary: Error, CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - wanted: the output, with its article.
  ///   - package: the Debian package that is missing.
  ///   - alternative: what works without it.
  package init(wanted: String, package: String, alternative: String? = nil) {
    description =
      "\(wanted) needs \(package), which is not installed (apt-get install \(package))"
      + (alternative.map { "; \($0)" } ?? "")
  }
}
