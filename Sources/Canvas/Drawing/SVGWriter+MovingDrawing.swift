extension SVGWriter {
  /// A looping animation with drawings as vectors.
  ///
  /// - Parameters:
  ///   - frames: at least one, ascending in time, the first at 0.
  ///   - duration: seconds of one loop.
  ///   - title: alternative text for screen readers.
  package func animation(
    _ frames: [Timed<Composition>], duration: Double, title: String? = nil
  ) -> String {
    // Text is animated as cells; drawings take turns above it.
    var markup = animation(
      frames.map { Timed($0.picture.text(.unicode), at: $0.time) }, duration: duration,
      title: title)
    markup.removeLast("</svg>\n".count)
    var places: [[Int]] = []
    // Paths of the uncovered parts of pictures.
    var clips: [String] = []
    for frame in frames {
      for picture in frame.picture.pictures where !places.contains([picture.x, picture.y]) {
        places.append([picture.x, picture.y])
      }
    }
    for place in places {
      var turns: [(start: Double, drawing: Drawing?, covers: [Rect])] = []
      for frame in frames {
        let shown = frame.picture.placedPictures.last { [$0.x, $0.y] == place }
        let covers = shown?.covers ?? []
        if let last = turns.last, last.drawing == shown?.drawing, last.covers == covers { continue }
        turns.append((frame.time, shown?.drawing, covers))
      }
      let size = frames.map { ($0.picture.grid.width, $0.picture.grid.height) }[0]
      for (k, turn) in turns.enumerated() {
        guard let drawing = turn.drawing else { continue }
        let end = k + 1 < turns.count ? turns[k + 1].start : duration
        let rect = Rect(x: place[0], y: place[1], width: drawing.columns, height: drawing.rows)
        var clip = ""
        if !turn.covers.isEmpty {
          let path = Self.path(of: rect, without: turn.covers)
          if let known = clips.firstIndex(of: path) {
            clip = " clip-path=\"url(#c\(known))\""
          } else {
            clip = " clip-path=\"url(#c\(clips.count))\""
            markup += "<clipPath id=\"c\(clips.count)\"><path d=\"\(path)\"/></clipPath>\n"
            clips.append(path)
          }
        }
        markup += "<g\(clip)>" + turnTaking(turn.start, end, of: duration)
        markup += self.markup(
          drawing, x: place[0], y: place[1], in: CellGrid(width: size.0, height: size.1),
          showsText: drawing.hasRaster)
        markup += "</g>\n"
      }
    }
    return markup + "</svg>\n"
  }

  /// The uncovered cells of a rectangle, as rectangles in the document's units.
  private static func path(of rect: Rect, without covers: [Rect]) -> String {
    var path = ""
    var open: (row: Int, runs: [Range<Int>]) = (rect.y, [])
    func finish(_ row: Int) {
      for run in open.runs {
        path += "M\(run.lowerBound * 10) \(open.row * 20)h\(run.count * 10)"
        path += "v\((row - open.row) * 20)h-\(run.count * 10)z"
      }
    }
    for row in rect.y..<max(rect.y, rect.maxY) {
      var runs: [Range<Int>] = []
      for column in rect.x..<max(rect.x, rect.maxX)
      where !covers.contains(where: { $0.contains(column, row) }) {
        if let last = runs.last, last.upperBound == column {
          runs[runs.count - 1] = last.lowerBound..<column + 1
        } else {
          runs.append(column..<column + 1)
        }
      }
      if runs != open.runs {
        finish(row)
        open = (row, runs)
      }
    }
    finish(rect.maxY)
    return path
  }

  /// Shows its parent element from `start` to `end` of each loop. Without animation, only the last
  /// turn shows.
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
