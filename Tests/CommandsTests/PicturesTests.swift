import Foundation
import Glibc
import Testing

private let (kitty, sixel) = (TerminalAnswers.kitty, TerminalAnswers.sixel)
private let question = "\u{1b}[c"
private let deletion = "\u{1b}_Ga=d,d=A,q=2\u{1b}\\"

/// Starts `anode` in a terminal that answers. Names the method: the program drops pictures on slow
/// terminals, and a busy machine reads slowly.
private func started(
  _ arguments: [String] = [], answer: String, isNamed: Bool = true,
  environment: [String: String] = [:]
) throws -> PseudoTerminal {
  let method = isNamed ? ["--pixels", answer == sixel ? "sixel" : "kitty"] : []
  let terminal = try PseudoTerminal(
    [anodeBinary] + method + arguments, environment: environment, width: 100, height: 30)
  #expect(terminal.wait { $0.contains(question) })
  terminal.type(answer)
  return terminal
}

/// Waits until pictures are shown.
private func expectPictures(_ terminal: PseudoTerminal, since mark: Int = 0) {
  #expect(terminal.wait(since: mark) { $0.contains("\u{1b}_Ga=p,") || $0.contains("\u{1b}P") })
}

private func sharedNames(of process: pid_t) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").filter {
    $0.hasPrefix("anode-\(process)-")
  }
}

/// Against the built program, in a terminal that simulates pixels.
@Suite("Pictures in pixels are shown where the terminal says so, and leave nothing", .serialized)
struct PicturesTests {
  @Test("A terminal that says so is given pictures, and no cells of braille any more")
  func shown() throws {
    let terminal = try started(answer: kitty)
    expectPictures(terminal)
    let mark = terminal.output.count
    #expect(terminal.wait(since: mark) { $0.components(separatedBy: "\u{1b}_Ga=p,").count > 8 })
    // Braille in UTF-8 begins with E2 A0…A3.
    let later = Array(terminal.output[mark...])
    let braille = zip(later, later.dropFirst()).filter { $0 == 0xE2 && (0xA0...0xA3).contains($1) }
    #expect(braille.count < 10)
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }

  @Test("Octants replace braille where the terminal's version draws them, or if told to")
  func octants() throws {
    for (arguments, version, hasOctants) in [
      ([], "kitty(0.41.1)", true), ([], "kitty(0.26.5)", false), (["glyphs=octants"], "", true),
      (["glyphs=braille"], "foot(1.21.0)", false),
    ] as [([String], String, Bool)] {
      let answer = version.isEmpty ? "" : "\u{1b}P>|\(version)\u{1b}\\"
      let terminal = try started(
        ["duel", "--no-config", "--pixels", "off"] + arguments, answer: answer + "\u{1b}[?62c",
        isNamed: false)
      // In UTF-8 octants begin with F0 9C B4…B7, braille with E2 A0…A3.
      func octants(_ text: String) -> Int { text.components(separatedBy: "\u{F0}\u{9C}").count - 1 }
      func braille(_ text: String) -> Int { text.components(separatedBy: "\u{E2}\u{A3}").count - 1 }
      let mark = terminal.output.count
      #expect(
        terminal.wait(since: mark) { (hasOctants ? octants($0) : braille($0)) > 200 },
        "\(arguments) \(version)")
      let later = terminal.output.count
      #expect(terminal.wait(since: later) { $0.count > 5000 })
      let text = String(decoding: terminal.output[later...].map { UInt16($0) }, as: UTF16.self)
      #expect((octants(text) > 0) == hasOctants && (braille(text) > 0) != hasOctants)
      terminal.type("q")
      #expect(terminal.ended() == .exited(0))
    }
  }

  @Test("After q and after signals no picture is left, nor a name in shared memory")
  func leaving() throws {
    for number: Int32? in [nil, SIGTERM, SIGSEGV, SIGHUP] {
      let answer = kitty.replacingOccurrences(
        of: "i=31;OK\u{1b}\\", with: "i=31;OK\u{1b}\\\u{1b}_Gi=32;OK\u{1b}\\")
      let terminal = try started(answer: number == SIGTERM ? kitty : answer)
      expectPictures(terminal)
      if let number { kill(terminal.process, number) } else { terminal.type("q") }
      #expect(terminal.ended() == number.map { .killed($0) } ?? .exited(0))
      let text = terminal.text
      let last = text.range(of: "\u{1b}_Ga=p,", options: .backwards)
      let gone = text.range(of: deletion, options: .backwards)
      let left = text.range(of: "\u{1b}[?1049l", options: .backwards)
      if let last, let gone, let left {
        #expect(last.lowerBound < gone.lowerBound && gone.lowerBound < left.lowerBound)
      } else {
        Issue.record("no picture, or none taken away")
      }
      #expect(terminal.isCooked)
      // A crash leaves the shared memory that no terminal took; delete it.
      if number != SIGSEGV { #expect(try sharedNames(of: terminal.process).isEmpty) }
      for name in try sharedNames(of: terminal.process) { unlink("/dev/shm/" + name) }
    }
  }

  @Test("Ctrl-Z takes pictures away, and fg brings them back")
  func suspended() throws {
    let terminal = try started(answer: kitty)
    expectPictures(terminal)
    let mark = terminal.output.count
    terminal.type("\u{1a}")
    #expect(terminal.wait(since: mark) { $0.contains(deletion) })
    let later = terminal.output.count
    kill(terminal.process, SIGCONT)
    expectPictures(terminal, since: later)
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }

  @Test("A new size has new pictures, and those of the old are gone")
  func resized() throws {
    let terminal = try started(answer: kitty)
    expectPictures(terminal)
    let mark = terminal.output.count
    terminal.resize(140, 42)
    // Queries the cell size again, since the font can have changed.
    #expect(terminal.wait(since: mark) { $0.contains("\u{1b}[16t") })
    terminal.type("\u{1b}[6;19;9t")
    #expect(
      terminal.wait(since: mark) { text in
        guard let gone = text.range(of: deletion) else { return false }
        return text[gone.upperBound...].contains("\u{1b}_Ga=p,")
      })
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }

  @Test("Sixel is drawn where that is what there is")
  func sixels() throws {
    let terminal = try started(answer: sixel)
    #expect(terminal.wait { $0.contains("\u{1b}P") && $0.contains("\u{1b}\\") })
    #expect(!terminal.text.contains("\u{1b}_Ga=p,"))
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }

  @Test("Without an answer, with a wrong one, in tmux, or where they are not wanted, it is cells")
  func cells() throws {
    for (answer, environment, arguments) in [
      ("", [:], []), ("\u{1b}[?62;22c", [:], []), (kitty, [:], ["--pixels", "off"]),
      (kitty, ["TMUX": "/tmp/tmux-0/default,1,0"], []), (kitty, ["TERM": "screen-256color"], []),
      ("\u{1b}_Gi=31;ENOENT\u{1b}\\garbage\u{1b}[?1c", [:], []),
    ] as [(String, [String: String], [String])] {
      let terminal = try PseudoTerminal(
        [anodeBinary] + arguments, environment: environment, width: 100, height: 30)
      #expect(terminal.wait { $0.contains("\u{1b}[?1049h") })
      terminal.type(answer)
      let mark = terminal.output.count
      #expect(terminal.wait(since: mark) { $0.count > 20_000 })
      #expect(!terminal.text.contains("\u{1b}_Ga=p,") && !terminal.text.contains("\u{1b}P"))
      terminal.type("\u{3}")
      #expect(terminal.ended() == .exited(0))
    }
  }

  @Test("An answer that comes late, or after the end, is nobody's key")
  func late() throws {
    // Named, as above: pictures are dropped on a slow machine.
    let terminal = try PseudoTerminal(
      [anodeBinary, "--pixels", "kitty"], width: 100, height: 30)
    #expect(terminal.wait { $0.contains(question) })
    #expect(terminal.wait { $0.count > 20_000 })
    // In pieces, except the first two bytes: a lone escape is a key.
    terminal.type(Array(kitty.utf8.prefix(2)))
    for byte in kitty.utf8.dropFirst(2) { terminal.type([byte]) }
    expectPictures(terminal)
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    // The answer to the first query is awaited at the end.
    let hasty = try PseudoTerminal([anodeBinary], width: 100, height: 30)
    #expect(hasty.wait { $0.contains(question) })
    hasty.type("q" + kitty)
    #expect(hasty.ended() == .exited(0))
    #expect(hasty.isCooked)
  }

  @Test("A terminal that takes hardly anything gets cells and says so, and later pictures again")
  func slow() throws {
    let terminal = try started(["--tempo", "full"], answer: kitty, isNamed: false)
    let mark = terminal.output.count
    #expect(
      terminal.wait(since: mark) {
        $0.contains("\u{1b}_Ga=p,") || $0.contains("too slow for pixels")
      })
    // It reads at most 10 kB a second from here on.
    let end = Date().addingTimeInterval(PseudoTerminal.limit)
    var isCells = false
    while Date() < end, !isCells {
      terminal.read(atMost: 500)
      usleep(50_000)
      isCells = String(decoding: terminal.output[mark...], as: UTF8.self).contains(
        "too slow for pixels")
    }
    #expect(isCells)
    // Now it reads everything.
    expectPictures(terminal, since: terminal.output.count)
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }

  @Test("Any keys and answers, with sizes that change: it lives, and gives the terminal back")
  func noise() throws {
    let seed = UInt64.random(in: 0...(.max))
    var random = RandomNumbers(state: seed)
    func next(_ limit: Int) -> Int { random.next(limit) }
    let terminal = try started(answer: kitty)
    expectPictures(terminal)
    let parts = [
      "\u{1b}_G", "i=31;", "OK", "\u{1b}\\", "\u{1b}[?", "6;19;9t", ";4c", "\t", "b", "?", "v",
    ]
    for round in 0..<120 {
      terminal.type(parts[next(parts.count)] + (next(3) == 0 ? "\u{1b}" : ""))
      if round % 20 == 0 { terminal.resize(80 + next(80), 24 + next(30)) }
      usleep(5000)
    }
    #expect(terminal.status() == nil, "seed \(seed)")
    terminal.type("\u{1b}\u{1b}\u{1b}")
    #expect(terminal.ended(byTyping: "\u{3}") == .exited(0), "seed \(seed)")
    #expect(terminal.isCooked)
  }
}
