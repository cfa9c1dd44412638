import Canvas

/// A lesson as a page to print: its captions, each with an equation and a picture, then the question,
/// and the answer at the end.
package struct Handout: Sendable {
  package struct Moment: Sendable {
    package var caption: String
    /// Empty for none.
    package var formula = ""
    /// The screen without its bars; nil if unchanged since the previous moment.
    package var screen: Composition?
  }

  package let script: DemoScript
  package private(set) var moments: [Moment]
  /// Why the lesson could not be played to its end, if so.
  package private(set) var failure: DemoFailure?

  /// The screen's size in cells, including the bars that are cut off.
  private static let size = (width: 104, height: 32)

  /// Plays a lesson and takes a picture of each moment.
  package init(_ script: DemoScript, theme: Theme) {
    self.script = script
    moments = script.captions.map { Moment(caption: $0) }
    var stage = DemoStage(script.withPictures, size: Self.size)
    var last: Composition?
    while !stage.isOver {
      for case .write(.screenshot(let name?)) in stage.advance(by: 0.1) {
        guard let place = DemoScript.moment(name), moments.indices.contains(place) else { continue }
        moments[place].formula = stage.duel.formulaText
        let screen = stage.duel.picture(theme)
        if screen != last { moments[place].screen = screen }
        last = screen
      }
    }
    failure = stage.failure
  }

  /// The page in Markdown.
  ///
  /// - Parameter picture: the path of a moment's picture, relative to the page.
  package func markdown(picture: (Int) -> String) -> String {
    let number = script.lesson.map { "\($0). " } ?? ""
    var blocks = ["# \(number)\(Markdown.escaped(script.title))"]
    if !script.section.isEmpty { blocks.append("*\(Markdown.escaped(script.section))*") }
    func add(_ heading: String, _ text: String) {
      guard !text.isEmpty else { return }
      blocks += ["## \(heading)", Markdown.escaped(text)]
    }
    add("What to notice", script.notice)
    blocks.append("## Step by step")
    for (index, moment) in moments.enumerated() {
      blocks.append("**\(index + 1).** \(Markdown.escaped(moment.caption))")
      // Do not repeat an unchanged equation.
      let before = index > 0 ? moments[index - 1].formula : ""
      if !moment.formula.isEmpty, moment.formula != before {
        blocks.append("    \(moment.formula.harmless)")
      }
      if moment.screen != nil {
        blocks.append("![The screen at step \(index + 1)](\(picture(index)))")
      }
    }
    add("Try", script.suggestion)
    add("Question", script.question)
    if !script.answer.isEmpty {
      blocks.append("---")
      add("Answer", script.answer)
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

package enum Markdown {
  /// A text with Markdown's special characters escaped.
  package static func escaped(_ text: String) -> String {
    text.harmless.map { "\\`*_<>[]#|".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension LockstepDuel {
  /// The equation with its current numbers; empty for none.
  fileprivate var formulaText: String {
    state.strip.formula?.text(left: snapshots.left, right: snapshots.right, glyphs: .unicode) ?? ""
  }

  /// The panels without caption and formula, which the page has as text.
  fileprivate func picture(_ theme: Theme) -> Composition {
    var shown = state
    (shown.strip.hasCaption, shown.strip.hasFormulas) = (false, false)
    return DuelScreen.compose(
      left: snapshots.left, right: snapshots.right, state: shown, theme: theme, glyphs: .unicode,
      isOfCells: false
    ).cropped(to: 1..<shown.height - 1)
  }
}

extension DemoScript {
  /// Its captions in order.
  package var captions: [String] {
    statements.compactMap {
      guard case .say(let text) = $0.kind, !text.isEmpty else { return nil }
      return text
    }
  }

  /// The moment of a screenshot by `withPictures`, from 0; nil for the script's own screenshots.
  static func moment(_ name: String) -> Int? {
    name.hasPrefix("#") ? Int(name.dropFirst()) : nil
  }

  /// The same script with a screenshot for each caption: after its effects, and before the
  /// preparations for the next caption.
  var withPictures: DemoScript {
    var script = self
    script.statements = []
    var (block, index): ([Statement], Int?) = ([], nil)
    func close() {
      defer { block = [] }
      guard let index, let line = block.first?.line else { return script.statements += block }
      let kind = Kind.screenshot("#\(index)")
      let place = Self.end(of: block)
      block.insert(Statement(line: line, column: 1, kind: kind), at: place)
      script.statements += block
    }
    var count = 0
    for statement in statements {
      if case .say(let text) = statement.kind {
        close()
        index = text.isEmpty ? nil : count
        if !text.isEmpty { count += 1 }
      }
      block.append(statement)
    }
    close()
    return script
  }

  /// The index in a caption's statements after which all prepare the next caption.
  private static func end(of block: [Statement]) -> Int {
    if let last = block.lastIndex(where: { $0.kind.belongsToCaption }), last > 0 { return last + 1 }
    // Nothing takes time: the caption is about the immediate effects.
    return block.firstIndex { $0.kind == .play } ?? block.count
  }
}

extension DemoScript.Kind {
  /// Whether it shows, or waits for, the subject of the caption before it.
  fileprivate var belongsToCaption: Bool {
    switch self {
    case .say, .mark, .wait, .waitFor, .sweep, .rotate, .pause, .expect, .screenshot: true
    case .formula(let formula): !formula.isEmpty
    case .open, .perform, .press, .play, .hold, .weights: false
    }
  }
}
