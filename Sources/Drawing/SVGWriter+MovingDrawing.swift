import CellGraphics

/// A screen, and when it is first seen.
package struct TimedComposition: Sendable, Equatable {
  /// Seconds from the beginning.
  package var time: Double
  /// The screen.
  package var screen: Composition

  /// A screen at a time.
  package init(_ screen: Composition, at time: Double) {
    self.screen = screen
    self.time = time
  }
}

extension SVGWriter {
  /// A picture that moves, over and over, whose drawings are vectors.
  ///
  /// - Parameters:
  ///   - frames: at least one, in order of their times, the first at 0.
  ///   - duration: seconds until the first picture follows the last.
  ///   - title: what it is, for readers who cannot see it.
  package func animation(
    _ frames: [TimedComposition], duration: Double, title: String? = nil
  ) -> String {
    // Text moves as cells do; drawings take turns above it.
    var markup = animation(
      frames.map { TimedGrid(time: $0.time, grid: $0.screen.text(.unicode)) }, duration: duration,
      title: title)
    markup.removeLast("</svg>\n".count)
    var places: [[Int]] = []
    for frame in frames {
      for picture in frame.screen.pictures where !places.contains([picture.x, picture.y]) {
        places.append([picture.x, picture.y])
      }
    }
    for place in places {
      var turns: [(start: Double, drawing: Drawing?)] = []
      for frame in frames {
        let shown = frame.screen.pictures.last { [$0.x, $0.y] == place }
        // What is covered, even in part, would lie upon its cover.
        let drawing = shown.flatMap { frame.screen.covers($0.drawing, x: $0.x, y: $0.y) ? nil : $0 }
        if let last = turns.last, last.drawing == drawing?.drawing { continue }
        turns.append((frame.time, drawing?.drawing))
      }
      let size = frames.map { ($0.screen.grid.width, $0.screen.grid.height) }[0]
      for (k, turn) in turns.enumerated() {
        guard let drawing = turn.drawing else { continue }
        let end = k + 1 < turns.count ? turns[k + 1].start : duration
        markup += "<g>" + turnTaking(turn.start, end, of: duration)
        markup += self.markup(
          drawing, x: place[0], y: place[1], in: CellGrid(width: size.0, height: size.1),
          showsText: drawing.hasRaster)
        markup += "</g>\n"
      }
    }
    return markup + "</svg>\n"
  }

  /// Shows what it stands in from `start` to `end` of each round; to a reader who cannot show
  /// movement only at the end.
  private func turnTaking(_ start: Double, _ end: Double, of duration: Double) -> String {
    func share(_ time: Double) -> String { NumberText.fixed(min(max(time / duration, 0), 1), 6) }
    if start <= 0, end >= duration { return "" }
    var turns: [(String, String)] = start > 0 ? [("0", "hidden")] : []
    turns.append((share(start), "visible"))
    if end < duration { turns.append((share(end), "hidden")) }
    let still = end < duration ? "<set attributeName=\"visibility\" to=\"hidden\"/>" : ""
    return still
      + "<animate attributeName=\"visibility\" calcMode=\"discrete\" "
      + "dur=\"\(NumberText.fixed(duration, 3))s\" repeatCount=\"indefinite\" "
      + "keyTimes=\"\(turns.map(\.0).joined(separator: ";"))\" "
      + "values=\"\(turns.map(\.1).joined(separator: ";"))\"/>"
  }
}
