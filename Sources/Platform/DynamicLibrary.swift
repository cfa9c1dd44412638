import Glibc

/// A C library that is loaded when it is needed: the program also runs without it, less what the
/// library does. It is never unloaded, so callers can keep its functions.
package struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer

  /// The first of these that can be loaded, if any.
  package init?(_ names: [String]) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.handle = handle
        return
      }
    }
    return nil
  }

  /// `Function` must be the C function type that the library's header declares.
  package func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    dlsym(handle, name).map { unsafeBitCast($0, to: type) }
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
