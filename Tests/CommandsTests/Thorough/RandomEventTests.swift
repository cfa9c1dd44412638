import Foundation
import Testing

/// The program survives any input, or quits on a key that says so.
@Suite(
  "Random keys, mouse events, bytes and sizes", .serialized,
  .enabled(if: Thorough.events != nil))
struct RandomEventTests {
  private static let terminals = [
    "xterm-256color", "xterm-kitty", "foot", "tmux-256color", "vt100", "linux",
  ]

  private static let pieces: [String] = {
    var all = (33...126).map { String(UnicodeScalar($0)) }
    all += [" ", "\t", "\r", "\u{7f}", "\u{1b}", "\u{1}", "\u{c}", "é", "漢", "\u{0}", "\u{9b}"]
    all += ["A", "B", "C", "D", "H", "F", "Z", "5~", "6~", "3~", "15~"].map { "\u{1b}[" + $0 }
    all += ["\u{1b}[200~", "\u{1b}[201~", "\u{1b}_G", "\u{1b}\\", "\u{1b}[?", "\u{1b}P", "\u{1b}O"]
    return all
  }()

  @Test(
    "It lives on six types of terminals, with pixels and without",
    arguments: terminals.filter { Thorough.terminals?.contains($0) ?? true })
  func events(type: String) throws {
    let events = try #require(Thorough.events) / Self.terminals.count
    for (index, answer) in ["", TerminalAnswers.kitty, TerminalAnswers.sixel].enumerated() {
      var random = RandomNumbers(state: Thorough.seed &+ UInt64(index))
      let folder = try TemporaryFolder()
      defer { withExtendedLifetime(folder) {} }
      var left = events / 3
      var starts = 0
      while left > 0 {
        starts += 1
        let terminal = try start(type, in: folder.url.path, answer)
        while left > 0, terminal.status() == nil {
          left -= throwSome(&random, at: terminal)
          terminal.drain(seconds: 0.002)
        }
        // Some keys quit; nothing else can end it.
        if let outcome = terminal.status() {
          #expect(
            outcome == .exited(0),
            "\(type), seed \(Thorough.seed), start \(starts), \(events / 3 - left) events")
        } else {
          kill(terminal.process, SIGTERM)
          // One of the last keys can have made it quit meanwhile.
          let outcome = terminal.ended()
          #expect(outcome == .killed(SIGTERM) || outcome == .exited(0))
        }
        #expect(terminal.isCooked)
      }
      print("\(type), answer \(index): \(events / 3) events, \(starts) starts")
    }
  }

  private func start(_ type: String, in folder: String, _ answer: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["/usr/bin/env", "-C", folder, anodeBinary, "--no-config", "--tempo", "full"],
      environment: ["TERM": type], width: 100, height: 30)
    terminal.drain(seconds: 0.2)
    terminal.type(answer)
    return terminal
  }

  /// Sends some events and returns their number.
  private func throwSome(_ random: inout RandomNumbers, at terminal: PseudoTerminal) -> Int {
    let count = 1 + random.next(40)
    var bytes: [UInt8] = []
    for _ in 0..<count {
      switch random.next(10) {
      case 0:
        let button = [0, 1, 2, 32, 35, 64, 65][random.next(7)]
        let end = random.next(2) == 0 ? "M" : "m"
        bytes += "\u{1b}[<\(button);\(1 + random.next(140));\(1 + random.next(42))\(end)".utf8
      case 1: bytes.append(UInt8(random.next(256)))
      default: bytes += Self.pieces[random.next(Self.pieces.count)].utf8
      }
    }
    // Ctrl-Z would stop it forever; Ctrl-\ ends it by SIGQUIT, as it should.
    terminal.type(bytes.filter { $0 != 0x1a && $0 != 0x1c })
    if random.next(20) == 0 { terminal.resize(20 + random.next(180), 6 + random.next(60)) }
    return count
  }
}
