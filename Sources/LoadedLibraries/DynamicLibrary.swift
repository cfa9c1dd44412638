import Glibc

/// A C library that is looked for when it is needed, so that a machine without it runs the program
/// too, without what the library is for.
///
/// Never unloaded: whoever has a function of it may keep it.
struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer

  /// The first of these that can be loaded; nil where there is none.
  init?(_ names: [String]) {
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
  func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    dlsym(handle, name).map { unsafeBitCast($0, to: type) }
  }
}
