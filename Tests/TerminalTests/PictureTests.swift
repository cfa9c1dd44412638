import Canvas
import Foundation
import Testing

@testable import Terminal

private let cell: CellSize = {
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

/// A line of some speed to a terminal, on virtual time.
private struct Line {
  /// Bytes a second, and the seconds from sending to answering.
  let speed: Double
  let latency: Double
  /// Whether the terminal says when it is ready.
  var answers = true

  struct Result {
    var pictures = 0
    var bytes = 0
    var mostBehind = 0.0
    var gauge = LineGauge()
    var terminal = PretendedKitty()
    var answered: Bool?
  }

  /// A picture of lines that turn, 480 × 360.
  private static func scene(_ angle: Double) -> TerminalPicture {
    var image = PixelImage(width: 480, height: 360, fill: Color(16, 19, 24).pixel)
    for line in 0..<60 {
      let direction = angle + Double(line) * 0.1047
      for step in 20..<170 {
        let (x, y) = (240 + Double(step) * cos(direction), 180 + Double(step) * sin(direction))
        for side in 0..<3 {
          let shade = UInt8(40 * (line % 4)) &+ UInt8(60 * side + step % 9)
          image.pixels[Int(y) * 480 + Int(x) + side] = Color(shade, 222 - shade / 2, 90).pixel
        }
      }
    }
    return TerminalPicture(slot: 0, rect: Rect(x: 0, y: 0, width: 53, height: 20), image: image)
  }

  /// Sends such pictures for some seconds, 30 a second at most, through a pipe that is read slowly.
  func run(seconds: Double) throws -> Result {
    var result = Result()
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    _ = fcntl(ends[1], 1031, 4096)  // F_SETPIPE_SZ
    var output = PictureOutput(descriptor: ends[1])
    output.note(latency: latency)
    var encoder = KittyEncoder()
    var recent = Data()
    var due: [Double] = []
    var (read, budget, next) = ([UInt8](), 0.0, 0.0)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let tick = 0.002
    for step in 0..<Int(seconds / tick) {
      let now = Double(step) * tick
      func note(_ arrival: Arrival?) {
        guard let arrival else { return }
        result.pictures += 1
        result.bytes += arrival.bytes
        result.gauge.observe(bytes: arrival.bytes, seconds: arrival.seconds)
      }
      if now >= next, !output.isBusy {
        var pieces: [[UInt8]] = []
        encoder.show(
          Self.scene(now), sharesMemory: false, level: result.gauge.level, at: now, into: &pieces)
        output.begin(pieces, at: now)
        next = now + 1.0 / 30
      }
      note(output.write(at: now))
      budget = min(budget + speed * tick, 4096)
      let count = Glibc.read(ends[0], &buffer, Int(budget))
      if count > 0 {
        budget -= Double(count)
        read += buffer[..<count]
        recent += buffer[..<count]
        while let question = recent.range(of: Data("\u{1b}[5n".utf8)) {
          recent = Data(recent[question.upperBound...])
          if answers { due.append(now + latency) }
        }
        recent = Data(recent.suffix(3))
      }
      while let first = due.first, first <= now {
        due.removeFirst()
        note(output.takeAnswer(at: now))
      }
      if !answers, output.age(now) > 1, output.isAnswered == nil, output.isWritten {
        output.expectNoAnswers()
      }
      if now > seconds / 2 { result.mostBehind = max(result.mostBehind, output.age(now)) }
    }
    result.answered = output.isAnswered
    // The last pictures; all would take long.
    let text = String(decoding: read, as: UTF8.self)
    let begin = "\u{1b}_Ga=t,"
    let last = text.components(separatedBy: begin).dropFirst().suffix(3)
    result.terminal.take([Array((begin + last.joined(separator: begin)).utf8)])
    return result
  }
}

@Suite("Pictures over a line")
struct LineTests {
  @Test(
    "As many move as the line carries, in as many colours as it carries, and none is far behind",
    arguments: [(20e6, 0.0, 24.0), (20e6, 0.05, 24), (1e6, 0.05, 20), (2e5, 0.05, 12)])
  func speeds(speed: Double, latency: Double, least: Double) throws {
    let result = try Line(speed: speed, latency: latency).run(seconds: 6)
    #expect(Double(result.pictures) / 6 >= least, "\(result.pictures) pictures")
    #expect(Double(result.bytes) / 6 < 1.1 * LineGauge.mostBytes)
    #expect(result.mostBehind < 0.35, "\(result.mostBehind) s")
    // The last can be incomplete.
    #expect(result.terminal.errors.isEmpty && result.terminal.pictures.count <= 2)
    #expect(result.answered == true)
  }

  @Test("A slower line gets fewer colours, then fewer pixels")
  func order() throws {
    let levels = try [20e6, 4e5, 1e5].map {
      try Line(speed: $0, latency: 0.01).run(seconds: 4).gauge.level
    }
    #expect(levels[0] < levels[1] && levels[1] < levels[2], "\(levels)")
  }

  @Test("A terminal that does not answer still gets pictures")
  func silent() throws {
    let result = try Line(speed: 20e6, latency: 0, answers: false).run(seconds: 4)
    #expect(result.answered == false && result.pictures > 50)
  }

  @Test("A line that has become faster gets its colours back")
  func recovery() {
    let gauge = LineGauge()
    for _ in 0..<40 { gauge.observe(bytes: 20_000, seconds: 0.5) }
    #expect(gauge.level == PictureDetail.levels.count - 1)
    for _ in 0..<400 { gauge.observe(bytes: 5_000, seconds: 0.001) }
    #expect(gauge.level == 0)
  }
}

@Suite("Answers of a terminal")
struct AnswerTests {
  private func read(_ text: String) -> (answers: [TerminalAnswer], events: [InputEvent]) {
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    decoder.feed(text.utf8, into: &events)
    return (decoder.answers, events)
  }

  private static let all =
    "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}_Gi=32;ENOENT:no\u{1b}\\\u{1b}[6;19;9t\u{1b}[?1;0;256S"
    + "\u{1b}[?2;0;1000;800S\u{1b}[?62;4;22c"

  @Test("They are read, wherever they are split, and are not keys")
  func answers() {
    let expected: [TerminalAnswer] = [
      .kitty(id: 31, isFine: true), .kitty(id: 32, isFine: false), .cellSize(height: 19, width: 9),
      .graphics(item: 1, values: [256]), .graphics(item: 2, values: [1000, 800]),
      .attributes([62, 4, 22]),
    ]
    #expect(read(Self.all).answers == expected && read(Self.all).events.isEmpty)
    let bytes = Array(Self.all.utf8)
    for cut in 1..<bytes.count {
      var decoder = KeyDecoder()
      var events: [InputEvent] = []
      decoder.feed(bytes[..<cut], into: &events)
      decoder.feed(bytes[cut...], into: &events)
      #expect(decoder.answers == expected && events.isEmpty)
    }
  }

  @Test("An answer that comes in pieces is waited for; a lone Escape is not")
  func patience() {
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    decoder.feed("\u{1b}_Gi=31;O".utf8, into: &events)
    #expect(decoder.patience == 1)
    decoder.feed("K\u{1b}\\\u{1b}[?62".utf8, into: &events)
    #expect(decoder.patience == 1)
    decoder.feed(";4c\u{1b}".utf8, into: &events)
    #expect(decoder.patience == 0.025 && events.isEmpty)
  }

  @Test("Escape is a key while pictures are on their way, and their answer is none")
  func escape() {
    let (answers, events) = read("\u{1b}\u{1b}[0n\u{1b}[0n")
    #expect(answers == [.ready, .ready] && events == [.key(.escape)])
  }

  @Test("An invalid answer is neither a key nor a picture")
  func garbage() {
    for text in [
      "\u{1b}_Gi=;OK\u{1b}\\", "\u{1b}_G;;;\u{1b}\\", "\u{1b}_\u{1b}\\", "\u{1b}[6;0;0t",
      "\u{1b}[6;99999;1t", "\u{1b}[?c", "\u{1b}[?1;3;0S", "\u{1b}_Gi=31;ENOTSUP\u{1b}\\",
      "\u{1b}P1$r0m\u{1b}\\",
    ] {
      let (answers, events) = read(text)
      #expect(events.isEmpty, "\(text.dropFirst())")
      var known = PictureAnswers()
      for answer in answers { known.take(answer) }
      #expect(known.support(.auto, measured: cell, generation: 0) == nil)
    }
  }

  @Test("A name and version tell whether the terminal draws octants")
  func octants() {
    for (text, draws) in [
      ("kitty(0.41.1)", true), ("kitty(0.40.0)", true), ("kitty(0.26.5)", false),
      ("foot(1.21.0)", true), ("foot(1.13.1-dirty)", false), ("ghostty 1.2.0", true),
      ("ghostty 1.1.3", false), ("VTE(7802)", true), ("VTE(7006)", false), ("XTerm(379)", false),
      ("tmux 3.5a", false), ("kitty", false), ("99", false), ("", false),
    ] {
      let (answers, events) = read("\u{1b}P>|\(text)\u{1b}\\")
      #expect(answers == [.version(text)] && events.isEmpty)
      var known = PictureAnswers()
      for answer in answers { known.take(answer) }
      #expect(known.drawsOctants == draws, "\(text)")
    }
    #expect(read("\u{1b}P1$r>|kitty(0.41.1)\u{1b}\\").answers.isEmpty)
  }

  @Test("iTerm2 has sixel, and kitty's protocol once that works; Terminal.app shows cells")
  func macTerminals() {
    func method(_ terminal: MacTerminal) -> PictureSupport.Method? {
      var answers = PictureAnswers()
      for answer in read(terminal.answers).answers { answers.take(answer) }
      return answers.support(.auto, measured: cell, generation: 0)?.method
    }
    #expect(
      method(.iTerm2(3, 4, 23, hasKitty: false)) == .sixel(colors: 256, largest: (1000, 1000)))
    #expect(method(.iTerm2(3, 5, 14)) == .sixel(colors: 256, largest: (1000, 1000)))
    #expect(method(.iTerm2(3, 6, 9)) == .kitty(sharesMemory: false))
    #expect(method(.terminalApp(466)) == nil)
  }

  @Test("Colours of 24 bits are for the versions that have them, whatever COLORTERM says")
  func macColors() {
    func types(_ terminal: MacTerminal, _ more: [String: String] = [:]) -> [String] {
      let variables = terminal.variables.merging(more) { $1 }
      return Capabilities.terminalTypes("xterm-256color", .auto) { variables[$0] }
    }
    #expect(types(.iTerm2(3, 4, 23)).first == "xterm-direct")
    #expect(types(.iTerm2(3, 4, 23), ["TMUX": "/tmp/tmux-0/default,1,0"]) == ["xterm-256color"])
    #expect(types(.terminalApp(466)).first == "nsterm-direct")
    #expect(types(.terminalApp(455), ["COLORTERM": "truecolor"]).first == "nsterm-256color")
    #expect(types(.terminalApp(466), ["NO_COLOR": "1"]).first == "nsterm-256color")
  }

  @Test("The protocol is chosen from the answers and the user's wish")
  func support() {
    func known(_ text: String) -> PictureAnswers {
      var answers = PictureAnswers()
      for answer in read(text).answers { answers.take(answer) }
      return answers
    }
    let kitty = known(Self.all)
    #expect(
      kitty.support(.auto, measured: nil, generation: 3)
        == PictureSupport(
          .kitty(sharesMemory: false), cell: CellSize(width: 9, height: 19)!, generation: 3))
    #expect(kitty.support(.off, measured: cell, generation: 0) == nil)
    let sixel = known("\u{1b}[?1;0;64S\u{1b}[?63;1;2;4c")
    #expect(
      sixel.support(.auto, measured: cell, generation: 0)?.method
        == .sixel(colors: 64, largest: (1000, 1000)))
    // Pictures need the size of a cell, and a terminal that does not answer has none.
    #expect(sixel.support(.auto, measured: nil, generation: 0) == nil)
    #expect(known("\u{1b}_Gi=31;OK\u{1b}\\").support(.auto, measured: cell, generation: 0) == nil)
    #expect(known("\u{1b}[?62;22c").support(.auto, measured: cell, generation: 0) == nil)
    #expect(known("").support(.kitty, measured: cell, generation: 0) != nil)
  }
}
