import CZlib
import FoundationEssentials

/// Files that may be compressed by gzip.
enum GzipFile {
  /// The bytes of a file; where they are gzip's, what they unpack to. At most
  /// `Safetensors.sizeLimit` of them.
  static func contents(of path: String) throws(ImageFailure) -> Data {
    let data: Data
    do throws(Safetensors.Failure) {
      data = try Safetensors.contents(of: path)
    } catch {
      throw ImageFailure(path: path, place: error.description, expected: "a file")
    }
    guard data.starts(with: [0x1f, 0x8b]) else { return data }
    return try unpacked(data, path: path)
  }

  /// Unpacks gzip's members, one after another (RFC 1952, section 2.2).
  static func unpacked(_ data: Data, path: String) throws(ImageFailure) -> Data {
    try Inflation.unpacked(data, path: path, format: "gzip", hasMembers: true)
  }
}

/// What zlib unpacks: gzip's format (RFC 1952) and its own (RFC 1950), told by their first bytes.
enum Inflation {
  /// The bytes that others were packed from: at most `Safetensors.sizeLimit` of them.
  ///
  /// - Parameters:
  ///   - format: what messages call it.
  ///   - hasMembers: may others follow the first one?
  static func unpacked(
    _ data: Data, path: String, format: String, hasMembers: Bool = false
  ) throws(ImageFailure) -> Data {
    var stream = z_stream()
    guard anode_inflate_init(&stream) == Z_OK else {
      throw ImageFailure(path: path, place: "zlib cannot start", expected: "memory")
    }
    defer { inflateEnd(&stream) }
    var packed = Array(data)
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var result = Data()
    var status = Z_OK
    var isTooLarge = false
    packed.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = uInt(source.count)
      while status == Z_OK, !isTooLarge {
        chunk.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = uInt(target.count)
          status = inflate(&stream, Z_NO_FLUSH)
          result.append(contentsOf: target.prefix(target.count - Int(stream.avail_out)))
        }
        isTooLarge = result.count > Safetensors.sizeLimit
        if status == Z_STREAM_END, stream.avail_in > 0, hasMembers {
          status = inflateReset(&stream)
        }
      }
    }
    let place = data.count - Int(stream.avail_in)
    guard !isTooLarge else {
      throw ImageFailure(
        path: path, place: "unpacks to more than it should",
        expected: "at most \(Safetensors.sizeLimit) bytes")
    }
    guard status == Z_STREAM_END else {
      let why = stream.msg.map { String(cString: $0) } ?? "it ends within the compressed data"
      throw ImageFailure(
        path: path, place: "byte \(place) of the \(format) data: \(why)",
        expected: "a whole \(format) file")
    }
    return result
  }
}
