/// Writes a recording line by line. Deterministic: equal events give equal bytes.
package struct AsciicastWriter: Sendable {
  package let header: Asciicast.Header
  private var last: Int64 = 0

  package init(_ header: Asciicast.Header) {
    self.header = header
  }

  package var headerLine: String {
    var members = ["\"version\": \(header.version.rawValue)"]
    func add(_ name: String, _ value: String?) {
      if let value { members.append("\"\(name)\": \(value)") }
    }
    var environment = header.environment
    switch header.version {
    case .v2:
      add("width", String(header.width))
      add("height", String(header.height))
      environment["TERM"] = header.terminalType
    case .v3:
      let type = header.terminalType.map { ", \"type\": " + JSONValue.quoted($0) } ?? ""
      add("term", "{\"cols\": \(header.width), \"rows\": \(header.height)\(type)}")
    }
    add("timestamp", header.timestamp.map(String.init))
    add("idle_time_limit", header.idleTimeLimit.map { Self.seconds(Asciicast.microseconds($0)) })
    add("command", header.command.map(JSONValue.quoted))
    add("title", header.title.map(JSONValue.quoted))
    if !environment.isEmpty {
      let pairs = environment.sorted { $0.key < $1.key }
        .map { JSONValue.quoted($0.key) + ": " + JSONValue.quoted($0.value) }
      add("env", "{" + pairs.joined(separator: ", ") + "}")
    }
    return "{" + members.joined(separator: ", ") + "}\n"
  }

  /// nil when the version lacks this kind. An event earlier than the last gets the last one's time.
  package mutating func line(_ event: Asciicast.Event) -> String? {
    let code: String
    let data: String
    switch event.kind {
    case .output(let text): (code, data) = ("o", text)
    case .input(let text): (code, data) = ("i", text)
    case .marker(let name): (code, data) = ("m", name)
    case .resize(let width, let height): (code, data) = ("r", "\(width)x\(height)")
    case .exit(let status):
      guard header.version == .v3 else { return nil }
      (code, data) = ("x", String(status))
    }
    let now = max(last, event.microseconds)
    let time = header.version == .v3 ? now - last : now
    last = now
    return "[\(Self.seconds(time)), \"\(code)\", \(JSONValue.quoted(data))]\n"
  }

  /// Seconds with six decimals. Integer arithmetic: rounding is the same on all machines.
  static func seconds(_ microseconds: Int64) -> String {
    let fraction = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count)
      + fraction
  }
}

extension Asciicast {
  /// The recording as a file.
  package var text: String {
    var writer = AsciicastWriter(header)
    return events.reduce(into: writer.headerLine) { $0 += writer.line($1) ?? "" }
  }
}
