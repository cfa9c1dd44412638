import Canvas
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("A recording can be shown at any time, and exported")
struct PlaybackTests {
  /// Random frames a quarter of a second apart, with a change of size and markers.
  private func recording(frames: Int = 60) -> (cast: Asciicast, grids: [CellGrid]) {
    var generator = SplitMix64(state: 9)
    var grid = CellGrid.random(width: 24, height: 6, using: &generator)
    var cast = Asciicast(header: .init(width: 24, height: 6))
    var encoder = FrameEncoder(depth: .full)
    var grids: [CellGrid] = []
    for frame in 0..<frames {
      let time = Double(frame) * 0.25
      if frame == frames / 2 {
        grid = .random(width: 30, height: 5, using: &generator)
        cast.events.append(.init(at: time, .resize(width: 30, height: 5)))
      }
      if frame % 10 == 5 { cast.events.append(.init(at: time, .marker("mark \(frame)"))) }
      cast.events.append(.init(at: time, .output(encoder.encode(grid))))
      grids.append(grid)
      grid = grid.changed(using: &generator)
    }
    return (cast, grids)
  }

  private func samples(of cast: Asciicast, perSecond rate: Double, limit: Int) -> [Timed<CellGrid>]?
  {
    var playback = RecordingPlayback(cast)
    return playback.samples(perSecond: rate, limit: limit)
  }

  @Test("Seeking back and forth shows the same screens as playing")
  func seeking() {
    let (cast, grids) = recording(frames: 4000)
    // More output than the distance of keyframes, so they are used.
    #expect(cast.text.utf8.count > 400_000)
    var playback = RecordingPlayback(cast)
    var generator = SplitMix64(state: 10)
    for _ in 0..<300 {
      let frame = Int.random(in: 0..<grids.count, using: &generator)
      playback.seek(to: Double(frame) * 0.25 + 0.1)
      #expect(playback.grid == grids[frame])
    }
    playback.seek(to: -1)
    #expect(playback.time == 0 && playback.grid == grids[0])
    playback.seek(to: .infinity)
    #expect(playback.time == playback.duration && playback.grid == grids[3999])
  }

  @Test("Steps go from change to change, and markers have names")
  func steps() {
    let (cast, grids) = recording()
    var playback = RecordingPlayback(cast)
    for frame in 1..<60 {
      let stepped = playback.step()
      #expect(stepped && playback.grid == grids[frame] && playback.time == Double(frame) * 0.25)
    }
    let beyond = playback.step()
    #expect(!beyond && playback.markerName == "mark 55")
    let back = playback.stepBack()
    #expect(back && playback.grid == grids[58])
    #expect(playback.markers.map(\.name) == [5, 15, 25, 35, 45, 55].map { "mark \($0)" })
    playback.seek(to: playback.markers[1].time)
    #expect(playback.grid == grids[15] && playback.markerName == "mark 15")
    playback.seek(to: 0)
    let before = playback.stepBack()
    #expect(!before && playback.markerName == nil)
  }

  @Test("Idle time is cut, and later events come sooner")
  func idle() {
    var cast = Asciicast(header: .init(width: 5, height: 1))
    cast.events = [
      .init(at: 1, .output("a")), .init(at: 100, .marker("m")), .init(at: 100.5, .output("b")),
    ]
    let playback = RecordingPlayback(cast, idleLimit: 2)
    #expect(playback.duration == 3.5 && playback.markers.map(\.time) == [3])
    #expect(RecordingPlayback(cast).duration == 100.5)
  }

  @Test("Samples are the screens at regular times up to the end, without repetitions")
  func samples() throws {
    let (cast, grids) = recording()
    let all = try #require(samples(of: cast, perSecond: 4, limit: 100))
    #expect(all.first?.time == 0 && all.last?.picture == grids[59])
    for sample in all { #expect(sample.picture == grids[Int((sample.time * 4).rounded())]) }
    for (one, next) in zip(all, all.dropFirst()) { #expect(one.picture != next.picture) }
    let slow = try #require(samples(of: cast, perSecond: 1, limit: 100))
    #expect(slow.count <= 16 && slow.last?.picture == grids[59])
    #expect(samples(of: cast, perSecond: 4, limit: 10) == nil)
  }

  @Test("The animated SVG is well formed, and its strips are in step with the recording")
  func animation() throws {
    let (cast, _) = recording()
    let frames = try #require(samples(of: cast, perSecond: 4, limit: 100))
    let text = SVGWriter().animation(frames, duration: 17, title: "a < b & c")
    let reader = StripReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError as Any)")
    #expect(!text.contains("<script") && text.contains("<title>a &lt; b &amp; c</title>"))
    #expect(!reader.strips.isEmpty)
    for (times, values) in reader.strips {
      #expect(times.count == values.count && times.first == 0)
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 } && times.allSatisfy { $0 <= 1 })
      // Only whole widths of the picture, so two states are never visible together.
      #expect(values.allSatisfy { $0 <= 0 && Int(-$0) % (30 * 10 + 24) == 0 })
    }
    // Everything used is defined, and once.
    #expect(Set(reader.defined).count == reader.defined.count)
    #expect(Set(reader.used) == Set(reader.defined))
  }

  @Test("Parts that stand still or recur are stored once")
  func sharing() {
    var grid = CellGrid(width: 40, height: 10)
    for y in 0..<10 { grid.write("a long line that stays as it is \(y)", x: 0, y: y) }
    var frames: [Timed<CellGrid>] = []
    for frame in 0..<50 {
      grid.write(frame % 2 == 0 ? "tick" : "tock", x: 35, y: 3)
      frames.append(Timed(grid, at: Double(frame)))
    }
    let text = SVGWriter().animation(frames, duration: 50)
    #expect(text.components(separatedBy: "stays").count == 11)
    #expect(text.components(separatedBy: "<use ").count == 3)
    let still = SVGWriter().document(grid)
    #expect(text.utf8.count < still.utf8.count + 2500)
  }
}

/// Collects the elements of an animated SVG.
private final class StripReader: NSObject, XMLParserDelegate {
  var strips: [(times: [Double], values: [Double])] = []
  var defined: [String] = []
  var used: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    func numbers(_ name: String) -> [Double] {
      (attributes[name] ?? "").split(separator: ";").compactMap { Double($0) }
    }
    switch name {
    case "animateTransform": strips.append((numbers("keyTimes"), numbers("values")))
    case "g": if let id = attributes["id"] { defined.append(id) }
    case "use": used.append(String((attributes["href"] ?? "").dropFirst()))
    default: break
    }
  }
}
