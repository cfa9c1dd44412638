import Canvas
import NeuralODE

extension Picture {
  /// The forms that keep colours.
  static let screenshots = PictureFormat.allCases.filter { $0 != .txt }

  /// A file name without the ending of a screenshot's form.
  static func stem(_ name: String) -> String {
    guard let format = PictureFormat(path: name), screenshots.contains(format) else { return name }
    return String(name.dropLast(format.ending.count))
  }

  /// Writes all forms that this machine can make, and returns a summary.
  func writeScreenshot(
    _ stem: String, by permission: WritePermission
  ) throws(WriteFailure) -> String {
    // All or none of them.
    for format in Self.screenshots { try permission.check(stem + format.ending) }
    var (written, missing): ([String], [String]) = ([], [])
    for format in Self.screenshots {
      if let bytes = try? bytes(format) {
        try permission.write(bytes, to: stem + format.ending)
        written.append(format.ending)
      } else {
        missing.append("no " + format.rawValue.uppercased())
      }
    }
    return stem + SettingKind.list(written, "and")
      + (missing.isEmpty ? "" : " (without Cairo \(SettingKind.list(missing, "and")))")
  }
}

/// A picture as a figure for a paper: white background, 8 pt letters.
enum PaperFigure {
  /// Width and height in points of a cell with 8 pt letters.
  private static let cell = (width: 4.8, height: 9.6)

  /// Columns and rows for a size in millimetres.
  static func size(width: Double, height: Double) -> (columns: Int, rows: Int) {
    let points = 72 / 25.4
    return (
      max(8, Int((width * points / cell.width).rounded())),
      max(4, Int((height * points / cell.height).rounded()))
    )
  }

  /// The light theme on white.
  static var theme: Theme {
    var theme = Theme.light
    theme.background = Color(255, 255, 255)
    theme.fade = theme.background
    theme.isFine = true
    return theme
  }

  /// Without a margin, 300 dpi.
  static func picture(_ drawing: Drawing) -> Picture {
    var screen = Composition(CellGrid(width: drawing.columns, height: drawing.rows))
    screen.place(drawing, x: 0, y: 0)
    var picture = Picture(screen, theme)
    picture.cell = cell
    picture.dotsPerInch = 300
    picture.margin = 0
    return picture
  }
}
