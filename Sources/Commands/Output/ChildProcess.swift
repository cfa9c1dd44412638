import CSystem
import Platform

/// A program with bytes for input; keeps its standard error and discards its standard output.
final class ChildProcess {
  /// It could not be started: errno.
  struct Failure: Error { var code: Int32 }

  private let pid: pid_t
  private var input: Int32
  private var errors: Int32
  private var ending: (status: Int32, complaints: [UInt8])?

  init(_ path: String, _ arguments: [String]) throws(Failure) {
    let input = try Self.pipe()
    let errors: (reading: Int32, writing: Int32)
    do throws(Failure) {
      errors = try Self.pipe()
    } catch {
      close(input.reading)
      close(input.writing)
      throw error
    }
    // The pipes are close-on-exec; the descriptors duplicated here stay open.
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    var pid = pid_t()
    let code = shim_spawn(&pid, path, words, input.reading, errors.writing)
    for word in words { free(word) }
    close(input.reading)
    close(errors.writing)
    self.pid = pid
    self.input = input.writing
    self.errors = errors.reading
    guard code == 0 else {
      close(input.writing)
      close(errors.reading)
      ending = (-1, [])
      throw Failure(code: code)
    }
  }

  deinit { _ = end() }

  private static func pipe() throws(Failure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Platform.pipe(&ends) == 0 else { throw Failure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Returns whether all bytes were written.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool { writeAll(input, bytes) == 0 }

  /// Closes its input and waits; the status is 128 + the signal if one ended it.
  func end() -> (status: Int32, complaints: [UInt8]) {
    if let ending { return ending }
    close(input)
    var complaints: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(errors, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      // The end of the messages is enough.
      complaints = (complaints + bytes[..<count]).suffix(1 << 16)
    }
    close(errors)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let result = (signal == 0 ? status >> 8 & 0xff : 128 + signal, complaints)
    ending = result
    return result
  }
}
