/// A C library that is loaded when it is needed: the program also runs without it, less what the
/// library does. It is never unloaded, so callers can keep its functions.
package struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer
  private let prefix: String
  /// The library, or a function of it, is missing.
  private struct Missing: Error {}

  /// - Parameters:
  ///   - name: without `lib` and its ending; the names of its functions begin with it.
  ///   - version: of its interface, as in the name of its file.
  package init(_ name: String, version: Int) throws {
    let names = System.libraries(name, version: version)
    let handles = names.lazy.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }
    guard let handle = handles.first else { throw Missing() }
    (self.handle, prefix) = (handle, name + "_")
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
  ///   - package: the missing package, by the system's name.
  ///   - alternative: what works without it.
  package init(wanted: String, package: String, alternative: String? = nil) {
    description =
      "\(wanted) needs \(package), which is not installed (\(System.install) \(package))"
      + (alternative.map { "; \($0)" } ?? "")
  }
}
