import Canvas
import Foundation
import Testing

@Suite("Recordings are written and read in the asciicast format")
struct AsciicastTests {
  private func sample(_ version: Asciicast.Version) -> Asciicast {
    var header = Asciicast.Header(version: version, width: 20, height: 5, title: "a \"demo\"\n")
    header.timestamp = 1_504_467_315
    header.terminalType = "xterm-256color"
    header.environment = ["SHELL": "/bin/sh"]
    header.idleTimeLimit = 2.5
    header.command = "anode"
    var cast = Asciicast(header: header)
    cast.events = [
      .init(at: 0.1, .output("\u{1B}[1mHi\u{1B}[0m \\ \u{7F}\u{0} ⣿ 🙂\r\n")),
      .init(at: 0.1, .marker("")), .init(at: 1.000001, .input("q")),
      .init(at: 1.3333333, .resize(width: 30, height: 6)), .init(at: 2, .marker("first epoch")),
      .init(at: 3.75, .output("Bye!")),
    ]
    if version == .v3 { cast.events.append(.init(at: 3.9, .exit(0))) }
    return cast
  }

  private func read(_ text: String) throws(AsciicastError) -> Asciicast {
    try Asciicast(bytes: Array(text.utf8))
  }

  private func failure(_ text: String) -> AsciicastError? {
    do throws(AsciicastError) {
      _ = try read(text)
      return nil
    } catch { return error }
  }

  @Test("A recording is read back with its times to the microsecond", arguments: [2, 3])
  func roundTrip(version: Int) throws {
    let cast = sample(try #require(Asciicast.Version(rawValue: version)))
    #expect(try read(cast.text) == cast)
    #expect(try read(cast.text).text == cast.text)
  }

  @Test(
    "Every line is JSON with the published fields", arguments: [2, 3])
  func fields(version: Int) throws {
    let cast = sample(try #require(Asciicast.Version(rawValue: version)))
    let lines = cast.text.split(separator: "\n").map {
      try? JSONSerialization.jsonObject(with: Data($0.utf8))
    }
    #expect(lines.count == cast.events.count + 1)
    let header = try #require(lines[0] as? [String: Any])
    #expect(header["version"] as? Int == version)
    #expect(header["timestamp"] as? Int == 1_504_467_315)
    #expect(header["title"] as? String == "a \"demo\"\n")
    #expect(header["command"] as? String == "anode")
    #expect(header["idle_time_limit"] as? Double == 2.5)
    let environment = try #require(header["env"] as? [String: String])
    var times: [Double] = [0.1, 0.1, 1.000001, 1.333333, 2, 3.75]
    var codes = ["o", "m", "i", "r", "m", "o"]
    if version == 2 {
      #expect(header["width"] as? Int == 20 && header["height"] as? Int == 5)
      #expect(environment == ["SHELL": "/bin/sh", "TERM": "xterm-256color"])
      #expect(header["term"] == nil)
    } else {
      let term = try #require(header["term"] as? [String: Any])
      #expect(term["cols"] as? Int == 20 && term["rows"] as? Int == 5)
      #expect(term["type"] as? String == "xterm-256color")
      #expect(environment == ["SHELL": "/bin/sh"])
      #expect(header["width"] == nil && header["height"] == nil)
      times = [0.1, 0, 0.900001, 0.333332, 0.666667, 1.75, 0.15]
      codes.append("x")
    }
    for (index, line) in lines.dropFirst().enumerated() {
      let event = try #require(line as? [Any])
      #expect(event.count == 3)
      #expect(abs((event[0] as? Double ?? -1) - times[index]) < 1e-9)
      #expect(event[1] as? String == codes[index])
    }
    #expect((lines[4] as? [Any])?[2] as? String == "30x6")
    if version == 3 { #expect((lines[7] as? [Any])?[2] as? String == "0") }
    // Always six decimals, and control characters are escaped.
    #expect(
      cast.text.contains(
        "\n[0.100000, \"o\", \"\\u001b[1mHi\\u001b[0m \\\\ \\u007f\\u0000 ⣿ 🙂\\r\\n\"]\n"))
  }

  @Test("The examples of the published formats are read")
  func published() throws {
    let second = try read(
      """
      {"version": 2, "width": 80, "height": 24, "timestamp": 1504467315, "title": "Demo", \
      "env": {"TERM": "xterm-256color", "SHELL": "/bin/zsh"}}
      [0.248848, "o", "\\u001b[1;31mHello \\u001b[32mWorld!\\u001b[0m\\n"]
      [1.001376, "o", "That was ok\\rThis is better."]
      [1.500000, "m", ""]
      [2.143733, "o", "Now... "]
      [4.050000, "r", "80x24"]
      [6.541828, "o", "Bye!"]

      """)
    #expect(second.events.count == 6 && second.events.last?.seconds == 6.541828)
    #expect(second.header.terminalType == "xterm-256color")
    let third = try read(
      """
      {"version": 3, "term": {"cols": 80, "rows": 24, "type": "xterm-256color"}, \
      "timestamp": 1504467315, "title": "Demo", "env": {"SHELL": "/bin/zsh"}}
      # event stream follows the header
      [0.248, "o", "\\u001b[1;31mHello \\u001b[32mWorld!\\u001b[0m\\n"]
      [1.001, "o", "That was ok\\rThis is better."]
      [3.500, "m", ""]
      [0.143, "o", "Now... "]
      # terminal window resized to 90 cols and 30 rows
      [2.050, "r", "90x30"]
      [1.541, "o", "Bye!"]
      [0.887, "x", "0"]

      """)
    #expect(
      third.events.map(\.kind).suffix(3) == [
        .resize(width: 90, height: 30), .output("Bye!"), .exit(0),
      ])
    #expect(
      third.events.map(\.microseconds) == [
        248_000, 1_249_000, 4_749_000, 4_892_000, 6_942_000, 8_483_000, 9_370_000,
      ])
  }

  @Test("Unknown events, blank lines and decreasing times are accepted")
  func lenient() throws {
    let cast = try read(
      "\u{FEFF}{\"version\":2,\"width\":9,\"height\":9,\"theme\":{\"fg\":[1,null,true]}}\r\n"
        + "[1,\"z\",{\"a\":[]}]\r\n\n# note\n[2e0, \"o\", \"\\ud83d\\ude42\\ud83d\"]\n[1.5,\"o\",\"b\"]"
    )
    #expect(cast.events == [.init(at: 2, .output("🙂\u{FFFD}")), .init(at: 2, .output("b"))])
    #expect(cast.incompleteLine == nil)
  }

  @Test("A recording that was killed plays except for its last, unfinished line")
  func killed() throws {
    let text = sample(.v2).text
    let full = try read(text)
    for length in 0..<text.utf8.count {
      let bytes = Array(text.utf8.prefix(length))
      guard bytes.contains(0x0A) else {
        // The header is the only line valid without a line end.
        if length < full.headerLength - 1 {
          #expect(throws: AsciicastError.self) { try Asciicast(bytes: bytes) }
        }
        continue
      }
      let cast = try Asciicast(bytes: bytes)
      let lines = bytes.filter { $0 == 0x0A }.count
      #expect(cast.events == Array(full.events.prefix(cast.events.count)))
      #expect(
        cast.events.count == lines - 1 || (cast.events.count == lines && cast.incompleteLine == nil)
      )
      if let line = cast.incompleteLine { #expect(line == lines + 1) }
    }
  }

  @Test("An error names the line, the value found and the expectation")
  func errors() {
    let head = "{\"version\": 2, \"width\": 80, \"height\": 24}\n"
    #expect(failure("") == .empty)
    let bad: [(String, Int, String, String)] = [
      ("GIF89a", 1, "'G'", "a value"), ("[1]", 1, "a list", "an object"),
      ("{}", 1, "missing", "2 or 3"), ("{\"version\": 1}", 1, "1", "2 or 3"),
      ("{\"version\": 2, \"width\": 0, \"height\": 1}", 1, "0", "1 to 1000"),
      ("{\"version\": 3}", 1, "missing", "cols"),
      ("{\"version\": 3, \"term\": {\"cols\": 5, \"rows\": 1e99}}", 1, "1e+99", "1 to 1000"),
      (head + "[1, \"o\", \"a\"]\n[x, \"o\", \"b\"]\n", 3, "'x'", "a value"),
      (head + "{}\n", 2, "an object", "[time, \"code\", \"data\"]"),
      (head + "[1, \"o\"]\n", 2, "a list", "[time, \"code\", \"data\"]"),
      (head + "[-1, \"o\", \"\"]\n", 2, "-1", "seconds"),
      (head + "[1, 2, \"\"]\n", 2, "2", "\"o\""), (head + "[1, \"o\", 7]\n", 2, "7", "a string"),
      (head + "[1, \"r\", \"80\"]\n", 2, "\"80\"", "80x24"),
      (head + "[1, \"r\", \"0x9999999999999999999\"]\n", 2, "0x9", "80x24"),
      (head + "[1, \"o\", \"a]\n\n", 2, "the end of the line", "quotation mark"),
      (head + String(repeating: "[", count: 100_000) + "\n", 2, "'['", "at most 32"),
    ]
    for (text, line, found, expected) in bad {
      let error = failure(text)
      let message = error?.description ?? ""
      #expect(message.hasPrefix("line \(line)"), "\(text.prefix(80))")
      #expect(message.contains(found) && message.contains(expected), "\(message)")
    }
  }

  @Test("Ten thousand damaged recordings play or give an error")
  func mutations() {
    var generator = SplitMix64(state: 8)
    let sources = Asciicast.Version.allCases.map { Array(sample($0).text.utf8) }
    let pieces = [
      "\"", "\\u", "[", "]", "{", "}", ",", "\n", "9", "-", "1e400", "\u{1B}[9999b", "x", "é",
    ]
    .map { Array($0.utf8) }
    var played = 0
    for index in 0..<10_000 {
      var bytes = sources[index % 2]
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...6, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default: if place < bytes.count { bytes[place] = .random(in: 0...255, using: &generator) }
        }
      }
      do throws(AsciicastError) {
        var playback = RecordingPlayback(try Asciicast(bytes: bytes), idleLimit: 1)
        while playback.step() {}
        playback.seek(to: playback.duration / 2)
        played += 1
      } catch {
        #expect(error.description.hasPrefix("line "))
      }
    }
    // Both happen often, or the test would prove little.
    #expect(played > 1000 && played < 9000, "\(played)")
  }
}

extension Asciicast {
  fileprivate var headerLength: Int { AsciicastWriter(header).headerLine.utf8.count }
}
