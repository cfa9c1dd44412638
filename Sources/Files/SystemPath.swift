import FoundationEssentials
import Glibc

/// Paths as the system has them: bytes, of any encoding or none. A text holds them all: bytes that
/// are no UTF-8 stand in it as the last characters of the last private plane, which no file's name
/// has in earnest (one that has them is kept byte by byte too, so that nothing is ambiguous).
package enum SystemPath {
  /// U+10FF00 and a byte; from 0x80 on, as all below is ASCII.
  private static let first: UInt32 = 0x10_ff00

  /// Does the character stand for a byte that is no text?
  package static func isByte(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= first + 0x80 }

  /// The text of a path's bytes.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: isByte)
    {
      return text
    }
    var scalars = String.UnicodeScalarView()
    var place = 0
    while place < bytes.count {
      // A character takes one to four bytes.
      let scalar = (1...4).lazy.compactMap { length -> (Unicode.Scalar, Int)? in
        guard place + length <= bytes.count,
          let text = String(validating: bytes[place..<place + length], as: UTF8.self),
          let scalar = text.unicodeScalars.first, !isByte(scalar)
        else { return nil }
        return (scalar, length)
      }.first
      if let (scalar, length) = scalar {
        scalars.append(scalar)
        place += length
      } else {
        if let scalar = Unicode.Scalar(first + UInt32(bytes[place])) { scalars.append(scalar) }
        place += 1
      }
    }
    return String(scalars)
  }

  /// The text of a C string.
  package static func text(_ pointer: UnsafePointer<CChar>) -> String {
    text(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
  }

  /// The bytes of a path, without the 0 at their end.
  package static func bytes(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: isByte) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar -> [UInt8] in
      isByte(scalar) ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// Calls a function of the system with a path.
  package static func with<Result>(
    _ path: String, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    body(bytes(path).map { CChar(bitPattern: $0) } + [0])
  }

  /// What is there, links followed; nil where there is nothing.
  private static func status(_ path: String) -> stat? {
    var result = stat()
    return with(path) { stat($0, &result) } == 0 ? result : nil
  }

  /// Is there a file or a folder?
  package static func exists(_ path: String) -> Bool { status(path) != nil }

  /// Is there a folder?
  package static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// What is in a folder, in no order; nil where it cannot be read.
  package static func names(in folder: String) -> [String]? {
    guard let stream = with(folder, { opendir($0) }) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { text($0.prefix { $0 != 0 }) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
