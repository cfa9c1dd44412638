extension DemoScript {
  /// What it says, in order, without what closes it.
  package var captions: [String] {
    statements.compactMap {
      guard case .say(let text) = $0.kind, !text.isEmpty else { return nil }
      return text
    }
  }

  /// Which moment a picture of `withPictures` is of, from 0; nil of the script's own.
  static func moment(_ name: String) -> Int? {
    name.hasPrefix("#") ? Int(name.dropFirst()) : nil
  }

  /// The same script with a picture of what each caption is about: of what has come of it, and of
  /// nothing that is done for the next one.
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

  /// The place in a caption's statements behind which all is done for the next caption.
  private static func end(of block: [Statement]) -> Int {
    if let last = block.lastIndex(where: { $0.kind.belongsToCaption }), last > 0 { return last + 1 }
    // Nothing takes time: what is done at once is what it is about.
    return block.firstIndex { $0.kind == .play } ?? block.count
  }
}

extension DemoScript.Kind {
  /// Does it show, or wait for, what the caption before it is about?
  fileprivate var belongsToCaption: Bool {
    switch self {
    case .say, .mark, .wait, .waitFor, .sweep, .rotate, .pause, .expect, .screenshot: true
    case .formula(let formula): !formula.isEmpty
    case .open, .perform, .press, .play, .hold, .weights: false
    }
  }
}
