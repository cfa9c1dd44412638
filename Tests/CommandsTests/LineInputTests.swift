import Foundation
import Glibc
import Interface
import NeuralODE
import Testing

@testable import Commands

@Suite("Lines and names are taken as they come, whoever wrote them")
@MainActor struct LineInputTests {
  @Test("the last line counts without its end, and CRLF ends lines as LF does")
  func lastLine() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let bytes = Array("p 2\r\nseed 3\n\nqu".utf8)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    var input = LineInput(ends[0])
    #expect(input.lines(waiting: 5) == ["p 2", "seed 3"] && !input.isAtEnd)
    #expect(write(ends[1], "it", 2) == 2)
    close(ends[1])
    #expect(input.lines(waiting: 5) == [] && input.lines(waiting: 5) == ["quit"])
    #expect(input.isAtEnd)
    close(ends[0])
  }

  @Test("--plain takes commands with CRLF, and one that nothing ends")
  func plain() throws {
    let script = "printf 'help\\r\\nseed 3\\r\\nquit' | \"$0\" duel --plain --no-config"
    let run = try runSeparately(["-c", script, anodeBinary], program: "/bin/sh")
    #expect(run.outcome == .exited(0) && run.output.contains("settings: "), "\(run.output)")
    #expect(!run.output.contains("refused"), "\(run.output)")
  }

  @Test("a configuration and a demo with CRLF and a byte-order mark say what they say without")
  func marks() throws {
    let lines = "# mine\nseed = 4\ndata = moons # both\n"
    let other = "\u{FEFF}" + lines.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(ConfigurationFile.parse(other).lines == ConfigurationFile.parse(lines).lines)
    #expect(ConfigurationFile.parse(other).lines.map(\.value) == ["4", "moons"])
    let demo = "title \"T\"\nsay \"a\"\nwait 1s\n"
    let marked = "\u{FEFF}" + demo.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try DemoScript(marked) == DemoScript(demo))
  }

  @Test("a table is read from standard input, and from a file whose name is no UTF-8")
  func names() throws {
    let folder = try TemporaryFolder()
    let table = "printf 'x,k\\n1,a\\n2,b\\n3,a\\n4,b\\n'"
    let input = try runSeparately(
      ["-c", "\(table) | \"$0\" data -", anodeBinary], program: "/bin/sh")
    #expect(input.output.hasPrefix("4 rows, 1 feature, 2 classes from standard input\n"))
    let script = "f=$(printf 'caf\\351.csv'); \(table) > \"$f\"; \"$0\" data \"$f\""
    let latin = try runSeparately(
      ["-c", script, anodeBinary], program: "/bin/sh", in: folder.url.path)
    #expect(latin.outcome == .exited(0), "\(latin.complaint)")
    #expect(latin.output.hasPrefix("4 rows, 1 feature, 2 classes from caf?.csv\n"))
    withExtendedLifetime(folder) {}
  }

  @Test("no reader of a command goes on without end on a device")
  func devices() throws {
    for arguments in [
      ["demo", "/dev/zero"], ["play", "/dev/zero"], ["data", "/dev/zero"], ["verify", "/dev/zero"],
      ["exercise", "check", "/dev/zero"], ["experiment", "merge", "/dev/zero"],
      ["train", "--csv", "/dev/zero"], ["train", "--csv-series", "/dev/zero"],
      ["train", "--load", "/dev/zero"],
    ] {
      let run = try runSeparately(arguments)
      #expect(run.outcome == .exited(66), "\(arguments): \(run.complaint)")
      #expect(run.complaint.contains("is a device, expected a file"), "\(run.complaint)")
    }
  }
}
