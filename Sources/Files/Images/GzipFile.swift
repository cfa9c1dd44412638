import CSystem
import FoundationEssentials

/// Files that may be compressed by gzip.
enum GzipFile {
  /// What a file begins with.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// The bytes of a file of images; where they are gzip's, what they unpack to.
  static func contents(of path: String) throws(ImageFailure) -> Data {
    do throws(InputFile.Failure) {
      return try InputFile.imageSet.unpackedBytes(of: path)
    } catch {
      throw ImageFailure(path: path, error)
    }
  }

  /// Unpacks gzip's members, one after another (RFC 1952, section 2.2).
  static func unpacked(_ data: Data, path: String) throws(ImageFailure) -> Data {
    var allowance = UnpackingAllowance()
    return try Inflation.unpacked(data, path: path, format: "gzip", &allowance, hasMembers: true)
  }
}

/// How much may come out of one file that is packed: little, or not much more than it has itself.
/// Images and tables shrink to a tenth, and deflate makes a thousandth of nothing but zeros.
struct UnpackingAllowance {
  /// Bytes that are always allowed.
  static let free = 1 << 26
  /// How many times its own bytes what unpacks to more may have.
  static let ratio = 100

  /// Bytes in all parts of a file so far, as they are in it and unpacked.
  private var (packed, unpacked) = (0, 0)
  private let limit: Int

  init(limit: Int = InputFile.imageSet.limit) { self.limit = limit }

  /// Counts a part that is done.
  mutating func take(packed: Int, unpacked: Int) {
    self.packed += packed
    self.unpacked += unpacked
  }

  /// Why a part may not have so many bytes; nil where it may.
  func refusal(packed: Int, unpacked: Int) -> String? {
    let (packed, unpacked) = (self.packed + packed, self.unpacked + unpacked)
    if unpacked > limit {
      return "unpacks to more than \(ByteCount.text(limit)), the most that is read"
    }
    guard unpacked > Self.free, unpacked > Self.ratio * packed else { return nil }
    return "unpacks to more than \(ByteCount.text(Self.free)) and \(Self.ratio) times its own "
      + "bytes, which no data do"
  }
}

/// What zlib unpacks: gzip's format (RFC 1952) and its own (RFC 1950), told by their first bytes.
enum Inflation {
  /// The bytes that others were packed from.
  ///
  /// - Parameters:
  ///   - format: what messages call it.
  ///   - allowance: how many bytes that may be; those of this part are counted.
  ///   - hasMembers: may others follow the first one?
  static func unpacked(
    _ data: Data, path: String, format: String, _ allowance: inout UnpackingAllowance,
    hasMembers: Bool = false
  ) throws(ImageFailure) -> Data {
    var stream = z_stream()
    guard anode_inflate_init(&stream) == Z_OK else {
      throw ImageFailure(path: path, place: "zlib cannot start", expected: "memory")
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
    if let refusal { throw ImageFailure(path: path, place: refusal, expected: "") }
    guard status == Z_STREAM_END else {
      let why = stream.msg.map { String(cString: $0) } ?? "it ends within the compressed data"
      throw ImageFailure(
        path: path, place: "byte \(place) of the \(format) data: \(why)",
        expected: "a whole \(format) file")
    }
    allowance.take(packed: data.count, unpacked: result.count)
    return result
  }
}
