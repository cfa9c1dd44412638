import FoundationEssentials
import Platform

/// Who can write which files. All files are written through this.
///
/// A user's path is written as given. A script can come from anyone: it writes only inside the
/// folder that the user named for it, and no link leads outside. Neither replaces a file unless the
/// user allowed it.
package struct WritePermission: Sendable, Equatable {
  private enum Place: Sendable, Equatable {
    case anywhere
    case folder(String)
    case nowhere
  }

  private let place: Place
  /// Whether it can replace an existing file.
  package let replaces: Bool

  package static let person = WritePermission(place: .anywhere, replaces: false)

  package static func person(force: Bool) -> WritePermission {
    WritePermission(place: .anywhere, replaces: force)
  }

  /// A script's files, inside the folder that the user named for it; nil allows none.
  package static func script(into folder: String?, force: Bool = false) -> WritePermission {
    WritePermission(place: folder.map { .folder($0) } ?? .nowhere, replaces: force)
  }

  /// Writes the whole file, or leaves the old one as it was.
  package func write(_ bytes: some Collection<UInt8>, to path: String) throws(WriteFailure) {
    let target = try Target(path, self)
    defer { target.close() }
    if try target.isInTheWay(replaces) {
      // Devices and pipes are written to in place.
      return try target.put(bytes, into: target.open(O_WRONLY))
    }
    guard replaces else {
      let descriptor = try target.open(O_WRONLY | O_CREAT | O_EXCL)
      do throws(WriteFailure) {
        try target.put(bytes, into: descriptor)
      } catch {
        unlinkat(target.folder, target.name, 0)
        throw error
      }
      return
    }
    let beside = try target.makeFileBeside()
    do throws(WriteFailure) {
      try target.put(bytes, into: beside.descriptor)
      guard renameat(target.folder, beside.name, target.folder, target.name) == 0 else {
        throw target.failure(errno)
      }
    } catch {
      unlinkat(target.folder, beside.name, 0)
      throw error
    }
  }

  package func write(_ text: String, to path: String) throws(WriteFailure) {
    try write(Array(text.utf8), to: path)
  }

  /// Opens a file that grows.
  ///
  /// - Parameter appends: continues an existing file of this program.
  func open(_ path: String, appends: Bool = false) throws(WriteFailure) -> Int32 {
    let target = try Target(path, self)
    defer { target.close() }
    if appends { return try target.open(O_WRONLY | O_APPEND) }
    // A name that a script has found can belong to another file.
    let truncates = replaces && place == .anywhere
    return try target.open(O_WRONLY | O_CREAT | (truncates ? O_TRUNC : O_EXCL))
  }

  /// Checks that a file can be written, before the work on its content; leaves nothing behind.
  ///
  /// - Parameter option: the option that names the file, for the message.
  func check(_ path: String, option: String? = nil) throws(WriteFailure) {
    do throws(WriteFailure) {
      let target = try Target(path, self)
      defer { target.close() }
      if try target.isInTheWay(replaces) {
        if faccessat(target.folder, target.name, W_OK, 0) != 0 { throw target.failure(errno) }
        return
      }
      let beside = try target.makeFileBeside()
      Platform.close(beside.descriptor)
      unlinkat(target.folder, beside.name, 0)
    } catch {
      throw error.named(option)
    }
  }

  /// Checks that the folder for scripts exists and is writable.
  ///
  /// - Parameter option: the option that names it, for the message.
  func checkFolder(option: String) throws(WriteFailure) {
    guard case .folder(let folder) = place else { return }
    var status = stat()
    guard stat(folder, &status) == 0 else {
      throw .failed(path: folder, reason: systemMessage(errno), option: option)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .failed(path: folder, reason: "is not a folder", option: option)
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw .failed(path: folder, reason: systemMessage(errno), option: option)
    }
  }

  /// Makes a folder that the user named, and its parents.
  ///
  /// - Parameter option: the option that names it, for the message.
  static func makeFolder(_ path: String, option: String? = nil) throws(WriteFailure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as? CocoaError)?.underlying as? POSIXError
      let reason = cause.map { systemMessage($0.code.rawValue) } ?? "the folder cannot be made"
      throw .failed(path: path, reason: reason, option: option)
    }
  }

  /// The first name that is free in this permission's place; the first of all if it allows none.
  func freeName(_ names: some Sequence<String>, endings: [String] = [""]) -> String? {
    names.first { name in
      endings.allSatisfy { ending in
        guard let target = try? Target(name + ending, self) else { return true }
        defer { target.close() }
        var status = stat()
        return fstatat(target.folder, target.name, &status, AT_SYMLINK_NOFOLLOW) != 0
      }
    }
  }
}

package enum WriteFailure: Error, Equatable, CustomStringConvertible {
  case exists(path: String)
  case failed(path: String, reason: String, option: String? = nil)
  /// A script is not allowed to write it.
  case refused(path: String, reason: String)

  package var description: String {
    switch self {
    case .exists(let path):
      "\(path.harmless) exists already (--force replaces it)"
    case .failed(let path, let reason, let option):
      "\(option.map { "\($0): " } ?? "")cannot write \(path): \(reason)".harmless
    case .refused(let path, let reason): "\(path) is not written: \(reason)".harmless
    }
  }

  fileprivate func named(_ option: String?) -> WriteFailure {
    guard case .failed(let path, let reason, nil) = self else { return self }
    return .failed(path: path, reason: reason, option: option)
  }
}

/// Where a file is written: a name in an open folder.
private struct Target {
  /// `AT_FDCWD` if the name is a path of its own.
  let folder: Int32
  let name: String
  private let path: String
  private let isOfScript: Bool

  init(_ path: String, _ permission: WritePermission) throws(WriteFailure) {
    self.path = path
    isOfScript = !permission.isOfPerson
    guard isOfScript else {
      // Follows a user's link: its target is replaced.
      let end = permission.replaces ? realpath(path, nil) : nil
      defer { free(end) }
      (folder, name) = (AT_FDCWD, end.map { String(cString: $0) } ?? path)
      return
    }
    (folder, name) = try permission.openFolder(of: path)
  }

  func close() { if folder != AT_FDCWD { Platform.close(folder) } }

  func failure(_ code: Int32) -> WriteFailure {
    if code == EEXIST { return .exists(path: path) }
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let isMissing = code == ENOENT && !parent.isEmpty && access(parent, F_OK) != 0
    return .failed(
      path: path, reason: isMissing ? "there is no folder \(parent)" : systemMessage(code))
  }

  /// Whether something other than a file is there, which is written to in place.
  func isInTheWay(_ replaces: Bool) throws(WriteFailure) -> Bool {
    var status = stat()
    guard fstatat(folder, name, &status, isOfScript || !replaces ? AT_SYMLINK_NOFOLLOW : 0) == 0
    else { return false }
    guard replaces else { throw .exists(path: path) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFREG { return false }
    if kind == S_IFDIR { throw failure(EISDIR) }
    if isOfScript { throw .refused(path: path, reason: "it exists and is not a file") }
    return true
  }

  func open(_ flags: Int32) throws(WriteFailure) -> Int32 {
    while true {
      let descriptor = openat(
        folder, name, flags | O_CLOEXEC | O_NOCTTY | (isOfScript ? O_NOFOLLOW : 0), 0o666)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw failure(errno) }
    }
  }

  /// A new file in the same folder, with the mode of the file that it replaces.
  func makeFileBeside() throws(WriteFailure) -> (descriptor: Int32, name: String) {
    let start = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    let stem = name[..<start] + ".anode-\(getpid())-"
    for number in 0..<1000 {
      let descriptor = openat(
        folder, stem + "\(number)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if descriptor < 0, errno == EEXIST || errno == EINTR { continue }
      guard descriptor >= 0 else { throw failure(errno) }
      var status = stat()
      if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
        _ = fchmod(descriptor, status.st_mode & 0o777)
      }
      return (descriptor, stem + "\(number)")
    }
    throw failure(EAGAIN)
  }

  /// Writes everything and closes the descriptor.
  func put(_ bytes: some Collection<UInt8>, into descriptor: Int32) throws(WriteFailure) {
    let written = bytes.withContiguousStorageIfAvailable {
      writeAll(descriptor, UnsafeRawBufferPointer($0))
    }
    var code =
      written ?? Array(bytes).withUnsafeBytes { writeAll(descriptor, $0) }
    if Platform.close(descriptor) != 0, code == 0 { code = errno }
    if code != 0 { throw failure(code) }
  }
}

extension WritePermission {
  fileprivate var isOfPerson: Bool { place == .anywhere }

  /// The open folder of a script's file, and the file's name in it.
  fileprivate func openFolder(of path: String) throws(WriteFailure) -> (Int32, String) {
    guard case .folder(let root) = place else {
      throw .refused(path: path, reason: "a script writes only into the folder of --out DIR")
    }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.popLast(),
      (parts + [name]).allSatisfy({ !["", ".", ".."].contains($0) && !$0.contains("\0") })
    else {
      throw .refused(path: path, reason: "a script names files within the folder of --out")
    }
    var folder = Platform.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw .failed(path: root, reason: systemMessage(errno), option: "--out")
    }
    for part in parts {
      let next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let code = errno
      close(folder)
      guard next >= 0 else {
        throw .refused(
          path: path,
          reason: code == ELOOP || code == ENOTDIR
            ? "\(part) is not a folder within that of --out" : systemMessage(code))
      }
      folder = next
    }
    return (folder, name)
  }
}
