import Canvas

/// Decodes the bytes a terminal sends into events.
///
/// Follows the grammar of ECMA-48, not a list of known strings, so it drops an unknown sequence
/// whole: the tail never becomes keys, however long or late. Pasted text (bracketed paste) is one
/// event, since its letters are not keys. Accepts any bytes, cut anywhere; Escape ends a sequence
/// that never finishes.
struct KeyDecoder {
  /// From terminfo, in addition to the common sequences.
  var extraSequences: [[UInt8]: Key] = [:]
  /// If not, bytes beyond ASCII are dropped.
  var isUTF8 = true
  /// The terminal's answers to queries; the caller removes them.
  var answers: [TerminalAnswer] = []

  /// Whether an answer is expected: an Escape can then be its start.
  var isAwaitingAnswer = false

  private var pending: [UInt8] = []
  private var isPasting = false
  /// The beginning of the paste.
  private var pasted: [UInt8] = []
  /// Set while the rest of a dropped sequence is skipped.
  private var rest: Rest?

  /// The rest of a sequence that was too long or timed out.
  private enum Rest {
    /// Parameters up to a final byte.
    case control
    /// A string up to ST, BEL or a byte that cancels it.
    case string
    /// A string after an Escape that can start ST.
    case stringAfterEscape
  }

  /// Most bytes kept of an unfinished sequence.
  private static let longest = 4096
  private static let pasteEnd = Array("\u{1b}[201~".utf8)

  /// Seconds of silence before the caller must `flush`; nil if nothing is unfinished. Short for a
  /// lone Escape, which is a key if nothing follows; longer within a sequence or a paste.
  var patience: Double? {
    if pending.isEmpty { return isPasting ? 1 : nil }
    return pending.count > 1 || isPasting || isAwaitingAnswer ? 1 : 0.025
  }

  mutating func feed(_ bytes: some Sequence<UInt8>, into events: inout [InputEvent]) {
    pending.append(contentsOf: bytes)
    var start = 0
    while start < pending.count {
      if isPasting {
        start = readPaste(from: start, into: &events)
        if isPasting { break }
        continue
      }
      if rest != nil {
        start = skipRest(from: start)
        continue
      }
      let used = decode(at: start, into: &events)
      if used == 0 { break }
      start += used
    }
    pending.removeFirst(min(start, pending.count))
    if pending.count > Self.longest { forget() }
  }

  /// Nothing followed: a lone Escape is the key; any other unfinished sequence is dropped.
  mutating func flush(into events: inout [InputEvent]) {
    if isPasting {
      endPaste(into: &events)
    } else if pending == [0x1b] {
      events.append(.key(.escape))
    }
    forget()
  }

  /// Drops the pending sequence, and prepares to skip its rest.
  private mutating func forget() {
    let begun = pending
    pending.removeAll()
    // Two bytes are as likely Alt with a key.
    guard begun.count > 2, begun[0] == 0x1b else { return }
    switch begun[1] {
    case 0x5b where (0x20...0x3f).contains(begun[2]): rest = .control
    case 0x50, 0x58, 0x5d, 0x5e, 0x5f:
      rest = begun[begun.count - 1] == 0x1b ? .stringAfterEscape : .string
    default: break
    }
  }

  /// Skips the rest of a dropped sequence; returns the index after it, or the end of the bytes.
  private mutating func skipRest(from start: Int) -> Int {
    var index = start
    while index < pending.count {
      let byte = pending[index]
      switch rest {
      case .control:
        if (0x20...0x3f).contains(byte) { break }
        rest = nil
        return (0x40...0x7e).contains(byte) ? index + 1 : index
      case .string:
        if byte == 0x1b {
          rest = .stringAfterEscape
        } else if byte == 0x07 {
          rest = nil
          return index + 1
        } else if Self.cutsOff(byte) {
          rest = nil
          return index
        }
      case .stringAfterEscape:
        rest = nil
        return byte == 0x5c ? index + 1 : index
      case nil: return index
      }
      index += 1
    }
    return index
  }

  /// Whether a byte cancels a string: CAN and SUB by ECMA-48; Ctrl-C, which users press to quit.
  private static func cutsOff(_ byte: UInt8) -> Bool { [0x03, 0x18, 0x1a].contains(byte) }

  /// Whether Escape and these two bytes are keys: answers in DCS and OSC start with a digit or a
  /// symbol, and titles with an L.
  private static func isTyped(_ introducer: UInt8, _ next: UInt8) -> Bool {
    guard introducer == 0x50 || introducer == 0x5d else { return false }
    return (0x41...0x5a).contains(next & 0xdf) && next & 0xdf != 0x4c
  }

  /// Reads a paste; returns the index after it, or of a partial end marker.
  private mutating func readPaste(from start: Int, into events: inout [InputEvent]) -> Int {
    var index = start
    while index < pending.count {
      let escape = pending[index...].firstIndex(of: 0x1b) ?? pending.count
      keepPasted(index..<escape)
      guard escape < pending.count else { return escape }
      let tail = pending[escape...].prefix(Self.pasteEnd.count)
      if tail.elementsEqual(Self.pasteEnd) {
        endPaste(into: &events)
        return escape + Self.pasteEnd.count
      }
      if escape + tail.count == pending.count, Self.pasteEnd.starts(with: tail) { return escape }
      keepPasted(escape..<escape + 1)
      index = escape + 1
    }
    return index
  }

  private mutating func keepPasted(_ range: Range<Int>) {
    pasted += pending[range].prefix(Self.longest - pasted.count)
  }

  private mutating func endPaste(into events: inout [InputEvent]) {
    isPasting = false
    events.append(.paste(String(decoding: pasted, as: UTF8.self)))
    pasted.removeAll()
  }

  /// Returns the bytes used, 0 if more are needed.
  private mutating func decode(at start: Int, into events: inout [InputEvent]) -> Int {
    let first = pending[start]
    switch first {
    case 0x1b: return decodeEscape(at: start, into: &events)
    case 0x00: events.append(.key(.control(" ")))
    case 0x08, 0x7f: events.append(.key(.backspace))
    case 0x09: events.append(.key(.tab))
    case 0x0a, 0x0d: events.append(.key(.enter))
    case 0x01...0x1a:
      events.append(.key(.control(Character(Unicode.Scalar(first + 0x60)))))
    case 0x1c...0x1f:
      events.append(.key(.control(Character(Unicode.Scalar(first + 0x40)))))
    case 0x20..<0x7f: events.append(.key(.character(Character(Unicode.Scalar(first)))))
    default: return decodeUTF8(at: start, into: &events)
    }
    return 1
  }

  private func decodeUTF8(at start: Int, into events: inout [InputEvent]) -> Int {
    let first = pending[start]
    let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
    guard isUTF8, first >= 0xc2, first <= 0xf4 else { return 1 }
    let bytes = pending[start...].prefix(length)
    for (offset, byte) in bytes.enumerated() where offset > 0 && byte & 0xc0 != 0x80 {
      return offset
    }
    if bytes.count < length { return 0 }
    if let text = String(validating: bytes, as: UTF8.self), let character = text.first,
      character.unicodeScalars.allSatisfy({ $0.value >= 0xa0 })
    {
      events.append(.key(.character(character)))
    }
    return length
  }

  private mutating func decodeEscape(at start: Int, into events: inout [InputEvent]) -> Int {
    guard start + 1 < pending.count else { return 0 }
    switch pending[start + 1] {
    case 0x5b:  // [
      return decodeControlSequence(at: start, into: &events)
    case 0x4f:  // O
      guard start + 2 < pending.count else { return 0 }
      let sequence = Array(pending[start..<start + 3])
      if let key = extraSequences[sequence] ?? KeySequences.application(pending[start + 2]) {
        events.append(.key(key))
      } else if sequence[2] < 0x20 {
        return 2
      }
      return 3
    // P X ] ^ _: a string up to ST or BEL, such as a terminal's answer.
    case 0x50, 0x58, 0x5d, 0x5e, 0x5f:
      guard start + 2 < pending.count else { return 0 }
      // Alt with a key, then another key.
      if Self.isTyped(pending[start + 1], pending[start + 2]) { return 2 }
      var index = start + 2
      while index < pending.count {
        if pending[index] == 0x07 { return index + 1 - start }
        if Self.cutsOff(pending[index]) { return index - start }
        if pending[index] == 0x1b {
          guard index + 1 < pending.count else { return 0 }
          guard pending[index + 1] == 0x5c else { return index - start }
          let body = pending[start + 2..<index]
          switch pending[start + 1] {
          case 0x50: TerminalAnswer.device(body).map { answers.append($0) }
          case 0x5f: TerminalAnswer.application(body).map { answers.append($0) }
          default: break
          }
          return index + 2 - start
        }
        index += 1
      }
      return 0
    default:
      if let found = extraSequences.first(where: { pending[start...].starts(with: $0.key) }) {
        events.append(.key(found.value))
        return found.key.count
      }
      // Escape and another key, or Alt with a key: the bytes are the same.
      events.append(.key(.escape))
      return 1
    }
  }

  /// `ESC [ parameters intermediates final`.
  private mutating func decodeControlSequence(
    at start: Int, into events: inout [InputEvent]
  ) -> Int {
    var index = start + 2
    if index < pending.count, pending[index] == 0x4d {  // M: X10 mouse, three bytes follow
      guard index + 3 < pending.count else { return 0 }
      let values = pending[index + 1...index + 3].map { Int($0) - 32 }
      if let event = MouseReport.event(values[0], values[1], values[2], isX10: true) {
        events.append(.mouse(event))
      }
      return 6
    }
    if index < pending.count, pending[index] == 0x5b {  // [: function keys of the Linux console
      guard index + 1 < pending.count else { return 0 }
      if let key = KeySequences.console(pending[index + 1]) { events.append(.key(key)) }
      return pending[index + 1] < 0x20 ? 3 : 4
    }
    while index < pending.count, (0x20...0x3f).contains(pending[index]) { index += 1 }
    guard index < pending.count else { return 0 }
    // Not a final byte: the sequence was cut off; decode this byte separately.
    guard (0x40...0x7e).contains(pending[index]) else { return index - start }
    let used = index + 1 - start
    if let key = extraSequences[Array(pending[start...index])] {
      events.append(.key(key))
      return used
    }
    let body = pending[start + 2..<index]
    let final = pending[index]
    if body.first == 0x3c {  // <: SGR mouse
      let values = KeySequences.parameters(body.dropFirst())
      if values.count == 3, final == 0x4d || final == 0x6d,
        let event = MouseReport.event(values[0], values[1], values[2], isRelease: final == 0x6d)
      {
        events.append(.mouse(event))
      }
    } else if let first = body.first, (0x3c...0x3f).contains(first) {
      // Private: the terminal's answer to a query.
      if let answer = TerminalAnswer.control(body, final) { answers.append(answer) }
      return used
    } else if let answer = TerminalAnswer.control(body, final) {
      answers.append(answer)
    } else if final == 0x7e, KeySequences.parameters(body) == [200] {
      isPasting = true
    } else if let key = KeySequences.control(KeySequences.parameters(body), final) {
      events.append(.key(key))
    }
    return used
  }
}
