extension Asciicast {
  /// Columns or rows that a recording can have.
  static let sizes = 1...ScreenEmulator.sizeLimit

  /// Skips empty lines, comments and events of unknown kinds. An event earlier than the previous
  /// gets the previous one's time. Leaves out a last line that is cut off: its recorder was killed.
  package init(bytes: [UInt8]) throws(AsciicastError) {
    var header: Header?
    var events: [Event] = []
    var incomplete: Int?
    var now: Int64 = 0
    var start = bytes.startIndex
    var line = 0
    while start < bytes.endIndex {
      line += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
      let text = Self.trimmed(bytes[start..<end])
      start = end + 1
      guard let known = header else {
        header = try Self.header(text)
        continue
      }
      if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
      do throws(AsciicastError) {
        if let event = try Self.event(text, line, known.version, &now) { events.append(event) }
      } catch {
        guard end == bytes.endIndex, case .malformed = error else { throw error }
        incomplete = line
      }
    }
    guard let header else { throw .empty }
    self.init(header: header, events: events)
    incompleteLine = incomplete
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let blanks: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    let start = line.firstIndex { !blanks($0) } ?? line.endIndex
    let end = line.lastIndex { !blanks($0) }.map { $0 + 1 } ?? start
    return line[start..<end]
  }

  private static func json(
    _ text: ArraySlice<UInt8>, _ line: Int
  ) throws(AsciicastError) -> JSONValue {
    do throws(JSONReader.Failure) {
      return try JSONReader.value(of: text)
    } catch {
      throw .malformed(
        line: line, column: error.offset + 1, found: error.found, expected: error.expected)
    }
  }

  private static func header(_ text: ArraySlice<UInt8>) throws(AsciicastError) -> Header {
    // Some editors write a byte order mark, which is not JSON.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let value = try json(text.starts(with: mark) ? text.dropFirst(3) : text, 1)
    guard case .object(let members) = value else {
      throw .unexpected(
        line: 1, what: "the header", found: value.found, expected: "an object {\"version\": ...}")
    }
    guard case .number(let number)? = members["version"],
      let version = Int(exactly: number).flatMap({ Version(rawValue: $0) })
    else {
      throw .unexpected(
        line: 1, what: "version", found: members["version"]?.found ?? "missing", expected: "2 or 3")
    }
    var header: Header
    switch version {
    case .v2:
      header = Header(
        version: version, width: try size("width", in: members),
        height: try size("height", in: members))
    case .v3:
      guard case .object(let term)? = members["term"] else {
        throw .unexpected(
          line: 1, what: "term", found: members["term"]?.found ?? "missing",
          expected: "an object {\"cols\": ..., \"rows\": ...}")
      }
      header = Header(
        version: version, width: try size("cols", in: term), height: try size("rows", in: term))
      header.terminalType = word(term["type"])
    }
    // Fields not needed to play are ignored when they are invalid.
    if case .number(let seconds)? = members["timestamp"] {
      header.timestamp = Int(exactly: seconds.rounded())
    }
    if case .number(let seconds)? = members["idle_time_limit"], seconds > 0 {
      header.idleTimeLimit = min(seconds, secondsLimit)
    }
    header.title = word(members["title"])
    header.command = word(members["command"])
    if case .object(let variables)? = members["env"] {
      header.environment = variables.compactMapValues { word($0) }
      let type = header.environment.removeValue(forKey: "TERM")
      header.terminalType = header.terminalType ?? type
    }
    return header
  }

  private static func word(_ value: JSONValue?) -> String? {
    if case .text(let text)? = value { text } else { nil }
  }

  private static func size(
    _ name: String, in members: [String: JSONValue]
  ) throws(AsciicastError) -> Int {
    if case .number(let number)? = members[name], let size = Int(exactly: number),
      sizes.contains(size)
    {
      return size
    }
    throw .unexpected(
      line: 1, what: name, found: members[name]?.found ?? "missing",
      expected: "a whole number from \(sizes.lowerBound) to \(sizes.upperBound)")
  }

  /// nil for events of unknown kinds.
  private static func event(
    _ text: ArraySlice<UInt8>, _ line: Int, _ version: Version, _ now: inout Int64
  ) throws(AsciicastError) -> Event? {
    let value = try json(text, line)
    guard case .list(let parts) = value, parts.count >= 3 else {
      throw .unexpected(
        line: line, what: "the event", found: value.found,
        expected: "a list [time, \"code\", \"data\"]")
    }
    guard case .number(let seconds) = parts[0], seconds >= 0, seconds <= secondsLimit else {
      throw .unexpected(
        line: line, what: "the time", found: parts[0].found,
        expected: "a number of seconds from 0 to 1e9")
    }
    guard case .text(let code) = parts[1] else {
      throw .unexpected(
        line: line, what: "the code", found: parts[1].found, expected: "a string such as \"o\"")
    }
    let time = microseconds(seconds)
    now = min(version == .v3 ? now + time : max(now, time), microseconds(secondsLimit))
    guard let kind = try kind(code, parts[2], line) else { return nil }
    var event = Event(at: 0, kind)
    event.microseconds = now
    return event
  }

  private static func kind(
    _ code: String, _ data: JSONValue, _ line: Int
  ) throws(AsciicastError) -> Kind? {
    guard ["o", "i", "m", "r", "x"].contains(code) else { return nil }
    guard case .text(let text) = data else {
      throw .unexpected(
        line: line, what: "the data of \"\(code)\"", found: data.found, expected: "a string")
    }
    switch code {
    case "o": return .output(text)
    case "i": return .input(text)
    case "m": return .marker(text)
    case "x": return Int(text).map { .exit($0) }
    default:
      guard let sides = text.sides(sizes, sizes) else {
        throw .unexpected(
          line: line, what: "the size", found: data.found,
          expected: "columns x rows such as \"80x24\", each up to \(sizes.upperBound)")
      }
      return .resize(width: sides.width, height: sides.height)
    }
  }
}
