import FoundationEssentials
import Platform

/// Reads a watch file record by record while another program writes it. It notices that the file
/// has been replaced, and then begins again. Never waits. Confined to its owner.
package final class WatchFile {
  /// `-` is standard input.
  package let path: String
  private var descriptor: Int32 = -1
  /// Which file is open.
  private var identity: (device: dev_t, inode: ino_t)?
  private var stream = WatchStream()
  /// Bytes read of the open file.
  private var place = 0
  private let isInput: Bool
  /// Whether standard input has ended.
  package private(set) var isAtEnd = false

  private var piece = [UInt8](repeating: 0, count: 1 << 18)

  package init(_ path: String) {
    self.path = path
    isInput = path == InputFile.standardInput
    // Taken at once: the descriptor of standard input may become the terminal's.
    if isInput { descriptor = dup(STDIN_FILENO) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// What `next` finds.
  package enum Found: Sendable {
    case record(WatchRecord)
    /// Another file is at the path: the next record is its first.
    case replaced
    /// Nothing whole, yet.
    case nothing
  }

  /// The next record.
  ///
  /// - Throws: `Safetensors.Failure` for what cannot be read, or is no watch file; a file that is
  ///   not there is waited for.
  package func next() throws(Safetensors.Failure) -> Found {
    while true {
      if let record = try stream.next() { return .record(record) }
      guard try open() else { return .nothing }
      if try read() { continue }
      guard isReplaced else { return .nothing }
      close(descriptor)
      (descriptor, identity, place, stream) = (-1, nil, 0, WatchStream())
      return .replaced
    }
  }

  /// False if nothing is there.
  private func open() throws(Safetensors.Failure) -> Bool {
    guard descriptor < 0 else { return true }
    // A pipe that nobody writes to yet is not waited for here.
    descriptor = SystemPath.with(path) { Platform.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else {
      if errno == ENOENT { return false }
      throw .unreadable("cannot be read: \(systemMessage(errno))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable("cannot be read: \(systemMessage(errno))")
    }
    let type = status.st_mode & S_IFMT
    if type == S_IFDIR { throw .unreadable("cannot be read: \(systemMessage(EISDIR))") }
    if type == S_IFCHR || type == S_IFBLK {
      throw .unreadable("is a device, expected a file")
    }
    identity = (status.st_dev, status.st_ino)
    return true
  }

  /// Reads a piece; false if there is none.
  private func read() throws(Safetensors.Failure) -> Bool {
    if isInput {
      guard !isAtEnd else { return false }
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 0) > 0 else { return false }
    }
    let count = Platform.read(descriptor, &piece, piece.count)
    if count < 0 {
      guard errno == EAGAIN || errno == EINTR else {
        throw .unreadable("cannot be read: \(systemMessage(errno))")
      }
      return false
    }
    if count == 0, isInput { isAtEnd = true }
    place += count
    stream.append(piece[..<count])
    return count > 0
  }

  /// Whether another file is at the path now, or this one has become shorter.
  private var isReplaced: Bool {
    guard !isInput, let identity else { return false }
    var status = stat()
    guard SystemPath.with(path, { stat($0, &status) }) == 0 else { return false }
    return status.st_dev != identity.device || status.st_ino != identity.inode
      || status.st_mode & S_IFMT == S_IFREG && status.st_size < place
  }

  /// Whether the file may have changed since it was read to its end: a stat, for one that waits.
  package struct Mark: Sendable, Equatable {
    fileprivate var device: dev_t = 0
    fileprivate var inode: ino_t = 0
    fileprivate var size: off_t = -1

    /// The state of a file now.
    package init(_ path: String) {
      var status = stat()
      guard SystemPath.with(path, { stat($0, &status) }) == 0 else { return }
      (device, inode, size) = (status.st_dev, status.st_ino, status.st_size)
    }
  }
}
