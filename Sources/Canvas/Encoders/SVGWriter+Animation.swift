extension SVGWriter {
  /// A looping animation without scripts, so it also runs as an image in a page. Without animation,
  /// the last picture shows.
  ///
  /// Constant cells are drawn once. A changing part of a row is a strip of its states side by side,
  /// moved so that one is in view (SMIL, discrete). Equal parts share one definition.
  ///
  /// - Parameters:
  ///   - frames: at least one, ascending in time, the first at 0.
  ///   - duration: seconds of one loop.
  ///   - title: alternative text for screen readers.
  package func animation(
    _ frames: [Timed<CellGrid>], duration: Double, title: String? = nil
  ) -> String {
    let columns = frames.map(\.picture.width).max() ?? 0
    let rows = frames.map(\.picture.height).max() ?? 0
    var strips = StripWriter(
      times: frames.map(\.time), duration: max(duration, 0.001),
      step: columns * 10 + 2 * margin, writer: self)
    var still = CellGrid(width: columns, height: rows)
    var moving = ""
    for y in 0..<rows {
      for x in 0..<columns { still[x, y] = frames.first?.picture[x, y] ?? Cell() }
      for span in Self.changingSpans(of: frames, row: y, columns: columns) {
        for x in span { still[x, y] = Cell() }
        moving += strips.strip(
          frames.map { frame in span.map { frame.picture[$0, y] } }, x: span.lowerBound * 10,
          y: y * 20
        )
      }
    }
    return head(columns: columns, rows: rows, title: title) + Self.styleSheet
      + page(of: still).compactMarkup + "<defs>\n" + strips.definitions + "</defs>\n" + moving
      + "</svg>\n"
  }

  /// Runs of columns of a row that differ between frames. A few constant columns between two runs
  /// join them: another strip would cost more.
  private static func changingSpans(
    of frames: [Timed<CellGrid>], row: Int, columns: Int
  ) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for x in 0..<columns {
      let first = frames.first?.picture[x, row]
      guard frames.contains(where: { $0.picture[x, row] != first }) else { continue }
      // Keeps a wide glyph together with the blank it covers.
      let end = frames.contains { $0.picture.isWide(x, row) } ? x + 2 : x + 1
      if let last = spans.last, x - last.upperBound < 4 {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        spans.append(x..<end)
      }
    }
    return spans
  }
}

/// Writes strips, and collects the definitions of their parts.
private struct StripWriter {
  let times: [Double]
  let duration: Double
  /// Distance between states of a strip: more than the picture's width, so only one is in view.
  let step: Int
  let writer: SVGWriter

  /// Every part, once.
  private(set) var definitions = ""
  var names: [[Cell]: String] = [:]

  /// The strip of the cells of each frame, its top left corner at (x, y).
  mutating func strip(_ frames: [[Cell]], x: Int, y: Int) -> String {
    var slots: [[Cell]: Int] = [:]
    var uses = ""
    var turns: [(time: String, slot: Int)] = []
    for (index, cells) in frames.enumerated() {
      let slot = slots[cells] ?? slots.count
      if slots[cells] == nil {
        slots[cells] = slot
        if let name = name(of: cells) {
          uses += "<use href=\"#\(name)\"" + (slot == 0 ? "" : " x=\"\(slot * step)\"") + "/>"
        }
      }
      if turns.last?.slot == slot { continue }
      let time = NumberText.fixed(min(times[index] / duration, 1), 6)
      // Merge turns at the same time.
      if turns.last?.time == time { turns.removeLast() }
      turns.append((time, slot))
    }
    let last = (turns.last?.slot ?? 0) * step
    let keyTimes = turns.map(\.time).joined(separator: ";")
    let values = turns.map { $0.slot == 0 ? "0" : String(-$0.slot * step) }.joined(separator: ";")
    return """
      <g transform="translate(\(x) \(y))"><g transform="translate(\(-last))">\
      <animateTransform attributeName="transform" type="translate" calcMode="discrete" \
      dur="\(NumberText.fixed(duration, 3))s" repeatCount="indefinite" keyTimes="\(keyTimes)" \
      values="\(values)"/>\(uses)</g></g>\n
      """
  }

  /// The name of a part; nil if it is blank.
  private mutating func name(of cells: [Cell]) -> String? {
    if cells.allSatisfy({ $0 == Cell() }) { return nil }
    if let name = names[cells] { return name }
    var grid = CellGrid(width: cells.count, height: 1)
    for (x, cell) in cells.enumerated() { grid[x, 0] = cell }
    let name = "p" + String(names.count, radix: 36)
    names[cells] = name
    definitions += "<g id=\"\(name)\">" + writer.page(of: grid).compactMarkup + "</g>\n"
    return name
  }
}
