import Canvas
import LiveSession

/// A tip, with the words for classes and models in their colours.
struct TipLine {
  let tip: Tip
  let left: Snapshot?
  let right: Snapshot?
  let look: Look

  func draw(into grid: inout CellGrid, in rect: Rect, _ bar: Style) {
    let texts = tip.texts(left ?? Snapshot(), right ?? Snapshot())
    let text = look.fitting(texts, rect.width)
    var x = rect.x
    for word in text.split(separator: " ") {
      var style = bar
      style.foreground = color(of: word.filter { $0.isLetter }) ?? look.theme.text
      style.isBold = true
      x += grid.write(String(word), x: x, y: rect.y, style: style, maxWidth: rect.maxX - x)
      x += 1
    }
  }

  private func color(of word: String) -> Color? {
    switch word {
    case "ring", "Ring": look.theme.classColor(1)
    case "disk": look.theme.classColor(-1)
    case "NODE", "NODEs": look.color(.node)
    case "ANODE", "ANODEs": look.color(.anode)
    default: nil
    }
  }
}
