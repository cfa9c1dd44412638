import FoundationEssentials
import Platform

/// Converts the system's paths, which are any bytes, to texts and back. Bytes that are not UTF-8
/// become the last characters of the last private plane; a name that really has those is converted
/// byte by byte, so nothing is ambiguous.
package enum SystemPath {
  /// A byte, from 0x80, is added to this.
  private static let first: UInt32 = 0x10_ff00

  /// Whether the character is such a byte.
  package static func isByte(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= first + 0x80 }

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

  package static func text(_ pointer: UnsafePointer<CChar>) -> String {
    text(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The bytes of a path, without a final 0.
  package static func bytes(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: isByte) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar -> [UInt8] in
      isByte(scalar) ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// Calls a system function with a path.
  package static func with<Result>(
    _ path: String, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    body(bytes(path).map { CChar(bitPattern: $0) } + [0])
  }

  /// Follows links; nil if nothing is there.
  private static func status(_ path: String) -> stat? {
    var result = stat()
    return with(path) { stat($0, &result) } == 0 ? result : nil
  }

  package static func exists(_ path: String) -> Bool { status(path) != nil }

  package static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// The names in a folder, in any order; nil if it cannot be read.
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
