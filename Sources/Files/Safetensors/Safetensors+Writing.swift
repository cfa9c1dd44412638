import FoundationEssentials

extension Safetensors {
  /// A tensor to write.
  public struct Tensor: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The extents.
    public var shape: [Int]
    /// Row-major.
    public var numbers: [Double]

    /// A tensor.
    public init(name: String, shape: [Int], numbers: [Double]) {
      precondition(shape.reduce(1, *) == numbers.count, "as many numbers as the shape has")
      self.name = name
      self.shape = shape
      self.numbers = numbers
    }
  }

  /// The bytes of a file; equal arguments give equal bytes.
  ///
  /// - Parameter isDouble: write F64, otherwise F32.
  public static func data(
    _ tensors: [Tensor], metadata: [String: String], isDouble: Bool
  ) throws -> Data {
    let size = isDouble ? 8 : 4
    var offset = 0
    let entries = tensors.map { tensor in
      defer { offset += tensor.numbers.count * size }
      return (
        name: tensor.name, type: isDouble ? "F64" : "F32", shape: tensor.shape,
        offsets: [offset, offset + tensor.numbers.count * size]
      )
    }
    var json = Data(try headerText(entries, metadata: metadata).utf8)
    // Tensors start at a multiple of 8 bytes for readers that map them.
    while json.count % 8 != 0 { json.append(0x20) }
    var data = Data()
    func append<Bits: FixedWidthInteger>(_ bits: Bits) {
      withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0) }
    }
    append(UInt64(json.count))
    data.append(json)
    for number in tensors.lazy.flatMap(\.numbers) {
      if isDouble { append(number.bitPattern) } else { append(Float(number).bitPattern) }
    }
    return data
  }
}
