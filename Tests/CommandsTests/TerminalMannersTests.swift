import Foundation
import Glibc
import Testing

private let enter = "\u{1b}[?1049h"
private let leave = "\u{1b}[?1049l"

/// Starts `anode` and waits for its first frames.
private func started(
  _ arguments: [String] = [], environment: [String: String] = [:], width: Int = 80,
  height: Int = 24
) throws -> PseudoTerminal {
  let terminal = try PseudoTerminal(
    [anodeBinary] + arguments, environment: environment, width: width, height: height)
  #expect(terminal.wait { $0.contains(enter) && $0.count > 500 })
  return terminal
}

/// Whether the terminal is restored.
private func expectRestored(_ terminal: PseudoTerminal) {
  let text = terminal.text
  #expect(terminal.isCooked)
  guard let left = text.range(of: leave, options: .backwards),
    let entered = text.range(of: enter, options: .backwards)
  else {
    Issue.record("the second screen was never entered or never left")
    return
  }
  #expect(left.lowerBound > entered.lowerBound)
  for (on, off) in [
    ("\u{1b}[?1000h", "\u{1b}[?1000l"), ("\u{1b}[?1002h", "\u{1b}[?1002l"),
    ("\u{1b}[?1006h", "\u{1b}[?1006l"), ("\u{1b}[?2004h", "\u{1b}[?2004l"),
    ("\u{1b}[?25l", "\u{1b}[?25h"), ("\u{1b}[?2026h", "\u{1b}[?2026l"),
  ] {
    guard let last = text.range(of: on, options: .backwards) else { continue }
    #expect(text[last.upperBound...].contains(off), "\(on.dropFirst()) is not undone")
  }
}

/// Against the built program in a kernel terminal. Serialized: many programs at once would test
/// something else.
@Suite("The terminal is taken, and given back", .serialized)
struct TerminalMannersTests {
  @Test("q and Ctrl-C leave with status 0", arguments: ["q", "\u{3}"])
  func quit(key: String) throws {
    let terminal = try started()
    #expect(!terminal.isCooked)
    terminal.type(key)
    #expect(terminal.ended() == .exited(0))
    expectRestored(terminal)
    // Only modes follow the end of the screen: the shell's prompt is back in place.
    let text = terminal.text
    if let end = text.range(of: leave, options: .backwards) {
      #expect(!text[end.upperBound...].contains { $0.isLetter && !"hlmtc".contains($0) })
    }
  }

  @Test(
    "Whatever ends it, the terminal is given back and the parent sees the signal",
    arguments: [
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP,
      SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGPIPE, SIGVTALRM, SIGPROF, SIGSYS, SIGIO, SIGPWR,
      SIGSTKFLT,
    ])
  func signals(number: Int32) throws {
    let terminal = try started()
    kill(terminal.process, number)
    #expect(terminal.ended() == .killed(number))
    expectRestored(terminal)
  }

  @Test(
    "A crash is survived by the terminal with Swift's backtraces on, too",
    .disabled(if: Thorough.hasThreadSanitizer))
  func backtrace() throws {
    let terminal = try started(environment: ["SWIFT_BACKTRACE": "enable=yes,color=no"])
    kill(terminal.process, SIGSEGV)
    #expect(terminal.ended() == .killed(SIGSEGV))
    #expect(terminal.isCooked && terminal.text.contains(leave))
  }

  @Test(
    "A crash on a thread that trains is reported as one, with backtraces on and off",
    .disabled(if: Thorough.hasThreadSanitizer))
  func crashOfWorker() throws {
    for setting in ["enable=yes,color=no", "enable=no"] {
      let terminal = try started(environment: ["SWIFT_BACKTRACE": setting])
      let threads = try FileManager.default.contentsOfDirectory(
        atPath: "/proc/\(terminal.process)/task")
      let worker = try #require(
        threads.compactMap { pid_t($0) }.sorted().first { $0 != terminal.process })
      // Missing from Swift's Glibc module.
      let tgkill = try #require(dlsym(nil, "tgkill"))
      typealias Signature = @convention(c) (pid_t, pid_t, Int32) -> Int32
      #expect(unsafeBitCast(tgkill, to: Signature.self)(terminal.process, worker, SIGSEGV) == 0)
      #expect(terminal.ended() == .killed(SIGSEGV))
      #expect(terminal.isCooked && terminal.text.contains(leave))
    }
  }

  @Test("Every key, pressed singly and together, leaves it alive")
  func everyKey() throws {
    let terminal = try started(width: 100, height: 30)
    let printable = (0x20..<0x7f).map { String(UnicodeScalar($0)) }
    let controls = (0..<0x20).filter { ![3, 26, 27, 28].contains($0) }.map {
      String(UnicodeScalar($0))
    }
    let sequences =
      ["[A", "[B", "[C", "[D", "[H", "[F", "[Z", "[2~", "[3~", "[5~", "[6~", "OP", "[15~", "[24~"]
      + [
        "[<0;10;10M", "[<32;12;11M", "[<0;12;11m", "[<64;5;5M", "[<65;5;5M", "[<0;999;999M", "[1;5",
      ]
    let leaving = ["q", "Q"]
    for key in (printable + controls).filter({ !leaving.contains($0) })
      + sequences.map({ "\u{1b}" + $0 })
    {
      terminal.type(key)
      terminal.type("\u{1b}")
    }
    let mark = terminal.output.count
    terminal.resize(90, 28)
    #expect(terminal.wait(since: mark) { $0.count > 200 })
    #expect(terminal.status() == nil)
    terminal.type("\u{1b}\u{1b}\u{3}")
    #expect(terminal.ended() == .exited(0))
    expectRestored(terminal)
  }

  @Test("Every size from 1×1 to 500×200, changed at any moment, is survived")
  func resizing() throws {
    let terminal = try started()
    let widths = [1, 2, 3, 10, 40, 79, 80, 140, 231, 500]
    let heights = [1, 2, 3, 5, 23, 24, 42, 100, 200]
    for index in 0..<120 {
      terminal.resize(widths[index * 7 % widths.count], heights[index * 5 % heights.count])
      if index % 3 == 0 { terminal.type(" s[") }
      if index % 10 == 0 {
        _ = terminal.wait(since: terminal.output.count) { !$0.isEmpty }
      }
    }
    terminal.resize(60, 20)
    #expect(terminal.wait(since: terminal.output.count) { $0.count > 100 })
    terminal.type("\u{3}")
    #expect(terminal.ended() == .exited(0))
    expectRestored(terminal)
  }

  @Test("Ctrl-Z gives the terminal to the shell, and fg draws the screen again")
  func jobControl() throws {
    let script = "set -m; \"$0\"; echo \"stopped $?\"; fg >/dev/null; echo \"ended $?\""
    let shell = try PseudoTerminal(["/bin/bash", "-c", script, anodeBinary])
    #expect(shell.wait { $0.contains(enter) && $0.count > 500 })
    var mark = shell.output.count
    shell.type("\u{1a}")
    // The shell runs fg at once: 128 + SIGTSTP, then the screen again.
    #expect(shell.wait(since: mark) { $0.contains(leave) && $0.contains("stopped 148") })
    #expect(
      shell.wait(since: mark) { text in
        text.range(of: "stopped 148").map { text[$0.upperBound...].contains(enter) } ?? false
      })
    mark = shell.output.count
    #expect(shell.wait(since: mark) { $0.count > 200 })
    shell.type("\u{3}")
    #expect(shell.wait(since: mark) { $0.contains("ended 0") })
    expectRestored(shell)
  }

  @Test("In the background it writes nothing, and waits to be brought to the foreground")
  func background() throws {
    let script =
      "set -m; \"$0\" & sleep 0.5; bg >/dev/null; sleep 0.5; echo quiet; fg >/dev/null; echo \"ended $?\""
    let shell = try PseudoTerminal(["/bin/bash", "-c", script, anodeBinary])
    #expect(shell.wait { $0.contains("quiet") })
    #expect(
      shell.text.range(of: "\u{1b}").map { shell.text[$0.lowerBound...].contains("quiet") } != true)
    #expect(shell.wait { $0.contains(enter) && $0.count > 500 })
    shell.type("q")
    #expect(shell.wait { $0.contains("ended 0") })
    expectRestored(shell)
  }

  @Test("kill -TSTP stops it with the terminal given back")
  func stopSignal() throws {
    let script = "set -m; \"$0\"; echo \"stopped $?\"; read -r x"
    let shell = try PseudoTerminal(["/bin/bash", "-c", script, anodeBinary])
    #expect(shell.wait { $0.contains(enter) && $0.count > 500 })
    let list = try String(
      contentsOfFile: "/proc/\(shell.process)/task/\(shell.process)/children", encoding: .utf8)
    let child = try #require(list.split(separator: " ").compactMap { pid_t($0) }.first)
    kill(child, SIGTSTP)
    #expect(shell.wait { $0.contains("stopped 148") })
    #expect(shell.isCooked && shell.text.contains(leave))
    kill(child, SIGKILL)
    kill(child, SIGCONT)
  }

  @Test("Stopped and continued behind its back, it takes the screen again")
  func continued() throws {
    let terminal = try started()
    kill(terminal.process, SIGSTOP)
    let mark = terminal.output.count
    kill(terminal.process, SIGCONT)
    #expect(terminal.wait(since: mark) { $0.contains(enter) })
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    expectRestored(terminal)
  }

  @Test("A terminal that goes away ends it")
  func hangUp() throws {
    let terminal = try started()
    terminal.hangUp()
    #expect(terminal.ended() == .killed(SIGHUP))
  }

  @Test("A terminal that reads nothing does not keep it from ending")
  func stuckTerminal() throws {
    let terminal = try started(width: 200, height: 60)
    #expect(terminal.waitUntilFull())
    kill(terminal.process, SIGTERM)
    let end = Date().addingTimeInterval(PseudoTerminal.limit)
    while terminal.status() == nil, Date() < end { usleep(50_000) }
    #expect(terminal.status() == .killed(SIGTERM))
    #expect(terminal.isCooked)
  }

  @Test("A megabyte of pasted text, with every key in it, is not acted upon")
  func paste() throws {
    let terminal = try started()
    let line = Array("quit QUIT \u{3}\u{1a}\u{1c} \r\n".utf8)
    terminal.type("\u{1b}[200~")
    terminal.type(Array(repeating: line, count: 1_000_000 / line.count).flatMap { $0 })
    terminal.type("\u{1b}[201~")
    #expect(terminal.status() == nil)
    terminal.type("\u{3}")
    #expect(terminal.ended() == .exited(0))
    expectRestored(terminal)
  }

  @Test("A line that is pasted after a colon is a command")
  func pastedCommand() throws {
    let terminal = try started()
    terminal.type(":\u{1b}[200~quit\u{1b}[201~\r")
    #expect(terminal.ended() == .exited(0))
    expectRestored(terminal)
  }

  @Test("Paused, it writes nothing")
  func silence() throws {
    let terminal = try started()
    terminal.type(" ")
    #expect(terminal.waitForSilence(seconds: 0.5))
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
  }

  @Test("NO_COLOR and --color never show no colour; --ascii and a locale without UTF-8 only ASCII")
  func plain() throws {
    for (arguments, environment) in [([], ["NO_COLOR": "1"]), (["--color", "never"], [:])] {
      let terminal = try started(arguments, environment: environment)
      terminal.type("q")
      #expect(terminal.ended() == .exited(0))
      #expect(!terminal.text.contains("[38;5;") && !terminal.text.contains("[3") == false)
    }
    for (arguments, environment) in [(["--ascii"], [:]), ([], ["LC_ALL": "C"])] {
      let terminal = try started(arguments, environment: environment)
      terminal.type("q")
      #expect(terminal.ended() == .exited(0))
      #expect(terminal.output.allSatisfy { $0 < 0x80 })
    }
  }
}

@Suite("Without a usable terminal one line says what would do", .serialized)
struct NoTerminalTests {
  @Test(
    "A terminal that speaks as xterm does is drawn on where the data base lacks it, and told so",
    arguments: [
      "foot-none", "alacritty-none", "xterm-none", "wezterm-none", "st-none", "konsole-none",
      "rio-none", "contour-none", "iterm2-none", "vscode-none", "ghostty-none", "tmux-none",
    ])
  func standIns(name: String) throws {
    let terminal = try PseudoTerminal(environment: ["TERM": name])
    #expect(terminal.wait { $0.contains("NODE") })
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    #expect(terminal.text.contains("anode: TERM=\(name) is not in this host's terminfo database"))
    #expect(terminal.isCooked)
  }

  @Test(
    "An unknown or unset TERM, or one without a screen, is status 2",
    arguments: ["no-such-terminal", "", "dumb"])
  func terminalType(name: String) throws {
    let terminal = try PseudoTerminal(environment: ["TERM": name])
    #expect(terminal.ended() == .exited(2))
    #expect(terminal.text.contains("TERM") && terminal.text.contains("anode train"))
    #expect(!terminal.text.contains("\u{1b}"))
    #expect(terminal.isCooked)
  }

  @Test("A file or a pipe in its place is status 2")
  func noTerminal() throws {
    let (outcome, text) = try runWithoutTerminal([])
    #expect(outcome == .exited(2))
    #expect(text.hasPrefix("anode: standard input is not a terminal"))
    #expect(text.contains("anode train") && text.split(separator: "\n").count == 1)
  }

  @Test("A command line that makes no sense is status 64 and one line")
  func usage() throws {
    for arguments in [
      ["trian"], ["--frobnicate"], ["train", "--p", "x"], ["train", "--blocks", "1"],
    ] {
      let (outcome, text) = try runWithoutTerminal(arguments)
      #expect(outcome == .exited(64))
      #expect(text.hasPrefix("anode") && text.split(separator: "\n").count == 1)
    }
  }

  @Test("Help and version go to standard output, with status 0")
  func help() throws {
    for arguments in [
      ["--help"], ["--version"], ["help"], ["help", "train"], ["train", "--help"],
      ["help", "--man"],
    ] {
      let (outcome, text) = try runWithoutTerminal(arguments)
      #expect(outcome == .exited(0) && text.contains("anode"))
    }
  }

  @Test("A full disk is said, with status 74")
  func fullDisk() throws {
    let (outcome, text) = try runWithoutTerminal(["--help"], output: "/dev/full")
    #expect(outcome == .exited(74))
    #expect(text.contains("cannot write standard output"))
  }

  @Test("A reader that has gone ends it quietly, by SIGPIPE")
  func closedPipe() throws {
    let shell = try PseudoTerminal([
      "/bin/bash", "-c",
      "(sleep 0.2; \"$0\" help --man; echo \"status $?\" >&2) | true; wait", anodeBinary,
    ])
    #expect(shell.wait { $0.contains("status 141") })
    #expect(!shell.text.contains("anode:"))
  }
}
