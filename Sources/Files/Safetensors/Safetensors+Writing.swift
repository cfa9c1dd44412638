import FoundationEssentials

extension Safetensors {
  /// A tensor to be written.
  public struct Tensor: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its extents.
    public var shape: [Int]
    /// Its numbers, row-major.
    public var numbers: [Double]

    /// A tensor.
    public init(name: String, shape: [Int], numbers: [Double]) {
      precondition(shape.reduce(1, *) == numbers.count, "as many numbers as the shape has")
      self.name = name
      self.shape = shape
      self.numbers = numbers
    }
  }

  /// The bytes of a file: the same tensors and metadata give the same bytes.
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
    // Tensors start at a multiple of 8 bytes, so that readers may map them.
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
