import Canvas
import Foundation
import Testing

@testable import Terminal

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
