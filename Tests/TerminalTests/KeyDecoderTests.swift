import Canvas
import Testing

@testable import Terminal

/// Decodes the bytes in one read, followed by the timeout.
private func events(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
  var decoder = KeyDecoder()
  var events: [InputEvent] = []
  decoder.feed(bytes, into: &events)
  decoder.flush(into: &events)
  return events
}

private func keys(_ text: String) -> [Key] {
  events(text.utf8).compactMap { if case .key(let key) = $0 { key } else { nil } }
}

@Suite("A terminal's bytes become events")
struct KeyDecoderTests {
  @Test(
    "Every known sequence is one key",
    arguments: [
      ("q", Key.character("q")), (" ", .character(" ")), ("é", .character("é")),
      ("→", .character("→")), ("😀", .character("😀")), ("\t", .tab), ("\r", .enter),
      ("\n", .enter), ("\u{7f}", .backspace), ("\u{8}", .backspace), ("\u{1b}", .escape),
      ("\u{3}", .control("c")), ("\u{1a}", .control("z")), ("\u{0}", .control(" ")),
      ("\u{1c}", .control("\\")), ("\u{1b}[A", .up), ("\u{1b}OB", .down), ("\u{1b}[1;5C", .right),
      ("\u{1b}[D", .left), ("\u{1b}[H", .home), ("\u{1b}OF", .end), ("\u{1b}[1~", .home),
      ("\u{1b}[8~", .end), ("\u{1b}[2~", .insert), ("\u{1b}[3~", .delete), ("\u{1b}[5~", .pageUp),
      ("\u{1b}[6~", .pageDown), ("\u{1b}[Z", .backTab), ("\u{1b}OP", .function(1)),
      ("\u{1b}[[B", .function(2)), ("\u{1b}[1;2R", .function(3)), ("\u{1b}[15~", .function(5)),
      ("\u{1b}[24~", .function(12)), ("\u{1b}Op", .character("0")),
    ])
  func knownSequence(text: String, key: Key) {
    #expect(keys(text) == [key])
  }

  @Test("A sequence split anywhere waits for its rest, and means the same")
  func cutSequences() {
    for text in ["\u{1b}[1;5A", "é", "\u{1b}[<0;12;7M", "\u{1b}[M !!", "\u{1b}OA"] {
      let bytes = Array(text.utf8)
      let whole = events(bytes)
      #expect(whole.count == 1)
      for cut in 1..<bytes.count {
        var decoder = KeyDecoder()
        var events: [InputEvent] = []
        decoder.feed(bytes[..<cut], into: &events)
        #expect(events.isEmpty && decoder.patience != nil)
        decoder.feed(bytes[cut...], into: &events)
        #expect(events == whole && decoder.patience == nil)
      }
    }
  }

  @Test("SGR reports give presses, drags, releases and the wheel, counted from zero")
  func mouse() {
    #expect(events("\u{1b}[<0;10;5M".utf8) == [.mouse(MouseEvent(.press, x: 9, y: 4))])
    #expect(events("\u{1b}[<2;1;1M".utf8) == [.mouse(MouseEvent(.press, x: 0, y: 0, button: 3))])
    #expect(events("\u{1b}[<32;20;12M".utf8) == [.mouse(MouseEvent(.drag, x: 19, y: 11))])
    #expect(events("\u{1b}[<0;10;10m".utf8) == [.mouse(MouseEvent(.release, x: 9, y: 9))])
    #expect(events("\u{1b}[<64;5;5M".utf8) == [.mouse(MouseEvent(.wheelUp, x: 4, y: 4, button: 0))])
    #expect(
      events("\u{1b}[<81;5;5M".utf8) == [.mouse(MouseEvent(.wheelDown, x: 4, y: 4, button: 0))])
    #expect(events("\u{1b}[M !!".utf8) == [.mouse(MouseEvent(.press, x: 0, y: 0))])
  }

  @Test(
    "Unknown sequences are dropped whole: no part becomes a key",
    arguments: [
      "\u{1b}[<0;0;0M", "\u{1b}[<35;4;4M", "\u{1b}[<66;4;4M", "\u{1b}[<0;10", "\u{1b}[<;;M",
      "\u{1b}[<0;1;1;1M", "\u{1b}[?62;c", "\u{1b}[12;40R", "\u{1b}[99~", "\u{1b}[I", "\u{1b}[1",
      "\u{1b}]11;rgb:0000/0000/0000\u{1b}\\", "\u{1b}P1$r0m\u{1b}\\", "\u{1b}]0;quit\u{7}",
      "\u{1b}O",
      "\u{1b}[99999999999999999999~",
    ])
  func noise(text: String) {
    #expect(events(text.utf8).isEmpty)
  }

  @Test("A key that interrupts a sequence is read as a key")
  func interrupted() {
    #expect(keys("\u{1b}[1;\u{1b}[A") == [.up])
    #expect(keys("\u{1b}[1\u{3}") == [.control("c")])
    #expect(events([0xc3, 0x28]) == [.key(.character("("))])
    #expect(events([0xff, 0x80, 0xc0, 0x61]) == [.key(.character("a"))])
  }

  @Test("Pasted text is not keys, however it arrives")
  func paste() {
    #expect(
      keys("a\u{1b}[200~qqq\u{1b}[Aqq\u{3}\u{1b}[201~b") == [.character("a"), .character("b")])
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    for byte in "\u{1b}[200~q\u{1b}q\u{1b}[20\u{1b}[201~x".utf8 {
      decoder.feed([byte], into: &events)
    }
    #expect(events == [.paste("q\u{1b}q\u{1b}[20"), .key(.character("x"))])
    decoder.feed("\u{1b}[200~never ended".utf8, into: &events)
    #expect(decoder.patience == 1)
    decoder.flush(into: &events)
    #expect(events.last == .paste("never ended"))
    decoder.feed("y".utf8, into: &events)
    #expect(events.last == .key(.character("y")))
  }

  @Test("A long paste is truncated, and the rest is not keys")
  func longPaste() {
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    decoder.feed("\u{1b}[200~".utf8, into: &events)
    for _ in 0..<100 {
      decoder.feed(repeatElement(UInt8(ascii: "q"), count: 1000), into: &events)
      #expect(events.isEmpty)
    }
    decoder.feed("\u{1b}[201~z".utf8, into: &events)
    #expect(
      events == [.paste(String(repeating: "q", count: 4096)), .key(.character("z"))])
  }

  /// A terminal's answers to queries, of every kind of string.
  private static let answers = [
    "\u{1b}[?62;4;22c", "\u{1b}[6;20;10t", "\u{1b}[>1;4000;0c", "\u{1b}[?2026;2$y",
    "\u{1b}]11;rgb:1e1e/2e2e/3e3e\u{1b}\\", "\u{1b}]11;rgb:qqqq/qqqq/qqqq\u{7}",
    "\u{1b}]lquit\u{1b}\\", "\u{1b}P1$r0;1q\u{1b}\\", "\u{1b}P>|foot(1.16)\u{1b}\\",
    "\u{1b}_Gi=1;OK\u{1b}\\",
  ]

  @Test("No part of an answer becomes a key, with a pause anywhere in it", arguments: answers)
  func lateAnswers(text: String) {
    let bytes = Array(text.utf8)
    // One or two bytes may still be a key: the timeout is longer while an answer is due.
    for cut in 3..<bytes.count {
      var decoder = KeyDecoder()
      var events: [InputEvent] = []
      decoder.feed(bytes[..<cut], into: &events)
      #expect(decoder.patience.map { $0 >= 1 } ?? true)
      decoder.flush(into: &events)
      for byte in bytes[cut...] {
        decoder.feed([byte], into: &events)
        if byte != 0x1b { decoder.flush(into: &events) }
      }
      decoder.feed("z".utf8, into: &events)
      #expect(events == [.key(.character("z"))], "cut after \(cut) bytes")
    }
  }

  @Test("While an answer is due, an Escape waits as long as a sequence")
  func dueAnswer() {
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    decoder.feed([0x1b], into: &events)
    #expect(decoder.patience == 0.025)
    decoder.isAwaitingAnswer = true
    #expect(decoder.patience == 1)
    decoder.feed("]11;rgb:q\u{7}".utf8, into: &events)
    #expect(events.isEmpty && decoder.patience == nil)
  }

  @Test("An answer of any length is not keys, and its memory is bounded", arguments: answers)
  func longAnswers(text: String) {
    // Make it long in the middle.
    let bytes = Array(text.utf8)
    let (head, tail) = (bytes[..<4], bytes[4...])
    let filling = Array(repeating: UInt8(ascii: "1"), count: 1000)
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    decoder.feed(head, into: &events)
    for _ in 0..<100 { decoder.feed(filling, into: &events) }
    decoder.feed(tail, into: &events)
    decoder.feed("z".utf8, into: &events)
    #expect(events == [.key(.character("z"))] && decoder.patience == nil)
  }

  @Test("Alt with a key does not swallow the next keys, and Ctrl-C ends an endless sequence")
  func altKeys() {
    #expect(keys("\u{1b}Pq") == [.character("q")])
    #expect(keys("\u{1b}]x") == [.character("x")])
    #expect(keys("\u{1b}]11;never\u{3}q") == [.control("c"), .character("q")])
  }

  @Test("Sequences from terminfo take precedence")
  func terminfo() {
    var decoder = KeyDecoder()
    decoder.extraSequences = [Array("\u{1b}[224z".utf8): .function(1), Array("\u{1b}A".utf8): .up]
    var events: [InputEvent] = []
    decoder.feed("\u{1b}[224z\u{1b}A".utf8, into: &events)
    #expect(events == [.key(.function(1)), .key(.up)])
  }

  @Test("Random bytes in random pieces leave the decoder usable")
  func fuzz() {
    var generator = SplitMix(state: 1)
    var decoder = KeyDecoder()
    for _ in 0..<2000 {
      var events: [InputEvent] = []
      let bytes = (0..<Int(generator.next() % 40)).map { _ -> UInt8 in
        let value = generator.next()
        return value % 5 == 0 ? 0x1b : value % 5 == 1 ? 0x5b : UInt8(truncatingIfNeeded: value >> 8)
      }
      decoder.feed(bytes, into: &events)
      if generator.next() % 7 == 0 { decoder.flush(into: &events) }
    }
    var events: [InputEvent] = []
    // Escape ends any unfinished sequence.
    decoder.flush(into: &events)
    decoder.feed([0x1b], into: &events)
    decoder.flush(into: &events)
    decoder.feed("z".utf8, into: &events)
    #expect(events.last == .key(.character("z")))
  }

  @Test("A megabyte of text becomes a million keys")
  func megabyte() {
    var decoder = KeyDecoder()
    var count = 0
    for _ in 0..<256 {
      var events: [InputEvent] = []
      decoder.feed(repeatElement(UInt8(ascii: "a"), count: 4096), into: &events)
      count += events.count
    }
    #expect(count == 1 << 20)
  }
}

/// SplitMix64 (Steele, Lea, Flood, DOI 10.1145/2714064.2660195).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
