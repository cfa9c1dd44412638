import FoundationEssentials

/// Numeric arrays of a MATLAB file of level 5 (MathWorks, "MAT-File Format", 2019): 128 bytes of
/// header, then elements with a tag (type and length) and data; each is an array or, packed by
/// zlib, holds one. Arrays of anything but real numbers are skipped.
struct MATFile {
  /// An array, column by column as in MATLAB.
  struct Matrix {
    /// Two or more.
    var extents: [Int]
    var type: NumberType
    var data: Data
    /// Whether the lower byte is first.
    var isLittle: Bool

    var count: Int { data.count / type.size }

    func number(_ i: Int) -> Double {
      let bits = data.number(at: i * type.size, size: type.size, isLittle: isLittle)
      switch type {
      case .int8: return Double(Int8(truncatingIfNeeded: bits))
      case .int16: return Double(Int16(truncatingIfNeeded: bits))
      case .int32: return Double(Int32(truncatingIfNeeded: bits))
      case .int64: return Double(Int64(bitPattern: bits))
      case .uint8, .uint16, .uint32, .uint64: return Double(bits)
      case .single: return Double(Float(bitPattern: UInt32(bits)))
      case .double: return Double(bitPattern: bits)
      }
    }
  }

  /// The format's codes.
  enum NumberType: UInt32 {
    case int8 = 1
    case uint8 = 2
    case int16 = 3
    case uint16 = 4
    case int32 = 5
    case uint32 = 6
    case single = 7
    case double = 9
    case int64 = 12
    case uint64 = 13

    var size: Int {
      switch self {
      case .int8, .uint8: 1
      case .int16, .uint16: 2
      case .int32, .uint32, .single: 4
      case .double, .int64, .uint64: 8
      }
    }
  }

  /// The arrays by name.
  private(set) var arrays: [String: Matrix] = [:]

  private static let headerSize = 128
  private static let arrayType: UInt32 = 14
  private static let packedType: UInt32 = 15

  /// - Parameter limit: the most bytes that all packed elements can unpack to.
  init(
    _ data: Data, path: String, limit: Int = InputFile.imageSet.limit
  ) throws(ImageFailure) {
    guard data.count >= Self.headerSize else {
      throw ImageFailure(path, "\(data.count) bytes", expected: "a MATLAB file's header of 128")
    }
    let mark = data[data.startIndex + 126..<data.startIndex + 128]
    guard mark.elementsEqual("IM".utf8) || mark.elementsEqual("MI".utf8) else {
      // Version 7.3 is HDF5 and has its header in the same place.
      throw ImageFailure(
        path, "byte 126: \(Array(mark))",
        expected: "IM or MI, as a MATLAB file of level 5 has (save it with -v7, not -v7.3)")
    }
    let isLittle = mark.elementsEqual("IM".utf8)
    let reader = ElementReader(path: path, isLittle: isLittle)
    guard try reader.word(data, 124, 2) >> 8 == 1 else {
      throw ImageFailure(
        path, "byte 124: version \(try reader.word(data, 124, 2) >> 8)",
        expected: "1, of a MATLAB file of level 5 (save it with -v7, not -v7.3)")
    }
    var place = Self.headerSize
    var allowance = UnpackingAllowance(limit: limit)
    while place < data.count {
      let element = try reader.element(data, &place)
      switch element.type {
      case Self.arrayType: try take(element.data, reader)
      case Self.packedType:
        let unpacked = try Inflation.unpacked(
          element.data, path: path, format: "zlib", &allowance)
        var inner = 0
        let array = try reader.element(unpacked, &inner)
        if array.type == Self.arrayType { try take(array.data, reader) }
      default: break
      }
    }
  }

  /// Reads an array's flags, extents, name and numbers.
  private mutating func take(_ data: Data, _ reader: ElementReader) throws(ImageFailure) {
    var place = 0
    let flags = try reader.element(data, &place).data
    // 6 to 15 are numbers; 0x0800 marks complex ones.
    let kind = try reader.word(flags, 0, 4)
    guard (6...15).contains(kind & 0xff), kind & 0x0800 == 0 else { return }
    let sizes = try reader.element(data, &place).data
    let name = String(
      decoding: try reader.element(data, &place).data, as: UTF8.self)
    let element = try reader.element(data, &place)
    func failure(_ what: String, _ expected: String) -> ImageFailure {
      ImageFailure(reader.path, "array '\(name.short)': \(what)", expected: expected)
    }
    guard let type = NumberType(rawValue: element.type) else {
      throw failure("numbers of type \(element.type)", "one of MATLAB's numeric types")
    }
    var extents: [Int] = []
    var count = 1
    for k in 0..<min(sizes.count / 4, 16) {
      let extent = try reader.word(sizes, 4 * k, 4)
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent < 1 << 31, !overflow else {
        throw failure("an extent of \(extent)", "extents that fit the file")
      }
      extents.append(extent)
      count = product
    }
    guard extents.count > 1, count <= element.data.count,
      count * type.size == element.data.count
    else {
      throw failure(
        "\(element.data.count) bytes of numbers",
        "\(extents.map { "\($0)" }.joined(separator: "×")) of \(type.size)")
    }
    arrays[name] = Matrix(
      extents: extents, type: type, data: element.data, isLittle: reader.isLittle)
  }
}

/// Reads tagged elements.
private struct ElementReader {
  let path: String
  let isLittle: Bool

  /// A whole number in the file's byte order.
  func word(_ data: Data, _ offset: Int, _ size: Int) throws(ImageFailure) -> Int {
    guard offset + size <= data.count else {
      throw ImageFailure(path, "the file ends within a tag", expected: "a whole MATLAB file")
    }
    return Int(data.number(at: offset, size: size, isLittle: isLittle))
  }

  /// Reads the element at `place` and moves `place` past it. A type with a higher half is a small
  /// element: the half is its length, with up to four bytes of data in the tag. Packed elements are
  /// not padded.
  func element(
    _ data: Data, _ place: inout Int
  ) throws(ImageFailure) -> (type: UInt32, data: Data) {
    let type = try word(data, place, 4)
    let isSmall = type >> 16 != 0
    let length = isSmall ? type >> 16 : try word(data, place + 4, 4)
    let start = place + (isSmall ? 4 : 8)
    guard length <= (isSmall ? 4 : Int.max), length <= data.count - start else {
      throw ImageFailure(
        path, "byte \(place): an element of \(length) bytes",
        expected: "at most \(max(0, isSmall ? 4 : data.count - start))")
    }
    let first = data.startIndex + start
    let kind = UInt32(truncatingIfNeeded: isSmall ? type & 0xffff : type)
    if isSmall {
      place += 8
    } else {
      place = start + length
      // Padded to 8 bytes unless packed.
      if kind != 15 { place = (place + 7) / 8 * 8 }
    }
    return (kind, data[first..<first + length])
  }
}
