import Foundation
import Testing

@testable import Commands

@Suite("Help and the manual page are made from the descriptions")
@MainActor struct HelpTests {
  private var page: String { ManPage.text(Program.descriptions) }

  @Test("The committed page is what the program prints (make docs writes it)")
  func snapshot() throws {
    let file = packageRoot.appendingPathComponent("man/anode.1")
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }

  @Test("Every option of every command is in its help and in the page, with its default")
  func complete() {
    for command in Program.descriptions {
      let help = Help.command(command)
      for option in command.options {
        #expect(help.contains(option.usage))
        #expect(page.contains(ManPage.escape("--" + option.name)))
        if let value = option.defaultText {
          #expect(
            help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(value))
        }
      }
      #expect(Help.program(Program.descriptions).contains(command.summary))
    }
  }

  @Test("Who writes records says of what the loss is the mean", arguments: ["train", "images"])
  func meanLoss(name: String) throws {
    let command = try #require(Program.descriptions.first { $0.name == name })
    let help = Help.command(command).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(help.contains("loss (the mean over the iterations since the last record)"))
  }

  @Test("Every line of help fits 80 columns")
  func width() {
    let all = Program.descriptions.map(Help.command) + [Help.program(Program.descriptions)]
    for line in all.joined().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("Names of options are unique, and no default contradicts what is accepted")
  func consistent() {
    for command in Program.descriptions {
      #expect(Set(command.options.map(\.name)).count == command.options.count)
      for option in command.options {
        #expect((option.metavar == nil) == (option.kind == .flag))
        if case .choice(let words) = option.kind, let value = option.defaultText {
          #expect(words.contains(value))
        }
      }
    }
  }

  @Test("Examples are commands that are accepted, with every option, and most commands have some")
  func examples() throws {
    #expect(Program.descriptions.count { !$0.examples.isEmpty } > 10)
    for example in Program.descriptions.flatMap(\.examples) where !example.command.contains("|") {
      let words = example.command.split(separator: ">")[0].split(separator: " ").map(String.init)
      let named = Program.descriptions.first { $0.name == words.dropFirst().first }
      let rest = Array(words.dropFirst(named == nil ? 1 : 2))
      let options = try parse(rest, for: named ?? DuelCommand.description)
      #expect(words[0] == "anode" && !example.purpose.isEmpty)
      for word in rest where word.hasPrefix("--") {
        #expect(options.has(String(word.dropFirst(2))), "\(example.command)")
      }
      for operand in options.operands { #expect(rest.contains(operand), "\(example.command)") }
      if named?.name == "train" { _ = try TrainRequest(options) }
    }
  }

  @Test("Text cannot become a roff request")
  func escaping() {
    #expect(ManPage.escape(".SH x") == "\\&.SH x")
    #expect(ManPage.escape("a-b\\") == "a\\-b\\e")
  }
}

/// The package's folder.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
