import Canvas

/// Sixel, by libsixel. Pictures stay until their cells are overwritten.
struct SixelEncoder {
  private var wanted: [Color]
  /// Holes of the pictures shown, by slot.
  private var holes: [Int: [Rect]] = [:]
  /// Cells of the pictures shown, by slot.
  private var rects: [Int: Rect] = [:]
  private var palette: (count: Int, colors: SixelPalette)?

  /// The background is first.
  init(palette: [Color]) { wanted = palette }

  /// The background is first.
  mutating func use(palette: [Color]) {
    wanted = palette
    self.palette = nil
  }

  mutating func show(
    _ picture: TerminalPicture, cell: CellSize, colors: Int, largest: (width: Int, height: Int),
    into result: inout EncodedPictures
  ) {
    // An older picture stays visible through the holes of a new one until text is written there.
    if let old = rects[picture.slot], old != picture.rect { result.uncovered.append(old) }
    rects[picture.slot] = picture.rect
    let before = holes[picture.slot] ?? []
    result.uncovered += picture.holes.filter { !before.contains($0) }
    holes[picture.slot] = picture.holes
    guard let library = SixelLibrary.shared else { return }
    // One colour less: transparency takes a number too.
    if palette?.count != colors { palette = (colors, SixelPalette(wanted, count: colors - 1)) }
    guard let palette = palette?.colors else { return }
    // Terminals reject pictures beyond their limit: split into parts of whole cells.
    let columns = max(1, min(picture.rect.width, largest.width / cell.width))
    let rows = max(1, min(picture.rect.height, largest.height / cell.height))
    for top in stride(from: 0, to: picture.rect.height, by: rows) {
      for left in stride(from: 0, to: picture.rect.width, by: columns) {
        let part = Rect(
          x: left, y: top, width: min(columns, picture.rect.width - left),
          height: min(rows, picture.rect.height - top))
        let indices = Self.indices(of: picture, part, cell, palette)
        guard
          let sixels = Self.encode(
            indices, width: part.width * cell.width, height: part.height * cell.height, palette,
            library)
        else { continue }
        let place = "\u{1b}7\u{1b}[\(picture.rect.y + top + 1);\(picture.rect.x + left + 1)H"
        result.pieces.append(Array(place.utf8) + sixels + Array("\u{1b}8".utf8))
      }
    }
  }

  /// Colour numbers of a part of a picture, scaled to its cells.
  private static func indices(
    of picture: TerminalPicture, _ part: Rect, _ cell: CellSize, _ palette: SixelPalette
  ) -> [UInt8] {
    let image = picture.image
    let (wide, high) = (picture.rect.width * cell.width, picture.rect.height * cell.height)
    let width = part.width * cell.width
    let height = part.height * cell.height
    let hole = UInt8(palette.colors.count)
    let columns = (0..<width).map { (part.x * cell.width + $0) * image.width / max(1, wide) }
    return [UInt8](unsafeUninitializedCapacity: width * height) { result, used in
      used = width * height
      guard image.width > 0, image.height > 0 else {
        result.initialize(repeating: hole)
        return
      }
      image.pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<height {
          let row = (part.y * cell.height + y) * image.height / max(1, high) * image.width
          for x in 0..<width {
            let pixel = pixels[row + columns[x]]
            result[y * width + x] = pixel >> 24 < 128 ? hole : palette.index(pixel)
          }
        }
      }
    }
  }

  /// Text wipes out the picture, and must be written again: the picture can be newer.
  mutating func remove(slot: Int, from result: inout EncodedPictures) {
    holes[slot] = nil
    if let rect = rects.removeValue(forKey: slot) { result.uncovered.append(rect) }
  }

  private final class Sink { var bytes: [UInt8] = [] }

  private static func encode(
    _ indices: [UInt8], width: Int, height: Int, _ palette: SixelPalette, _ library: SixelLibrary
  ) -> [UInt8]? {
    // Define only the colours used.
    var isUsed = [Bool](repeating: false, count: 256)
    for index in indices { isUsed[Int(index)] = true }
    var numbers = [UInt8](repeating: 0, count: 256)
    var table: [UInt8] = []
    var count: UInt8 = 0
    for (index, color) in palette.colors.enumerated() where isUsed[index] {
      numbers[index] = count
      table += [color.red, color.green, color.blue]
      count += 1
    }
    let hole = count
    let hasHoles = isUsed[palette.colors.count]
    numbers[palette.colors.count] = hole
    if hasHoles || count == 0 { table += [0, 0, 0] }
    var pixels = indices.map { numbers[Int($0)] }

    var dither: SixelLibrary.Object?
    var output: SixelLibrary.Object?
    let sink = Sink()
    guard library.ditherNew(&dither, Int32(table.count / 3), nil) == 0, let dither else {
      return nil
    }
    defer { library.ditherUnref(dither) }
    guard
      library.outputNew(&output, sixelWriter, Unmanaged.passUnretained(sink).toOpaque(), nil) == 0,
      let output
    else { return nil }
    defer { library.outputUnref(output) }
    library.ditherSetPalette(dither, &table)
    library.ditherSetPixelformat(dither, SixelLibrary.indexed)
    guard library.encode(&pixels, Int32(width), Int32(height), 0, dither, output) == 0 else {
      return nil
    }
    if hasHoles { leave(hole, outOf: &sink.bytes) }
    return sink.bytes
  }

  /// Makes a colour of a sixel picture transparent. libsixel 1.10.3 can do it too, but starts a
  /// column late if the first pixel is not of that colour.
  static func leave(_ hole: UInt8, outOf bytes: inout [UInt8]) {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "q")) else { return }
    var isHole = false
    var index = start + 1
    func number() -> Int {
      var value = 0
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
        value = value * 10 + Int(bytes[index] - 0x30)
        index += 1
      }
      return value
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "#"): isHole = number() == Int(hole)
      case UInt8(ascii: "!"): _ = number()
      // Six pixels, none painted.
      case 0x3f...0x7e where isHole: bytes[index - 1] = 0x3f
      case 0x1b: index = bytes.count
      default: break
      }
    }
    // Without these parameters, the terminal fills unpainted pixels with the background.
    bytes.replaceSubrange(..<start, with: "\u{1b}P0;1;0".utf8)
  }

  fileprivate static func take(
    _ sink: UnsafeMutableRawPointer, _ bytes: UnsafeMutablePointer<CChar>, _ count: Int
  ) {
    let raw = UnsafeRawBufferPointer(start: bytes, count: count)
    Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes.append(contentsOf: raw)
  }
}

private let sixelWriter: SixelLibrary.Writer = { bytes, count, sink in
  guard let bytes, let sink else { return 0 }
  SixelEncoder.take(sink, bytes, Int(count))
  return count
}

/// One palette for all sixel pictures, to avoid flicker: a theme's colours, each in steps from the
/// background, and a coarse cube of all colours for photographs.
struct SixelPalette: Sendable {
  /// At most 255, the background first.
  let colors: [Color]
  /// The nearest index to each colour of 5 bits per component.
  private let nearest: [UInt8]

  /// Extra shares of the steps for each colour of maps.
  private static let finerSteps = 3

  /// - Parameters:
  ///   - wanted: the background, the two colours of maps, then others by importance.
  ///   - count: the terminal's limit.
  init(_ wanted: [Color], count: Int) {
    let count = min(max(count, 2), 255)
    let ground = wanted.first ?? Color(0, 0, 0)
    var colors = [ground]
    func add(_ color: Color) {
      if colors.count < count, !colors.contains(color) { colors.append(color) }
    }
    for color in wanted.dropFirst() { add(color) }
    if count >= 200 {
      let levels: [UInt8] = [0, 85, 170, 255]
      for red in levels {
        for green in levels { for blue in levels { add(Color(red, green, blue)) } }
      }
    }
    // The first two are the colours of maps, which need finer steps.
    let kept = wanted.dropFirst()
    let shares = kept.count + 2 * Self.finerSteps
    let share = (count - colors.count) / max(1, shares)
    for (index, color) in kept.enumerated() {
      let steps = share * (index < 2 ? 1 + Self.finerSteps : 1)
      for step in 0..<steps {
        add(ground.mixed(with: color, Float(step + 1) / Float(steps + 1)))
      }
    }
    self.colors = colors
    nearest = (0..<(1 << 15)).map { Self.nearest(to: $0, colors) }
  }

  private static func nearest(to packed: Int, _ colors: [Color]) -> UInt8 {
    let red = (packed >> 10 & 31) * 255 / 31
    let green = (packed >> 5 & 31) * 255 / 31
    let blue = (packed & 31) * 255 / 31
    var best = (distance: Int.max, index: 0)
    for (index, color) in colors.enumerated() {
      let dr = red - Int(color.red)
      let dg = green - Int(color.green)
      let db = blue - Int(color.blue)
      // The eye is most sensitive to green, least to blue.
      let distance: Int = 3 * (dr * dr) + 6 * (dg * dg) + 2 * (db * db)
      if distance < best.distance { best = (distance, index) }
    }
    return UInt8(best.index)
  }

  func index(_ pixel: UInt32) -> UInt8 {
    let red = (pixel >> 9) & 0x7C00
    let green = (pixel >> 6) & 0x3E0
    let blue = (pixel >> 3) & 0x1F
    return nearest[Int(red | green | blue)]
  }
}
