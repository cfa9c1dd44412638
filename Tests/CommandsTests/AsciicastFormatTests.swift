import Canvas
import Foundation
import Testing

@testable import Commands

/// Recordings against https://docs.asciinema.org/manual/asciicast/v3/ (revision of 2025-10-20) and
/// …/v2/, read by another JSON parser: every field is known and of its type, and none is missing.
private struct PublishedFormat {
  /// Violations of the format, in words.
  private(set) var faults: [String] = []
  /// Event codes.
  private(set) var codes: [String] = []
  private let version: Int

  init(_ text: String) {
    var lines = text.components(separatedBy: "\n")
    version = text.hasPrefix("{\"version\": 3") ? 3 : 2
    if lines.removeLast() != "" { faults.append("the last line has no end") }
    for (index, line) in lines.enumerated() {
      // Non-printable code points are escaped.
      let isPrintable = line.unicodeScalars.allSatisfy { scalar in
        ![.control, .surrogate, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory)
      }
      if !isPrintable { faults.append("line \(index + 1) has control characters") }
      guard let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)) else {
        faults.append("line \(index + 1) is no JSON")
        continue
      }
      if index == 0 { header(value) } else { event(value, index + 1, isLast: line == lines.last) }
    }
  }

  private mutating func header(_ value: Any) {
    guard let members = value as? [String: Any] else {
      faults.append("the header is no object")
      return
    }
    var known: [String: (Any) -> Bool] = [
      "version": { [version] in isInteger($0) && $0 as? Int == version },
      "timestamp": isInteger, "idle_time_limit": { isNumber($0) }, "command": { $0 is String },
      "title": { $0 is String }, "env": { $0 is [String: String] },
    ]
    var required = ["version"]
    if version == 3 {
      known["term"] = { $0 is [String: Any] }
      known["tags"] = { $0 is [String] }
      required += ["term"]
      if let term = members["term"] as? [String: Any] {
        check(
          term, "term",
          [
            "cols": isInteger, "rows": isInteger, "type": { $0 is String },
            "version": { $0 is String }, "theme": isTheme,
          ], required: ["cols", "rows"])
      }
    } else {
      known["width"] = isInteger
      known["height"] = isInteger
      known["duration"] = { isNumber($0) }
      known["theme"] = isTheme
      required += ["width", "height"]
    }
    check(members, "header", known, required: required)
  }

  private mutating func check(
    _ members: [String: Any], _ name: String, _ known: [String: (Any) -> Bool], required: [String]
  ) {
    for (key, value) in members {
      guard let isRight = known[key] else {
        faults.append("\(name): \(key) is none of the format's")
        continue
      }
      if !isRight(value) { faults.append("\(name): \(key) is \(value)") }
    }
    for key in required where members[key] == nil { faults.append("\(name): no \(key)") }
  }

  private mutating func event(_ value: Any, _ line: Int, isLast: Bool) {
    guard let parts = value as? [Any], parts.count == 3, isNumber(parts[0]),
      let time = parts[0] as? Double, time >= 0, let code = parts[1] as? String,
      let data = parts[2] as? String
    else {
      faults.append("line \(line) is no [time, code, data]")
      return
    }
    codes.append(code)
    switch code {
    case "o", "i", "m": break
    case "r":
      if data.wholeMatch(of: /[1-9][0-9]*x[1-9][0-9]*/) == nil {
        faults.append("line \(line): size \(data)")
      }
    case "x":
      if version != 3 || Int(data) == nil || !isLast { faults.append("line \(line): exit \(data)") }
    default: faults.append("line \(line): code \(code)")
    }
  }
}

private func isNumber(_ value: Any) -> Bool {
  guard let number = value as? NSNumber else { return false }
  return !isBoolean(number) && number.doubleValue.isFinite
}

/// Foundation reads JSON's true and false as numbers.
private func isBoolean(_ number: NSNumber) -> Bool {
  String(cString: number.objCType) == "c"
}

private func isInteger(_ value: Any) -> Bool {
  isNumber(value) && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } == true
}

private func isTheme(_ value: Any) -> Bool {
  guard let theme = value as? [String: String], Set(theme.keys) == ["fg", "bg", "palette"] else {
    return false
  }
  let palette = (theme["palette"] ?? "").components(separatedBy: ":")
  return [8, 16].contains(palette.count)
    && ([theme["fg"] ?? "", theme["bg"] ?? ""] + palette).allSatisfy {
      $0.wholeMatch(of: /#[0-9a-fA-F]{6}/) != nil
    }
}

@Suite("Recordings keep to the published format, field by field") struct AsciicastFormatTests {
  @Test(
    "All that the writer can write keeps to the format, and is read as it was meant",
    arguments: [2, 3])
  func everything(number: Int) throws {
    let version = try #require(Asciicast.Version(rawValue: number))
    var cast = Asciicast(header: .init(version: version, width: 80, height: 24))
    #expect(PublishedFormat(cast.text).faults == [])
    cast.header.title = "a \"title\"\n\u{85}\u{2028}\u{7F}"
    cast.header.timestamp = 1_504_467_315
    cast.header.command = "anode duel"
    cast.header.idleTimeLimit = 2
    cast.header.terminalType = "xterm-256color"
    cast.header.environment = ["SHELL": "/bin/bash"]
    cast.events = [
      .init(at: 0, .output("\u{1B}[2J\u{0}\u{9B}31m \u{2029}⣿🙂\\\"\r\n")),
      .init(at: 0.5, .input("\u{3}")),
      .init(at: 0.5, .marker("")), .init(at: 1.25, .marker("chapter")),
      .init(at: 2, .resize(width: 100, height: 50)), .init(at: 1e6, .exit(3)),
    ]
    let format = PublishedFormat(cast.text)
    #expect(format.faults == [])
    #expect(format.codes == ["o", "i", "m", "m", "r"] + (number == 3 ? ["x"] : []))
    // And it is read back as written.
    let events = try Asciicast(bytes: Array(cast.text.utf8)).events
    #expect(events == (number == 3 ? cast.events : Array(cast.events.dropLast())))
  }

  @Test("What anode record writes keeps to the format", arguments: [2, 3])
  func recorded(number: Int) throws {
    let stem = FileManager.default.temporaryDirectory.path + "/anode-\(UUID().uuidString)"
    defer {
      for end in [".demo", ".cast"] { try? FileManager.default.removeItem(atPath: stem + end) }
    }
    try
      "title \"Ein \\\"Titel\\\" – ℝ²\"\nset points 60\nplay\nwait epoch 60\nmark \"mark\"\nwait 1s\nsay \"é ⣿\"\nwait 1s"
      .write(toFile: stem + ".demo", atomically: true, encoding: .utf8)
    let run = try runWithoutTerminal([
      "record", stem + ".demo", "--output", stem + ".cast", "--cast-version", "\(number)",
    ])
    #expect(run.outcome == .exited(0), "\(run.text)")
    let text = try String(contentsOfFile: stem + ".cast", encoding: .utf8)
    let format = PublishedFormat(text)
    #expect(text.hasPrefix("{\"version\": \(number)") && format.faults == [])
    #expect(format.codes.contains("m") && format.codes.filter { $0 == "o" }.count > 5)
  }

  @Test("The recordings of the demos keep to the format")
  func demos() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("demos")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".cast") }
    #expect(names.count >= 13)
    for name in names {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(PublishedFormat(text).faults == [], "\(name)")
    }
  }

  @Test("The complete header of the published format is read, with what we have no use for")
  func complete() throws {
    let colors = Array(repeating: "#151515", count: 16).joined(separator: ":")
    let text = """
      {"version": 3, "term": {"cols": 80, "rows": 24, "type": "xterm-256color", "version": "VTE(7802)", \
      "theme": {"fg": "#d0d0d0", "bg": "#212121", "palette": "\(colors)"}}, "timestamp": 1509091818, \
      "idle_time_limit": 2, "command": "/bin/bash", "title": "Demo", "env": {"SHELL": "/bin/bash"}, \
      "tags": ["demo", "tutorial"], "added later": [1]}
      [1.0, "x", "0"]

      """
    let header = try Asciicast(bytes: Array(text.utf8)).header
    #expect(header.width == 80 && header.height == 24 && header.terminalType == "xterm-256color")
    #expect(header.timestamp == 1_509_091_818 && header.idleTimeLimit == 2)
    #expect(header.command == "/bin/bash" && header.title == "Demo")
    #expect(header.environment == ["SHELL": "/bin/bash"])
  }

  @Test("A field or an event that the format has not is found out")
  func faults() {
    for line in [
      "{\"version\": 3, \"width\": 80, \"term\": {\"cols\": 80, \"rows\": 24}}",
      "{\"version\": 3, \"term\": {\"cols\": 80}}", "{\"version\": 3}",
      "{\"version\": 3, \"term\": {\"cols\": \"80\", \"rows\": 24}}",
      "{\"version\": 3, \"term\": {\"cols\": 80.5, \"rows\": 24}}",
      "{\"version\": 3, \"term\": {\"cols\": true, \"rows\": 24}}",
      "{\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24, \"theme\": {\"fg\": \"red\"}}}",
      "{\"version\": 2, \"width\": 80, \"height\": 24, \"tags\": []}",
    ] {
      #expect(PublishedFormat(line + "\n").faults.count >= 1, "\(line)")
    }
    let head = "{\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24}}\n"
    #expect(PublishedFormat(head).faults == [])
    for line in [
      "[1, \"o\"]", "[-1, \"o\", \"\"]", "[1, \"z\", \"\"]", "[1, \"r\", \"80\"]", "[1, \"x\", 0]",
      "[1, \"x\", \"0\"]\n[1, \"o\", \"\"]", "[1, \"o\", \"\u{1B}\"]", "[\"1\", \"o\", \"\"]",
    ] {
      #expect(PublishedFormat(head + line + "\n").faults.count >= 1, "\(line)")
    }
  }
}
