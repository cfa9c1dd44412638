import Glibc

/// Files that are not to replace others by accident.
enum NewFile {
  /// Opens a file for writing that is not there yet, or whatever is there when `force` says so.
  static func open(_ path: String, force: Bool) throws(CastError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL)
    while true {
      let descriptor = Glibc.open(path, flags, 0o644)
      if descriptor >= 0 { return descriptor }
      switch errno {
      case EINTR: continue
      case EEXIST: throw .exists(path: path)
      default: throw .cannotOpen(path: path, errno)
      }
    }
  }

  /// Writes a whole file.
  static func write(_ text: String, to path: String, force: Bool) throws(CastError) {
    try write(Array(text.utf8), to: path, force: force)
  }

  /// Writes a whole file of bytes.
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws(CastError) {
    let descriptor = try open(path, force: force)
    var code = bytes.withUnsafeBytes { Descriptor.write(descriptor, $0) }
    if Glibc.close(descriptor) != 0, code == 0 { code = errno }
    if code != 0 { throw .cannotOpen(path: path, code) }
  }
}
