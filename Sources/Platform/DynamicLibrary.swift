import Glibc

/// A C library that is looked for when it is needed, so that a machine without it runs the program
/// too, without what the library is for.
///
/// Never unloaded: whoever has a function of it may keep it.
package struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer

  /// The first of these that can be loaded; nil where there is none.
  package init?(_ names: [String]) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.handle = handle
        return
      }
    }
    return nil
  }

  /// A function by its name.
  ///
  /// `Function` has to be a C function type that is what the library's header says.
  package func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    dlsym(handle, name).map { unsafeBitCast($0, to: type) }
  }
}

/// A library or a program that what was asked for needs, and that is not on this machine.
package struct MissingLibrary: Error, CustomStringConvertible {
  /// What was asked for, with its article.
  private let wanted: String
  /// Debian's name of what is missing.
  private let package: String
  /// What can be had without it; nil where there is nothing.
  private let alternative: String?

  /// What was asked for, with its article, and what it needs.
  package init(wanted: String, package: String, alternative: String? = nil) {
    (self.wanted, self.package, self.alternative) = (wanted, package, alternative)
  }

  package var description: String {
    "\(wanted) needs \(package), which is not here (apt-get install \(package))"
      + (alternative.map { "; \($0)" } ?? "")
  }
}
