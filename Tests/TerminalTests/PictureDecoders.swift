import CSystem
import Canvas
import Foundation
import Glibc

/// A terminal with the part of kitty's protocol that this program uses.
struct PretendedKitty {
  struct Picture {
    var width = 0
    var height = 0
    var channels = 3
    var data: [UInt8] = []
    var isPacked = false
    var isPNG = false

    /// Red, green, blue and, if there is one, alpha of a pixel.
    func samples(_ x: Int, _ y: Int) -> [UInt8] {
      let start = (y * width + x) * channels
      return Array(data[start..<start + channels])
    }
  }

  /// By number.
  private(set) var pictures: [Int: Picture] = [:]
  /// Places of pictures: column, row, columns, rows.
  private(set) var places: [Int: [Int]] = [:]
  /// Commands that were not understood.
  private(set) var errors: [String] = []
  private var open: Int?
  private var encoded: [UInt8] = []

  mutating func take(_ pieces: [[UInt8]]) {
    for piece in pieces { take(String(decoding: piece, as: UTF8.self)) }
  }

  private mutating func take(_ text: String) {
    var cursor = (row: 0, column: 0)
    var rest = text[...]
    while let escape = rest.firstIndex(of: "\u{1b}") {
      rest = rest[rest.index(after: escape)...]
      guard let first = rest.first else { return }
      if first == "[", let end = rest.firstIndex(where: \.isLetter) {
        let numbers = rest[rest.index(after: rest.startIndex)..<end].split(separator: ";")
          .compactMap { Int($0) }
        if rest[end] == "H", numbers.count == 2 { cursor = (numbers[0], numbers[1]) }
        rest = rest[rest.index(after: end)...]
      } else if first == "_", let end = rest.range(of: "\u{1b}\\") {
        command(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound]), cursor)
        rest = rest[end.upperBound...]
      }
    }
  }

  private mutating func command(_ text: String, _ cursor: (row: Int, column: Int)) {
    let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    var keys: [String: String] = [:]
    for pair in parts[0].split(separator: ",") {
      let sides = pair.split(separator: "=")
      keys[String(sides[0])] = String(sides[1])
    }
    let number = keys["i"].flatMap { Int($0) }
    switch keys["a"] {
    case "t":
      guard let number else { return errors.append("no number") }
      open = number
      encoded = []
      pictures[number] = Picture(
        width: Int(keys["s"] ?? "") ?? 0, height: Int(keys["v"] ?? "") ?? 0,
        channels: keys["f"] == "32" ? 4 : 3, isPacked: keys["o"] == "z", isPNG: keys["f"] == "100")
      data(parts.count > 1 ? String(parts[1]) : "", isLast: keys["m"] != "1", keys["t"] == "s")
    case nil: data(parts.count > 1 ? String(parts[1]) : "", isLast: keys["m"] != "1", false)
    case "p":
      guard let number, pictures[number] != nil else { return errors.append("no such picture") }
      places[number] = [
        cursor.column - 1, cursor.row - 1, Int(keys["c"] ?? "") ?? 0, Int(keys["r"] ?? "") ?? 0,
      ]
    case "d":
      if keys["d"] == "A" {
        pictures = [:]
        places = [:]
      } else if let number {
        pictures[number] = nil
        places[number] = nil
      }
    default: errors.append(text)
    }
  }

  private mutating func data(_ text: String, isLast: Bool, _ isShared: Bool) {
    guard let open else { return errors.append("data of nothing") }
    encoded += Array(text.utf8)
    guard isLast else { return }
    guard let bytes = Data(base64Encoded: Data(encoded)) else { return errors.append("no base64") }
    var result = Array(bytes)
    if isShared {
      let path = "/dev/shm" + String(decoding: bytes, as: UTF8.self)
      guard let file = FileManager.default.contents(atPath: path) else {
        return errors.append("no memory of that name")
      }
      unlink(path)
      result = Array(file)
    } else if let picture = pictures[open], picture.isPacked {
      var length = uLong(picture.width * picture.height * picture.channels)
      var unpacked = [UInt8](repeating: 0, count: Int(length))
      if uncompress(&unpacked, &length, result, uLong(result.count)) != Z_OK {
        errors.append("no zlib")
      }
      result = unpacked
    }
    if pictures[open]?.isPNG == true {
      pictures[open] = Self.decode(result)
      if pictures[open] == nil { errors.append("no PNG") }
    } else {
      pictures[open]?.data = result
    }
    self.open = nil
  }
}

extension PretendedKitty {
  /// A PNG with a palette of four or eight bits, as RGBA; nil for another or an invalid one.
  private static func decode(_ bytes: [UInt8]) -> Picture? {
    func word(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    var chunks: [String: [UInt8]] = [:]
    var next = 8
    while next + 12 <= bytes.count {
      let length = word(next)
      guard next + 12 + length <= bytes.count else { return nil }
      let checked = Array(bytes[next + 4..<next + 8 + length])
      guard Int(crc32(0, checked, uInt(checked.count))) == word(next + 8 + length) else {
        return nil
      }
      chunks[String(decoding: checked.prefix(4), as: UTF8.self)] = Array(checked.dropFirst(4))
      next += 12 + length
    }
    guard let header = chunks["IHDR"], let palette = chunks["PLTE"], let data = chunks["IDAT"],
      chunks["IEND"] != nil, header[9] == 3, [4, 8].contains(header[8])
    else { return nil }
    let (width, height, bits) = (word(16), word(20), Int(header[8]))
    let length = (width * bits + 7) / 8 + 1
    var size = uLong(length * height)
    var rows = [UInt8](repeating: 0, count: Int(size))
    guard uncompress(&rows, &size, data, uLong(data.count)) == Z_OK, size == rows.count else {
      return nil
    }
    var picture = Picture(width: width, height: height, channels: 4)
    for y in 0..<height {
      guard rows[y * length] == 0 else { return nil }
      for x in 0..<width {
        let byte = rows[y * length + 1 + x * bits / 8]
        let index = Int(bits == 8 ? byte : x % 2 == 0 ? byte >> 4 : byte & 15)
        guard index * 3 + 2 < palette.count else { return nil }
        let alpha = index < chunks["tRNS"]?.count ?? 0 ? chunks["tRNS"]?[index] : 255
        picture.data += palette[index * 3..<index * 3 + 3] + [alpha ?? 255]
      }
    }
    return picture
  }
}

/// A terminal with sixel graphics.
struct PretendedSixel {
  /// Pixels painted by pictures.
  private(set) var pixels: [SIMD2<Int>: Color] = [:]
  /// Width and height that each picture declared.
  private(set) var sizes: [(width: Int, height: Int)] = []
  let cell: CellSize

  init(cell: CellSize) { self.cell = cell }

  mutating func take(_ pieces: [[UInt8]]) {
    for piece in pieces {
      let text = String(decoding: piece, as: UTF8.self)
      guard let start = text.range(of: "\u{1b}P"), let end = text.range(of: "\u{1b}\\"),
        let place = text.range(of: "\u{1b}["), let q = text[start.upperBound...].firstIndex(of: "q")
      else { continue }
      let numbers = text[place.upperBound..<start.lowerBound].dropLast().split(separator: ";")
        .compactMap { Int($0) }
      paint(
        Array(text[text.index(after: q)..<end.lowerBound].utf8),
        (numbers[1] - 1) * cell.width, (numbers[0] - 1) * cell.height)
    }
  }

  private mutating func paint(_ bytes: [UInt8], _ left: Int, _ top: Int) {
    var colors: [Int: Color] = [:]
    var current = 0
    var (x, y, count) = (0, 0, 1)
    var index = 0
    func numbers() -> [Int] {
      var result: [Int] = []
      var value = 0
      while index < bytes.count, bytes[index] == 0x3b || (0x30...0x39).contains(bytes[index]) {
        if bytes[index] == 0x3b {
          result.append(value)
          value = 0
        } else {
          value = value * 10 + Int(bytes[index] - 0x30)
        }
        index += 1
      }
      return result + [value]
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x22:  // "
        let size = numbers()
        sizes.append((size[2], size[3]))
      case 0x23:  // #
        let values = numbers()
        current = values[0]
        if values.count == 5 {
          func full(_ share: Int) -> UInt8 { UInt8((Double(share) * 2.55).rounded()) }
          colors[current] = Color(full(values[2]), full(values[3]), full(values[4]))
        }
      case 0x21: count = numbers()[0]  // !
      case 0x24: x = 0  // $
      case 0x2d: (x, y) = (0, y + 6)  // -
      case 0x3f...0x7e:
        for _ in 0..<count {
          for bit in 0..<6 where (byte - 0x3f) >> bit & 1 == 1 {
            pixels[SIMD2(left + x, top + y + bit)] = colors[current]
          }
          x += 1
        }
        count = 1
      default: break
      }
    }
  }
}
