import Interface

enum LessonTable {
  /// Minutes:seconds.
  static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  static func write(_ lessons: [DemoLibrary.Entry]) throws(OutputError) {
    try StandardOutput.write(text(lessons.map(\.script)))
  }

  static func text(_ scripts: [DemoScript]) -> String {
    var table = TextTable(["no.", "title", "section", "time"], words: [1, 2])
    let seconds = scripts.map { $0.seconds }
    for (script, seconds) in zip(scripts, seconds) {
      table.rows.append([
        "\(script.lesson ?? 0)", script.title.harmless, script.section.harmless,
        seconds.map(time) ?? "?",
      ])
    }
    let isWhole = seconds.allSatisfy { $0 != nil }
    let total = seconds.compactMap { $0 }.reduce(0, +)
    table.rows.append([
      "", "all lessons, played by themselves", "", (isWhole ? "" : "> ") + time(total),
    ])
    return table.text
  }
}
