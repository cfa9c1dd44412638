import Canvas
import Foundation
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("Words of pictures can be read") struct WordsTests {
  private static let font = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"

  /// The characters of a TrueType font: the groups of its cmap's subtable of format 12.
  private static func coverage(_ path: String) -> Set<UInt32> {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let bytes = [UInt8](data)
    func number(_ at: Int, _ count: Int) -> Int {
      bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
    }
    let tables = (0..<number(4, 2)).map { 12 + 16 * $0 }
    guard let table = tables.first(where: { number($0, 4) == 0x636D_6170 }) else { return [] }
    let map = number(table + 8, 4)
    var found: Set<UInt32> = []
    for entry in 0..<number(map + 2, 2) {
      let start = map + number(map + 8 + 8 * entry, 4)
      guard number(start, 2) == 12 else { continue }
      for group in 0..<number(start + 12, 4) {
        let at = start + 16 + 12 * group
        found.formUnion(UInt32(number(at, 4))...UInt32(number(at + 4, 4)))
      }
    }
    return found
  }

  @Test(
    "the pictures' font has every character, or pixels draw it",
    .enabled(if: FileManager.default.fileExists(atPath: font)))
  func glyphs() throws {
    let known = Self.coverage(Self.font)
    try #require(known.count > 2000)
    var texts = [View.markdown, ActionTable.markdown, Glossary.markdown]
    var state = DuelState(width: 140, height: 42)
    for commands in [[], ["data flip"], ["data spirals", "right.p 3"], ["left.model resnet"]] {
      for command in commands { _ = try state.perform(command) }
      for view in View.all {
        let subject = ViewSubject(panel: .right, state: state)
        let (title, text) = view.explanation(subject)
        texts += [title, text, view.formula(subject) ?? "", view.titleOf(subject.run) ?? ""]
        texts += [subject.run.spaceTitle]
      }
    }
    for name in DemoTests.names {
      texts.append(
        try String(contentsOf: DemoTests.folder.appendingPathComponent(name), encoding: .utf8))
    }
    var missing: Set<Unicode.Scalar> = []
    for scalar in texts.joined().unicodeScalars where scalar.value >= 0x20 {
      let isDrawn =
        GlyphShape.arms(scalar) != nil || GlyphShape.blocks(scalar) != nil
        || GlyphShape.braille(scalar) != nil
      if !isDrawn && !known.contains(scalar.value) { missing.insert(scalar) }
    }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test(
    "the answer at the cross hair has a ground of its own and a contrast of 4.5",
    arguments: [Theme.dark, .light, .highContrast])
  func readout(_ theme: Theme) throws {
    for (width, height) in [(80, 24), (140, 42)] {
      var duel = LockstepDuel(DuelState(width: width, height: height))
      for _ in 0..<5 { duel.advance(by: 0.1) }
      _ = try duel.perform("pause")
      _ = try duel.perform("probe 0.3 0.4")
      for view in ["flow", "input", "grid"] {
        _ = try duel.perform("view left \(view)")
        duel.advance(by: 0.1)
        let grid = duel.draw(theme: theme)
        let rect = try #require(duel.state.layout.rect(of: .left))
        let place = try #require(
          (rect.y..<rect.maxY).lazy.flatMap { y in
            (rect.x..<rect.maxX).lazy.map { (x: $0, y: y) }
          }.first { grid[$0.x, $0.y].glyph == "\u{2192}" }, "\(view) \(width)")
        for x in place.x..<place.x + 4 where grid[x, place.y].glyph != " " {
          let style = grid[x, place.y].style
          let ink = try #require(style.foreground)
          #expect(style.background == nil || style.background == theme.background)
          #expect(
            ink.contrast(with: try #require(style.background ?? theme.background)) >= 4.5,
            "\(theme.name) \(view)")
        }
      }
    }
  }

  /// The cells of a drawing's labels: row, first and last column, text.
  private static func labels(
    _ drawing: Drawing, x: Int = 0, y: Int = 0
  ) -> [(row: Int, from: Int, to: Int, text: String)] {
    drawing.marks.flatMap { mark -> [(row: Int, from: Int, to: Int, text: String)] in
      switch mark {
      case .group(let inner, let dx, let dy): return labels(inner, x: x + dx, y: y + dy)
      case .label(let label):
        let width = TextRow.width(of: label.text)
        var (column, row) = (0, 0)
        switch label.place {
        case .cells(let first, let line, let room, let alignment):
          guard width <= room else { return [] }
          let rest = room == .max ? 0 : room - width
          (column, row) = (
            first + (alignment == .right ? rest : alignment == .centre ? rest / 2 : 0), line
          )
        case .point(let at):
          guard at.x >= 0, at.y >= 0, at.x < Float(drawing.unitsWide),
            at.y < Float(drawing.unitsHigh)
          else { return [] }
          (column, row) = (min(Int(at.x) / 2, max(0, drawing.columns - width)), Int(at.y) / 4)
        }
        return [(y + row, x + column, x + column + width - 1, label.text)]
      default: return []
      }
    }
  }

  @Test(
    "labels of a picture do not lie upon each other, and no count is cut",
    arguments: [
      ["points 60"], ["data flip"], ["points 123456", "batch 4096"],
      ["right.p 2", "left.model resnet"], ["data spirals", "right.p 3"], ["data oscillator"],
    ], [(80, 24), (140, 42), (250, 70)])
  func apart(_ commands: [String], _ size: (Int, Int)) throws {
    var duel = LockstepDuel(DuelState(width: size.0, height: size.1))
    for command in commands { _ = try duel.perform(command) }
    for _ in 0..<4 { duel.advance(by: 0.1) }
    _ = try duel.perform("pause")
    for view in Set(duel.state.views(of: .left)).union(duel.state.views(of: .right)) {
      for panel in [Panel.left, .right] where duel.state.views(of: panel).contains(view) {
        _ = try? duel.perform("view \(panel.name) \(view.name)")
      }
      for time in view.hasPlayHead ? ["0", "0.6", "1"] : ["1"] {
        _ = try duel.perform("time \(time)")
        duel.advance(by: 0.1)
        for picture in duel.compose().pictures {
          let labels = Self.labels(picture.drawing)
          for (k, a) in labels.enumerated() {
            for b in labels[..<k] where a.row == b.row && a.from <= b.to && b.from <= a.to {
              Issue.record("\(view) at t = \(time): \(a.text) upon \(b.text)")
            }
          }
        }
        let text = duel.draw().plainText
        #expect(!text.contains(/[0-9] ?[a-z]?\u{2026}/), "\(view)")
      }
    }
  }

  @Test("axes carry no ticks before the first value")
  func emptyAxes() {
    var chart = LineChart(series: [], scale: .logarithmic, xName: "epoch", minimumX: 1)
    func labels() -> [String] {
      chart.drawing(columns: 40, rows: 12).marks.compactMap {
        if case .label(let label) = $0 { label.text } else { nil }
      }
    }
    #expect(labels() == ["epoch"])
    chart.series = [LineChart.Series(name: "", color: nil, points: [SIMD2(0, 0.5)])]
    #expect(labels().count > 3)
  }
}
