import Canvas
import Foundation
import Testing

@testable import Terminal

let cell: CellSize = {
  guard let size = CellSize(width: 8, height: 16) else { fatalError("a cell of 8 × 16 pixels") }
  return size
}()

/// A picture of 4 × 2 cells in two halves, with a line between them.
private func picture(slot: Int = 1, hole: Bool = false) -> TerminalPicture {
  var image = PixelImage(width: 32, height: 32, fill: Color(16, 19, 24).pixel)
  for y in 0..<32 {
    for x in 0..<16 { image.pixels[y * 32 + x] = Color(250, 222, 90).pixel }
    image.pixels[y * 32 + 16] = Color(90, 140, 255).pixel
  }
  if hole { image.clear(x: 24, y: 16, width: 8, height: 16) }
  return TerminalPicture(
    slot: slot, rect: Rect(x: 5, y: 3, width: 4, height: 2), image: image,
    holes: hole ? [Rect(x: 8, y: 4, width: 1, height: 1)] : [])
}

@Suite("Pictures by kitty's protocol")
struct KittyTests {
  @Test("The picture arrives pixel by pixel, in its place")
  func exact() throws {
    var encoder = KittyEncoder()
    var pieces: [[UInt8]] = []
    encoder.show(picture(), sharesMemory: false, into: &pieces)
    var terminal = PretendedKitty()
    terminal.take(pieces)
    #expect(terminal.errors.isEmpty)
    let (number, place) = try #require(terminal.places.first)
    #expect(place == [5, 3, 4, 2])
    let shown = try #require(terminal.pictures[number])
    #expect(shown.width == 32 && shown.height == 32)
    for y in [0, 31] {
      #expect(shown.samples(0, y) == [250, 222, 90] && shown.samples(15, y) == [250, 222, 90])
      #expect(shown.samples(16, y) == [90, 140, 255] && shown.samples(17, y) == [16, 19, 24])
    }
  }

  @Test("A new picture replaces the last, and a removed slot leaves nothing")
  func replacement() {
    var encoder = KittyEncoder()
    var terminal = PretendedKitty()
    for round in 0..<600 {
      var pieces: [[UInt8]] = []
      encoder.show(picture(slot: round % 3), sharesMemory: false, into: &pieces)
      terminal.take(pieces)
      #expect(terminal.pictures.count == min(round + 1, 3))
      #expect(terminal.places.count == terminal.pictures.count)
    }
    var pieces: [[UInt8]] = []
    for slot in 0..<3 { encoder.remove(slot: slot, from: &pieces) }
    terminal.take(pieces)
    #expect(terminal.pictures.isEmpty && terminal.places.isEmpty && terminal.errors.isEmpty)
  }

  @Test("A picture stays, however often the one beside it changes")
  func lasting() throws {
    var encoder = KittyEncoder()
    var terminal = PretendedKitty()
    var pieces: [[UInt8]] = []
    encoder.show(picture(slot: 0), sharesMemory: false, into: &pieces)
    terminal.take(pieces)
    let (lasting, place) = try #require(terminal.places.first)
    for round in 0..<600 {
      pieces = []
      encoder.show(picture(slot: 1), sharesMemory: false, into: &pieces)
      terminal.take(pieces)
      try #require(terminal.pictures.count == 2 && terminal.places[lasting] == place, "\(round)")
    }
    #expect(terminal.errors.isEmpty)
  }

  @Test("Every number can have a picture, and one picture too many replaces none of them")
  func numbers() {
    var encoder = KittyEncoder()
    var terminal = PretendedKitty()
    for slot in 0...256 {
      var pieces: [[UInt8]] = []
      encoder.show(picture(slot: slot), sharesMemory: false, into: &pieces)
      terminal.take(pieces)
    }
    #expect(terminal.pictures.count == 256 && terminal.errors.isEmpty)
  }

  @Test("Only covered pixels are transparent")
  func holes() throws {
    var encoder = KittyEncoder()
    var pieces: [[UInt8]] = []
    encoder.show(picture(hole: true), sharesMemory: false, into: &pieces)
    var terminal = PretendedKitty()
    terminal.take(pieces)
    let shown = try #require(terminal.pictures.first?.value)
    #expect(shown.samples(24, 16)[3] == 0 && shown.samples(31, 31)[3] == 0)
    #expect(shown.samples(23, 16)[3] == 255 && shown.samples(24, 15)[3] == 255)
  }

  @Test("Shared memory gives the same picture, and its name is removed")
  func sharedMemory() throws {
    SharedMemory.open()
    var encoder = KittyEncoder()
    var pieces: [[UInt8]] = []
    encoder.show(picture(), sharesMemory: true, into: &pieces)
    #expect(pieces.reduce(0) { $0 + $1.count } < 400)
    var terminal = PretendedKitty()
    terminal.take(pieces)
    #expect(terminal.errors.isEmpty)
    let shown = try #require(terminal.pictures.first?.value)
    #expect(shown.samples(16, 9) == [90, 140, 255, 255])
    // Memory that no terminal takes is removed at the end. After that none can be made: pictures
    // come from another thread.
    encoder.show(picture(), sharesMemory: true, into: &pieces)
    SharedMemory.close()
    pieces = []
    encoder.show(picture(), sharesMemory: true, into: &pieces)
    #expect(pieces.first.map { String(decoding: $0, as: UTF8.self).contains("t=d") } == true)
    let mine = try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").filter {
      $0.hasPrefix("anode-\(getpid())-")
    }
    #expect(mine.isEmpty)
  }

  @Test(
    "With few colours an area keeps its colour, at any resolution, and holes stay", arguments: 1..<7
  )
  func levels(level: Int) throws {
    var encoder = KittyEncoder()
    var pieces: [[UInt8]] = []
    encoder.show(picture(hole: true), sharesMemory: false, level: level, into: &pieces)
    var terminal = PretendedKitty()
    terminal.take(pieces)
    #expect(terminal.errors.isEmpty && terminal.places.first?.value == [5, 3, 4, 2])
    let shown = try #require(terminal.pictures.first?.value)
    let part = PictureDetail.levels[level].part
    #expect(shown.width == 32 / part && shown.height == 32 / part)
    #expect(shown.samples(3, 3) == [250, 222, 90, 255])
    #expect(shown.samples(18 / part + 1, 2) == [16, 19, 24, 255])
    #expect(shown.samples(28 / part, 24 / part)[3] == 0)
  }

  @Test("What rests is sent again in full, and what did not change is not sent")
  func rest() throws {
    var encoder = KittyEncoder()
    var terminal = PretendedKitty()
    var pieces: [[UInt8]] = []
    encoder.show(picture(), sharesMemory: false, level: 4, at: 10, into: &pieces)
    terminal.take(pieces)
    #expect(terminal.pictures.first?.value.width == 16)
    pieces = []
    encoder.show(picture(), sharesMemory: false, level: 5, at: 10.1, into: &pieces)
    let early = encoder.sharpen(at: 10.2, speed: 1e6, into: &pieces)
    #expect(pieces.isEmpty && !early)
    // First all pixels, then all colours, then nothing more.
    for (time, channels) in [(10.5, 4), (11.0, 3)] {
      let isWhole = encoder.sharpen(at: time, speed: 1e6, into: &pieces)
      #expect(!isWhole && !pieces.isEmpty)
      terminal.take(pieces)
      pieces = []
      let shown = try #require(terminal.pictures.first?.value)
      #expect(terminal.pictures.count == 1 && shown.width == 32 && shown.channels == channels)
    }
    let late = encoder.sharpen(at: 12, speed: 1e6, into: &pieces)
    #expect(late && pieces.isEmpty && terminal.errors.isEmpty)
    // On a slow line, not all colours.
    encoder.show(picture(slot: 2), sharesMemory: false, level: 1, at: 13, into: &pieces)
    pieces = []
    #expect(encoder.sharpen(at: 14, speed: 1000, into: &pieces) && pieces.isEmpty)
  }

  @Test("No piece is longer than the protocol allows")
  func pieces() {
    var image = PixelImage(width: 400, height: 400)
    var random: UInt32 = 1
    for index in image.pixels.indices {
      random = random &* 1_664_525 &+ 1_013_904_223
      image.pixels[index] = random | 0xFF00_0000
    }
    var encoder = KittyEncoder()
    var pieces: [[UInt8]] = []
    encoder.show(
      TerminalPicture(
        slot: 0, rect: Rect(x: 0, y: 0, width: 50, height: 25), image: image),
      sharesMemory: false, into: &pieces)
    #expect(pieces.count > 100 && pieces.allSatisfy { $0.count < 4096 + 80 })
    var terminal = PretendedKitty()
    terminal.take(pieces)
    #expect(terminal.errors.isEmpty && terminal.pictures.first?.value.data.count == 480_000)
  }
}

@Suite("Pictures in sixel")
struct SixelTests {
  private static let wanted = [
    Color(16, 19, 24), Color(250, 222, 90), Color(90, 140, 255), Color(216, 222, 230),
  ]

  private func near(_ a: Color?, _ b: Color, by limit: Int = 3) -> Bool {
    guard let a else { return false }
    return [(a.red, b.red), (a.green, b.green), (a.blue, b.blue)]
      .allSatisfy { abs(Int($0) - Int($1)) <= limit }
  }

  private let support = PictureSupport(
    .sixel(colors: 256, largest: (1000, 1000)), cell: cell)

  @Test("The picture arrives, and the classes keep their colours", arguments: [16, 256])
  func exact(colors: Int) throws {
    try #require(SixelLibrary.shared != nil)
    var encoder = SixelEncoder(palette: Self.wanted)
    var shown = EncodedPictures(for: support)
    encoder.show(picture(), cell: cell, colors: colors, largest: (1000, 1000), into: &shown)
    var terminal = PretendedSixel(cell: cell)
    terminal.take(shown.pieces)
    #expect(terminal.pixels.count == 32 * 32)
    #expect(terminal.sizes.map(\.width) == [32] && terminal.sizes.map(\.height) == [32])
    let (left, top) = (5 * 8, 3 * 16)
    for y in [0, 15, 31] {
      #expect(near(terminal.pixels[SIMD2(left, top + y)], Color(250, 222, 90)))
      #expect(near(terminal.pixels[SIMD2(left + 15, top + y)], Color(250, 222, 90)))
      #expect(near(terminal.pixels[SIMD2(left + 16, top + y)], Color(90, 140, 255)))
      #expect(near(terminal.pixels[SIMD2(left + 17, top + y)], Color(16, 19, 24)))
    }
  }

  @Test("Covered pixels are not painted")
  func holes() throws {
    try #require(SixelLibrary.shared != nil)
    var encoder = SixelEncoder(palette: Self.wanted)
    var shown = EncodedPictures(for: support)
    encoder.show(
      picture(hole: true), cell: cell, colors: 256, largest: (1000, 1000), into: &shown)
    var terminal = PretendedSixel(cell: cell)
    terminal.take(shown.pieces)
    #expect(terminal.pixels.count == 32 * 32 - 8 * 16)
    #expect(terminal.pixels[SIMD2(40 + 25, 48 + 17)] == nil)
    // The terminal keeps the pixels below.
    #expect(String(decoding: shown.pieces[0], as: UTF8.self).contains("\u{1b}P0;1"))
    // Text is rewritten only where a hole is new.
    let place = Rect(x: 8, y: 4, width: 1, height: 1)
    #expect(shown.uncovered == [place])
    for (hasHole, expected) in [(true, []), (false, []), (true, [place])] as [(Bool, [Rect])] {
      shown = EncodedPictures(for: support)
      encoder.show(
        picture(hole: hasHole), cell: cell, colors: 256, largest: (1000, 1000), into: &shown)
      #expect(shown.uncovered == expected)
    }
  }

  @Test("Text is rewritten where a picture was")
  func removal() throws {
    try #require(SixelLibrary.shared != nil)
    var encoder = SixelEncoder(palette: Self.wanted)
    var shown = EncodedPictures(for: support)
    encoder.show(picture(), cell: cell, colors: 256, largest: (1000, 1000), into: &shown)
    #expect(shown.uncovered.isEmpty)
    var gone = EncodedPictures(for: support)
    encoder.remove(slot: 1, from: &gone)
    #expect(gone.uncovered == [Rect(x: 5, y: 3, width: 4, height: 2)] && gone.pieces.isEmpty)
    #expect(!gone.isEmpty)
    // Only once.
    gone = EncodedPictures(for: support)
    encoder.remove(slot: 1, from: &gone)
    #expect(gone.isEmpty)
  }

  @Test("A picture that is too large for the terminal is split into parts of whole cells")
  func parts() throws {
    try #require(SixelLibrary.shared != nil)
    var encoder = SixelEncoder(palette: Self.wanted)
    var shown = EncodedPictures(for: support)
    encoder.show(picture(), cell: cell, colors: 256, largest: (20, 20), into: &shown)
    var terminal = PretendedSixel(cell: cell)
    terminal.take(shown.pieces)
    #expect(terminal.sizes.count == 4 && terminal.pixels.count == 32 * 32)
  }

  @Test("Half the resolution fills the same cells")
  func stretched() throws {
    try #require(SixelLibrary.shared != nil)
    var half = picture()
    half.image = PixelImage(width: 16, height: 16, fill: Color(90, 140, 255).pixel)
    var encoder = SixelEncoder(palette: Self.wanted)
    var shown = EncodedPictures(for: support)
    encoder.show(half, cell: cell, colors: 256, largest: (1000, 1000), into: &shown)
    var terminal = PretendedSixel(cell: cell)
    terminal.take(shown.pieces)
    #expect(terminal.pixels.count == 32 * 32)
  }
}
