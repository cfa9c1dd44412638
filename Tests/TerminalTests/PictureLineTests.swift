import Canvas
import Foundation
import Testing

@testable import Terminal

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
