import Foundation
import Testing

/// Memory must not grow during minutes at full speed.
@Suite(
  "At full speed for minutes memory stays what it was", .serialized,
  .enabled(if: Thorough.soakMinutes != nil))
struct SoakTests {
  /// Arguments, and the terminal's answers.
  static let subjects: [(name: String, arguments: [String], answer: String)] = [
    ("points in pixels", ["--tempo", "full"], TerminalAnswers.kitty),
    // Fixed steps: as training continues, a solve with an extra step takes 6 MB for
    // backpropagation, which is not a leak.
    ("images", ["--images", "digits", "--tempo", "full", "solver=rk4", "steps=4"], ""),
    ("series", ["--data", "oscillator", "--tempo", "full"], ""),
  ]

  @Test(
    "Resident memory stays within 2 MB after the first sixth of the time",
    arguments: subjects.map(\.name))
  func memory(name: String) throws {
    let minutes = try #require(Thorough.soakMinutes)
    let subject = try #require(Self.subjects.first { $0.name == name })
    let terminal = try PseudoTerminal(
      [anodeBinary, "--no-config"] + subject.arguments, width: 120, height: 36)
    #expect(terminal.wait { $0.contains("\u{1b}[c") })
    terminal.type(subject.answer)
    var samples: [Int] = []
    let interval = min(10, minutes * 60 / 30)
    let end = Date().addingTimeInterval(minutes * 60)
    while Date() < end {
      terminal.drain(seconds: interval)
      samples.append(try #require(Self.residentKilobytes(terminal.process)))
    }
    terminal.type("q")
    #expect(terminal.ended() == .exited(0))
    let settled = samples.dropFirst(samples.count / 6)
    let (least, most) = (settled.min() ?? 0, settled.max() ?? 0)
    print(
      "\(name): \(minutes) minutes, resident \(samples.first ?? 0) kB at first, then "
        + "\(least) to \(most) kB, \(samples.last ?? 0) at last")
    #expect(most - least <= 2048)
  }

  /// Resident memory of a process; nil without one.
  private static func residentKilobytes(_ process: pid_t) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first
  }
}
