import Canvas
import LiveSession
import NeuralODE

/// Colours and glyphs of all panels.
struct Look {
  let theme: Theme
  let glyphs: GlyphSet
  /// Both models are of one family and need two colours.
  var areTwins = false
  /// Pictures are made of cells, each of one colour.
  var isOfCells = true

  /// Whether points are letters, for lack of colours or dots.
  var marksPointsByGlyph: Bool { theme.isMono || glyphs == .ascii }

  /// Whether layers below the data must be sparse: without colours or dots they cannot be faint.
  var isSparse: Bool { marksPointsByGlyph }

  func color(_ label: Float, _ meaning: PointLabels) -> Color? { theme.color(label, meaning) }

  func glyph(_ label: Float, _ meaning: PointLabels) -> Unicode.Scalar {
    theme.glyph(label, meaning)
  }

  /// The mark of a class in legends.
  func classMark(_ label: Float) -> Unicode.Scalar {
    marksPointsByGlyph ? theme.classGlyph(label) : Glyph.bullet
  }

  var text: Style { Style(theme.text) }
  var dim: Style { Style(theme.dim) }
  var border: Style { Style(theme.border) }
  /// For words over a picture: a ground of their own, whatever is behind.
  func words(_ color: Color?) -> Style {
    Style(color ?? theme.text, on: theme.background ?? theme.fade, bold: true)
  }
  var bold: Style { Style(theme.text, bold: true) }

  func color(_ family: ModelFamily) -> Color? { theme.families[family.rawValue] }

  /// The family's colour, unless both sides have the same family.
  func color(_ family: ModelFamily, _ side: Side) -> Color? {
    guard areTwins else { return color(family) }
    return color(side == .right ? .anode : family.isFlow ? .node : .resnet)
  }

  func frame(
    _ rect: Rect, title: String, color: Color?, isFocused: Bool, in grid: inout CellGrid
  ) {
    var style = isFocused ? Style(theme.focus, bold: true) : border
    if theme.isMono { style.isBold = isFocused }
    var titleStyle = Style(color ?? theme.text, bold: true)
    titleStyle.isReversed = theme.isMono && isFocused
    grid.box(rect, title: title, style: style, titleStyle: titleStyle)
  }

  /// Writes in the middle of an empty picture why it is empty.
  func say(_ text: String, into drawing: inout Drawing, in rect: Rect) {
    drawing.write(
      text, x: rect.x, y: rect.y + rect.height / 2, width: rect.width, alignment: .centre,
      style: dim)
  }

  /// Writes notes at the right of a chart's frame.
  func notes(_ notes: [(text: String, color: Color?)], in grid: inout CellGrid, _ rect: Rect) {
    guard !notes.isEmpty else { return }
    var x = rect.maxX - 3 - notes.map { TextRow.width(of: $0.text) }.reduce(0, +)
    for note in notes {
      x += grid.write(note.text, x: x, y: rect.y, style: Style(note.color, bold: true))
    }
    grid.write(" ", x: x, y: rect.y, style: dim)
  }

  /// Gives a chart's axes the theme's colours.
  func color(_ chart: inout LineChart) {
    chart.axisColor = theme.border
    chart.labelColor = theme.dim
    chart.meetingColor = theme.text
    chart.gridColor = theme.floor
    for index in chart.series.indices {
      chart.series[index].bandColor = theme.faded(chart.series[index].color, 1)
    }
  }

  /// The first of `texts` that fits into `width` columns, otherwise the last.
  func fitting(_ texts: [String], _ width: Int) -> String {
    texts.first { TextRow.width(of: $0) <= width } ?? texts.last ?? ""
  }
}

extension RunConfiguration {
  /// The space of the model's flow: "ℝ²", "ℝ²⁺¹", or for images "1+5 channels of 8×8".
  var spaceTitle: String {
    if let shape = data.imageShape {
      let c =
        model.augmentation > 0 ? "\(shape.channels)+\(model.augmentation)" : "\(shape.channels)"
      let channels = c == "1" ? "channel" : "channels"
      return "\(c) \(channels) of \(shape.height)\u{D7}\(shape.width)"
    }
    let d = Self.superscript(data.dimension)
    let p = features - data.dimension
    return "\u{211D}" + d + (p > 0 ? "\u{207A}" + Self.superscript(p) : "")
  }

  private static func superscript(_ number: Int) -> String {
    let digits: [Character] = [
      "\u{2070}", "\u{B9}", "\u{B2}", "\u{B3}", "\u{2074}", "\u{2075}", "\u{2076}", "\u{2077}",
      "\u{2078}", "\u{2079}",
    ]
    return String(String(number).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}

extension Theme {
  func color(_ label: Float, _ meaning: PointLabels) -> Color? {
    switch meaning {
    case .signs: classColor(label)
    case .classes: classColor(number: Int(label))
    case .levels(let count): numberColor((label + 0.5) / Float(max(1, count)))
    }
  }

  /// The letter of a point: its class's sign, the initial of its class's name if all initials
  /// differ, otherwise the class's number; for a number, its level.
  func glyph(_ label: Float, _ meaning: PointLabels) -> Unicode.Scalar {
    let numbers = Array("123456789abcdefghijklmn".unicodeScalars)
    switch meaning {
    case .signs: return classGlyph(label)
    case .classes(let names):
      let number = Int(label)
      guard names.indices.contains(number) else { return "?" }
      let initials = names.compactMap(\.unicodeScalars.first)
      return Set(initials).count == names.count
        ? initials[number] : numbers[min(number, numbers.count - 1)]
    case .levels: return numbers[min(max(0, Int(label)), numbers.count - 1)]
    }
  }
}
