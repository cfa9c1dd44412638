import FoundationEssentials
import Platform

/// A file of named tensors in the safetensors format: the header's length in 8 bytes,
/// little-endian; a JSON header (`name → dtype, shape, data_offsets`, and `__metadata__` with
/// strings); the tensors, row-major. Source: https://github.com/huggingface/safetensors#format.
public struct Safetensors: Sendable {
  /// Strings about the file.
  public private(set) var metadata: [String: String]
  /// Names of the tensors.
  public var names: [String] { entries.keys.sorted() }

  private var entries: [String: Entry]
  private let data: Data

  struct Entry: Sendable, Equatable {
    var type: String
    var shape: [Int]
    var range: Range<Int>
  }

  /// An error in a file.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// It cannot be read.
    case unreadable(String)
    /// It is not a safetensors file, or is cut short.
    case malformed(String)
    /// Its metadata or its tensors describe no model that is known.
    case unusable(String)
    /// It is in PyTorch's own format.
    case pickled(path: String?)
    /// It holds several models, with these prefixes.
    case several([String])
    /// No tensor has a name from the authors' models.
    case unknownNames([String])
    /// It holds tensors that its model does not have.
    case unread([String])
    /// No tensor has that name.
    case missing(String)
    /// A tensor has another shape than expected.
    case wrongShape(name: String, found: [Int], expected: [Int])
    /// The elements have an unsupported type.
    case wrongType(name: String, found: String, shape: [Int], expected: String)
    /// A number is infinite or NaN.
    case nonFinite(name: String, index: Int)

    /// One line without control characters.
    public var description: String { text.harmless }
  }

  /// Reads a file of at most `sizeLimit` bytes.
  public init(path: String) throws(Failure) {
    let data = try retelling(Failure.unreadable) { try InputFile.weights.bytes(of: path) }
    try self.init(data: data, path: path)
  }

  /// 128 MiB, more than any toy model; larger files are refused.
  public static let sizeLimit = InputFile.weights.limit
  /// Enough for some ten thousand tensors.
  private static let headerLimit = 1 << 22

  /// Reads a file's bytes.
  public init(data: Data) throws(Failure) { try self.init(data: data, path: nil) }

  init(data: Data, path: String?) throws(Failure) {
    let foreign = ForeignFormat(data, path: path ?? "FILE")
    // Here a zip archive of unknown files is PyTorch's.
    if foreign?.kind == .torch || foreign?.kind == .archive && data.starts(with: [0x50, 0x4b]) {
      throw .pickled(path: path)
    }
    if let foreign, foreign.kind != .safetensors { throw .unreadable(foreign.reason) }
    guard data.count >= 8 else {
      throw .malformed("\(data.count) bytes, a header takes at least 8")
    }
    let length = data.number(at: 0, size: 8, isLittle: true)
    guard length <= UInt64(data.count - 8) else {
      throw .malformed("the header claims \(length) bytes, the file has \(data.count - 8)")
    }
    guard length <= Self.headerLimit else {
      throw .malformed(
        "its header has \(length) bytes, expected at most \(ByteCount.text(Self.headerLimit))")
    }
    let start = 8 + Int(length)
    let json = data.subdata(in: data.startIndex + 8..<data.startIndex + start)
    guard let header = try? JSONDecoder().decode(HeaderText.self, from: json) else {
      throw .malformed("its header is not a JSON object")
    }
    var entries: [String: Entry] = [:]
    for (name, tensor) in header.tensors {
      entries[name] = try Self.entry(name, tensor, available: data.count - start)
    }
    metadata = header.metadata
    self.entries = entries
    self.data = data.subdata(in: data.startIndex + start..<data.endIndex)
  }

  /// The bytes of the file at the start of `data`, which may go on with other files or end within
  /// this one; nil if it ends within the header.
  ///
  /// - Throws: `Failure.malformed` for what is no header, or claims more than `sizeLimit`.
  static func length(atStartOf data: Data) throws(Failure) -> Int? {
    guard data.count >= 8 else { return nil }
    let length = data.number(at: 0, size: 8, isLittle: true)
    guard length <= headerLimit else {
      throw .malformed(
        "its header has \(length) bytes, expected at most \(ByteCount.text(headerLimit))")
    }
    let start = 8 + Int(length)
    guard data.count >= start else { return nil }
    let json = data.subdata(in: data.startIndex + 8..<data.startIndex + start)
    guard let header = try? JSONDecoder().decode(HeaderText.self, from: json) else {
      throw .malformed("its header is not a JSON object")
    }
    let end = header.end
    guard end <= sizeLimit - start else {
      throw .malformed(
        "its tensors end at byte \(end), expected at most \(ByteCount.text(sizeLimit))")
    }
    return start + end
  }

  private static func entry(
    _ name: String, _ tensor: HeaderText.Tensor?, available: Int
  ) throws(Failure) -> Entry {
    guard let tensor, tensor.offsets.count == 2 else {
      throw .malformed("tensor '\(name)' lacks dtype, shape or data_offsets")
    }
    let (type, shape, offsets) = (tensor.dtype, tensor.shape, tensor.offsets)
    guard let size = elementSizes[type] else {
      throw .wrongType(name: name, found: type, shape: shape, expected: Self.numberTypes)
    }
    var bytes = size
    for extent in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else {
        throw .malformed("tensor '\(name)' has an impossible shape \(shape)")
      }
      bytes = product
    }
    guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= available else {
      throw .malformed(
        "tensor '\(name)' lies at bytes \(offsets[0])…\(offsets[1]), the file has \(available)")
    }
    guard offsets[1] - offsets[0] == bytes else {
      throw .malformed(
        "tensor '\(name)' of shape \(shape) takes \(bytes) bytes, the file has "
          + "\(offsets[1] - offsets[0])")
    }
    return Entry(type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Bytes of an element for all of the format's types; numbers are read for some.
  private static let elementSizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "F16": 2,
    "BF16": 2, "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
  ]
  private static let numberTypes = "F16, BF16, F32 or F64"

  /// The tensors with that prefix, without it.
  package func stripped(of prefix: String) -> Safetensors {
    renamed { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
  }

  /// The tensors under other names; those without one are left out.
  package func renamed(_ name: (String) -> String?) -> Safetensors {
    var part = self
    part.entries = [:]
    for (old, entry) in entries { if let new = name(old) { part.entries[new] = entry } }
    return part
  }

  /// The same tensors with other metadata.
  package func described(by metadata: [String: String]) -> Safetensors {
    var copy = self
    copy.metadata = metadata
    return copy
  }

  /// The format's name for a tensor's type; nil if there is no such tensor.
  public func type(_ name: String) -> String? { entries[name]?.type }

  /// Shape of a tensor; nil if there is no such tensor.
  public func shape(_ name: String) -> [Int]? { entries[name]?.shape }

  /// A tensor's numbers, row-major.
  ///
  /// - Parameter shape: the required shape; nil for any.
  public func numbers(_ name: String, shape: [Int]? = nil) throws(Failure) -> [Double] {
    let entry = try find(name, shape)
    switch entry.type {
    case "F64":
      return elements(entry, as: UInt64.self) { Double(bitPattern: $0) }
    case "F32":
      return elements(entry, as: UInt32.self) { Double(Float(bitPattern: $0)) }
    case "F16": return elements(entry, as: UInt16.self) { Double(HalfPrecision.float($0)) }
    case "BF16":
      // The upper half of a single.
      return elements(entry, as: UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    default:
      throw .wrongType(
        name: name, found: entry.type, shape: entry.shape, expected: Self.numberTypes)
    }
  }

  /// A tensor's numbers, which must be finite.
  public func finiteNumbers(_ name: String, shape: [Int]? = nil) throws(Failure) -> [Double] {
    let numbers = try numbers(name, shape: shape)
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(name: name, index: index)
    }
    return numbers
  }

  /// A tensor's whole numbers, row-major.
  public func integers(_ name: String, shape: [Int]? = nil) throws(Failure) -> [Int] {
    let entry = try find(name, shape)
    switch entry.type {
    case "I64": return elements(entry, as: UInt64.self) { Int(Int64(bitPattern: $0)) }
    case "I32": return elements(entry, as: UInt32.self) { Int(Int32(bitPattern: $0)) }
    default:
      throw .wrongType(
        name: name, found: entry.type, shape: entry.shape, expected: "I64 or I32")
    }
  }

  private func find(_ name: String, _ shape: [Int]?) throws(Failure) -> Entry {
    guard let entry = entries[name] else { throw .missing(name) }
    if let shape, shape != entry.shape {
      throw .wrongShape(name: name, found: entry.shape, expected: shape)
    }
    return entry
  }

  private func elements<Bits: FixedWidthInteger, Element>(
    _ entry: Entry, as: Bits.Type, _ make: (Bits) -> Element
  ) -> [Element] {
    data.withUnsafeBytes { bytes in
      stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: MemoryLayout<Bits>.size)
        .map { make(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Bits.self))) }
    }
  }
}

/// IEEE 754's 16-bit numbers: a sign, 5 bits of exponent (bias 15), 10 of fraction. Not every
/// platform has `Float16`.
enum HalfPrecision {
  static func float(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1f)
    let fraction = UInt32(bits & 0x3ff)
    switch exponent {
    case 0:
      // Subnormal: fraction · 2⁻²⁴.
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 31: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}

extension Safetensors.Failure {
  var text: String {
    switch self {
    case .unreadable(let why): why
    case .malformed(let why): "not a safetensors file: \(why)"
    case .unusable(let why): why
    case .pickled(let path): Self.remedy(path)
    case .several(let prefixes):
      "holds several models, expected one: names begin with "
        + prefixes.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    case .unknownNames(let names):
      "holds no model of known names (odeblock.odefunc.fc1.weight, "
        + "residual_blocks.0.mlp.0.weight); it has "
        + (names.isEmpty
          ? "no tensors" : names.prefix(4).map { "'\($0.short)'" }.joined(separator: ", "))
        + (names.count > 4 ? " and \(names.count - 4) more" : "")
    case .unread(let names):
      "holds unused tensors: "
        + names.prefix(4).map { "'\($0.short)'" }.joined(separator: ", ")
        + (names.count > 4 ? " and \(names.count - 4) more" : "")
        + ", which its model does not have"
    case .missing(let name): "tensor '\(name)' is missing"
    case .wrongShape(let name, let found, let expected):
      "tensor '\(name)' has shape \(found), expected \(Self.list(expected))"
    case .wrongType(let name, let found, let shape, let expected):
      "tensor '\(name)' of shape \(shape) holds \(found), expected \(expected)"
    case .nonFinite(let name, let index):
      "tensor '\(name)' is not finite at element \(index)"
    }
  }

  /// Extents; 0 stands for any.
  private static func list(_ extents: [Int]) -> String {
    "[" + extents.map { $0 == 0 ? "any" : "\($0)" }.joined(separator: ", ") + "]"
  }

  /// The line of Python that converts it.
  private static func remedy(_ path: String?) -> String {
    let name = ShellName(path)
    return "is PyTorch's own format; a safetensors file of it makes: "
      + name.python(
        "import torch; from safetensors.torch import save_file; "
          + "save_file({k: v.contiguous() for k, v in "
          + "torch.load('\(name.path)', map_location='cpu').items()}, '\(name.stem).safetensors')")
  }
}
