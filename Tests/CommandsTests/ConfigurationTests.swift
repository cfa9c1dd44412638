import Foundation
import Interface
import Testing

@testable import Commands

@Suite("Configuration, completions and plain text say what the program accepts")
@MainActor struct ConfigurationTests {
  private func home(_ config: String?) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("anode"), withIntermediateDirectories: true)
    if let config { _ = try folder.write(config, "anode/config") }
    return folder
  }

  @Test("the template says every setting, and every line of it can be used")
  func template() throws {
    let used = ConfigurationFile.template.split(separator: "\n").filter { $0.contains(" = ") }
      .map { $0.dropFirst(2) }.joined(separator: "\n")
    let parsed = ConfigurationFile.parse(used)
    #expect(parsed.complaints.isEmpty && parsed.lines.count == SettingTable.all.count + 3)
    var state = DuelState(width: 80, height: 24)
    let ofSeries = ["series", "observations", "end-time", "missing"]
    for line in parsed.lines where !["color", "ascii", "csv"].contains(line.name) {
      // Refused for points, accepted for series.
      if ofSeries.contains(line.name) {
        #expect(throws: CommandError.self) { try state.assign("\(line.name)=\(line.value)") }
        var series = DuelState(width: 80, height: 24)
        try series.assign("data=oscillator")
        try series.assign("\(line.name)=\(line.value)")
        continue
      }
      do throws(CommandError) {
        try state.assign("\(line.name)=\(line.value)")
      } catch {
        // The values of an ANODE; a NODE's p is always 0.
        Issue.record("\(line.name): \(error.reason)")
      }
    }
  }

  @Test("a bad line is reported with its number, and the rest counts")
  func badLines() throws {
    let home = try home("seed = 4\nfrobnicate = 3\np=999 # too many\nnonsense\ndata = moons\n")
    defer { withExtendedLifetime(home) {} }
    let result = try runWithoutTerminal(["config"], environment: ["XDG_CONFIG_HOME": home.url.path])
    #expect(result.outcome == .exited(66))
    for part in ["line 2", "frobnicate", "line 3", "999", "line 4", "seed=4", "data=moons"] {
      #expect(result.text.contains(part), "\(result.text)")
    }
  }

  @Test("config --init writes a file once, and not over another")
  func initialise() throws {
    let home = try home(nil)
    defer { withExtendedLifetime(home) {} }
    let first = try runWithoutTerminal(
      ["config", "--init"], environment: ["XDG_CONFIG_HOME": home.url.path])
    #expect(first.outcome == .exited(0))
    let again = try runWithoutTerminal(
      ["config", "--init"], environment: ["XDG_CONFIG_HOME": home.url.path])
    #expect(again.outcome == .exited(66) && again.text.contains("--force"))
  }

  @Test("completions of every shell name every command and option")
  func completions() throws {
    for shell in ["bash", "zsh", "fish"] {
      let text = Completions.text(shell, Program.descriptions)
      for command in Program.descriptions {
        #expect(text.contains(command.name))
        for option in command.options { #expect(text.contains(option.name)) }
      }
      #expect(text.contains("right.tolerance="))
    }
  }

  @Test("bash takes its completions")
  func bashSyntax() throws {
    let text = Completions.text("bash", Program.descriptions)
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let file = try folder.write(text, "completions.bash")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      "source \(file); COMP_WORDS=(anode duel data=); COMP_CWORD=2; COMP_WORDS[2]=right.so; _anode; "
        + "echo \"${COMPREPLY[@]}\"",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(output.contains("right.solver="))
  }

  @Test("--plain reports a training in sentences, and ends by itself")
  func plain() throws {
    let result = try runWithoutTerminal(
      ["duel", "--plain", "--no-config", "--epochs", "8", "tempo=full"])
    #expect(result.outcome == .exited(0))
    for part in ["NODE: loss", "ANODE: loss", "function evaluations", "accurate"] {
      #expect(result.text.contains(part), "\(result.text)")
    }
    #expect(!result.text.contains("\u{1b}"))
  }

  @Test(
    "settings on the command line are checked before anything opens",
    arguments: [
      ("right.p=500", "0 to 256"), ("colour=red", "unknown setting"), ("p", "NAME=VALUE"),
      ("paint=q1,2", "paint"),
    ])
  func wrong(argument: String, part: String) throws {
    let result = try runWithoutTerminal(["duel", "--no-config", "--plain", argument])
    #expect(result.outcome == .exited(64) && result.text.contains(part), "\(result.text)")
  }
}
