import CSystem
import FoundationEssentials
import Platform

/// Files that may be compressed by gzip.
enum GzipFile {
  /// A file's first bytes.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// The bytes of an image file, unpacked if gzipped.
  static func contents(of path: String) throws(ImageFailure) -> Data {
    try retelling({ ImageFailure(path, $0) }) {
      try InputFile.imageSet.unpackedBytes(of: path)
    }
  }

  /// Unpacks gzip's members, one after another (RFC 1952, section 2.2).
  static func unpacked(_ data: Data, path: String) throws(ImageFailure) -> Data {
    var allowance = UnpackingAllowance()
    return try Inflation.unpacked(data, path: path, format: "gzip", &allowance, hasMembers: true)
  }
}

/// Limits the unpacked size of a file: small, or not too many times the packed size. Packing
/// shrinks images and tables to a tenth, and zeros to a thousandth.
struct UnpackingAllowance {
  /// Bytes that are always allowed.
  static let free = 1 << 26
  /// The greatest ratio above that.
  static let ratio = 100

  /// Bytes of all parts of the file so far.
  private var (packed, unpacked) = (0, 0)
  private let limit: Int

  init(limit: Int = InputFile.imageSet.limit) { self.limit = limit }

  /// Counts a finished part.
  mutating func take(packed: Int, unpacked: Int) {
    self.packed += packed
    self.unpacked += unpacked
  }

  /// Why a part of this size is refused, if it is.
  func refusal(packed: Int, unpacked: Int) -> String? {
    let (packed, unpacked) = (self.packed + packed, self.unpacked + unpacked)
    if unpacked > limit {
      return "unpacks to more than \(ByteCount.text(limit)), the most that is read"
    }
    guard unpacked > Self.free, unpacked > Self.ratio * packed else { return nil }
    return "unpacks to more than \(ByteCount.text(Self.free)) and \(Self.ratio) times its own "
      + "bytes, unlike real data"
  }
}

/// Unpacks gzip (RFC 1952) and zlib (RFC 1950).
enum Inflation {
  /// - Parameters:
  ///   - format: its name in messages.
  ///   - allowance: limits and counts the bytes.
  ///   - hasMembers: whether others can follow the first.
  static func unpacked(
    _ data: Data, path: String, format: String, _ allowance: inout UnpackingAllowance,
    hasMembers: Bool = false
  ) throws(ImageFailure) -> Data {
    var stream = z_stream()
    guard anode_inflate_init(&stream) == Z_OK else {
      throw ImageFailure(path, "zlib cannot start", expected: "memory")
    }
    defer { inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var result = Data()
    var status = Z_OK
    var refusal: String?
    data.withUnsafeBytes { (source: UnsafeRawBufferPointer) in
      // zlib only reads there.
      stream.next_in = UnsafeMutablePointer(
        mutating: source.bindMemory(to: UInt8.self).baseAddress)
      stream.avail_in = uInt(source.count)
      while status == Z_OK, refusal == nil {
        chunk.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = uInt(target.count)
          status = inflate(&stream, Z_NO_FLUSH)
          result.append(contentsOf: target.prefix(target.count - Int(stream.avail_out)))
        }
        refusal = allowance.refusal(
          packed: data.count - Int(stream.avail_in), unpacked: result.count)
        if status == Z_STREAM_END, stream.avail_in > 0, hasMembers {
          status = inflateReset(&stream)
        }
      }
    }
    let place = data.count - Int(stream.avail_in)
    if let refusal { throw ImageFailure(path, refusal) }
    guard status == Z_STREAM_END else {
      let why = stream.msg.map { String(cString: $0) } ?? "it ends within the compressed data"
      throw ImageFailure(
        path, "byte \(place) of the \(format) data: \(why)", expected: "a whole \(format) file")
    }
    allowance.take(packed: data.count, unpacked: result.count)
    return result
  }
}
