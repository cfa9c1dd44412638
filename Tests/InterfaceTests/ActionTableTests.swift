import Canvas
import Foundation
import Testing

@testable import Interface

@Suite("The action table is complete, and its keys are unambiguous") struct ActionTableTests {
  @Test("every action has its own name")
  func everyActionHasOneRow() {
    #expect(ActionTable.all.count > 50)
    #expect(Set(ActionTable.all.map(\.name)).count == ActionTable.all.count)
  }

  @Test("no key means two things")
  func noKeyMeansTwoThings() {
    let keys = ActionTable.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for entry in ActionTable.all {
      #expect(!entry.keys.isEmpty)
      for key in entry.keys { #expect(ActionTable.action(for: key) == entry) }
    }
  }

  @Test("every action's explanation fits a line of the help")
  func everyActionIsExplainedInALine() {
    for entry in ActionTable.all {
      #expect(!entry.help.isEmpty)
      // The help overlay has this much room at 80 columns.
      #expect(TextRow.width(of: entry.help) <= 52)
      #expect(ActionTable.action(named: entry.name) == entry)
      #expect(entry.keys.map { $0.label() }.joined(separator: " ").count <= 9)
    }
  }

  @Test("the Markdown table has every action")
  func theMarkdownTableHasEveryAction() {
    let lines = ActionTable.markdown.split(separator: "\n")
    #expect(lines.count == ActionTable.all.count + 2)
    #expect(lines.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
    for entry in ActionTable.all { #expect(ActionTable.markdown.contains(entry.help)) }
  }

  @Test(
    "documents contain the tables that the program prints",
    arguments: [
      ("docs/keys.md", "keys", ActionTable.markdown),
      ("docs/instrument.md", "views", View.markdown),
      ("docs/glossary.md", "words", Glossary.markdown),
    ])
  func documents(path: String, name: String, text: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    #expect(page.contains("<!-- \(name) -->\n\(text)<!-- /\(name) -->\n"), "make docs")
  }

  @Test("the glossary is sorted, lists each word once, and recognises it in text")
  func words() {
    let entries = Glossary.entries
    #expect(Set(entries.map(\.word)).count == entries.count)
    #expect(entries.map { $0.word.lowercased() } == entries.map { $0.word.lowercased() }.sorted())
    for entry in entries { #expect(entry.isUsed(in: "The \(entry.word) = 1"), "\(entry.word)") }
    let nfe = entries.filter { $0.isUsed(in: "NFE 62 at a tolerance of 1e-5") }.map(\.word)
    #expect(nfe == ["NFE", "tolerance"])
  }

  @Test("established keys keep their meaning")
  func keysOfTheIssue() {
    let wanted: [(Key, Action)] = [
      (.character(" "), .pause), (.character("s"), .step), (.character("r"), .restart),
      (.character("n"), .newSeed), (.character("+"), .tempoUp), (.character("="), .tempoUp),
      (.character("-"), .tempoDown), (.character("["), .timeBack), (.character("]"), .timeForward),
      (.character("t"), .sweep), (.left, .turnLeft), (.character("a"), .autoTurn),
      (.character("1"), .data(.annulus)), (.character("2"), .data(.flip)),
      (.character("3"), .data(.sines)),
      (.character("p"), .dimensionsUp), (.character("P"), .dimensionsDown), (.tab, .nextView),
      (.character("f"), .nextFocus), (.character("v"), .projection), (.character("m"), .mouse),
      (.character("?"), .help), (.escape, .close), (.character("q"), .quit),
      (.control("c"), .quit), (.control("l"), .redraw),
    ]
    for (key, action) in wanted { #expect(ActionTable.action(for: key) == action) }
    #expect(ActionTable.action(for: .character("j")) == nil)
  }
}
