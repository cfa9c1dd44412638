import Canvas

/// The lessons to choose from.
struct LessonList {
  let titles: [String]
  let choice: Int
  let look: Look

  func draw(into screen: inout Composition) {
    let width = min(screen.grid.width - 4, 76)
    let height = min(screen.grid.height, titles.count + 4)
    guard width >= 30, height >= 5 else { return }
    let rows = height - 4
    let start = min(max(0, choice - rows / 2), max(0, titles.count - rows))
    look.box(
      over: &screen, width: width, height: height, title: "lessons",
      foot: " Enter begins  Esc closes "
    ) { grid, box in
      for (offset, title) in titles.dropFirst(start).prefix(rows).enumerated() {
        let isChosen = start + offset == choice
        var style = isChosen ? look.bold : look.text
        style.isReversed = isChosen
        grid.write(
          " \(title) ", x: box.x + 2, y: box.y + 2 + offset, style: style, maxWidth: width - 4)
      }
    }
  }
}

/// A lesson's title, in the middle of the screen before it begins.
package struct TitleCard {
  package struct Text: Sendable, Equatable {
    /// "Lesson 3 of 22".
    package var place: String
    /// The lecture's heading for the lesson.
    package var section: String
    package var title: String
    package var notice: String

    package init(_ script: DemoScript, _ index: Int, of count: Int) {
      // In part of a course, a lesson's number differs from its place.
      let number = script.lesson.map { $0 == index + 1 ? "Lesson" : "Lesson \($0)," } ?? "Demo"
      place = "\(number) \(index + 1) of \(count)"
      (section, title, notice) = (script.section, script.title, script.notice)
    }

    /// How long it is shown.
    package var seconds: Double {
      DemoScript.readingTime([place, section, title, notice].joined(separator: " "))
    }
  }

  let text: Text
  let look: Look

  func draw(into screen: inout Composition, in area: Rect) {
    let width = min(area.width - 4, 76)
    let notice = CellGrid.wrap(
      text.notice.isEmpty ? "" : "Notice: \(text.notice)", width: width - 8)
    let title = CellGrid.wrap(text.title, width: width - 8)
    let height = notice.count + title.count + 7
    guard width >= 30, height <= area.height else { return }
    look.box(over: &screen, in: area, width: width, height: height, title: text.place) {
      grid, box in
      let strong = Style(look.theme.highlight ?? look.theme.text, bold: true)
      let lines =
        [(text.section, look.dim), ("", look.text)] + title.map { ($0, strong) }
        + [("", look.text)] + notice.map { ($0, look.text) }
      for (offset, line) in lines.enumerated() {
        grid.write(line.0, x: box.x + 4, y: box.y + 2 + offset, style: line.1, maxWidth: width - 8)
      }
    }
  }
}
